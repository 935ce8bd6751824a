"""Decompression of response bodies."""

import gzip
import zlib

import anyio
import pytest

from labelbridge._core.http.content_decoding import (
    ContentDecodingError,
    iter_decoded,
    iter_decoded_async,
)
from tests.core.conftest import response

TEXT = bytes(range(256)) * 40
PACKED = gzip.compress(TEXT, mtime=0)  # test ids must not depend on the time
NOT_REQUESTED = "its content coding was not requested"


def encoded(body, encoding, size):
    """Return a response whose body arrives in chunks of the given size."""
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    headers = {"Content-Encoding": encoding.encode()} if encoding else {}
    return response(200, *chunks, **headers)


def read_sync(body):
    return b"".join(iter_decoded(body))


def read_async(body):
    async def main():
        return b"".join([chunk async for chunk in iter_decoded_async(body)])

    return anyio.run(main)


both = pytest.mark.parametrize("read", [read_sync, read_async])


@both
@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        *((PACKED, encoding, TEXT) for encoding in ("gzip", "x-gzip", " GZIP ")),
        (PACKED + gzip.compress(b"more", mtime=0), "gzip", TEXT + b"more"),
        (zlib.compress(TEXT), "deflate", TEXT),
        *((TEXT, encoding, TEXT) for encoding in ("", "identity")),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_body_is_decoded_in_chunks_of_any_size(read, body, encoding, size, expected):
    assert read(encoded(body, encoding, size)) == expected


@both
@pytest.mark.parametrize(
    ("body", "encoding", "problem"),
    [
        *((PACKED[:-cut], "gzip", "is truncated") for cut in (1, 8, 9, 40)),
        (b"plain text", "gzip", "while decompressing"),
        (PACKED[:-8] + bytes(8), "gzip", "while decompressing"),  # the check sum is wrong
        *((TEXT, name, NOT_REQUESTED) for name in ("br", "zstd", "gzip, gzip", "\u20ac")),
    ],
)
def test_an_invalid_body_is_an_error(read, body, encoding, problem):
    with pytest.raises(ContentDecodingError, match=problem):
        read(encoded(body, encoding, 50))


def test_an_extreme_compression_ratio_is_an_error():
    bomb = encoded(gzip.compress(bytes(1 << 24)), "gzip", 1 << 16)
    sizes = []
    with pytest.raises(ContentDecodingError, match="more than 100 to 1"):
        sizes.extend(len(chunk) for chunk in iter_decoded(bomb))
    assert max(sizes) == 1 << 16
    assert sum(sizes) <= 100 * len(b"".join(bomb.stream.chunks))


@both
def test_a_consumed_body_is_read_from_httpx(read):
    consumed = encoded(PACKED, "gzip", 50)
    consumed.read()
    assert read(consumed) == TEXT
