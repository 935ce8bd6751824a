"""Encoding requests: strict conversion of arguments into JSON and request models.

An unknown key or a wrong type raises InvalidArgument before any request is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from math import isfinite
from typing import Any, Final, TypeVar

import attrs
import msgspec

from labelbridge._core.json.validate import LARGEST, SMALLEST, plain_str, short_repr
from labelbridge.errors import InvalidArgument

T = TypeVar("T")

_SCALARS: Final = (int, float, str)
_NUMBERS: Final = frozenset({int, float, bool})

_MAX_DEPTH: Final = 16
"""Maximum nesting of values, more than any contract has. It also stops cyclic values."""


class _Null(Enum):
    NULL = "NULL"

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


Null = _Null
NULL: Final = _Null.NULL
"""Sends null, where the contract allows it. None means that an argument is not given."""


def as_json(name: str, value: Any, depth: int = 0) -> Any:
    """Return a value as JSON types: NULL as None, numpy arrays as lists, str subclasses as str.

    Values of other types are returned unchanged.

    Args:
        name: Name of the argument.
        value: The value.
        depth: Nesting level of the value.

    Raises:
        InvalidArgument: JSON cannot represent the value.
    """
    try:
        if depth > _MAX_DEPTH:
            raise InvalidArgument("", "is nested too deeply, or contains itself")
        return _converted(value, depth + 1)
    except InvalidArgument as error:
        raise error.within(name) from None


def _converted(value: Any, depth: int) -> Any:
    if isinstance(value, Enum):
        value = None if value is NULL else value.value
    if isinstance(value, str):
        return plain_str("", value)
    if isinstance(value, Mapping):
        return {_key(name): as_json(_key(name), item, depth) for name, item in value.items()}
    if isinstance(value, list | tuple):
        if not set(map(type, value)) - _NUMBERS:
            return _in_range([*value])
        return [as_json(f"[{index}]", item, depth) for index, item in enumerate(value)]
    if hasattr(value, "tolist"):
        return as_json("", value.tolist(), depth)
    return _number(value)


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise InvalidArgument(short_repr(name), "is not a valid key: keys are strings")
    return plain_str(short_repr(name), name)


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        (value,) = _in_range([int.__int__(value)])
    return value


def _in_range(numbers: list[Any]) -> list[Any]:
    # min and max instead of a loop: a mask may have a hundred thousand numbers
    if numbers and not (min(numbers) >= SMALLEST and max(numbers) <= LARGEST):
        raise InvalidArgument("", "contains an integer of more than 64 bits")
    return numbers


def encode(value: Any) -> bytes:
    """Encode a value as JSON."""
    return msgspec.json.encode(value)


def request_body(model: type[T], values: Mapping[str, Any], *, argument: str = "") -> T:
    """Create a request model from a user's arguments.

    Args:
        model: The generated class.
        values: Its fields by name. None is left out, NULL sends null.
        argument: Name of the argument that contains the fields, if there is one.

    Raises:
        InvalidArgument: A key is unknown, or a value has the wrong type.
    """
    try:
        _reject_unknown_keys(values, model)
        given = {name: as_json(name, value) for name, value in values.items() if value is not None}
        try:
            result = msgspec.convert(given, model)
        except msgspec.ValidationError as error:
            raise _invalid(str(error)) from None
        _check_nested(given, result)
    except InvalidArgument as error:
        raise (error.within(argument) if argument else error) from None
    return result


def _reject_unknown_keys(values: Mapping[str, Any], model: type) -> None:
    known = [item.name for item in attrs.fields(model) if item.init]
    for name in values:
        if not isinstance(name, str):
            raise InvalidArgument(short_repr(name), "is not a valid key: keys are strings")
        if name not in known:
            raise InvalidArgument(name, f"is unknown{suggestion(name, known)}")


def _check_nested(given: Any, result: Any) -> None:
    """Raise InvalidArgument for values that msgspec accepts but the contract does not.

    These are unknown keys of nested objects, unknown enum values, and NaN and infinity, which JSON
    would send as null.
    """
    if isinstance(result, list) and result and type(result[0]) in _SCALARS:
        return  # for speed: scalars have no keys, and a mask may have a hundred thousand
    if isinstance(result, list):
        for index, (part, one) in enumerate(zip(given, result, strict=True)):
            _check_part(f"[{index}]", part, one)
    elif attrs.has(type(result)) and isinstance(given, Mapping):
        _reject_unknown_keys(given, type(result))
        for name, part in given.items():
            _check_part(name, part, getattr(result, name))
    elif isinstance(result, Enum) and result.name not in type(result).__members__:
        known = ", ".join(str(member.value) for member in type(result))
        raise InvalidArgument("", f"{short_repr(result.value)} is unknown; known are {known}")
    elif isinstance(result, float) and not isfinite(result):
        raise InvalidArgument("", f"must be a finite number, not {result}")


def _check_part(name: str, given: Any, result: Any) -> None:
    try:
        _check_nested(given, result)
    except InvalidArgument as error:
        raise error.within(name) from None


def suggestion(name: str, known: Sequence[str]) -> str:
    """Return the end of a message about an unknown name: the closest or all known names."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"


def _invalid(message: str) -> InvalidArgument:
    """Convert a message of msgspec, such as "Expected `int`, got `str` - at `$.bbox[0]`"."""
    if missing := re.fullmatch(
        r"Object missing required field `(.+?)`(?: - at `\$(.*)`)?", message
    ):
        error = InvalidArgument(missing[1], "is required")
        return error.within(missing[2].removeprefix(".")) if missing[2] else error
    problem, _, place = message.partition(" - at `")
    name = place.rstrip("`").removeprefix("$").removeprefix(".")
    return InvalidArgument(name or "value", problem[:1].lower() + problem[1:])
