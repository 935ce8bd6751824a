"""Parsing of rows that msgspec rejects, with the module json: it is slower and describes errors."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, Final, NoReturn

_WINDOW: Final = 4096
"""Bytes that the module json gets at first."""

_NOT_UTF8: Final = re.compile("[\udc80-\udcff]")
"""Surrogates for bytes that are not UTF-8; the rows before them are still parsed."""

_MAX_TOKEN: Final = 16
"""Characters: an error this close to the end of the data may be due to missing data."""

_INCOMPLETE: Final = re.compile(
    r"""(?x) \s* \Z                                                # the next token
    | (t(ru?)? | f(a(ls?)?)? | n(ul?)? | - | \. | [eE][+-]?) \Z  # the rest of a token
    | \\? u? [0-9a-fA-F]{0,3} \Z                                # the rest of an escape
    """
)
"""The text after the position of an error if the data is truncated."""


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError(f"{digits:.40} is out of range")
    return number


_DECODER: Final = json.JSONDecoder(parse_constant=_reject_constant, parse_float=_finite)


class RejectedRowError(ValueError):
    """A row that is not JSON, or that cannot be read; the text is the rest of a sentence."""


def parse_rejected(data: bytes, start: int, *, last: bool) -> tuple[Any, int] | None:
    """Parse a row that begins at a place of the data.

    Args:
        data: The data received so far.
        start: The place.
        last: Whether no data will follow.

    Returns:
        The value, and the place where it ends; None if the row is not complete yet.

    Raises:
        RejectedRowError: The row is not JSON.
    """
    size = _WINDOW
    while True:
        text = data[start : start + size].decode("utf-8", "surrogateescape")
        is_all = start + size >= len(data)
        try:
            value, end = _DECODER.raw_decode(text)
        except json.JSONDecodeError as error:
            if (is_all and last) or not _may_be_incomplete(error):
                _fail(error, last=is_all and last)
            if is_all:
                return None
        except (ValueError, RecursionError) as error:
            if is_all:
                raise RejectedRowError(f"cannot be read ({error})") from None
        else:
            if _NOT_UTF8.search(text, 0, end):
                raise RejectedRowError("is not UTF-8")
            return value, start + len(text[:end].encode("utf-8", "surrogateescape"))
        size *= 2


def _fail(error: json.JSONDecodeError, *, last: bool) -> NoReturn:
    problem = f"is not JSON ({error.msg}, character {error.pos} of the row)"
    if _NOT_UTF8.match(error.doc, error.pos):
        problem = "is not UTF-8"
    elif last and (
        error.msg.startswith("Unterminated string") or _INCOMPLETE.match(error.doc, error.pos)
    ):
        problem = "is truncated"
    raise RejectedRowError(problem)


def _may_be_incomplete(error: json.JSONDecodeError) -> bool:
    return error.msg.startswith("Unterminated string") or error.pos >= len(error.doc) - _MAX_TOKEN
