"""Parsing rows incrementally from chunks of bytes, without I/O.

An export is one JSON array, one object, or a sequence of objects (NDJSON), and may be larger than
memory. Each row is parsed as soon as it is complete, so that a truncated file still yields the rows
before the end.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from math import isinf
from typing import Any, Final, Generic, Literal, NoReturn, TypeVar

from labelbridge._core.json import decode
from labelbridge.errors import ResponseFormatError

T = TypeVar("T")

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_NOT_UTF8: Final = re.compile("[\udc80-\udcff]")
"""Surrogates for bytes that are not UTF-8; the rows before them are still parsed."""

_MAX_TOKEN: Final = 16
"""Characters: an error this close to the end of the buffer may be due to missing data."""

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


class RowReader(Generic[T]):
    """Parses chunks of an export into rows.

    Args:
        row: Class of a row.
        operation: Name of the operation, for errors.
        required: Whether a source without any row or array is an error.
        choose: Returns the class of a row from its value and its number, instead of `row`; it
            raises for a value that is not a row.
        on_row: Called with each parsed row and its number.
        on_problems: Called with what does not match the contract in a row.
    """

    def __init__(
        self,
        row: type[T],
        *,
        operation: str,
        required: bool = False,
        choose: Callable[[Any, int], type[T]] | None = None,
        on_row: Callable[[Any, int], None] | None = None,
        on_problems: decode.Problems | None = None,
    ) -> None:
        self._form, self._operation, self._required = row, operation, required
        self._choose = choose
        self._on_row, self._on_problems = on_row, on_problems or decode.ignore
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="surrogateescape")
        self._text, self._at = "", 0
        self._pending: list[str] = []
        self._min_size = 0
        self._state: Literal["start", "first", "next", "values", "end"] = "start"
        self.count = 0

    def feed(self, data: bytes, *, last: bool = False) -> Iterator[T]:
        """Parse the next chunk and yield the rows that are complete.

        Args:
            data: The chunk; it may be empty.
            last: Whether this is the last chunk.

        Raises:
            ResponseFormatError: The data is not JSON, is truncated, or a row does not match its
                class. It has the number of the row.
        """
        self._pending.append(self._decoder.decode(data, final=last))
        if not last and sum(map(len, self._pending)) < self._min_size:
            return
        self._text, self._at, self._min_size = self._text[self._at :] + "".join(self._pending), 0, 0
        self._pending.clear()
        while self._find_row(last=last):
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not last and self._may_be_incomplete(error):
                    # the row is longer than the buffer: wait until the buffer has doubled, so that
                    # the total work stays linear
                    self._min_size = len(self._text) - self._at
                    return
                self._fail(error, last=last)
            except (ValueError, RecursionError) as error:
                raise self._error(f"cannot be read ({error})") from None
            if _NOT_UTF8.search(self._text, self._at, end):
                raise self._error("is not UTF-8")
            self._at = end
            self.count += 1
            self._state = "next" if self._state in {"first", "next"} else "values"
            row = decode.structure(
                value,
                self._choose(value, self.count) if self._choose else self._form,
                operation=self._operation,
                row=self.count,
                on_problems=self._on_problems,
            )
            if self._on_row:
                self._on_row(value, self.count)
            yield row

    def flush(self) -> Iterator[T]:
        """Yield the remaining complete rows after the connection broke."""
        self._min_size = 0
        yield from self.feed(b"")

    def _find_row(self, *, last: bool) -> bool:
        """Move to the first character of the next row; return False if it is not received yet."""
        while (character := self._character()) != "":
            if self._state == "start":
                self._state = "first" if character == "[" else "values"
                self._at += character == "["
            elif self._state == "end":
                raise self._error("follows the end of the array")
            elif self._state in {"first", "next"} and character == "]":
                self._state, self._at = "end", self._at + 1
            elif self._state == "next" and character == ",":
                self._state, self._at = "first", self._at + 1
                if self._character() == "]":
                    raise self._error("is missing after a comma")
            elif self._state == "next":
                raise self._error(f"is not separated by a comma (found {character!r})")
            else:
                return True
        if last and (
            self._state in {"first", "next"} or (self._state == "start" and self._required)
        ):
            raise self._error("is missing: the data ends before it")
        return False

    def _character(self) -> str:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._text[self._at : self._at + 1]

    def _may_be_incomplete(self, error: json.JSONDecodeError) -> bool:
        return (
            error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _MAX_TOKEN
        )

    def _fail(self, error: json.JSONDecodeError, *, last: bool) -> NoReturn:
        problem = f"is not JSON ({error.msg}, character {error.pos - self._at} of the row)"
        if _NOT_UTF8.match(self._text, error.pos):
            problem = "is not UTF-8"
        elif last and (
            error.msg.startswith("Unterminated string") or _INCOMPLETE.match(self._text, error.pos)
        ):
            problem = "is truncated"
        raise self._error(problem) from None

    def _error(self, problem: str) -> ResponseFormatError:
        row = self.count + 1
        return ResponseFormatError(
            f"{self._operation}: row {row} {problem}", operation=self._operation, row=row
        )
