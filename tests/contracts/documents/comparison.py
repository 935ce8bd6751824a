"""Compare an operation of a contract with the facts of a document, in both directions.

A difference is one line of text, `operation: location: problem`. Parts of a contract with an
`x-source` that is not a document are not compared.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from scripts.contracts import Contract, Node
from scripts.extract_document import Facts
from tests.contracts.documents.facts import Match, of_document

LIMITS = ("minimum", "maximum", "minItems", "maxItems")
FORMATS = {
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
}
TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}


class Field(NamedTuple):
    """A field of an object in a contract: its schema, and the schema of the object."""

    schema: Node
    holder: Node


# ---- reading schemas


def alternatives(contract: Contract, schema: Node) -> Iterator[Node]:
    """Yield the schemas that a value may match, except for variants that no document shows."""
    schema = contract.resolve(schema)
    inner = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    if not inner:
        yield schema
    for one in inner:
        if of_document(contract.resolve(one)):
            yield from alternatives(contract, one)


def types(schema: Node) -> set[str]:
    """Return the types that a schema without alternatives allows."""
    kinds = schema.get("type", "object" if "properties" in schema else [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def items(contract: Contract, schema: Node) -> Node:
    """Return the schema of the items of a list."""
    return next((s["items"] for s in alternatives(contract, schema) if "items" in s), {})


def fields(contract: Contract, schema: Node) -> dict[str, Field]:
    """Return the fields of the objects that a schema allows, or of the items of a list."""
    found: dict[str, Field] = {}
    for one in alternatives(contract, schema):
        found |= fields(contract, one["items"]) if "items" in one else {}
        found |= {name: Field(node, one) for name, node in one.get("properties", {}).items()}
    return found


def plain(contract: Contract, schema: Node) -> Node:
    """Return a schema without references and alternatives, in the form of the documents' facts."""
    found: Node = {"type": set()}
    for one in alternatives(contract, schema):
        if "enum" in found and "enum" not in one and types(one) == {"string"}:
            found["type"].add("any other string")
        found["type"] |= types(one)
        found |= {key: one[key] for key in ("format", "enum", *LIMITS) if key in one}
        if "items" in one:
            found["items"] = plain(contract, one["items"])
    if "number" in found["type"]:
        found["type"].discard("integer")  # integers are numbers too
    return found


def body(contract: Contract, node: Node) -> Node | None:
    """Return the JSON schema of a request body or response."""
    content = contract.resolve(node).get("content", {})
    found: Node | None = content.get("application/json", {}).get("schema")
    return found


def bodies(match: Match) -> list[tuple[str, Node]]:
    """Return the schemas of the request and the responses, with the prefix of their locations."""
    contract, node = match.contract, match.operation.node
    responses = [n for status, n in node["responses"].items() if status.startswith("2")]
    sides = [("", node.get("requestBody", {})), *(("response ", n) for n in responses)]
    return [(side, schema) for side, n in sides if (schema := body(contract, n))]


# ---- comparing


def differences(match: Match) -> list[str]:
    """Return all differences between an operation of a document and of the contract."""
    found = [*request_line_differences(match), *table_differences(match), *body_differences(match)]
    return [f"{match.operation.name}: {what}" for what in dict.fromkeys(found)]


def request_line_differences(match: Match) -> Iterator[str]:
    """Compare method and path, if the document has them."""
    for key in ("method", "path"):
        ours = getattr(match.operation, key)
        if match.facts.get(key, ours) != ours:
            yield f"{key} is {ours}, documented {match.facts[key]}"


