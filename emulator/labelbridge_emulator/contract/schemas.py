"""JSON Schema validators for the schemas of a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MAX_MESSAGE = 300
"""Characters of a message that quotes a value; longer ones are shortened."""


class Schemas:
    """Creates validators for the schemas in an OpenAPI 3.1 document.

    They follow ``$ref`` within the document and check formats (uuid, date, date-time, ...).
    """

    def __init__(self, platform: str, spec: Mapping[str, Any]) -> None:
        self._base = f"urn:labelbridge:{platform}"
        self._registry = jsonschema_rs.Registry([(self._base, {"$schema": _DIALECT, **spec})])

    def at(self, pointer: Iterable[str | int]) -> Validator:
        """Return the validator of the schema at a location in the document."""
        steps = "/".join(_escape(str(step)) for step in pointer)
        return Validator(
            jsonschema_rs.validator_for(
                {"$schema": _DIALECT, "$ref": f"{self._base}#/{steps}"},
                registry=self._registry,
                validate_formats=True,
            )
        )


class Validator:
    """Validates values against a schema."""

    def __init__(self, validator: jsonschema_rs.Validator) -> None:
        self._validator = validator

    def errors(self, value: Any) -> list[str]:
        """Return a message for each error, beginning with its location; empty if valid."""
        return [text for error in self._validator.iter_errors(value) for text in _messages(error)]


def validator_of(schema: Mapping[str, Any]) -> Validator:
    """Return the validator of a schema without references."""
    return Validator(
        jsonschema_rs.validator_for({"$schema": _DIALECT, **schema}, validate_formats=True)
    )


def _messages(error: jsonschema_rs.ValidationError) -> list[str]:
    """Describe an error; if all alternatives fail, describe those that match best."""
    branches = [list(branch) for branch in getattr(error.kind, "context", ())]
    if not any(branches):
        location = "/".join(str(step) for step in error.instance_path)
        message = error.message
        if len(message) > _MAX_MESSAGE:
            message = message[: _MAX_MESSAGE // 2] + " ... " + message[-_MAX_MESSAGE // 2 :]
        return [f"{location}: {message}" if location else message]
    nearest = min(_distance(branch) for branch in branches)
    found = [branch for branch in branches if _distance(branch) == nearest]
    texts = [
        ", ".join(_unique(text for each in branch for text in _messages(each))) for branch in found
    ]
    return [" or ".join(_unique(texts))]


def _distance(branch: list[jsonschema_rs.ValidationError]) -> tuple[int, int]:
    """Return a sort key: smaller if the errors are deeper in the value, and fewer."""
    return -max(len(error.instance_path) for error in branch), len(branch)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _escape(step: str) -> str:
    """Escape a key as a step of a JSON pointer in the fragment of a URI."""
    return quote(step.replace("~", "~0").replace("/", "~1"), safe="")
