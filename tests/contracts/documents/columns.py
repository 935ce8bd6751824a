"""Compare the schemas of a file's rows with the table of its columns in a document."""

from collections.abc import Iterator

from scripts.contracts import Contract, Node
from scripts.extract_document import Facts
from tests.contracts.documents.comparison import alternatives
from tests.contracts.documents.facts import cites, of_document


def objects(contract: Contract, schema: Node) -> Iterator[Node]:
    """Yield the objects that a schema allows, including those in lists."""
    for one in alternatives(contract, schema):
        if "items" in one:
            yield from objects(contract, one["items"])
        elif "properties" in one:
            yield one


def below(contract: Contract, holders: list[Node], key: str) -> list[Node]:
    """Return the objects under a key of other objects."""
    nodes = [holder["properties"][key] for holder in holders if key in holder["properties"]]
    return [found for node in nodes for found in objects(contract, node)]


def row_schema(contract: Contract, stem: str, rows: list[Facts]) -> tuple[str, Node]:
    """Return the name and schema of the object that the table describes."""
    ends = [rows[0]["line"], rows[-1]["line"]]
    return next(
        (name, node)
        for name, node in contract.document["components"]["schemas"].items()
        if "properties" in node and all(cites(node, stem, line) for line in ends)
    )


def trace(contract: Contract, top: Node, keys: list[str]) -> list[tuple[Node, str]]:
    """Return the (object, key) of each key of a row that the contract has.

    A row may start with a key that is nested under another key in another row.
    """
    holders = [top]
    if keys[0] not in top["properties"]:
        holders = [found for key in top["properties"] for found in below(contract, [top], key)]
    passed = []
    for key in keys:
        passed += [(holder, key) for holder in holders if key in holder["properties"]]
        holders = below(contract, holders, key)
    return passed


def column_differences(contract: Contract, stem: str, facts: Facts) -> list[str]:
    """Return all differences between a table of columns and the schemas that cite it."""
    rows = facts["rows"]
    name, top = row_schema(contract, stem, rows)
    found, documented = [], []
    for row in rows:
        passed = trace(contract, top, row["keys"])
        documented += passed
        if row["keys"][-1] not in [key for _, key in passed]:
            found.append(f"{name}: {row['name']}: only in the document")
    for component, node in contract.document["components"]["schemas"].items():
        # A field without a source has that of its schema, if the schema has exactly one.
        alone = [cites(node, stem, r["line"]) for r in rows if len(node.get("x-source", [])) == 1]
        for key, inner in node.get("properties", {}).items():
            of_table = of_document(inner) if "x-source" in inner else any(alone)
            if of_table and not any(
                holder is node and key == other for holder, other in documented
            ):
                found.append(f"{component}: {key}: not in the document")
    return found
