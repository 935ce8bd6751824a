"""The bodies of answers: whole or piece by piece, and unpacked.

httpx does not tell whether a packed body is complete, and unpacks a piece at once, however large it
becomes: of 64 kB of nothing but zeros, 64 MB. Here it stays small, and what grows without measure
is refused.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final, Protocol

import anyio

_WINDOWS: Final = {
    "gzip": zlib.MAX_WBITS | 16,
    "x-gzip": zlib.MAX_WBITS | 16,
    "deflate": zlib.MAX_WBITS,
}
"""The codings that clients ask for, and how zlib is told of them."""

_PIECE: Final = 1 << 16
"""Bytes that are unpacked at a time."""

_GROWTH: Final = 100
"""How many times its size a body may become: JSON of nothing but masks becomes thirty times."""

_FREE: Final = 1 << 20
"""Bytes that a body may become at any rate."""


class ContentDecodingError(Exception):
    """A body is not packed as it says, ends in the middle, or grows without measure."""


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
    def close(self) -> None: ...
    async def aclose(self) -> None: ...


def read_body(answer: _Answer) -> bytes:
    """Return the body of an answer, and close it.

    Raises:
        ContentDecodingError: It cannot be unpacked.
    """
    try:
        return b"".join(iter_decoded(answer, None))
    finally:
        answer.close()


async def read_body_async(answer: _Answer) -> bytes:
    """Do what `whole` does, async."""
    try:
        return b"".join([piece async for piece in iter_decoded_async(answer, None)])
    finally:
        with anyio.CancelScope(shield=True):
            await answer.aclose()


def iter_decoded(answer: _Answer, size: int | None) -> Iterator[bytes]:
    """Yield the body of an answer, piece by piece.

    Args:
        answer: The answer.
        size: Bytes of a piece as it comes; None is as many as there are.

    Raises:
        ContentDecodingError: It cannot be unpacked.
    """
    if answer.is_stream_consumed:
        # what is there already, as in tests without a network, has been unpacked
        yield from answer.iter_bytes(size)
        return
    unpacker = _unpacker(answer)
    for piece in answer.iter_raw(size):
        yield from unpacker.feed(piece)
    unpacker.end()


async def iter_decoded_async(answer: _Answer, size: int | None) -> AsyncIterator[bytes]:
    """Do what `unpacked` does, async."""
    if answer.is_stream_consumed:
        async for piece in answer.aiter_bytes(size):
            yield piece
        return
    unpacker = _unpacker(answer)
    async for piece in answer.aiter_raw(size):
        for part in unpacker.feed(piece):
            yield part
    unpacker.end()


class _Plain:
    """A body that comes as it is."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def end(self) -> None:
        """Be content."""


def _unpacker(answer: _Answer) -> _Plain | _Unpacker:
    coding = answer.headers.get("Content-Encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return _Plain()
    if coding not in _WINDOWS:
        raise ContentDecodingError("by another coding than was asked for")
    return _Unpacker(_WINDOWS[coding])


class _Unpacker:
    def __init__(self, window: int) -> None:
        self._window = window
        self._inner: Any = None
        self._came = self._made = 0

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._came += len(piece)
        while piece:  # gzip may follow gzip
            self._inner = self._inner or zlib.decompressobj(self._window)
            while True:
                try:
                    made = self._inner.decompress(piece, _PIECE)
                except zlib.error as error:
                    raise ContentDecodingError(str(error)) from None
                self._made += len(made)
                if self._made > max(_FREE, _GROWTH * self._came):
                    raise ContentDecodingError(f"it becomes more than {_GROWTH} times as large")
                yield made
                piece = self._inner.unconsumed_tail
                if self._inner.eof or (not piece and len(made) < _PIECE):
                    break
            piece = self._inner.unused_data
            if self._inner.eof:
                self._inner = None

    def end(self) -> None:
        if self._inner is not None:
            raise ContentDecodingError("it ends in the middle")
