"""JSON Schemas of a contract, ready to validate values and to say what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONGEST = 300
"""Characters; a value quoted in a message is cut beyond."""


class Schemas:
    """Makes validators for schemas that stand in one OpenAPI 3.1 document.

    ``$ref`` within the document is followed, and formats (uuid, date, date-time, ...) are checked.
    """

    def __init__(self, platform: str, spec: Mapping[str, Any]) -> None:
        self._base = f"urn:labelbridge:{platform}"
        self._registry = jsonschema_rs.Registry([(self._base, {"$schema": _DIALECT, **spec})])

    def at(self, place: Iterable[str | int]) -> Validator:
        """The validator of the schema at a place in the document."""
        steps = "/".join(_escaped(str(step)) for step in place)
        return Validator(
            jsonschema_rs.validator_for(
                {"$schema": _DIALECT, "$ref": f"{self._base}#/{steps}"},
                registry=self._registry,
                validate_formats=True,
            )
        )


class Validator:
    """One schema."""

    def __init__(self, validator: jsonschema_rs.Validator) -> None:
        self._validator = validator

    def faults(self, value: Any) -> list[str]:
        """What is wrong with a value, each fault beginning with its place; empty when it fits."""
        return [text for error in self._validator.iter_errors(value) for text in _explain(error)]


def standalone(schema: Mapping[str, Any]) -> Validator:
    """The validator of a schema that stands in no document."""
    return Validator(
        jsonschema_rs.validator_for({"$schema": _DIALECT, **schema}, validate_formats=True)
    )


def _explain(error: jsonschema_rs.ValidationError) -> list[str]:
    """A fault in words; of alternatives that all fail, those that came nearest."""
    branches = [list(branch) for branch in getattr(error.kind, "context", ())]
    if not any(branches):
        place = "/".join(str(step) for step in error.instance_path)
        message = error.message
        if len(message) > _LONGEST:
            message = message[: _LONGEST // 2] + " ... " + message[-_LONGEST // 2 :]
        return [f"{place}: {message}" if place else message]
    nearest = min(_distance(branch) for branch in branches)
    found = [branch for branch in branches if _distance(branch) == nearest]
    texts = [
        ", ".join(_unique(text for each in branch for text in _explain(each))) for branch in found
    ]
    return [" or ".join(_unique(texts))]


def _distance(branch: list[jsonschema_rs.ValidationError]) -> tuple[int, int]:
    """Smaller when the value got deeper into an alternative before it failed, and failed less."""
    return -max(len(error.instance_path) for error in branch), len(branch)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _escaped(step: str) -> str:
    """A key as a step of a JSON pointer within a URI's fragment."""
    return quote(step.replace("~", "~0").replace("/", "~1"), safe="")
