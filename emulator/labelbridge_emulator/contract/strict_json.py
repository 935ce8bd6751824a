"""JSON as answers can hold it: no NaN, no number beyond every float, no half of a letter."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, NoReturn


def loads(raw: bytes) -> Any:
    """The value that a text means.

    Raises:
        ValueError: It is not JSON, or Python would read from it what no JSON can say again.
    """
    try:
        value = json.loads(raw, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if b"\\ud" in raw.lower():  # half of a surrogate pair would be found when it is too late
        dumps(value)
    return value


def dumps(value: Any) -> bytes:
    """The text of a value.

    Raises:
        ValueError: JSON has nothing for it.
        TypeError: It holds objects that are none of JSON's.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text:.30} is beyond every float")
    return number
