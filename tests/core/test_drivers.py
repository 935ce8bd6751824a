"""The sync and the async driver run the same flows."""

import gc
import gzip
import logging
import ssl
import threading
import time
from itertools import repeat

import anyio
import httpx
import pytest

from labelbridge._core.flow import inspect, sleep
from labelbridge.errors import ApiError, ConnectionFailed, RequestTimeout, ResponseFormatError
from labelbridge.files import FileSource
from labelbridge.options import NO_RETRY, ClientOptions
from tests.core.conftest import KEY, SIGNED_URL, AsyncToolClient, ToolClient, get_thing, response
from tests.support.example import HOST
from tests.support.modes import BACKENDS
from tests.support.rows import read_all

THING = httpx.Response(200, json={"a": 1})
FRAMES = get_thing("/v1/frames")

every_backend = pytest.mark.parametrize("backend", BACKENDS)


def test_a_redirection_of_a_plain_operation_is_not_followed(open_tools):
    with pytest.raises(ApiError, match="302"):
        open_tools(httpx.Response(302, headers={"Location": "https://elsewhere.test/"})).get()
    assert {request.url.host for request in open_tools.requests} == {HOST}


def test_a_pager_requests_all_pages(open_tools):
    def page(request):
        return httpx.Response(200, json=[int(request.url.path.rpartition("/")[2])])

    assert list(open_tools(page).list()) == [0, 1, 2]


def test_rows_are_read_from_a_signed_url_without_the_key(open_tools):
    tools = open_tools(response(200, b'[{"a": 1}, ', b'{"a": 2}]'))
    assert list(tools.rows()) == [{"a": 1}, {"a": 2}]
    assert "X-Api-Key" not in open_tools.requests[0].headers


def test_rows_of_an_operation_follow_a_redirection_without_the_key(open_tools):
    redirection = httpx.Response(301, headers={"Location": SIGNED_URL})
    assert list(open_tools(redirection, response(200, b'{"a": 1}\n')).rows(FRAMES)) == [{"a": 1}]
    first, second = open_tools.requests
    assert ("X-Api-Key" in first.headers, "X-Api-Key" in second.headers) == (True, False)
    assert str(second.url) == SIGNED_URL


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("http://storage.test/x", "redirected from https to http,"),
        ("ftp://s.test/x", "redirected from https to ftp,"),
        ("/" + "x" * 70_000, r"the platform returned an invalid URL \(URL too long\)$"),
        ("https://storage.test:port/", "the platform returned an invalid URL "),
        (SIGNED_URL, "redirected 4 times, the last time to https://storage.test/bucket/file$"),
    ],
)
def test_an_insecure_invalid_or_endless_redirection_is_an_error(open_tools, location, error):
    rows = open_tools(httpx.Response(301, headers={"Location": location})).rows(FRAMES)
    with pytest.raises(ResponseFormatError, match=f"^get_thing: {error}"):
        list(rows)


@pytest.mark.parametrize(
    "location",
    ["https://[::1", "https://h:port/", "https:///x", "https://a b/", "https://\x00/", ""],
)
def test_an_invalid_redirection_is_an_error_of_labelbridge(open_tools, location):
    rows = open_tools(httpx.Response(301, headers={"Location": location})).rows(FRAMES)
    with pytest.raises(ResponseFormatError):
        list(rows)
    with pytest.raises(ApiError, match="301: redirected to"):
        open_tools(httpx.Response(301, headers={"Location": location})).get()


def test_an_endless_redirection_shows_no_key_and_is_drift(open_tools):
    drifts = []
    redirection = httpx.Response(301, headers={"Location": f"https://storage.test/{KEY}?b=1"})
    tools = open_tools(redirection, options=ClientOptions(on_drift=drifts.append))
    with pytest.raises(ResponseFormatError, match=r"the last time to https://storage.test/\*\*\*$"):
        list(tools.rows(FRAMES))
    assert [(drift.operation, drift.kind) for drift in drifts] == [("get_thing", "unreadable")]
    assert KEY not in str(drifts)


def test_rows_follow_a_relative_redirection_and_may_be_empty(open_tools):
    redirection = httpx.Response(301, headers={"Location": "//storage.test"})
    assert list(open_tools(redirection, response(200, b"{}")).rows(FRAMES)) == [{}]
    assert list(open_tools(httpx.Response(204)).rows(FRAMES)) == []


