"""Decompression of response bodies."""

import gzip
import zlib

import pytest

from labelbridge._core.http.content_decoding import (
    ContentDecodingError,
    iter_decoded,
    iter_decoded_async,
)

pytestmark = pytest.mark.anyio

TEXT = bytes(range(256)) * 40


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Response:
    """A response whose body arrives in chunks of the given size."""

    is_stream_consumed = False

    def __init__(self, body: bytes, encoding: str, size: int):
        self.headers = {"Content-Encoding": encoding} if encoding else {}
        self.chunks = [body[at : at + size] for at in range(0, len(body), size)]

    def iter_raw(self, _size):
        yield from self.chunks

    async def aiter_raw(self, _size):
        for chunk in self.chunks:
            yield chunk

    def iter_bytes(self, _size):
        yield from (b"from httpx",)

    async def aiter_bytes(self, _size):
        yield b"from httpx"


async def read(response) -> bytes:
    """Read a body sync and async; both have the same outcome."""
    outcomes = []
    try:
        outcomes.append(b"".join(iter_decoded(response, None)))
    except ContentDecodingError as error:
        outcomes.append(error)
    try:
        found = [chunk async for chunk in iter_decoded_async(response, None)]
        outcomes.append(b"".join(found))
    except ContentDecodingError as error:
        outcomes.append(error)
    assert str(outcomes[0]) == str(outcomes[1])
    if isinstance(outcomes[0], ContentDecodingError):
        raise outcomes[0]
    return outcomes[0]


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
async def test_a_gzip_body_is_decoded_in_chunks_of_any_size(encoding, size):
    assert await read(Response(gzip.compress(TEXT), encoding, size)) == TEXT


async def test_several_gzip_members_are_decoded():
    body = gzip.compress(TEXT) + gzip.compress(b"more")
    assert await read(Response(body, "gzip", 11)) == TEXT + b"more"


@pytest.mark.parametrize("cut", [1, 8, 9, 40])
async def test_a_truncated_body_is_an_error(cut):
    with pytest.raises(ContentDecodingError, match="is truncated"):
        await read(Response(gzip.compress(TEXT)[:-cut], "gzip", 50))


@pytest.mark.parametrize(
    "body",
    [b"plain text", gzip.compress(TEXT, mtime=0)[:-8] + bytes(8)],  # workers name it alike
    ids=["not packed", "wrong check sum"],
)
async def test_a_corrupt_body_is_an_error(body):
    with pytest.raises(ContentDecodingError, match="while decompressing"):
        await read(Response(body, "gzip", 50))


@pytest.mark.parametrize("encoding", ["", "identity"])
async def test_a_body_without_coding_is_unchanged(encoding):
    assert await read(Response(TEXT, encoding, 50)) == TEXT


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\u20ac"])
async def test_an_unrequested_coding_is_an_error(encoding):
    with pytest.raises(ContentDecodingError, match="its content coding was not requested"):
        await read(Response(TEXT, encoding, 50))


async def test_deflate_is_decoded():
    assert await read(Response(zlib.compress(TEXT), "deflate", 50)) == TEXT


async def test_an_extreme_compression_ratio_is_an_error():
    bomb = Response(gzip.compress(bytes(1 << 24)), "gzip", 1 << 16)
    sizes = []
    with pytest.raises(ContentDecodingError, match="more than 100 to 1"):
        sizes.extend(len(chunk) for chunk in iter_decoded(bomb, None))
    assert max(sizes) == 1 << 16
    assert sum(sizes) <= 100 * len(b"".join(bomb.chunks))


async def test_a_consumed_body_is_read_from_httpx():
    response = Response(gzip.compress(TEXT), "gzip", 50)
    response.is_stream_consumed = True
    assert await read(response) == b"from httpx"
