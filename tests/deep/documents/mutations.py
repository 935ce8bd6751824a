"""Take away, one at a time, what a document says from the contract's operation, in memory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from scripts.extract_document import Facts
from scripts.lint_specs import Contract, Node
from tests.contracts.documents.columns import row_schema, trace
from tests.contracts.documents.comparison import LIMITS, alternatives, bodies, body, fields, items
from tests.contracts.documents.facts import Match


class Part(NamedTuple):
    """Something documented: what kind of thing it is, and where it stands in the contract."""

    kind: str
    name: str
    holder: Any
    key: Any


@contextmanager
def restored(holder: Any) -> Iterator[None]:
    """A map or list that is what it was, order included, when the context ends."""
    whole = holder.copy()
    try:
        yield
    finally:
        holder.clear()
        holder.update(whole) if isinstance(whole, dict) else holder.extend(whole)


@contextmanager
def without(part: Part) -> Iterator[None]:
    """The contract without a part, for as long as the context lasts."""
    with restored(part.holder):
        del part.holder[part.key]
        yield


@contextmanager
def with_another(part: Part) -> Iterator[None]:
    """The contract with an invented neighbour of a part, for as long as the context lasts."""
    with restored(part.holder):
        if isinstance(part.holder, dict):
            part.holder["invented"] = part.holder[part.key]
        elif part.kind == "row":
            part.holder.append(part.holder[part.key] | {"name": "invented", "in": "query"})
        else:
            part.holder.append("invented")
        yield


def parts(match: Match) -> Iterator[Part]:
    """Yield what the table and the samples of an operation say, as parts of the contract."""
    yield from table_parts(match)
    for (side, schema), sample in zip(bodies(match), match.facts["samples"], strict=True):
        yield from sample_parts(match.contract, sample["value"], schema, side)


def table_parts(match: Match) -> Iterator[Part]:
    """Yield the parts that the rows of a table name."""
    contract, parameters = match.contract, match.operation.parameters
    schemes = contract.document["components"]["securitySchemes"]
    left = {p["name"]: number for number, p in enumerate(parameters)}
    request = fields(contract, body(contract, match.operation.node.get("requestBody", {})) or {})
    for row in match.facts["rows"]:
        name, told = row["name"], row["schema"]
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
        yield from schema_parts(contract, schema, told, name)
        if "default" in told:
            yield default_part(name, told["default"], [node, contract.resolve(schema)])


def schema_parts(contract: Contract, schema: Node, told: Node, name: str) -> Iterator[Part]:
    """Yield format, limits, values and null of a schema, as far as they are documented."""
    for one in alternatives(contract, schema):
        for key in ("format", *LIMITS):
            if key in told and key in one:
                yield Part("format" if key == "format" else "limit", name, one, key)
        if "enum" in told and "enum" in one:
            for number, value in enumerate(one["enum"]):
                yield Part("value", f"{name}={value}", one["enum"], number)
        if "null" in told.get("type", []) and isinstance(one.get("type"), list):
            yield Part("null", name, one["type"], one["type"].index("null"))
    node = contract.resolve(schema)
    for inner in (node.get("oneOf", []), node.get("anyOf", [])):
        if {"type": "null"} in inner and "null" in told["type"]:
            yield Part("null", name, inner, inner.index({"type": "null"}))
    if "items" in told:
        yield from schema_parts(contract, items(contract, schema), told["items"], f"{name}[]")


def default_part(name: str, value: Any, nodes: list[Node]) -> Part:
    """The description that tells a default."""
    words = value if isinstance(value, str) else json.dumps(value)
    node = next(node for node in nodes if words in node.get("description", ""))
    return Part("default", name, node, "description")


def sample_parts(contract: Contract, value: Any, schema: Node, place: str) -> Iterator[Part]:
    """Yield the fields that a sample has."""
    if isinstance(value, list):
        for item in value:
            yield from sample_parts(contract, item, items(contract, schema), place)
    elif isinstance(value, dict):
        for name, field in fields(contract, schema).items():
            if name in value:
                yield Part("field", place + name, field.holder["properties"], name)
                yield from sample_parts(contract, value[name], field.schema, f"{place}{name}.")


def column_parts(contract: Contract, stem: str, facts: Facts) -> Iterator[list[Part]]:
    """Yield the fields that a column of a file is: several, if it can stand in several objects."""
    _, top = row_schema(contract, stem, facts["rows"])
    for row in facts["rows"]:
        passed = trace(contract, top, row["keys"])
        for key in row["keys"]:
            yield [Part("row", row["name"], h["properties"], key) for h, k in passed if k == key]
