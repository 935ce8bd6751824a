"""Bodies packed by gzip: whole ones are unpacked, cut and false ones are errors."""

import gzip

import pytest

from labelbridge._packed import unpacked, unpacked_async
from labelbridge.errors import ResponseFormatError

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
        outcomes.append(b"".join(unpacked(answer, None, operation="get_thing")))
    except ResponseFormatError as error:
        outcomes.append(error)
    try:
        found = [piece async for piece in unpacked_async(answer, None, operation="get_thing")]
        outcomes.append(b"".join(found))
    except ResponseFormatError as error:
        outcomes.append(error)
    assert str(outcomes[0]) == str(outcomes[1])
    if isinstance(outcomes[0], ResponseFormatError):
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
    with pytest.raises(ResponseFormatError, match="get_thing: .* ends in the middle") as caught:
        await read(Answer(gzip.compress(TEXT)[:-cut], "gzip", 50))
    assert caught.value.operation == "get_thing"


@pytest.mark.parametrize("body", [b"plain text", gzip.compress(TEXT)[:-8] + bytes(8)])
async def test_a_body_that_is_not_packed_as_it_says_is_an_error(body):
    with pytest.raises(ResponseFormatError, match="get_thing: the answer cannot be decompressed"):
        await read(Answer(body, "gzip", 50))


@pytest.mark.parametrize("encoding", ["", "identity", "br"])
async def test_all_other_bodies_are_httpxs(encoding):
    assert await read(Answer(TEXT, encoding, 50)) == b"as httpx has it"


async def test_what_has_been_read_already_is_httpxs():
    answer = Answer(gzip.compress(TEXT), "gzip", 50)
    answer.is_stream_consumed = True
    assert await read(answer) == b"as httpx has it"
