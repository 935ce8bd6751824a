"""What values of requests and responses have that a contract's schemas don't allow."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from scripts.contracts import Contract, Node


class Values:
    """Holds values against the schemas of a contract; a schema is compiled once."""

    def __init__(self, contract: Contract) -> None:
        """Take the contract."""
        self._components = contract.document.get("components", {})
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def _validator(self, schema: Node) -> jsonschema_rs.Draft202012Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = {"components": self._components, **schema}
            validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
            self._validators[key] = validator
        return self._validators[key]

    def errors(self, schema: Node, value: Any) -> Iterator[str]:
        """Yield how a value breaks a schema, formats included."""
        yield from map(worded, self._validator(schema).iter_errors(value))

    def read(self, text: str, schema: Node) -> Any:
        """Return the value that a text of a URL or header stands for.

        That is the text itself, unless the schema wants a number or a truth value.
        """
        if self._validator(schema).is_valid(text):
            return text
        return json.loads(text) if re.fullmatch(r"-?\d+(\.\d+)?|true|false", text) else text


def worded(error: jsonschema_rs.ValidationError) -> str:
    """Return where a value breaks a schema, and how, in words that hold for every item of a list.

    Of a value that fits none of several forms it is said what keeps it from the nearest.
    """
    steps = ["*" if isinstance(step, int) else step for step in error.instance_path]
    place = f"{'/'.join(steps)}: " if steps else ""
    if error.kind.name in ("oneOf", "anyOf") and (forms := getattr(error.kind, "context", None)):
        nearest = min(forms, key=len)
        return f"{place}fits no form; the nearest: {'; '.join(map(worded, nearest))}"
    return f"{place}{error.message}"
