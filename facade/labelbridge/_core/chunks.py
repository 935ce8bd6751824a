"""Files that a platform gives in chunks: the bytes of all chunks in order, without I/O.

A chunk is a range of bytes at a URL of its own. Its ends need not be those of rows or characters.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from attrs import define, frozen

from labelbridge._core.flow import Flow, OpenBody, ReadBody, Recover
from labelbridge.errors import (
    ApiError,
    ConnectionFailed,
    LabelbridgeError,
    ResponseFormatError,
)

_EXPIRED: Final = frozenset({400, 401, 403, 404, 410})
"""Statuses of storages for a signed URL that is not valid any more."""

_URLS: Final = 3
"""URLs that are requested for a chunk if each of them has expired."""


@frozen
class Chunk:
    """A chunk of a file.

    Attributes:
        url: Its signed URL.
        start: Offset of its first byte in the file.
        end: Offset of its last byte.
    """

    url: str
    start: int
    end: int


Locate = Callable[[int], Flow[Chunk]]
"""A function that returns the flow for the chunk with the byte at an offset."""


@define(eq=False)
class _Opened:
    """A chunk that is being read; `next_byte` is the offset in the file of what comes next."""

    chunk: Chunk
    body: Any
    next_byte: int

    @property
    def is_other(self) -> bool:
        """Whether the body is complete, but too short for the chunk: an error page, for example."""
        size = self.body.size
        return size is not None and self.body.start + size < self.chunk.end + 1 - self.chunk.start


class Chunks:
    """Reads the chunks of a file.

    While a chunk is read, the request for the next one is sent and its connection stays open, so
    that its bytes arrive meanwhile. If a connection breaks or a chunk is incomplete, reading
    continues with the first byte that is missing. Each failure without a new byte counts as one
    attempt of the retry policy.

    Args:
        locate: Returns the flow for the chunk with the byte at an offset.
        size: Number of bytes of the file.
        operation: Name of the operation, for errors.

    Attributes:
        locate: Returns the flow for the chunk with the byte at an offset.
        size: Number of bytes of the file.
        bodies: The bodies that are open. Close them if not all bytes are read.
        operation: Name of the operation.
        position: Number of bytes that were read.
    """

    def __init__(self, locate: Locate, size: int, *, operation: str) -> None:
        self.locate, self.size, self.operation = locate, size, operation
        self.bodies: set[Any] = set()
        self.position = 0
        self._current: _Opened | None = None
        self._following: _Opened | None = None
        self._requested_ahead = 0
        self._failures = 0

    def next_part(self, *, ahead: bool) -> Flow[bytes | None]:
        """Return the next bytes of the file, or None at its end.

        Args:
            ahead: Whether the next chunk may be requested before the current one is read.

        Raises:
            ConnectionFailed: A chunk is incomplete, after retries.
            ApiError: A chunk cannot be opened, after retries and with new URLs.
            ResponseFormatError: A chunk does not have the range of bytes that it should have.
        """
        while True:
            opened = self._current
            if opened is None:
                if self.position >= self.size:
                    return None
                opened = self._take_following() or (yield from self._open(self.position))
                self._current = opened
            elif ahead:
                yield from self._open_ahead(opened.chunk.end + 1)
            try:
                part: bytes | None = yield ReadBody(opened.body)
                if part is None:
                    self._end(opened)
            except ConnectionFailed as error:
                self._close(opened)
                self._failures += 1
                yield Recover(error, self._failures)
                continue
            if part is None:
                self._close(opened)
            elif not opened.is_other and (found := self._new_bytes(opened, part)):
                self._failures = 0
                return found

    def _end(self, opened: _Opened) -> None:
        """Check that a chunk whose body ended is complete."""
        missing = opened.chunk.end + 1 - self.position
        if missing > 0:
            raise ConnectionFailed(
                f"{self.operation}: the last {missing} bytes of a chunk are missing"
            )

    def _close(self, opened: _Opened) -> None:
        """Forget a body, which the driver has closed at its end or after its failure."""
        self._current = None
        self.bodies.discard(opened.body)

    def _new_bytes(self, opened: _Opened, part: bytes) -> bytes:
        """Return the bytes of a part that were not read yet, and count them."""
        known = self.position - opened.next_byte
        opened.next_byte += len(part)
        if opened.next_byte > opened.chunk.end + 1:
            size = opened.chunk.end + 1 - opened.chunk.start
            raise self._error(f"a chunk has more than its {size} bytes")
        found = part[known:] if known > 0 else part
        self.position += len(found)
        return found

    def _take_following(self) -> _Opened | None:
        """Return the chunk that was opened ahead, if it has the next byte."""
        opened = self._following
        if opened and opened.next_byte <= self.position <= opened.chunk.end:
            self._following = None
            return opened
        return None

    def _open_ahead(self, offset: int) -> Flow[None]:
        """Open the chunk at an offset; after a failure, it is opened when it is needed."""
        if self._requested_ahead < offset < self.size:
            self._requested_ahead = offset
            with suppress(LabelbridgeError):
                self._following = yield from self._open(offset, ahead=True)

    def _open(self, offset: int, *, ahead: bool = False) -> Flow[_Opened]:
        urls = 0
        while True:
            urls += 1
            chunk = yield from self.locate(offset)
            if not chunk.start <= offset <= chunk.end:
                raise self._error(
                    f"the chunk for byte {offset} has the bytes from {chunk.start} to {chunk.end}"
                )
            try:
                body = yield OpenBody(chunk.url, offset - chunk.start, ahead)
            except ApiError as error:
                if urls == _URLS or error.status not in _EXPIRED:
                    raise
            else:
                self.bodies.add(body)
                return _Opened(chunk, body, chunk.start + body.start)

    def _error(self, problem: str) -> ResponseFormatError:
        return ResponseFormatError(f"{self.operation}: {problem}", operation=self.operation)
