"""Reading and decompressing the bodies of responses, complete or in chunks.

httpx does not report whether a compressed body is complete, and decompresses a chunk in one step:
64 kB of zeros become 64 MB. Here the chunks stay small, and extreme compression ratios are errors.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from typing import Any, Final, Protocol

import anyio

_WINDOWS: Final = {
    "gzip": zlib.MAX_WBITS | 16,
    "x-gzip": zlib.MAX_WBITS | 16,
    "deflate": zlib.MAX_WBITS,
}
"""The requested content codings, with the `wbits` of zlib."""

_CHUNK: Final = 1 << 16
"""Bytes that are decompressed at a time."""

_MAX_RATIO: Final = 100
"""Highest accepted compression ratio; JSON of masks has a ratio of about 30."""

_ALWAYS_ALLOWED: Final = 1 << 20
"""Decompressed bytes that are accepted with any compression ratio."""


class ContentDecodingError(Exception):
    """A body does not match its Content-Encoding, is truncated, or has an extreme ratio."""


def _nothing() -> None:
    """Check nothing."""


class _Response(Protocol):
    """The part of `httpx.Response` that is used here."""

    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...
    @property
    def stream(self) -> Any: ...
    @property
    def is_stream_consumed(self) -> bool: ...
    def close(self) -> None: ...
    async def aclose(self) -> None: ...


def read_body(response: _Response, check: Callable[[], None] = _nothing) -> bytes:
    """Return the decoded body of a response, and close the response.

    Args:
        response: The response.
        check: Called for each part after the first; it raises if the time is up.

    Raises:
        ContentDecodingError: The body cannot be decoded.
    """
    parts: list[bytes] = []
    try:
        for part in iter_decoded(response):
            if parts:
                check()
            parts.append(part)
    finally:
        response.close()
    return b"".join(parts)


async def read_body_async(response: _Response, check: Callable[[], None] = _nothing) -> bytes:
    """The async version of `read_body`."""
    parts: list[bytes] = []
    try:
        async with aclosing(iter_decoded_async(response)) as decoded:
            async for part in decoded:
                if parts:
                    check()
                parts.append(part)
    finally:
        with anyio.CancelScope(shield=True):
            await response.aclose()
    return b"".join(parts)


def iter_decoded(response: _Response) -> Iterator[bytes]:
    """Yield the decoded body of a response in parts, as they arrive.

    Raises:
        ContentDecodingError: The body cannot be decoded.
    """
    if response.is_stream_consumed:  # a body in memory, as from a mock transport
        yield response.content
        return
    decoder = _decoder_for(response)
    for chunk in response.stream:
        yield from decoder.feed(chunk)
    decoder.end()


async def iter_decoded_async(response: _Response, size: int = 0) -> AsyncGenerator[bytes]:
    """The async version of `iter_decoded`.

    Close it if it is not read to its end: trio warns about generators that are left to the garbage
    collector.

    Args:
        response: The response.
        size: Minimum number of bytes of a part, except for the last one.
    """
    if response.is_stream_consumed:
        yield response.content
        return
    decoder = _decoder_for(response)
    parts: list[bytes] = []
    length = 0
    chunks = aiter(response.stream)
    try:
        async for chunk in chunks:
            for part in decoder.feed(chunk):
                parts.append(part)
                length += len(part)
                if length >= size:
                    yield b"".join(parts)
                    parts, length = [], 0
        decoder.end()
        if parts:
            yield b"".join(parts)
    except BaseException:
        if isinstance(chunks, AsyncGenerator):
            with anyio.CancelScope(shield=True):
                await chunks.aclose()
        raise


class _IdentityDecoder:
    """A decoder for bodies without a content coding."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def end(self) -> None:
        """Do nothing: every body is complete."""


def _decoder_for(response: _Response) -> _IdentityDecoder | _ZlibDecoder:
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return _IdentityDecoder()
    if coding not in _WINDOWS:
        raise ContentDecodingError("its content coding was not requested")
    return _ZlibDecoder(_WINDOWS[coding])


class _ZlibDecoder:
    def __init__(self, window: int) -> None:
        self._window = window
        self._inflater: Any = None
        self._received = self._decoded = 0

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._received += len(chunk)
        while chunk:  # a gzip body may have several members
            self._inflater = self._inflater or zlib.decompressobj(self._window)
            while True:
                try:
                    decoded = self._inflater.decompress(chunk, _CHUNK)
                except zlib.error as error:
                    raise ContentDecodingError(str(error)) from None
                self._decoded += len(decoded)
                if self._decoded > max(_ALWAYS_ALLOWED, _MAX_RATIO * self._received):
                    raise ContentDecodingError(f"it is compressed more than {_MAX_RATIO} to 1")
                yield decoded
                chunk = self._inflater.unconsumed_tail
                if self._inflater.eof or (not chunk and len(decoded) < _CHUNK):
                    break
            chunk = self._inflater.unused_data
            if self._inflater.eof:
                self._inflater = None

    def end(self) -> None:
        if self._inflater is not None:
            raise ContentDecodingError("it is truncated")
