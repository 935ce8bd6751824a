"""Errors of msgspec as InvalidArgument: with the path, the value and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from labelbridge._core.json.validate import UUID_EXAMPLE, short_repr
from labelbridge.errors import InvalidArgument

_MISSING: Final = re.compile(r"Object missing required field `(.+?)`(?: - at `\$(.*)`)?")
_MISMATCH: Final = re.compile(r"Expected `([\w| ]+)`, got `.*`")

_TYPES: Final = {
    "int": "an integer",
    "float": "a number",
    "bool": "True or False",
    "str": "a string",
    "array": "a list",
    "object": "a dict",
    "uuid": f"a UUID like {UUID_EXAMPLE}",
    "datetime": "a datetime",
    "null": "NULL",
}
"""Names of types in the messages of msgspec, as the user knows them."""

_FORMATS: Final = {
    "Invalid UUID": f"a UUID like {UUID_EXAMPLE}",
    "Invalid RFC3339 encoded datetime": "a datetime or a string like 2023-08-15T00:00:00Z",
    "Number out of range": "a finite number",
}
"""Messages of msgspec about the content of a string or a number, as the expected value."""


def invalid_argument(message: str, given: Any) -> InvalidArgument:
    """Return the error for a message such as "Expected `int`, got `str` - at `$.bbox[0]`".

    Args:
        message: The message of msgspec.
        given: The JSON value that was converted.
    """
    if missing := _MISSING.fullmatch(message):
        error = InvalidArgument(missing[1], "is required")
        return error.within(missing[2].removeprefix(".")) if missing[2] else error
    problem, _, place = message.partition(" - at `")
    name = place.rstrip("`").removeprefix("$").removeprefix(".")
    value = _value_at(given, name)
    if mismatch := _MISMATCH.fullmatch(problem):
        names = mismatch[1].split(" | ")
        *most, last = [_TYPES.get(each, each) for each in names]
        expected = f"{', '.join(most)} or {last}" if most else last
        problem = f"must be {expected}, not {_shown(value)}{_remedy(value, names)}"
    elif problem in _FORMATS:
        problem = f"must be {_FORMATS[problem]}, not {_shown(value)}"
    return InvalidArgument(name or "value", problem[:1].lower() + problem[1:])


def _value_at(given: Any, path: str) -> Any:
    for key, index in re.findall(r"(\w+)|\[(\d+)\]", path):
        given = given[int(index)] if index else given[key]
    return given


def _shown(value: Any) -> str:
    return "null" if value is None else short_repr(value)


def _remedy(value: Any, names: list[str]) -> str:
    """Return the end of a message: how to convert the value, if that is possible."""
    if isinstance(value, bytes) and "str" in names:
        return "; decode it"
    if isinstance(value, float) and "int" in names:
        return "; convert it with round()"
    if isinstance(value, str | Decimal | Fraction) and not {"int", "float"}.isdisjoint(names):
        return f"; convert it with {'int' if 'int' in names else 'float'}()"
    if isinstance(value, int | float | UUID) and "str" in names:
        return "; convert it with str()"
    if isinstance(value, Iterable) and not isinstance(value, str | dict) and "array" in names:
        return "; convert it with list()"
    return ""
