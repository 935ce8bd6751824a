"""Files in chunks: rows across their ends, failures, expired URLs, and reading ahead."""

import json
import re
from itertools import islice

import anyio
import httpx
import pytest

from labelbridge._core.chunks import Chunk, Chunks
from labelbridge._core.flow import destination, save, send
from labelbridge.errors import ApiError, ConnectionFailed, ResponseFormatError
from labelbridge.options import ClientOptions, RetryPolicy
from labelbridge_api.plan import Plan
from tests.core.conftest import KEY, AsyncToolClient, Body
from tests.support.modes import BACKENDS
from tests.support.rows import read_all

ROWS = [{"number": n, "text": "größe🚗" * (n % 7)} for n in range(300)]
DATA = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
SIZE = 1001
"""The size of a chunk; its ends are inside of rows and of characters."""

POLICY = RetryPolicy(base=0.001)
CUT, SHORT, OTHER, EXPIRED, BUSY, DOWN = "cut", "short", "other", 403, 503, 404


class TrackedBody(Body):
    opened = 0

    def __init__(self, *chunks):
        super().__init__(*chunks)
        TrackedBody.opened += 1
        self.is_open = True

    def close(self):
        TrackedBody.opened -= self.is_open
        self.is_open = False

    async def aclose(self):
        self.close()


