"""The operations of a contract, bound: what reads their requests and what judges their answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.contract.operation import KeyPlace, Operation
from labelbridge_emulator.contract.parameters import Parameter
from labelbridge_emulator.contract.schemas import Schemas, Validator
from labelbridge_emulator.contract.specs import load_spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_METHODS = ("get", "put", "post", "delete", "patch")

Pointer = tuple[str | int, ...]
"""A place in a document, by the keys and indices that lead there."""


@cache
def bind(platform: str) -> tuple[Operation, ...]:
    """All operations of a vendor's contract, with everything compiled that validates them."""
    return tuple(_Binder(platform, load_spec(platform)).operations())


class _Binder:
    """Walks one document by places, so that each schema is compiled once and where it stands."""

    def __init__(self, platform: str, spec: Mapping[str, Any]) -> None:
        self._spec = spec
        self._schemas = Schemas(platform, spec)
        self._validators: dict[Pointer, Validator] = {}

    def operations(self) -> Iterator[Operation]:
        """Every operation, in the document's order."""
        for path, item in self._spec["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> Operation:
        spec = item[method]
        here = ("paths", path, method)
        responses = {
            int(status): self._contents((*here, "responses", status))
            for status in spec["responses"]
        }
        body = self._resolved((*here, "requestBody")) if "requestBody" in spec else None
        shared = item.get("parameters", [])
        own = spec.get("parameters", [])
        return Operation(
            id=spec["operationId"],
            method=method.upper(),
            path=path,
            elsewhere="servers" in spec or "servers" in item,
            keys=tuple(self._keys(spec.get("security", self._spec.get("security", [])))),
            success=min(status for status in responses if 200 <= status < 300),
            parameters=(
                *self._parameters(("paths", path, "parameters"), shared),
                *self._parameters((*here, "parameters"), own),
            ),
            body=self._contents(body)["application/json"] if body else None,
            body_required=bool(body and self._at(body).get("required")),
            responses=responses,
            numbered=any(
                "X-Request-ID"
                in self._at(self._resolved((*here, "responses", status))).get("headers", {})
                for status in spec["responses"]
            ),
        )

    def _parameters(self, here: Pointer, listed: Sequence[Any]) -> Iterator[Parameter]:
        for index in range(len(listed)):
            place = self._resolved((*here, index))
            spec = self._at(place)
            schema = self._resolved((*place, "schema"))
            array = "array" in self._types(schema)
            yield Parameter(
                name=spec["name"],
                location=spec["in"],
                required=spec.get("required", False),
                types=self._types((*schema, "items") if array else schema),
                array=array,
                joined=not spec.get("explode", True),
                validator=self._validator(schema),
            )

    def _contents(self, place: Pointer) -> dict[str, Validator | None]:
        """Validators of a body or response by media type; None where any bytes will do.

        The schema of an NDJSON body is that of its lines, ``x-item-schema``: OpenAPI 3.1 has no
        word of its own for it.
        """
        place = (*self._resolved(place), "content")
        body = self._at(place[:-1])
        validators: dict[str, Validator | None] = {}
        for media, content in body.get("content", {}).items():
            keyword = "x-item-schema" if "x-item-schema" in content else "schema"
            here = (*place, media, keyword)
            validators[media] = self._validator(here) if keyword in content else None
        return validators

    def _keys(self, security: Sequence[Mapping[str, Any]]) -> Iterator[KeyPlace]:
        for name in dict.fromkeys(name for choice in security for name in choice):
            scheme = self._spec["components"]["securitySchemes"][name]
            if scheme["type"] == "apiKey":
                yield KeyPlace(scheme["in"], scheme["name"])
            else:
                yield KeyPlace("bearer", "Authorization")

    def _types(self, place: Pointer) -> frozenset[str]:
        """The JSON types that the schema at a place allows; ``string`` when it names none."""
        place = self._resolved(place)
        schema = self._at(place)
        named = schema.get("type", [])
        found = {named} if isinstance(named, str) else set(named)
        for keyword in ("oneOf", "anyOf", "allOf"):
            for index in range(len(schema.get(keyword, []))):
                found |= self._types((*place, keyword, index))
        return frozenset(found or {"string"})

    def _validator(self, place: Pointer) -> Validator:
        place = self._resolved(place)
        if place not in self._validators:
            self._validators[place] = self._schemas.at(place)
        return self._validators[place]

    def _at(self, place: Pointer) -> Any:
        value: Any = self._spec
        for step in place:
            value = value[step]
        return value

    def _resolved(self, place: Pointer) -> Pointer:
        """The place itself, or the one within the document that its ``$ref`` leads to."""
        value = self._at(place)
        if isinstance(value, dict) and "$ref" in value:
            steps = value["$ref"].removeprefix("#/").split("/")
            unescaped = (step.replace("~1", "/").replace("~0", "~") for step in steps)
            return self._resolved(tuple(unescaped))
        return place
