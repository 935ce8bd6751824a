"""Loads the operations of a spec, with compiled validators."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.contract.operation import KeyLocation, Operation
from labelbridge_emulator.contract.parameters import Parameter
from labelbridge_emulator.contract.schemas import Schemas, Validator
from labelbridge_emulator.contract.specs import load_spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_METHODS = ("get", "put", "post", "delete", "patch")

Pointer = tuple[str | int, ...]
"""A location in a document: the keys and indices that lead to it."""


@cache
def load_operations(platform: str) -> tuple[Operation, ...]:
    """Return all operations of a platform's spec."""
    return tuple(_Loader(platform, load_spec(platform)).operations())


class _Loader:
    """Reads a document by pointers, so that each schema is compiled only once."""

    def __init__(self, platform: str, spec: Mapping[str, Any]) -> None:
        self._spec = spec
        self._schemas = Schemas(platform, spec)
        self._validators: dict[Pointer, Validator] = {}

    def operations(self) -> Iterator[Operation]:
        """Yield all operations in the order of the document."""
        for path, item in self._spec["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> Operation:
        spec = item[method]
        pointer = ("paths", path, method)
        responses = {
            int(status): self._contents((*pointer, "responses", status))
            for status in spec["responses"]
        }
        body = self._resolve((*pointer, "requestBody")) if "requestBody" in spec else None
        return Operation(
            id=spec["operationId"],
            method=method.upper(),
            path=path,
            has_own_server="servers" in spec or "servers" in item,
            keys=tuple(self._keys(spec.get("security", self._spec.get("security", [])))),
            success=min(status for status in responses if 200 <= status < 300),
            parameters=(
                *self._parameters(("paths", path, "parameters"), item.get("parameters", [])),
                *self._parameters((*pointer, "parameters"), spec.get("parameters", [])),
            ),
            body=self._contents(body)["application/json"] if body else None,
            body_required=bool(body and self._value(body).get("required")),
            responses=responses,
            has_request_id=any(
                "X-Request-ID"
                in self._value(self._resolve((*pointer, "responses", status))).get("headers", {})
                for status in spec["responses"]
            ),
        )

    def _parameters(self, pointer: Pointer, listed: Sequence[Any]) -> Iterator[Parameter]:
        for index in range(len(listed)):
            found = self._resolve((*pointer, index))
            spec = self._value(found)
            schema = self._resolve((*found, "schema"))
            array = "array" in self._types(schema)
            yield Parameter(
                name=spec["name"],
                location=spec["in"],
                required=spec.get("required", False),
                types=self._types((*schema, "items") if array else schema),
                array=array,
                comma_separated=not spec.get("explode", True),
                validator=self._validator(schema),
            )

    def _contents(self, pointer: Pointer) -> dict[str, Validator | None]:
        """Return the validators of a body by media type; None where any bytes are valid.

        The lines of an NDJSON body have the schema ``x-item-schema``, because OpenAPI 3.1 has no
        keyword for it.
        """
        pointer = self._resolve(pointer)
        validators: dict[str, Validator | None] = {}
        for media_type, content in self._value(pointer).get("content", {}).items():
            keyword = "x-item-schema" if "x-item-schema" in content else "schema"
            schema = (*pointer, "content", media_type, keyword)
            validators[media_type] = self._validator(schema) if keyword in content else None
        return validators

    def _keys(self, security: Sequence[Mapping[str, Any]]) -> Iterator[KeyLocation]:
        for name in dict.fromkeys(name for choice in security for name in choice):
            scheme = self._spec["components"]["securitySchemes"][name]
            if scheme["type"] == "apiKey":
                yield KeyLocation(scheme["in"], scheme["name"])
            else:
                yield KeyLocation("bearer", "Authorization")

    def _types(self, pointer: Pointer) -> frozenset[str]:
        """Return the JSON types that a schema allows; ``string`` if it declares none."""
        pointer = self._resolve(pointer)
        schema = self._value(pointer)
        declared = schema.get("type", [])
        found = {declared} if isinstance(declared, str) else set(declared)
        for keyword in ("oneOf", "anyOf", "allOf"):
            for index in range(len(schema.get(keyword, []))):
                found |= self._types((*pointer, keyword, index))
        return frozenset(found or {"string"})

    def _validator(self, pointer: Pointer) -> Validator:
        pointer = self._resolve(pointer)
        if pointer not in self._validators:
            self._validators[pointer] = self._schemas.at(pointer)
        return self._validators[pointer]

    def _value(self, pointer: Pointer) -> Any:
        value: Any = self._spec
        for step in pointer:
            value = value[step]
        return value

    def _resolve(self, pointer: Pointer) -> Pointer:
        """Follow a ``$ref`` within the document; return the pointer itself without a reference."""
        value = self._value(pointer)
        if isinstance(value, dict) and "$ref" in value:
            steps = value["$ref"].removeprefix("#/").split("/")
            unescaped = (step.replace("~1", "/").replace("~0", "~") for step in steps)
            return self._resolve(tuple(unescaped))
        return pointer
