"""JSON without Python's extensions: no NaN, no infinite numbers, no lone surrogates."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, NoReturn


def loads(raw: bytes) -> Any:
    """Parse JSON.

    Raises:
        ValueError: The text is not JSON, or its value cannot be written as JSON again.
    """
    try:
        value = json.loads(raw, parse_constant=_reject_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if b"\\ud" in raw.lower():  # an escaped lone surrogate can be parsed, but not encoded
        dumps(value)
    return value


def dumps(value: Any) -> bytes:
    """Encode a value as JSON.

    Raises:
        ValueError: JSON cannot represent a number or string in the value.
        TypeError: The value contains objects of types that JSON does not have.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text:.30} is too large for a float")
    return number
