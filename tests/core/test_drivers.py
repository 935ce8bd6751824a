"""Drivers: the same flows in both colours, over a transport that a test writes."""

import gc
import gzip
import json
import logging
import threading
import time

import anyio
import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge._core.flow import Open, destination, download, inspect, now, send, sleep, upload
from labelbridge._core.methods import Resource, listing, operation, stream
from labelbridge.errors import (
    ConfigurationError,
    ConnectionFailed,
    InvalidArgument,
    NotFound,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge.files import CHUNK, FileSource
from labelbridge.options import NO_RETRY, RetryPolicy, Timeout
from labelbridge.pagination import Page
from labelbridge_api.plan import Plan
from tests.support.modes import MODES, open_client
from tests.support.rows import read_all

QUICK = RetryPolicy(attempts=3, base=0.001)
STORED = "https://storage.test/bucket/file?X-Signature=sign%2Bed&b=2"


def get_thing(path="/v1/thing", *, idempotent=True, success=None):
    method = "GET" if idempotent else "POST"
    return Plan("get_thing", method, path, success or {200: dict}, idempotent)


class Tools(Resource):
    """Every kind of method."""

    @operation
    def get(self, **more):
        return send(get_thing(**more))

    @operation
    def get_by(self, deadline):
        return send(get_thing(), deadline=deadline)

    @operation
    def get_or_none(self):
        try:
            return (yield from send(get_thing()))
        except NotFound:
            return None

    @operation
    def put(self, data, url=STORED):
        source = (
            FileSource("file", data=data) if isinstance(data, bytes) else FileSource("f", path=data)
        )
        yield from inspect(source)
        yield from upload(url, source)

    @operation
    def fetch(self, to, url=STORED):
        path = yield from destination(to, name="export.zip")
        return (yield from download(url, path))

    @operation
    def slowly(self, seconds):
        before = yield from now()
        yield from sleep(seconds)
        return (yield from now()) - before

    @listing
    def list(self):
        def fetch(offset, limit):
            items = yield from send(get_thing(f"/v1/things/{offset}", success={200: list[int]}))
            return Page(items, 3, "list_things")

        return fetch

    @stream
    def rows(self, at=STORED):
        yield from send(get_thing())
        return Open(at, dict)


class ToolBox(Hasty):
    @property
    def tools(self):
        return Tools(self._context)


class AsyncToolBox(AsyncHasty):
    @property
    def tools(self):
        return Tools(self._context)


@pytest.fixture(params=MODES)
def with_answers(request):
    """Open a client whose network is a function from request to response."""
    stack = []

    def make(handler, **options):
        options = {"retry": QUICK, "api_key": "topsecret"} | options
        context = open_client(
            request.param, ToolBox, AsyncToolBox, transport=httpx.MockTransport(handler), **options
        )
        stack.append(context)
        return context.__enter__().tools

    yield make
    for context in stack:
        context.__exit__(None, None, None)


def one_after_another(*answers):
    """Answer requests in turn; an exception is raised. What came in is in `.requests`."""
    left = list(answers)

    def handler(request):
        handler.requests.append(request)
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    handler.requests = []
    return handler


def test_a_value_comes_back(with_answers):
    assert with_answers(one_after_another(httpx.Response(200, json={"a": 1}))).get() == {"a": 1}


def test_failures_that_pass_are_retried(with_answers):
    handler = one_after_another(
        httpx.Response(502, text="<html>"),
        httpx.ReadError("cut"),
        httpx.Response(200, json={"a": 1}),
    )
    assert with_answers(handler).get() == {"a": 1}
    assert len(handler.requests) == 3


def test_what_is_not_idempotent_is_sent_once(with_answers):
    handler = one_after_another(httpx.ReadError("cut"))
    with pytest.raises(ConnectionFailed):
        with_answers(handler).get(idempotent=False)
    assert len(handler.requests) == 1


def test_the_last_failure_is_raised(with_answers):
    handler = one_after_another(httpx.Response(520, text="<html>origin down</html>"))
    with pytest.raises(ServerError) as caught:
        with_answers(handler).get()
    assert caught.value.status == 520
    assert len(handler.requests) == 3


def test_a_flow_can_catch_what_a_step_raised(with_answers):
    assert with_answers(one_after_another(httpx.Response(404, json={}))).get_or_none() is None


def test_a_redirection_of_the_platform_is_an_error_and_takes_the_key_nowhere(with_answers):
    handler = one_after_another(
        httpx.Response(302, headers={"Location": "https://elsewhere.test/"})
    )
    with pytest.raises(Exception, match="302"):
        with_answers(handler).get()
    assert {request.url.host for request in handler.requests} == {"api.hasty.ai"}


def test_sleep_and_clock_are_real(with_answers):
    assert with_answers(one_after_another(httpx.Response(200))).slowly(0.01) >= 0.01


def test_a_pager_runs_its_flows(with_answers):
    def handler(request):
        return httpx.Response(200, json=[int(request.url.path.rpartition("/")[2])])

    assert list(with_answers(handler).list()) == [0, 1, 2]


@pytest.mark.parametrize("size", [1, CHUNK, 3 * CHUNK + 17])
def test_an_upload_sends_the_bytes_in_pieces_without_the_key(with_answers, size, tmp_path):
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    (tmp_path / "f").write_bytes(data)
    for source in (data, tmp_path / "f"):
        handler = one_after_another(httpx.Response(200))
        with_answers(handler).put(source)
        (request,) = handler.requests
        assert str(request.url) == STORED
        assert request.method == "PUT"
        assert request.headers["Content-Length"] == str(size)
        assert "Transfer-Encoding" not in request.headers
        assert "Content-Type" not in request.headers
        assert "topsecret" not in str(request.headers.raw)
        assert request.content == data


def test_a_retried_upload_sends_the_whole_file_again(with_answers, tmp_path):
    (tmp_path / "f").write_bytes(b"bytes" * 1000)
    handler = one_after_another(httpx.Response(503), httpx.WriteError("cut"), httpx.Response(200))
    with_answers(handler).put(tmp_path / "f")
    assert handler.requests[-1].content == b"bytes" * 1000


def test_a_refused_upload_is_an_error_of_the_storage(with_answers):
    with pytest.raises(Exception, match=r"^storage storage\.put: 403") as caught:
        with_answers(one_after_another(httpx.Response(403, text="<Error/>"))).put(b"x")
    assert "sign" not in str(caught.value)


def test_a_missing_file_is_said_before_any_request(with_answers, tmp_path):
    handler = one_after_another(httpx.Response(200))
    with pytest.raises(InvalidArgument, match="^file: .* does not exist"):
        with_answers(handler).put(tmp_path / "none.jpg")
    assert handler.requests == []


def test_a_download_becomes_the_file(with_answers, tmp_path):
    handler = one_after_another(httpx.Response(200, content=b"zip" * CHUNK))
    assert with_answers(handler).fetch(tmp_path / "a.zip") == tmp_path / "a.zip"
    assert (tmp_path / "a.zip").read_bytes() == b"zip" * CHUNK
    assert with_answers(handler).fetch(str(tmp_path)) == tmp_path / "export.zip"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "export.zip"]
    assert "X-Api-Key" not in handler.requests[0].headers
    assert str(handler.requests[0].url) == STORED


