"""What users give for requests, as JSON has it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from labelbridge._check import LARGEST, SMALLEST, plain, shown
from labelbridge.errors import InvalidArgument

_NUMBERS: Final = frozenset({int, float, bool})

_DEEPEST: Final = 16
"""Levels of a request's values; no contract has as many, and what holds itself has no end."""


class _Null(Enum):
    NULL = "NULL"

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


Null = _Null
NULL: Final = _Null.NULL
"""Sends null, where the contract allows it. None as an argument means "not given"."""


def as_json(name: str, value: Any, depth: int = 0) -> Any:
    """Return a value as JSON types: NULL as None, numpy's arrays as lists, texts as plain ones.

    What is of none of them stays as it is.

    Args:
        name: What the user calls it.
        value: The value.
        depth: How many others it is in.

    Raises:
        InvalidArgument: JSON cannot write it.
    """
    try:
        if depth > _DEEPEST:
            raise InvalidArgument("", "holds itself, or more levels than any contract has")
        return _converted(value, depth + 1)
    except InvalidArgument as error:
        raise error.within(name) from None


def _converted(value: Any, depth: int) -> Any:
    if isinstance(value, Enum):
        value = None if value is NULL else value.value
    if isinstance(value, str):
        return plain("", value)
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
        raise InvalidArgument(shown(name), "is no name: keys are text")
    return plain(shown(name), name)


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        (value,) = _in_range([int.__int__(value)])
    return value


def _in_range(numbers: list[Any]) -> list[Any]:
    # a mask may have a hundred thousand: no loop of Python's
    if numbers and not (min(numbers) >= SMALLEST and max(numbers) <= LARGEST):
        raise InvalidArgument("", "holds a number of more than 64 bits")
    return numbers
