"""Parsing rows incrementally from chunks of bytes, without I/O.

An export is one JSON array, one object, or a sequence of objects (NDJSON), and may be larger than
memory. Each row is parsed as soon as it is complete, so that a truncated file still yields the rows
before the end.

Rows are parsed in one of three ways:

1. In batches. Rows are usually separated by the same bytes, and begin with the same key. If the
   bytes between two such places are a sequence of JSON values, these are the next rows, because no
   JSON object is the beginning of another one.
2. One by one: msgspec skips a value and reports where the next one begins.
3. With the slower module json, if msgspec rejects a row. It accepts a half of a surrogate pair, and
   describes errors precisely.

If the last row had a class that `struct_decoder` supports, the first two ways only split the data,
and each row is decoded when it is its turn. A row that does not match is parsed then.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import Any, Final, Generic, Literal, TypeVar, cast

import msgspec

from labelbridge._core.json import decode
from labelbridge._core.json.rejected_rows import RejectedRowError, parse_rejected
from labelbridge._core.json.structs import struct_decoder
from labelbridge.errors import ResponseFormatError
from labelbridge_api.reading import MISMATCHES

T = TypeVar("T")

_BLANK: Final = re.compile(rb"[ \t\r\n]*")
_SEPARATOR: Final = re.compile(rb'\}[ \t\r\n]*,?[ \t\r\n]*\{[ \t\r\n]*(?:"[^"\\]{0,80}")?')
"""The end of a row, and the beginning of the next one with its first key."""

_MIN_BATCH: Final = 1 << 14
_MAX_BATCH: Final = 1 << 18
"""Bytes of a batch. It should have two rows at least, and fit into the processor's cache."""

_REJECTED: Final = (msgspec.DecodeError, ValueError, RecursionError)
"""Exceptions of msgspec; its DecodeError is no ValueError in msgspec 0.19."""

_TRUNCATED: Final = "Input data was truncated"
_NEXT_VALUE: Final = re.compile(r"JSON is malformed: trailing characters \(byte (\d+)\)")
"""Messages of msgspec. Another version with other messages would only be slower."""

_skip: Final = msgspec.json.Decoder(msgspec.Raw).decode
_parse: Final = msgspec.json.Decoder().decode
_parse_values: Final = msgspec.json.Decoder().decode_lines  # the line breaks are optional
_split: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
_split_values: Final = msgspec.json.Decoder(msgspec.Raw).decode_lines
_BETWEEN: Final = re.compile(rb"[ \t\r\n]*,?[ \t\r\n]*")