def table_differences(match: Match) -> Iterator[str]:
    """Compare parameters and fields of the body with the rows of the table."""
    contract, facts, operation = match.contract, match.facts, match.operation
    schemes = contract.document["components"]["securitySchemes"].values()
    keys = {scheme["name"] for scheme in schemes if scheme.get("in") == "query"}
    parameters = {p["name"]: p for p in operation.parameters}
    request = fields(contract, body(contract, operation.node.get("requestBody", {})) or {})
    for row in facts["rows"]:
        name = row["name"]
        if node := parameters.pop(name, None):
            required = node.get("required", False)
            found = row_differences(contract, row, node["schema"], node, required=required)
        elif field := request.get(name):
            required = name in field.holder.get("required", [])
            found = row_differences(contract, row, field.schema, field.schema, required=required)
        else:
            found = iter(() if name in keys else ["only in the document"])
        yield from (f"{name}: {what}" for what in found)
    for name, node in parameters.items():
        # In a guide, the parameters of the path are part of the URL.
        if of_document(node) and not (node["in"] == "path" and "path" in facts):
            yield f"{name}: not in the document"


def row_differences(
    contract: Contract, row: Facts, schema: Node, described: Node, *, required: bool
) -> Iterator[str]:
    """Compare a parameter or field with its row."""
    if required != row.get("required", required):
        yield f"required is {required}, documented {row['required']}"
    yield from schema_differences(plain(contract, schema), row["schema"])
    if "default" in row["schema"]:
        value = row["schema"]["default"]
        words = value if isinstance(value, str) else json.dumps(value)
        texts = [node.get("description", "") for node in (described, contract.resolve(schema))]
        if not any(re.search(rf"(?<![\w.]){re.escape(words)}(?![\w]|\.\d)", t) for t in texts):
            yield f"the description does not contain the default {words}"


def schema_differences(found: Node, documented: Node) -> Iterator[str]:
    """Compare a plain schema with that of a row; a guide has no types."""
    expected = types(documented) if "type" in documented else found["type"]
    if found["type"] != expected:
        yield f"type is {sorted(found['type'])}, documented {sorted(expected)}"
    if set(found.get("enum", [])) != set(documented.get("enum", [])):
        yield f"enum is {found.get('enum')}, documented {documented.get('enum')}"
    for key in ("format", *LIMITS):
        if found.get(key) != documented.get(key):
            yield f"{key} is {found.get(key)}, documented {documented.get(key)}"
    if "items" in documented:
        inner = schema_differences(found.get("items", {"type": set()}), documented["items"])
        yield from (f"items: {what}" for what in inner)


def body_differences(match: Match) -> Iterator[str]:
    """Compare bodies with samples."""
    rows = {row["name"] for row in match.facts["rows"]}
    samples, schemas = match.facts["samples"], bodies(match)
    if len(samples) != len(schemas):
        yield f"{len(schemas)} bodies, documented {len(samples)}"
    for (side, schema), sample in zip(schemas, samples, strict=False):
        known = set() if side else rows
        yield from sample_differences(match.contract, sample["value"], schema, side, known)


def sample_differences(
    contract: Contract, value: Any, schema: Node, place: str, known: set[str]
) -> Iterator[str]:
    """Compare a schema with a sample; the fields in `known` are compared with their rows."""
    if isinstance(value, list):
        for item in value:
            inner = items(contract, schema)
            yield from sample_differences(contract, item, inner, place, known)
    elif isinstance(value, dict):
        found = fields(contract, schema)
        is_open = any(one.get("additionalProperties") for one in alternatives(contract, schema))
        for name in [] if is_open else [n for n in value if n not in found]:
            yield f"{place}{name}: only in the document"
        for name, field in found.items():
            if name not in value:
                if name not in known and of_document(field.schema):
                    yield f"{place}{name}: not in the document"
            elif name not in known or isinstance(value[name], (dict, list)):
                inner_place = f"{place}{name}."
                yield from sample_differences(
                    contract, value[name], field.schema, inner_place, set()
                )
    else:
        yield from scalar_differences(plain(contract, schema), value, place.removesuffix("."))


def scalar_differences(found: Node, value: Any, place: str) -> Iterator[str]:
    """Compare a plain schema with a string, number, boolean or null of a sample."""
    kind = TYPES[type(value)]
    if kind not in found["type"] and not (kind == "integer" and "number" in found["type"]):
        yield f"{place}: type is {sorted(found['type'])}, sampled {kind}"
    for name, form in FORMATS.items():
        if kind == "string" and form.fullmatch(value) and found.get("format") != name:
            yield f"{place}: format is {found.get('format')}, sampled {name}"
