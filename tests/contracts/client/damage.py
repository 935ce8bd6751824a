"""Damage to responses: required properties that are missing, null or of another type."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Literal

from attrs import frozen

from labelbridge_api.introspection import wire_name
from scripts.contracts import Contract, Node
from tests.support.model_values import typed

Kind = Literal["missing", "null", "type"]
KINDS: tuple[Kind, ...] = ("missing", "null", "type")
OTHERS: dict[str, Any] = {
    "string": "a text", "number": 17.5, "object": {"key": [1]}, "array": [["a"]], "boolean": True,
}  # fmt: skip
"""A value of each JSON type."""


@frozen
class Place:
    """A required property in a value.

    Attributes:
        path: Keys and indices that lead to the object.
        name: The property's name on the wire.
        schema: The property's schema.
        in_instant: Whether the object is read as a datetime.
    """

    path: tuple[str | int, ...]
    name: str
    schema: Node
    in_instant: bool = False

    @property
    def pointer(self) -> str:
        """JSON pointer to the object."""
        return "".join(f"/{step}" for step in self.path)


def places(
    contract: Contract, schema: Node, value: Any, path: tuple[Any, ...] = ()
) -> Iterator[Place]:
    """Yield the required properties of a value of a schema, at any depth.

    Of a list, it is the last item.
    """
    schema = contract.resolve(schema)
    variants = [contract.resolve(each) for each in schema.get("oneOf", schema.get("anyOf", ()))]
    if isinstance(value, dict):
        variants = [each for each in variants if value.keys() >= {*each.get("required", ["-"])}]
    for variant in variants[:1]:
        yield from places(contract, variant, value, path)
    if isinstance(value, list) and value:
        yield from places(contract, schema.get("items", {}), value[-1], (*path, len(value) - 1))
    if isinstance(value, dict):
        required = schema.get("required", ())
        for name, each in schema.get("properties", {}).items():
            inner = contract.resolve(each)
            if name in required and name in value:
                yield Place(path, name, inner, in_instant="x-instant" in schema)
            yield from places(contract, inner, value.get(name), (*path, name))


def kinds_of(place: Place) -> Iterator[Kind]:
    """Yield the kinds of damage that the schema of a property does not allow."""
    yield "missing"
    types = _types(place.schema)
    if types and "null" not in types:
        yield "null"
    if _other(place.schema) is not None:
        yield "type"


def _types(schema: Node) -> set[str]:
    found = schema.get("type", [])
    if "oneOf" in schema or "anyOf" in schema:
        return {*OTHERS}
    return {found} if isinstance(found, str) else {*found}


def _other(schema: Node) -> Any:
    types = {"number" if each == "integer" else each for each in _types(schema)}
    return next((OTHERS[each] for each in OTHERS if types and each not in types), None)


def damaged(value: Any, place: Place, kind: Kind) -> Any:
    """Return a copy of a value with a damaged property."""
    result = copy.deepcopy(value)
    holder = result
    for step in place.path:
        holder = holder[step]
    if kind == "missing":
        del holder[place.name]
    else:
        holder[place.name] = None if kind == "null" else _other(place.schema)
    return result


def expected(tree: Any, place: Place, kind: Kind) -> Any:
    """Return what `typed` of a damaged model is.

    Args:
        tree: `typed` of the intact model.
        place: The damaged property.
        kind: What is wrong with it.
    """
    raw = (
        {} if kind == "missing" else {place.name: None if kind == "null" else _other(place.schema)}
    )
    return _expected(tree, place.path, place.name, raw)


def _expected(tree: Any, path: tuple[Any, ...], name: str, raw: dict[str, Any]) -> Any:
    if isinstance(tree, list):
        index, *rest = path
        return [*tree[:index], _expected(tree[index], (*rest,), name, raw), *tree[index + 1 :]]
    model, is_intact, values, others = tree
    names = {wire_name(model, each): each for each in values}
    if not path:
        kept = {each: part for each, part in values.items() if each != names[name]}
        return model, False, kept, others | typed(raw)
    inner = names[path[0]]
    changed = _expected(values[inner], path[1:], name, raw)
    return model, is_intact, values | {inner: changed}, others
