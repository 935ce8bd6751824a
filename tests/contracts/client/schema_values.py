"""Values of a contract's schema: every field is present, and no two values are equal."""

import uuid
from collections.abc import Iterator
from itertools import count
from typing import Any

from scripts.contracts import Contract, Node

UNKNOWN = {"unknown_key": ["kept", 1]}
"""Keys that a response may have although the contract has not."""
MAX_DEPTH = 6


class ValueMaker:
    """Makes values of one contract; the same calls in the same order make the same values.

    Args:
        contract: The contract.
        extra: Keys that are added to objects with additional properties.
    """

    def __init__(self, contract: Contract, extra: Node | None = None) -> None:
        self._contract, self._extra, self._numbers = contract, extra or {}, count(2)

    def make(self, schema: Node, depth: int = 0) -> Any:
        """Return a value with all properties of the schema."""
        schema = self._contract.resolve(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            known = [value for value in schema["enum"] if value is not None]
            return known[next(self._numbers) % len(known)]
        for variants in ("oneOf", "anyOf"):
            if variants in schema:
                return self.make(self._largest(schema[variants]), depth)
        if "properties" in schema or self._kind(schema) == "object":
            return self._object(schema, depth)
        if self._kind(schema) == "array":
            if depth > MAX_DEPTH:
                return []
            items = schema.get("items", {})
            return [self.make(items, depth + 1) for _ in range(max(2, schema.get("minItems", 0)))]
        return self._scalar(schema)

    def variants(self, schema: Node) -> Iterator[Any]:
        """Yield a value for each variant of a body."""
        schema = self._contract.resolve(schema)
        for variant in schema.get("oneOf", schema.get("anyOf", [schema])):
            yield self.make(variant)

    def with_null(self, schema: Node) -> Iterator[tuple[str, Any]]:
        """Yield each field that may be null, with a value in which it is null."""
        schema = self._contract.resolve(schema)
        listed = self._kind(schema) == "array"
        form = self._contract.resolve(schema["items"]) if listed else schema
        for variant in map(self._contract.resolve, form.get("oneOf", form.get("anyOf", [form]))):
            for name, field in variant.get("properties", {}).items():
                if "null" in str(self._contract.resolve(field).get("type", "")):
                    value = self.make(variant) | {name: None}
                    yield name, [value] if listed else value

    def _object(self, schema: Node, depth: int) -> Any:
        if schema.get("x-instant"):
            return {"_seconds": next(self._numbers), "_nanoseconds": next(self._numbers) * 1000}
        properties, rest = schema.get("properties", {}), schema.get("additionalProperties")
        if depth > MAX_DEPTH:
            properties = {name: properties[name] for name in schema.get("required", ())}
        found = {name: self.make(each, depth + 1) for name, each in properties.items()}
        if isinstance(rest, dict):
            return found | {f"Key {next(self._numbers)}": self.make(rest, depth + 1)}
        return found if rest is False else found | self._extra

    def _largest(self, variants: list[Node]) -> Node:
        found = [self._contract.resolve(each) for each in variants]
        found = [each for each in found if each.get("type") != "null"]
        return max(found, key=lambda each: len(each.get("properties", ())))

    def _kind(self, schema: Node) -> str:
        named = schema.get("type", "string" if "format" in schema else "any")
        kinds = [named] if isinstance(named, str) else [each for each in named if each != "null"]
        return str(kinds[0])

    def _scalar(self, schema: Node) -> Any:
        number = next(self._numbers)
        low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
        high = schema.get("maximum", schema.get("exclusiveMaximum", low + 10_000))
        match self._kind(schema), schema.get("format"):
            case "integer", _:
                return int(low) + 1 + number % max(int(high - low), 1)
            case "number", _:
                return low + (high - low) * (number % 97 + 1) / 128
            case "boolean", _:
                return number % 2 == 0
            case "string", "uuid":
                return str(uuid.UUID(int=number, version=4))
            case "string", "date-time":
                return f"2024-02-{number % 28 + 1:02}T21:04:05.{number % 997 + 1:03}Z"
            case "string", "date":
                return f"2024-02-{number % 28 + 1:02}"
            case "string", _:
                return self._text(schema, number)
            case _:
                return {"any": number}

    def _text(self, schema: Node, number: int) -> str:
        if "pattern" in schema:
            return str(schema.get("example", schema.get("default", f"Text {number}")))
        return f"Text, {number} & more"