class RowReader(Generic[T]):
    """Parses chunks of an export into rows.

    Args:
        row: Class of a row.
        operation: Name of the operation, for errors.
        required: Whether a source without any row or array is an error.
        choose: Returns the class of a row from its value and its number, instead of `row`; it
            raises for a value that is not a row. A row that matches the class of the row before
            it exactly has that class.
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
        self._data, self._at = b"", 0
        self._pending: list[bytes] = []
        self._pending_size = self._min_size = 0
        self._separator, self._batch_size = b"", _MIN_BATCH
        self._single_rows, self._failed_batches = 0, 0
        self._begun = False
        self._decode: Callable[[Any], T] | None = None
        self._state: Literal["start", "first", "next", "comma", "values", "end"] = "start"
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
        self._pending.append(data)
        self._pending_size += len(data)
        if last or self._pending_size >= self._min_size:
            yield from self._rows(last=last)

    def flush(self) -> Iterator[T]:
        """Yield the remaining complete rows after the connection broke."""
        yield from self._rows(flush=True)

    def _rows(self, *, last: bool = False, flush: bool = False) -> Iterator[T]:
        # without empty parts, a single chunk is not copied
        self._data = b"".join(filter(None, (self._data[self._at :], *self._pending)))
        self._pending.clear()
        self._at = self._pending_size = self._min_size = 0
        if not self._begun:
            if len(self._data) < len(BOM_UTF8) and BOM_UTF8.startswith(self._data) and not last:
                return
            self._begun = True
            self._at = len(BOM_UTF8) if self._data.startswith(BOM_UTF8) else 0
        while self._find_row(last=last):
            start = self._at
            values = self._parse_batch() or self._parse_row(last=last, flush=flush)
            if not values:
                # the row is longer than the data: wait until the data has doubled, so that the
                # total work stays linear
                self._min_size = len(self._data) - self._at
                return
            self._state = "values" if self._state == "values" else "next"
            if self._decode and isinstance(values[0], msgspec.Raw):
                yield from self._decoded(values, start, self._decode)
                continue
            for value in values:
                self.count += 1
                yield self._structured(value)

    def _decoded(
        self, rows: list[msgspec.Raw], start: int, decode_row: Callable[[Any], T]
    ) -> Iterator[T]:
        """Decode rows that begin at `start`, up to one that msgspec rejects."""
        for position, text in enumerate(rows):
            row: T | None = None
            try:
                try:
                    row = decode_row(text)
                except MISMATCHES:
                    value = _parse(text)
            except _REJECTED:
                self._go_back(start, rows[:position])
                return
            self.count += 1
            yield self._structured(value) if row is None else row

    def _structured(self, value: Any) -> T:
        """Return the next row from its parsed value."""
        form = self._choose(value, self.count) if self._choose else self._form
        row: T = decode.structure(
            value,
            form,
            operation=self._operation,
            row=self.count,
            on_problems=self._on_problems,
        )
        if self._on_row:
            self._on_row(value, self.count)
        else:
            self._decode = struct_decoder(cast("Any", form))
        return row

    def _go_back(self, start: int, rows: list[Any]) -> None:
        """Move from a place behind some rows, so that the next one is parsed before it is split."""
        for row in rows:
            between = _BETWEEN.match(self._data, start + len(memoryview(row)))
            start = between.end() if between else start
        self._at, self._decode = start, None
        self._state = "values" if self._state == "values" else "comma"

    def _find_row(self, *, last: bool) -> bool:
        """Move to the first character of the next row; return False if it is not received yet."""
        while character := self._character():
            if self._state == "start":
                self._state = "first" if character == b"[" else "values"
                self._at += character == b"["
            elif self._state == "end":
                raise self._error("follows the end of the array")
            elif self._state in {"first", "next"} and character == b"]":
                self._state, self._at = "end", self._at + 1
            elif self._state == "next" and character == b",":
                self._state, self._at = "comma", self._at + 1
            elif self._state == "next":
                found = self._data[self._at : self._at + 4].decode(errors="replace")[0]
                raise self._error(f"is not separated by a comma (found {found!r})")
            elif self._state == "comma" and character == b"]":
                raise self._error("is missing after a comma")
            else:
                return True
        if last and (
            self._state in {"first", "next", "comma"} or (self._state == "start" and self._required)
        ):
            raise self._error("is missing: the data ends before it")
        return False

    def _character(self) -> bytes:
        blank = _BLANK.match(self._data, self._at)
        self._at = blank.end() if blank else self._at
        return self._data[self._at : self._at + 1]

    def _parse_batch(self) -> list[Any]:
        """Return the next rows and move behind them, or return an empty list."""
        if self._single_rows or not self._separator:
            return []
        start = self._at
        size = _MAX_BATCH if self._decode else self._batch_size
        end = self._data.rfind(self._separator, start, start + size) + 1
        if not end:
            return []
        part = memoryview(self._data)[start:end]
        of_values, of_array = (_split_values, _split) if self._decode else (_parse_values, _parse)
        try:
            values: list[Any] = (
                of_values(part)
                if self._state == "values"
                else of_array(b"".join((b"[", part, b"]")))
            )
        except _REJECTED:
            # the separator is in a row, or there is an error; each attempt doubles the distance to
            # the next one, so that all of them together take hardly any time
            self._failed_batches += 1
            self._single_rows = 8 << self._failed_batches
            return []
        self._at = end
        self._adapt_batch((end - start) // len(values))
        return values

    def _adapt_batch(self, row_size: int) -> None:
        self._batch_size = min(max(_MIN_BATCH, 2 * row_size), _MAX_BATCH)

    def _parse_row(self, *, last: bool, flush: bool) -> list[Any]:
        """Return the next row and move behind it; return an empty list if it is not complete."""
        start, view = self._at, memoryview(self._data)
        try:
            _skip(view[start:])
            end = len(view)
        except _REJECTED as error:
            if str(error) == _TRUNCATED and not (last or flush):
                return []
            following = _NEXT_VALUE.fullmatch(str(error))
            if not following:
                return self._parse_rejected(last=last)
            end = start + int(following[1]) - 1
        try:
            part = view[start:end]
            value = msgspec.Raw(part) if self._decode else _parse(part)
        except _REJECTED:
            return self._parse_rejected(last=last)
        found = _SEPARATOR.match(self._data, self._data.rfind(b"}", start, end))
        self._separator = found.group() if found else b""
        self._single_rows = max(0, self._single_rows - 1)
        self._at = end
        self._adapt_batch(end - start)
        return [value]

    def _parse_rejected(self, *, last: bool) -> list[Any]:
        """Parse a row that msgspec rejects, or raise a precise error."""
        try:
            found = parse_rejected(self._data, self._at, last=last)
        except RejectedRowError as error:
            raise self._error(str(error)) from None
        if found is None:
            return []
        value, self._at = found
        return [value]

    def _error(self, problem: str) -> ResponseFormatError:
        row = self.count + 1
        return ResponseFormatError(
            f"{self._operation}: row {row} {problem}", operation=self._operation, row=row
        )
