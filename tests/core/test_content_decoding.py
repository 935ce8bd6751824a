"""Bodies packed by gzip: whole ones are iter_decoded, cut and false ones are errors."""

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


class Answer:
    """An answer whose body comes in pieces of some bytes."""

    is_stream_consumed = False

    def __init__(self, body: bytes, encoding: str, size: int):
        self.headers = {"Content-Encoding": encoding} if encoding else {}
        self.pieces = [body[at : at + size] for at in range(0, len(body), size)]

    def iter_raw(self, _size):
        yield from self.pieces

    async def aiter_raw(self, _size):
        for piece in self.pieces:
            yield piece

    def iter_bytes(self, _size):
        yield from (b"as httpx has it",)

    async def aiter_bytes(self, _size):
        yield b"as httpx has it"


async def read(answer) -> bytes:
    """Read an answer in both colours, which must give the same."""
    outcomes = []
    try:
        outcomes.append(b"".join(iter_decoded(answer, None)))
    except ContentDecodingError as error:
        outcomes.append(error)
    try:
        found = [piece async for piece in iter_decoded_async(answer, None)]
        outcomes.append(b"".join(found))
    except ContentDecodingError as error:
        outcomes.append(error)
    assert str(outcomes[0]) == str(outcomes[1])
    if isinstance(outcomes[0], ContentDecodingError):
        raise outcomes[0]
    return outcomes[0]


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
async def test_a_whole_body_is_unpacked_wherever_its_pieces_are_cut(encoding, size):
    assert await read(Answer(gzip.compress(TEXT), encoding, size)) == TEXT


async def test_gzip_may_follow_gzip():
    body = gzip.compress(TEXT) + gzip.compress(b"more")
    assert await read(Answer(body, "gzip", 11)) == TEXT + b"more"


@pytest.mark.parametrize("cut", [1, 8, 9, 40])
async def test_a_body_that_ends_in_the_middle_is_an_error(cut):
    with pytest.raises(ContentDecodingError, match="is truncated"):
        await read(Answer(gzip.compress(TEXT)[:-cut], "gzip", 50))


@pytest.mark.parametrize(
    "body",
    [b"plain text", gzip.compress(TEXT, mtime=0)[:-8] + bytes(8)],  # workers name it alike
    ids=["not packed", "wrong check sum"],
)
async def test_a_body_that_is_not_packed_as_it_says_is_an_error(body):
    with pytest.raises(ContentDecodingError, match="while decompressing"):
        await read(Answer(body, "gzip", 50))


@pytest.mark.parametrize("encoding", ["", "identity"])
async def test_a_body_that_is_not_packed_is_taken_as_it_is(encoding):
    assert await read(Answer(TEXT, encoding, 50)) == TEXT


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\u20ac"])
async def test_a_coding_that_nobody_asked_for_is_an_error(encoding):
    with pytest.raises(ContentDecodingError, match="its content coding was not requested"):
        await read(Answer(TEXT, encoding, 50))


async def test_deflate_is_unpacked():
    assert await read(Answer(zlib.compress(TEXT), "deflate", 50)) == TEXT


async def test_what_grows_without_measure_is_an_error_and_given_in_small_pieces():
    bomb = Answer(gzip.compress(bytes(1 << 24)), "gzip", 1 << 16)
    sizes = []
    with pytest.raises(ContentDecodingError, match="more than 100 to 1"):
        sizes.extend(len(piece) for piece in iter_decoded(bomb, None))
    assert max(sizes) == 1 << 16
    assert sum(sizes) <= 100 * len(b"".join(bomb.pieces))


async def test_what_has_been_read_already_is_httpxs():
    answer = Answer(gzip.compress(TEXT), "gzip", 50)
    answer.is_stream_consumed = True
    assert await read(answer) == b"as httpx has it"