def test_a_failed_download_leaves_nothing_and_keeps_what_was_there(with_answers, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"old")

    def cut(_request):
        return httpx.Response(200, stream=Stream(b"half", httpx.ReadError("cut")))

    with pytest.raises(ConnectionFailed):
        with_answers(cut).fetch(tmp_path / "a.zip")
    with pytest.raises(NotFound):
        with_answers(one_after_another(httpx.Response(404))).fetch(tmp_path / "a.zip")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_download_to_no_folder_is_said_before_any_request(with_answers, tmp_path):
    handler = one_after_another(httpx.Response(200))
    with pytest.raises(InvalidArgument, match="^to: the folder .* does not exist"):
        with_answers(handler).fetch(tmp_path / "none" / "a.zip")
    assert handler.requests == []


def test_rows_are_read_from_a_signed_url(with_answers):
    body = json.dumps([{"a": 1}, {"a": 2}]).encode()
    handler = one_after_another(httpx.Response(200, json={}), httpx.Response(200, content=body))
    assert list(with_answers(handler).rows()) == [{"a": 1}, {"a": 2}]
    assert "X-Api-Key" not in handler.requests[1].headers


def test_rows_of_an_operation_follow_a_redirection_without_the_key(with_answers):
    def handler(request):
        seen.append(request)
        if request.url.path == "/v1/frames":
            return httpx.Response(301, headers={"Location": STORED})
        return httpx.Response(
            200, content=b'{"a": 1}\n' if request.url.host == "storage.test" else b"{}"
        )

    seen = []
    assert list(with_answers(handler).rows(get_thing("/v1/frames"))) == [{"a": 1}]
    assert [("X-Api-Key" in request.headers) for request in seen] == [True, True, False]
    assert str(seen[-1].url) == STORED