def test_rows_send_no_request_before_the_first_row(open_tools):
    open_tools(THING).rows().close()
    assert open_tools.requests == []


def test_truncated_rows_raise_after_the_complete_rows(open_tools):
    rows, error = read_all(open_tools(response(200, b'[{"a": 1}, {"a"')).rows())
    assert rows == [{"a": 1}]
    assert str(error) == "storage.get: row 2 is truncated"
    assert error.row == 2


def test_buffered_rows_are_returned_when_the_connection_breaks(open_tools):
    """A long row makes the reader buffer chunks; complete rows in the buffer must not be lost."""
    chunks = [b'[{"a": 1}, {"b": "' + b"x" * 5000, b'"}, {"c": 3}, {"d"', httpx.ReadError("cut")]
    rows, error = read_all(open_tools(response(200, *chunks)).rows())
    assert isinstance(error, ConnectionFailed)
    assert [list(row) for row in rows] == [["a"], ["b"], ["c"]]


def test_compressed_responses_are_decoded(open_tools):
    packed = response(200, gzip.compress(b'{"a": 1}'), **{"Content-Encoding": "gzip"})
    assert open_tools(packed).get() == {"a": 1}
    with pytest.raises(ResponseFormatError, match="cannot be decoded"):
        open_tools(response(200, b"not gzip", **{"Content-Encoding": "gzip"})).get()


def test_a_signed_query_is_not_logged(open_tools, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    tools = open_tools(httpx.Response(200, content=b"[]"))
    tools.put(b"data")
    tools.fetch(tmp_path / "a")
    assert "storage.put: 200" in caplog.text
    assert "X-Signature" not in caplog.text


@every_backend
def test_a_cancelled_call_closes_its_flow(backend):
    closed = threading.Event()

    def flow():
        try:
            yield from sleep(60)
        finally:
            closed.set()

    async def main():
        async with AsyncToolClient("k") as client:
            with anyio.move_on_after(0.01):
                await client._context.driver.run(flow())

    anyio.run(main, backend=backend)
    assert closed.is_set()


@every_backend
def test_async_file_access_does_not_block_the_event_loop(backend):
    class SlowSource(FileSource):
        def info(self):
            time.sleep(0.2)
            return super().info()

    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await anyio.sleep(0.01)

    async def main():
        async with AsyncToolClient("k") as client, anyio.create_task_group() as group:
            group.start_soon(tick)
            await client._context.driver.run(inspect(SlowSource("slow", data=b"x")))
            group.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert len(ticks) >= 5


def test_closing_rows_closes_the_connection():
    closed = []

    class Stream(httpx.SyncByteStream):
        def __iter__(self):
            yield b"["
            yield from repeat(b'{"a": 1},' * 1000)

        def close(self):
            closed.append(True)

    transport = httpx.MockTransport(lambda _request: httpx.Response(200, stream=Stream()))
    with ToolClient("k", transport=transport) as client, client.tools.rows() as rows:
        assert next(rows) == {"a": 1}
    gc.collect()
    assert closed


def test_timeouts_are_limited_by_the_deadline(open_tools):
    tools = open_tools(THING, timeout=50)
    tools.get()
    tools.get(deadline=time.monotonic() + 5)
    without, limited = (dict(request.extensions["timeout"]) for request in open_tools.requests)
    assert without == {"connect": 10.0, "read": 50.0, "write": 50.0, "pool": 50.0}
    assert limited == dict.fromkeys(without, pytest.approx(5, abs=1))


def test_no_request_is_sent_after_the_deadline(open_tools):
    with pytest.raises(RequestTimeout, match="get_thing: no response in time .the deadline passed"):
        open_tools(THING).get(deadline=time.monotonic() - 5)
    assert open_tools.requests == []


def test_an_alert_of_tls_after_the_handshake_is_a_failed_connection(open_tools):
    alert = ssl.SSLError("tlsv13 alert certificate required")
    with pytest.raises(ConnectionFailed, match="alert certificate required"):
        open_tools(alert, retry=NO_RETRY).get()
