"""Path and query parameters: from the strings of a URL to the types of the contract."""

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
    """One parameter of an operation.

    Attributes:
        location: ``path`` or ``query``.
        types: The JSON types that its values (an array's items) may have.
        array: Whether it is a list.
        joined: Whether the list may come joined with commas (``explode: false``).
    """

    name: str
    location: str
    required: bool
    types: frozenset[str]
    array: bool
    joined: bool
    validator: Validator

    def read(self, values: Sequence[str]) -> Any:
        """The value that those strings mean; a list has one for each item.

        Raises:
            ApiError: 400, when it does not fit the contract.
        """
        value: Any
        if self.array:
            # nothing at all is a list without items; between commas, it is an item
            value = [] if list(values) == [""] else [_scalar(text, self.types) for text in values]
        else:
            value = _scalar(values[-1], self.types)
        faults = self.validator.faults(value)
        if faults:
            raise ApiError(400, f"invalid {self.location} parameter {self.name!r}: {faults[0]}")
        return value

    def fits(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Whether it was sent, or may be left out, and has a value that the contract allows."""
        try:
            read_parameters([self], pairs)
        except ApiError:
            return False
        return True


def query_pairs(raw: str, parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """Names and values of a query string; a list that came joined is one pair for each item.

    A comma that is escaped belongs to an item, as OpenAPI has it. The vendors' SDKs escape those
    between the items too, so where all are escaped all of them part.
    """
    joined = {each.name for each in parameters if each.array and each.joined}
    pairs = []
    for part in filter(None, raw.split("&")):
        escaped_name, _, escaped = part.partition("=")
        name = unquote_plus(escaped_name)
        if name not in joined:
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
    """The values by name; what was not sent is absent.

    Raises:
        ApiError: 400, when a required one is missing or one does not fit.
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
    """A string as the first type it can be; left as it is when it can be none, to be refused."""
    if "integer" in types and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text):
        return float(text)
    if "boolean" in types and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text
