"""A contract of openapi/: its operations, bodies and schemas, and validation of values."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs

from scripts import yaml12

OPENAPI = Path(__file__).resolve().parent.parent / "openapi"
METHODS = ("get", "put", "post", "delete", "patch")
# The keywords that hold one schema, or a list of schemas. `if` and the like only restrict.
ONE, MANY = ("items", "additionalProperties"), ("oneOf", "anyOf", "allOf")

Finding = tuple[str, str]
"""The place of a problem, and a text with the problem and its remedy."""
Node = dict[str, Any]


class Contract:
    """A contract, read as YAML 1.2."""

    def __init__(self, text: str) -> None:
        """Parse the YAML text of a contract."""
        self.text = text
        self.document: Node = yaml12.load(text)

    def resolve(self, node: Node) -> Node:
        """Follow `$ref`s within the file to their target."""
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def operations(self) -> Iterator[tuple[str, Node, list[Node]]]:
        """Yield (place, node, parameters) of every operation."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    node = item[method]
                    both = [*item.get("parameters", []), *node.get("parameters", [])]
                    place = str(node.get("operationId", f"{method.upper()} {path}"))
                    yield place, node, [self.resolve(p) for p in both]

    def media(self) -> Iterator[tuple[str, str, str, Node]]:
        """Yield (place, side, media type, node) of every body of every operation and file."""
        for name, file in self.document.get("x-files", {}).items():
            for kind, media in file["content"].items():
                yield f"file {name}", "response", kind, media
        for place, node, _ in self.operations():
            body = self.resolve(node.get("requestBody", {}))
            for kind, media in body.get("content", {}).items():
                yield f"{place} request", "request", kind, media
            for status, response in node.get("responses", {}).items():
                for kind, media in self.resolve(response).get("content", {}).items():
                    yield f"{place} {status}", "response", kind, media

    def schemas(self, side: str | None = None) -> Iterator[tuple[str, Node]]:
        """Yield each schema that bodies of one side (or anything) reach once, with its place."""
        seen: set[int] = set()
        for place, own_side, _, media in self.media():
            if side in (None, own_side):
                yield from self._walk(media.get("schema"), place, seen)
                yield from self._walk(media.get("x-item-schema"), place, seen)
        if side is None:
            for place, _, parameters in self.operations():
                for p in parameters:
                    yield from self._walk(p.get("schema"), f"{place} {p['name']}", seen)
            for name, schema in self.document.get("components", {}).get("schemas", {}).items():
                yield from self._walk(schema, name, seen)

    def _walk(self, schema: Any, place: str, seen: set[int]) -> Iterator[tuple[str, Node]]:
        if isinstance(schema, dict) and "$ref" in schema:
            place, schema = schema["$ref"].rpartition("/")[2], self.resolve(schema)
        if not isinstance(schema, dict) or id(schema) in seen:
            return
        seen.add(id(schema))
        yield place, schema
        for key in ONE:
            yield from self._walk(schema.get(key), f"{place}/{key}", seen)
        for key in MANY:
            for number, inner in enumerate(schema.get(key, [])):
                yield from self._walk(inner, f"{place}/{key}/{number}", seen)
        for name, inner in schema.get("properties", {}).items():
            yield from self._walk(inner, f"{place}/{name}", seen)

    def errors(self, schema: Node, value: Any) -> Iterator[str]:
        """Yield the errors of a value for a schema of this contract, formats included."""
        complete = {"components": self.document.get("components", {}), **schema}
        validator = jsonschema_rs.Draft202012Validator(complete, validate_formats=True)
        for error in validator.iter_errors(value):
            path = "/".join(map(str, error.instance_path))
            yield f"{path or 'value'}: {error.message}"