class Storage:
    """A transport with a file in chunks; `faults` has the next faults of a chunk by its number."""

    def __init__(self, data=DATA, *, ranges=True, faults=None, shift=0, extra=b""):
        self.data, self.ranges, self.faults = data, ranges, faults or {}
        self.shift, self.extra = shift, extra
        self.log = []

    def __call__(self, request):
        number = int(request.url.params["n"])
        if request.url.path == "/v1/chunk":
            self.log.append(f"where {number}")
            start = number // SIZE * SIZE
            end = min(start + SIZE, len(self.data)) - 1
            url = f"https://storage.test/file?n={number // SIZE}&Signature=s"
            return httpx.Response(
                200, json={"url": url, "start": start + self.shift, "end": end + self.shift}
            )
        assert KEY not in str(request.headers.raw)
        self.log.append(f"get {number}")
        fault = (self.faults.get(number) or [None]).pop(0)
        if isinstance(fault, int):
            return httpx.Response(fault)
        if fault == OTHER:  # a complete response with another content
            return httpx.Response(200, content=b"Bad Gateway")
        content = self.data[number * SIZE : (number + 1) * SIZE] + self.extra
        found = re.match(r"bytes=(\d+)-", request.headers.get("Range", ""))
        start = int(found[1]) if found and self.ranges else 0
        headers = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        content = content[start:]
        parts = [content[at : at + 97] for at in range(0, len(content), 97)]
        if fault in {CUT, SHORT}:
            parts = parts[: len(parts) // 2]
        if fault == CUT:
            parts.append(httpx.ReadError("cut"))
        return httpx.Response(206 if start else 200, headers=headers, stream=Body(*parts))


def chunks(size):
    def locate(offset):
        plan = Plan("chunk", "GET", "/v1/chunk", {200: dict}, idempotent=True, query={"n": offset})
        return Chunk(**(yield from send(plan)))

    return Chunks(locate, size, operation="read_file")


@pytest.fixture
def rows(open_tools, monkeypatch):
    """Open the rows of a storage; all bodies must be closed at the end."""
    monkeypatch.setattr(
        "tests.core.conftest.response",
        lambda status, *parts, **headers: httpx.Response(
            status, headers=headers, stream=TrackedBody(*parts)
        ),
    )
    TrackedBody.opened = 0
    yield lambda storage, size=None, **options: open_tools(storage, retry=POLICY, **options).rows(
        chunks(size or len(storage.data))
    )
    assert TrackedBody.opened == 0


@pytest.mark.parametrize(
    "faults",
    [
        {},
        {1: [CUT, CUT, CUT], 3: [EXPIRED]},
        {0: [SHORT, BUSY], 2: [EXPIRED, EXPIRED], 4: [DOWN, CUT]},
        {0: [OTHER], 1: [CUT, OTHER], 2: [OTHER, OTHER, OTHER]},
    ],
)
@pytest.mark.parametrize("ranges", [True, False])
def test_all_rows_are_read_once(rows, faults, ranges):
    storage = Storage(faults={number: [*found] for number, found in faults.items()}, ranges=ranges)
    assert list(rows(storage)) == ROWS
    assert not any(storage.faults.values())


def test_a_chunk_is_continued_with_the_first_missing_byte(rows):
    storage = Storage(faults={1: [CUT, CUT]})
    assert list(rows(storage)) == ROWS
    again = [each for each in storage.log if each.startswith("where 1")][1:3]
    assert again == [f"where {SIZE + 485}", f"where {SIZE + 776}"]
    assert storage.log.count("get 2") == 1  # it was opened ahead, before the failures


def test_the_first_row_is_read_before_the_second_chunk_is_requested(rows):
    storage = Storage()
    found = rows(storage)
    assert next(found) == ROWS[0]
    assert storage.log == ["where 0", "get 0"]
    list(islice(found, 5))
    assert storage.log == ["where 0", "get 0", f"where {SIZE}", "get 1"]
    assert TrackedBody.opened == 2
    found.close()


@pytest.mark.parametrize("options", [{"connections": 1}, {"read_ahead": 0}])
def test_reading_ahead_can_be_disabled(rows, options):
    storage = Storage()
    found = rows(storage, options=ClientOptions(**options))
    list(islice(found, 5))
    assert storage.log == ["where 0", "get 0"]
    assert len(list(found)) == len(ROWS) - 5


def test_an_error_of_a_chunk_follows_the_rows_before_it(rows):
    read, error = read_all(rows(Storage(faults={2: [EXPIRED] * 6})))
    assert isinstance(error, ApiError)
    assert (error.vendor, error.status) == ("storage", EXPIRED)
    before = DATA[: 2 * SIZE].count(b"\n")
    assert read == ROWS[:before]
    # nothing is read of the fourth attempt, because the server has no ranges
    read, error = read_all(rows(Storage(ranges=False, faults={2: [CUT] * 9})))
    assert isinstance(error, ConnectionFailed)
    assert before < len(read) < len(ROWS)


@pytest.mark.parametrize(
    ("storage", "size", "problem"),
    [
        (Storage(shift=5), None, "the chunk for byte 0 has the bytes from 5 to 1005"),
        (Storage(shift=-SIZE), None, "the chunk for byte 0 has the bytes from -1001 to -1"),
        (Storage(extra=b"x"), None, "a chunk has more than its 1001 bytes"),
    ],
)
def test_a_chunk_with_other_bytes_is_an_error(rows, storage, size, problem):
    _, error = read_all(rows(storage, size))
    assert isinstance(error, ResponseFormatError)
    assert str(error) == f"read_file: {problem}"


def test_a_file_without_bytes_has_no_rows(open_tools):
    storage = Storage(b"")
    assert list(open_tools(storage).rows(chunks(0))) == []
    assert storage.log == []


@pytest.mark.parametrize("size", [len(DATA), 0])
def test_chunks_are_saved_to_a_file(open_tools, tmp_path, size):
    def run(size):
        path = yield from destination(tmp_path / "a.ndjson")
        return (yield from save(chunks(size), path))

    path = open_tools(Storage(faults={1: [CUT], 2: [EXPIRED]})).run(run(size))
    assert path.read_bytes() == DATA[:size]
    with pytest.raises(ConnectionFailed):
        open_tools(Storage(faults={1: [CUT] * 9}, ranges=False)).run(run(len(DATA)))
    assert [each.name for each in tmp_path.iterdir()] == ["a.ndjson"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_cancelled_iteration_closes_both_bodies(backend):
    class Hanging(TrackedBody):
        async def __aiter__(self):
            yield self.chunks[0]
            await anyio.sleep_forever()

    def handle(request):
        response = Storage()(request)
        if isinstance(response.stream, Body):
            response.stream = Hanging(*response.stream.chunks)
        return response

    async def main():
        network = httpx.MockTransport(handle)
        async with AsyncToolClient(KEY, transport=network) as client:
            with anyio.move_on_after(0.2) as scope:
                async for _row in client.tools.rows(chunks(len(DATA))):
                    pass
            return scope.cancelled_caught

    TrackedBody.opened = 0
    assert anyio.run(main, backend=backend)
    assert TrackedBody.opened == 0
