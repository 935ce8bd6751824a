"""Bodies that come packed by gzip, and whether they came whole: httpx does not tell."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final, Protocol

from labelbridge.errors import ResponseFormatError

_GZIP: Final = zlib.MAX_WBITS | 16


class _Answer(Protocol):
    """What is asked of an answer of httpx, whose body is still to be read."""

    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def is_stream_consumed(self) -> bool: ...
    def iter_raw(self, size: int | None, /) -> Iterator[bytes]: ...
    def iter_bytes(self, size: int | None, /) -> Iterator[bytes]: ...
    def aiter_raw(self, size: int | None, /) -> AsyncIterator[bytes]: ...
    def aiter_bytes(self, size: int | None, /) -> AsyncIterator[bytes]: ...


def unpacked(answer: _Answer, size: int | None, *, operation: str) -> Iterator[bytes]:
    """Yield the body of an answer, piece by piece.

    Args:
        answer: The answer.
        size: Bytes of a piece as it comes; None is as many as there are.
        operation: What errors call the answer.

    Raises:
        ResponseFormatError: It is not packed as it says, or ends in the middle.
    """
    if not _is_gzip(answer):
        yield from answer.iter_bytes(size)
        return
    unpacker = _Unpacker(operation)
    for piece in answer.iter_raw(size):
        yield unpacker.feed(piece)
    unpacker.end()


async def unpacked_async(
    answer: _Answer, size: int | None, *, operation: str
) -> AsyncIterator[bytes]:
    """Do what `unpacked` does, async."""
    if not _is_gzip(answer):
        async for piece in answer.aiter_bytes(size):
            yield piece
        return
    unpacker = _Unpacker(operation)
    async for piece in answer.aiter_raw(size):
        yield unpacker.feed(piece)
    unpacker.end()


def _is_gzip(answer: _Answer) -> bool:
    # what is there already, as in tests without a network, has been unpacked
    packed = answer.headers.get("Content-Encoding", "").strip().lower() in {"gzip", "x-gzip"}
    return packed and not answer.is_stream_consumed


class _Unpacker:
    def __init__(self, operation: str) -> None:
        self._operation = operation
        self._inner: Any = None

    def feed(self, piece: bytes) -> bytes:
        found = []
        while piece:  # gzip may follow gzip
            self._inner = self._inner or zlib.decompressobj(_GZIP)
            try:
                found.append(self._inner.decompress(piece))
            except zlib.error as error:
                raise self._error(str(error)) from None
            piece = self._inner.unused_data
            if self._inner.eof:
                self._inner = None
        return b"".join(found)

    def end(self) -> None:
        if self._inner is not None:
            raise self._error("it ends in the middle")

    def _error(self, problem: str) -> ResponseFormatError:
        return ResponseFormatError(
            f"{self._operation}: the answer cannot be decompressed ({problem})",
            operation=self._operation,
        )
