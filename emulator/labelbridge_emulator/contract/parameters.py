"""Path and query parameters: converts the strings of a URL to the types of the contract."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from labelbridge_emulator.handler import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelbridge_emulator.contract.schemas import Validator

_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation.

    Attributes:
        location: ``path`` or ``query``.
        types: The JSON types of the value, or of the items of an array.
        array: Whether the value is an array.
        comma_separated: Whether an array can be one comma-separated value (``explode: false``).
    """

    name: str
    location: str
    required: bool
    types: frozenset[str]
    array: bool
    comma_separated: bool
    validator: Validator

    def read(self, values: Sequence[str]) -> Any:
        """Convert strings to a value; an array has one string for each item.

        Raises:
            ApiError: 400, if the value is invalid.
        """
        value: Any
        if self.array:
            # a single empty string is an empty array; between commas it is an item
            value = [] if list(values) == [""] else [_scalar(text, self.types) for text in values]
        else:
            value = _scalar(values[-1], self.types)
        if errors := self.validator.errors(value):
            raise ApiError(400, f"invalid {self.location} parameter {self.name!r}: {errors[0]}")
        return value

    def fits(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Return whether the parameter is valid, or absent and optional."""
        try:
            read_parameters([self], pairs)
        except ApiError:
            return False
        return True


def query_pairs(raw: str, parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """Split a query string into names and values, and comma-separated arrays into items.

    In OpenAPI an escaped comma is part of an item. The vendors' SDKs also escape the commas between
    items, so a value that has only escaped commas is split at them.
    """
    separated = {each.name for each in parameters if each.array and each.comma_separated}
    pairs = []
    for part in filter(None, raw.split("&")):
        escaped_name, _, escaped = part.partition("=")
        name = unquote_plus(escaped_name)
        if name not in separated:
            texts = [unquote_plus(escaped)]
        elif "," in escaped:
            texts = [unquote_plus(item) for item in escaped.split(",")]
        else:
            texts = unquote_plus(escaped).split(",")
        pairs += [(name, text) for text in texts]
    return pairs


def read_parameters(
    parameters: Iterable[Parameter], pairs: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return the values of parameters by name, without those that were not sent.

    Raises:
        ApiError: 400, if a required parameter is missing or a value is invalid.
    """
    sent: dict[str, list[str]] = defaultdict(list)
    for name, text in pairs:
        sent[name].append(text)
    values = {}
    for parameter in parameters:
        if parameter.name in sent:
            values[parameter.name] = parameter.read(sent[parameter.name])
        elif parameter.required:
            raise ApiError(400, f"missing {parameter.location} parameter {parameter.name!r}")
    return values


def _scalar(text: str, types: frozenset[str]) -> Any:
    """Convert a string to the first type that fits, or return it unchanged for validation."""
    if "integer" in types and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text):
        return float(text)
    if "boolean" in types and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text