@pytest.mark.parametrize("location", ["http://storage.test/x", "//storage.test", "ftp://s.test/x"])
def test_a_redirection_may_not_lead_where_others_listen(with_answers, location):
    def handler(request):
        if request.url.path == "/v1/frames":
            return httpx.Response(301, headers={"Location": location})
        return httpx.Response(200, content=b"{}")

    rows = with_answers(handler).rows(get_thing("/v1/frames"))
    if location.startswith("//"):  # as secure as before
        assert list(rows) == [{}]
    else:
        with pytest.raises(ResponseFormatError, match="redirected from https to (http|ftp),"):
            list(rows)


def test_an_endless_redirection_ends(with_answers):
    def handler(request):
        if request.url.path == "/v1/thing":
            return httpx.Response(200, json={})
        return httpx.Response(301, headers={"Location": STORED})

    with pytest.raises(Exception, match="301"):
        list(with_answers(handler).rows())


def test_no_content_is_no_rows(with_answers):
    handler = one_after_another(httpx.Response(200, json={}), httpx.Response(204))
    assert list(with_answers(handler).rows(get_thing("/v1/frames"))) == []


def test_nothing_is_asked_for_before_the_first_row(with_answers):
    handler = one_after_another(httpx.Response(200, json={}))
    rows = with_answers(handler).rows()
    assert handler.requests == []
    rows.close()


