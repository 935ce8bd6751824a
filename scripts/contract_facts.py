"""What the templates and the facade need to know of a contract, beside the generator's model."""

import pprint
import re
from typing import Any

CHECKED = frozenset(
    {
        "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems",
        "maxItems", "enum", "format", "oneOf", "anyOf", "not",
    }
)  # fmt: skip
"""The JSON Schema keywords that the facade's schema check supports; responses may use no others."""

UNCHECKED = frozenset({"description", "example", "examples", "title"})
"""Keywords for readers only, which are left out, as are extensions (`x-…`)."""

_SCALARS = {"string": "str", "integer": "int", "number": "Number", "boolean": "bool"}


class GenerationError(Exception):
    """Generation failed; the message contains the remedy."""


def idempotency(spec: dict[str, Any]) -> dict[str, bool]:
    """Return the operations whose `x-idempotent` overrides the default of their HTTP method."""
    return {
        operation["operationId"]: operation["x-idempotent"]
        for path in spec["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "x-idempotent" in operation
    }


def aliases(spec: dict[str, Any]) -> dict[str, str]:
    """Return the types in Python of components that are no classes: instants and maps.

    Properties that are numbers of seconds are in the result as `<component>.<property>`.
    """
    found = {}
    for name, schema in spec["components"]["schemas"].items():
        for key, inner in schema.get("properties", {}).items():
            if inner.get("x-instant"):
                found[f"{name}.{key}"] = "EpochSeconds"
        if schema.get("x-instant"):
            found[name] = "Timestamp"
        elif _is_map(schema):
            found[name] = _python_type(schema, spec["components"]["schemas"])
    return found


def _is_map(schema: dict[str, Any]) -> bool:
    return isinstance(schema.get("additionalProperties"), dict) and "properties" not in schema


def _python_type(schema: dict[str, Any], components: dict[str, Any]) -> str:
    """Return the type in Python of the values of a map."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        target = components[name]
        return _python_type(target, components) if _is_map(target) else name
    if "oneOf" in schema:
        return " | ".join(_python_type(part, components) for part in schema["oneOf"])
    if _is_map(schema):
        return f"dict[str, {_python_type(schema['additionalProperties'], components)}]"
    if schema["type"] == "array":
        return f"list[{_python_type(schema['items'], components)}]"
    return _SCALARS[schema["type"]]


def map_items(spec: dict[str, Any]) -> list[str]:
    """Return the names of the components that are values of maps."""
    components = spec["components"]["schemas"]
    types = " ".join(
        _python_type(each, components) for each in components.values() if _is_map(each)
    )
    return sorted(set(re.findall(r"\w+", types)) & components.keys())


class DocumentedResponses:
    """The schemas of all operations' responses, without descriptions and examples."""

    def __init__(self, spec: dict[str, Any]) -> None:
        """Read the schemas from a contract.

        Raises:
            GenerationError: a schema has a keyword that the schema check does not support.
        """
        self._components, self.schemas = spec["components"], dict[str, Any]()
        self.operations = {
            operation["operationId"]: {
                int(status): self._response(node) for status, node in operation["responses"].items()
            }
            for path in spec["paths"].values()
            for operation in path.values()
            if isinstance(operation, dict) and "operationId" in operation
        }

        for file in spec.get("x-files", {}).values():
            self._response(file)  # adds its schemas

    def _response(self, node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            node = self._components["responses"][node["$ref"].rpartition("/")[2]]
        return {
            kind: {"rows": self._schema(media["x-item-schema"])}
            if "x-item-schema" in media
            else {"schema": self._schema(media["schema"])}
            for kind, media in node.get("content", {}).items()
        }

    def _schema(self, node: Any) -> Any:
        if not isinstance(node, dict):
            return node
        kept = {key: node[key] for key in node if key not in UNCHECKED and key[:2] != "x-"}
        if unknown := kept.keys() - CHECKED:
            names = ", ".join(sorted(unknown))
            raise GenerationError(f"the schema check of responses does not support {names}")
        if "$ref" in kept:
            return {"$ref": self._component(kept["$ref"].rpartition("/")[2])}
        for key, value in kept.items():
            if key == "properties":
                kept[key] = {name: self._schema(each) for name, each in value.items()}
            elif key in {"oneOf", "anyOf"}:
                kept[key] = [self._schema(each) for each in value]
            elif key in {"items", "additionalProperties", "not"}:
                kept[key] = self._schema(value)
        return kept

    def _component(self, name: str) -> str:
        if name not in self.schemas:
            self.schemas[name] = {}  # a schema may refer to itself
            self.schemas[name] = self._schema(self._components["schemas"][name])
        return name

    def __str__(self) -> str:
        """Return the source of a module with the schemas."""
        components = dict(sorted(self.schemas.items()))
        return (
            '"""The schema of each operation\'s responses, by status and media type."""'
            "\n\nfrom collections.abc import Mapping\nfrom typing import Any, Final\n\n"
            f"RESPONSES: Final[Mapping[str, Mapping[int, Any]]] = {_literal(self.operations)}\n\n"
            f"SCHEMAS: Final[Mapping[str, Any]] = {_literal(components)}\n"
        )


def _literal(value: Any) -> str:
    return pprint.pformat(value, width=120, compact=True, sort_dicts=False)
