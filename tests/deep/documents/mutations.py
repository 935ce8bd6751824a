"""Remove the documented parts of a contract in memory, one at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from scripts.contracts import Contract, Node
from scripts.extract_document import Facts
from tests.contracts.documents.columns import row_schema, trace
from tests.contracts.documents.comparison import LIMITS, alternatives, bodies, body, fields, items
from tests.contracts.documents.facts import Match


class Part(NamedTuple):
    """A documented part of a contract: its kind and its location."""

    kind: str
    name: str
    holder: Any
    key: Any


@contextmanager
def restored(holder: Any) -> Iterator[None]:
    """Restore a map or list, including its order, when the context ends."""
    whole = holder.copy()
    try:
        yield
    finally:
        holder.clear()
        holder.update(whole) if isinstance(whole, dict) else holder.extend(whole)


@contextmanager
def without(part: Part) -> Iterator[None]:
    """Remove a part of the contract while the context lasts."""
    with restored(part.holder):
        del part.holder[part.key]
        yield


@contextmanager
def with_another(part: Part) -> Iterator[None]:
    """Add an undocumented sibling of a part while the context lasts."""
    with restored(part.holder):
        if isinstance(part.holder, dict):
            part.holder["invented"] = part.holder[part.key]
        elif part.kind == "row":
            part.holder.append(part.holder[part.key] | {"name": "invented", "in": "query"})
        else:
            part.holder.append("invented")
        yield


def parts(match: Match) -> Iterator[Part]:
    """Yield the parts of the contract that table and samples of an operation document."""
    yield from table_parts(match)
    for (side, schema), sample in zip(bodies(match), match.facts["samples"], strict=True):
        yield from sample_parts(match.contract, sample["value"], schema, side)


def table_parts(match: Match) -> Iterator[Part]:
    """Yield the parts that the rows of a table document."""
    contract, parameters = match.contract, match.operation.parameters
    schemes = contract.document["components"]["securitySchemes"]
    left = {p["name"]: number for number, p in enumerate(parameters)}
    request = fields(contract, body(contract, match.operation.node.get("requestBody", {})) or {})
    for row in match.facts["rows"]:
        name, documented = row["name"], row["schema"]
        number = left.pop(name, None)
        if number is not None:
            node = parameters[number]
            schema = node["schema"]
            yield Part("row", name, parameters, number)
            if row.get("required"):
                yield Part("required", name, node, "required")
        elif name in request:
            schema, holder = request[name]
            node = schema
            yield Part("row", name, holder["properties"], name)
            if row.get("required"):
                yield Part("required", name, holder["required"], holder["required"].index(name))
        else:
            yield Part("row", name, schemes, name)
            continue
        yield from schema_parts(contract, schema, documented, name)
        if "default" in documented:
            yield default_part(name, documented["default"], [node, contract.resolve(schema)])


def schema_parts(contract: Contract, schema: Node, documented: Node, name: str) -> Iterator[Part]:
    """Yield the documented format, limits, values and null of a schema."""
    for one in alternatives(contract, schema):
        for key in ("format", *LIMITS):
            if key in documented and key in one:
                yield Part("format" if key == "format" else "limit", name, one, key)
        if "enum" in documented and "enum" in one:
            for number, value in enumerate(one["enum"]):
                yield Part("value", f"{name}={value}", one["enum"], number)
        if "null" in documented.get("type", []) and isinstance(one.get("type"), list):
            yield Part("null", name, one["type"], one["type"].index("null"))
    node = contract.resolve(schema)
    for inner in (node.get("oneOf", []), node.get("anyOf", [])):
        if {"type": "null"} in inner and "null" in documented["type"]:
            yield Part("null", name, inner, inner.index({"type": "null"}))
    if "items" in documented:
        yield from schema_parts(contract, items(contract, schema), documented["items"], f"{name}[]")


def default_part(name: str, value: Any, nodes: list[Node]) -> Part:
    """Return the description that contains a default."""
    words = value if isinstance(value, str) else json.dumps(value)
    node = next(node for node in nodes if words in node.get("description", ""))
    return Part("default", name, node, "description")


def sample_parts(contract: Contract, value: Any, schema: Node, place: str) -> Iterator[Part]:
    """Yield the fields of a sample."""
    if isinstance(value, list):
        for item in value:
            yield from sample_parts(contract, item, items(contract, schema), place)
    elif isinstance(value, dict):
        for name, field in fields(contract, schema).items():
            if name in value:
                yield Part("field", place + name, field.holder["properties"], name)
                yield from sample_parts(contract, value[name], field.schema, f"{place}{name}.")


def column_parts(contract: Contract, stem: str, facts: Facts) -> Iterator[list[Part]]:
    """Yield the fields of each column of a file; there are several if several objects have it."""
    _, top = row_schema(contract, stem, facts["rows"])
    for row in facts["rows"]:
        passed = trace(contract, top, row["keys"])
        for key in row["keys"]:
            yield [Part("row", row["name"], h["properties"], key) for h, k in passed if k == key]