def test_rows_that_end_in_the_middle_raise_after_the_rows_before(with_answers):
    handler = one_after_another(
        httpx.Response(200, json={}), httpx.Response(200, content=b'[{"a": 1}, {"a"')
    )
    rows = iter(with_answers(handler).rows())
    assert next(rows) == {"a": 1}
    with pytest.raises(ResponseFormatError, match=r"storage\.get: row 2 is truncated") as caught:
        next(rows)
    assert caught.value.row == 2


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body as it comes over the wire; an exception among its pieces is raised."""

    def __init__(self, *pieces):
        self.pieces = pieces

    def __iter__(self):
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self):
        for piece in self:
            yield piece


def test_rows_that_waited_for_a_long_one_are_given_when_the_connection_breaks(with_answers):
    """A long row makes the reader wait for more; what is whole by the break must not be lost."""
    pieces = [b'[{"a": 1}, {"b": "' + b"x" * 5000, b'"}, {"c": 3}, {"d"', httpx.ReadError("cut")]

    def handler(request):
        if request.url.host == "storage.test":
            return httpx.Response(200, stream=Stream(*pieces))
        return httpx.Response(200, json={})

    rows, error = read_all(with_answers(handler).rows())
    assert isinstance(error, ConnectionFailed)
    assert [list(row) for row in rows] == [["a"], ["b"], ["c"]]


def test_compressed_answers_are_read_and_corrupt_ones_are_errors(with_answers):
    def get(body):
        headers = {"Content-Encoding": "gzip"}
        answer = lambda _request: httpx.Response(200, headers=headers, stream=Stream(body))  # noqa: E731
        return with_answers(answer).get()

    assert get(gzip.compress(b'{"a": 1}')) == {"a": 1}
    with pytest.raises(ResponseFormatError, match="cannot be decoded"):
        get(b"not gzip at all")


def test_a_timeout_is_its_own_error(with_answers):
    with pytest.raises(RequestTimeout, match="no response in time"):
        with_answers(one_after_another(httpx.ReadTimeout("")), retry=NO_RETRY).get()


def test_a_signed_query_is_in_no_log(with_answers, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    handler = one_after_another(httpx.Response(200, content=b"x"))
    with_answers(handler).put(b"data")
    with_answers(handler).fetch(tmp_path / "a")
    assert "storage.test/bucket/file" in caplog.text
    assert "X-Signature" not in caplog.text


def test_a_closed_client_says_so():
    client = Hasty("k")
    client.close()
    client.close()
    with pytest.raises(ConfigurationError, match="this client of hasty is closed"):
        client.projects.list().total()


def test_clients_show_their_host_and_nothing_else():
    assert (
        repr(Hasty("topsecret", base_url="https://h.test/x"))
        == "Hasty(base_url='https://h.test/x')"
    )
    assert repr(AsyncHasty("topsecret")) == "AsyncHasty(base_url='https://api.hasty.ai')"


def test_a_plain_number_is_a_timeout_of_everything_but_connecting():
    assert Timeout.of(120) == Timeout(connect=10, read=120, write=120, pool=120)
    assert Timeout.of(2) == Timeout(2, 2, 2, 2)
    for wrong in (0, -1, None, "60", True, float("nan"), float("inf")):
        with pytest.raises(ConfigurationError, match="^timeout must be a number of seconds"):
            Hasty("k", timeout=wrong)


def test_a_cancelled_call_closes_its_flow():
    closed = threading.Event()

    def flow():
        try:
            yield from sleep(60)
        finally:
            closed.set()

    async def main():
        async with AsyncHasty("k") as client:
            with anyio.move_on_after(0.01):
                await client._context.driver.run(flow())

    anyio.run(main)
    assert closed.is_set()


def test_async_files_do_not_block_the_event_loop(tmp_path):
    fifo_like = FileSource("slow", data=b"x")

    class Slow(type(fifo_like)):
        def info(self):
            time.sleep(0.2)
            return super().info()

    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await anyio.sleep(0.01)

    async def main():
        transport = httpx.MockTransport(lambda _request: httpx.Response(200))
        async with (
            AsyncToolBox("k", transport=transport) as client,
            anyio.create_task_group() as group,
        ):
            group.start_soon(tick)
            await client._context.driver.run(inspect(Slow("slow", data=b"x")))
            group.cancel_scope.cancel()

    anyio.run(main)
    assert len(ticks) >= 5


def test_rows_left_early_close_their_connection():
    closed = []

    class Endless(httpx.SyncByteStream):
        def __iter__(self):
            yield b"["
            while True:
                yield b'{"a": 1},' * 1000

        def close(self):
            closed.append(True)

    def handler(request):
        if request.url.host == "storage.test":
            return httpx.Response(200, stream=Endless())
        return httpx.Response(200, json={})

    with (
        ToolBox("k", transport=httpx.MockTransport(handler)) as client,
        client.tools.rows() as rows,
    ):
        assert next(rows) == {"a": 1}
    gc.collect()
    assert closed


def test_a_request_keeps_the_deadline_of_a_wait(with_answers):
    """The timeouts of a request shrink to what is left, and to a second at least."""
    seen = []

    def handler(request):
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json={})

    tools = with_answers(handler, timeout=50)
    tools.get()
    tools.get_by(time.monotonic() + 5)
    tools.get_by(time.monotonic() - 5)
    assert [limits["read"] for limits in seen] == [50.0, pytest.approx(5, abs=1), 1.0]
    assert [limits["connect"] for limits in seen] == [10.0, pytest.approx(5, abs=1), 1.0]
