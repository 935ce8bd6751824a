"""Flows that run side by side."""

import _thread
import signal
import threading
from contextlib import contextmanager
from functools import partial
from threading import Event

import anyio
import httpx
import pytest

from labelbridge._core.cancellation import Cancellation, Cancelled
from labelbridge._core.flow import concurrently, send, sleep
from labelbridge.errors import ApiError, InvalidArgument
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.core.conftest import AsyncToolClient, ToolClient, get_thing
from tests.core.test_closing import BOUND, Silent
from tests.support.modes import ALL_MODES, BACKENDS, open_client

LONG = Timeout(read=3600, pool=3600)


class Meeting(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport whose responses wait until some requests have arrived.

    Attributes:
        most: The largest number of concurrent requests.
    """

    def __init__(self, number):
        self._lock, self._number, self._all_here = threading.Lock(), number, Event()
        self._running, self.most = 0, 0

    def handle_request(self, request):
        self._enter()
        assert self._all_here.wait(BOUND)
        return self._leave(request)

    async def handle_async_request(self, request):
        self._enter()
        assert await anyio.to_thread.run_sync(self._all_here.wait, BOUND)
        return self._leave(request)

    def _enter(self):
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
            if self._running == self._number:
                self._all_here.set()

    def _leave(self, request):
        with self._lock:
            self._running -= 1
        if request.url.path == "/v1/bad":
            return httpx.Response(404)
        return httpx.Response(200, json={"path": request.url.path})


def read(path):
    value = yield from send(get_thing(path))
    return value["path"]


@pytest.fixture(params=ALL_MODES)
def open_tools(request):
    @contextmanager
    def make(**options):
        options = {"retry": RetryPolicy(attempts=1)} | options
        with open_client(request.param, ToolClient, AsyncToolClient, **options) as client:
            yield client.tools

    return make


def test_flows_run_at_once_and_return_values_in_order(open_tools):
    transport = Meeting(3)
    paths = [f"/v1/{number}" for number in range(7)]
    with open_tools(transport=transport) as tools:
        assert tools.run(concurrently([read(path) for path in paths], limit=3)) == paths
        assert tools.run(concurrently([])) == []
    assert transport.most == 3


def test_a_flow_may_handle_the_error_of_its_step(open_tools):
    def guarded(path):
        try:
            return (yield from read(path))
        except ApiError as error:
            return error.status

    with open_tools(transport=Meeting(1)) as tools:
        flows = [guarded("/v1/a"), guarded("/v1/bad"), guarded("/v1/b")]
        assert tools.run(concurrently(flows, limit=1)) == ["/v1/a", 404, "/v1/b"]


def test_flows_can_be_nested(open_tools):
    with open_tools(transport=Meeting(4)) as tools:
        flows = [concurrently([read(f"/v1/{a}{b}") for b in "xy"]) for a in "ab"]
        assert tools.run(concurrently(flows)) == [["/v1/ax", "/v1/ay"], ["/v1/bx", "/v1/by"]]


def threads():
    return [each for each in threading.enumerate() if each.name.startswith("labelbridge")]


def endless():
    """Return flows that wait: for a response, in a nested step, for a time, for a connection."""
    return [
        read("/v1/a"),
        concurrently([read("/v1/b"), sleep(3600)]),
        sleep(3600),
        read("/v1/c"),
        read("/v1/d"),
    ]


def fail(server):
    """Fail when the server has received two requests."""
    for _ in range(2):
        while not server.received.acquire(blocking=False):
            yield from sleep(0.001)
    raise InvalidArgument("argument", "is wrong")


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")  # by trio
@pytest.mark.parametrize("content", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
def test_the_first_error_ends_the_other_flows(open_tools, content):
    options = ClientOptions(connections=2)
    closed = []

    def watched():
        try:
            yield from sleep(3600)
        finally:
            closed.append(True)

    with (
        Silent(content) as server,
        open_tools(base_url=server.url, timeout=LONG, options=options) as tools,
    ):
        flows = [*endless(), watched(), fail(server)]
        with pytest.raises(InvalidArgument, match="is wrong"):
            tools.run(concurrently(flows))
        assert closed == [True]
        assert threads() == []
    assert all(flow.gi_frame is None for flow in flows)


@pytest.fixture
def handled_sigint():
    """Handle SIGINT, which Python ignores if it was started in the background by a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("handled_sigint")
def test_ctrl_c_ends_all_threads():
    def interrupt():
        while not server.received.acquire(blocking=False):
            yield from sleep(0.001)
        _thread.interrupt_main()
        yield from sleep(3600)

    with (
        Silent(b"") as server,
        ToolClient("key", base_url=server.url, timeout=LONG) as client,
    ):
        with pytest.raises(KeyboardInterrupt):
            client.tools.run(concurrently([*endless(), interrupt()]))
        assert threads() == []
        (pool,) = client._api.transport._pools.values()
        assert not pool._used
        assert not pool._free.take()


@pytest.mark.usefixtures("handled_sigint")
@pytest.mark.parametrize("backend", BACKENDS)
def test_ctrl_c_ends_all_tasks(backend):
    def interrupt():
        yield from sleep(0.001)
        _thread.interrupt_main()
        yield from sleep(3600)

    async def main():
        async with AsyncToolClient("key") as client:
            await client.tools.run(concurrently([sleep(3600), interrupt()]))

    with pytest.raises(KeyboardInterrupt):
        anyio.run(main, backend=backend)


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")
@pytest.mark.parametrize("backend", BACKENDS)
def test_cancellation_ends_all_flows(backend):
    async def main():
        async with AsyncToolClient("key", base_url=server.url, timeout=LONG) as client:
            flows = endless()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.tools.run, concurrently(flows))
                await anyio.to_thread.run_sync(server.received.acquire)
                tasks.cancel_scope.cancel()
            assert all(flow.gi_frame is None for flow in flows)

    with Silent(b"") as server:
        anyio.run(main, backend=backend)


def test_nothing_starts_after_a_cancellation():
    outer = Cancellation()
    inner = Cancellation(outer)
    outer.interrupt()
    for each in (outer, inner):
        for act in (each.check, partial(each.sleep, 0), partial(each.add, outer)):
            with pytest.raises(Cancelled):
                act()
    with pytest.raises(Cancelled):
        Cancellation(inner)
