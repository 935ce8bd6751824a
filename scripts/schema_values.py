"""Validation of the values in requests and responses with a contract's schemas."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from scripts.contracts import Contract, Node


class SchemaValues:
    """Validates and parses values with the schemas of a contract, and caches their validators."""

    def __init__(self, contract: Contract) -> None:
        """Create a validator for a contract."""
        self._components = contract.document.get("components", {})
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def _validator(self, schema: Node) -> jsonschema_rs.Draft202012Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            complete = {"components": self._components, **schema}
            validator = jsonschema_rs.Draft202012Validator(complete, validate_formats=True)
            self._validators[key] = validator
        return self._validators[key]

    def errors(self, schema: Node, value: Any) -> Iterator[str]:
        """Yield the errors of a value, including those of its format."""
        yield from map(message, self._validator(schema).iter_errors(value))

    def read(self, text: str, schema: Node) -> Any:
        """Parse the value of a parameter: as number or boolean if the schema needs one."""
        if self._validator(schema).is_valid(text):
            return text
        return json.loads(text) if re.fullmatch(r"-?\d+(\.\d+)?|true|false", text) else text


def message(error: jsonschema_rs.ValidationError) -> str:
    """Return the place and the text of an error, with `*` for the index in a list.

    If a value matches none of several alternatives, the errors are those of the closest one.
    """
    steps = ["*" if isinstance(step, int) else step for step in error.instance_path]
    place = f"{'/'.join(steps)}: " if steps else ""
    if error.kind.name in ("oneOf", "anyOf") and (found := getattr(error.kind, "context", None)):
        closest = min(found, key=len)
        return f"{place}matches no alternative; the closest: {'; '.join(map(message, closest))}"
    return f"{place}{error.message}"
