"""Pools of connections, with many concurrent requests."""

import asyncio
import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from uuid import uuid4

import anyio
import anyio.lowlevel
import httpx
import pytest

from labelbridge._core.http import pools
from labelbridge._core.http.pools import AsyncPool, Pool
from labelbridge.errors import RequestTimeout
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.support.example import AsyncClient, Client
from tests.support.local_server import local_server

MANY = 300


@pytest.fixture
def url():
    with local_server() as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def connections(monkeypatch):
    """The states of all connections: open, closed."""
    found = {}

    def record(kind, close):
        plain = getattr(kind, close)

        def closing(self):
            found[id(self)] = "closed"
            return plain(self)

        def made(self, *, plain=kind.__init__, **options):
            found[id(self)] = "open"
            kept.append(self)
            plain(self, **options)

        monkeypatch.setattr(kind, close, closing)
        monkeypatch.setattr(kind, "__init__", made)

    kept = []
    record(httpx.HTTPTransport, "close")
    record(httpx.AsyncHTTPTransport, "aclose")
    return found


def open_ones(connections):
    return [*connections.values()].count("open")


def read_many(url):
    with Client("key", base_url=url) as client, ThreadPoolExecutor(MANY) as threads:
        ids = [uuid4() for _ in range(MANY)]
        found = [each.id for each in threads.map(client.projects.get, ids)]
        return ids, found


async def read_many_async(url):
    ids, found = [uuid4() for _ in range(MANY)], {}

    async def read(number):
        found[number] = (await client.projects.get(ids[number])).id

    async with AsyncClient("key", base_url=url) as client:
        async with anyio.create_task_group() as tasks:
            for number in range(MANY):
                tasks.start_soon(read, number)
        return ids, [found[number] for number in range(MANY)]


@pytest.mark.parametrize("mode", ["threads", "asyncio", "trio"])
def test_many_requests_share_a_limited_number_of_connections(url, mode, connections) -> None:
    if mode == "threads":
        ids, found = read_many(url)
    else:
        ids, found = anyio.run(read_many_async, url, backend=mode)
    assert found == ids
    assert len(connections) <= ClientOptions().connections
    assert open_ones(connections) == 0  # the client is closed


def test_requests_in_turn_use_one_connection(url, connections) -> None:
    with Client("key", base_url=url) as client:
        for _ in range(5):
            client.projects.get(uuid4())
        assert len(connections) == 1


def test_requests_to_several_hosts_do_not_close_connections(connections) -> None:
    with local_server() as one, local_server() as other:
        urls = [f"http://127.0.0.1:{each.port}" for each in (one, other)]
        with Client("key", base_url=urls[0]) as client:
            for number in range(6):
                request = httpx.Request("GET", f"{urls[number % 2]}/{uuid4()}")
                response = client._api.transport.handle_request(request)
                response.read()
                response.close()
        assert [len(each.clients) for each in (one, other)] == [1, 1]


@pytest.mark.parametrize("mode", ["sync", "asyncio", "trio"])
def test_unused_connections_are_closed_after_some_time(url, mode, connections, monkeypatch) -> None:
    now = [0.0]
    monkeypatch.setattr(pools, "time", SimpleNamespace(monotonic=lambda: now[0]))
    pool = Pool({}, 9) if mode == "sync" else AsyncPool({}, 9)
    request = httpx.Request("GET", f"{url}/{uuid4()}")

    async def read(number):
        if mode == "sync":
            responses = [pool.handle_request(request) for _ in range(number)]
            for response in responses * 2:  # closing a response twice has no effect
                response.stream.close()
        else:
            responses = [await pool.handle_async_request(request) for _ in range(number)]
            for response in responses * 2:
                await response.stream.aclose()
        return open_ones(connections)

    async def run():
        assert await read(3) == 3
        now[0] += pools.KEEP_ALIVE - 1
        assert await read(1) == 3
        now[0] += 2
        assert [await read(1) for _ in "123"] == [2, 1, 1]
        assert await read(2) == 2
        if mode == "sync":
            pool.close()
        else:
            await pool.aclose()
        assert open_ones(connections) == 0

    anyio.run(run, backend="asyncio" if mode == "sync" else mode)


class Blocking(httpx.HTTPTransport):
    """A transport that waits until the test ends."""

    go_on = threading.Event()

    def handle_request(self, _request):
        self.go_on.wait()
        raise httpx.ReadError("ended")


def test_request_that_finds_no_free_connection_says_so(monkeypatch) -> None:
    monkeypatch.setattr(pools.httpx, "HTTPTransport", Blocking)
    client = Client(
        "key",
        retry=RetryPolicy(attempts=1),
        timeout=Timeout(pool=0.01),
        options=ClientOptions(connections=2),
    )
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(client.projects.get, uuid4()) for _ in range(2)]
        while sum(len(pool._used) for pool in client._api.transport._pools.values()) < 2:
            time.sleep(0.001)
        with pytest.raises(RequestTimeout, match="no connection was free: 2 requests are running"):
            client.projects.get(uuid4())
        Blocking.go_on.set()
        assert all(each.exception() for each in running)


class Sleeping(httpx.AsyncHTTPTransport):
    """A transport that waits until it is cancelled."""

    async def handle_async_request(self, _request):
        await anyio.sleep_forever()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_task_that_finds_no_free_connection_says_so(monkeypatch, backend) -> None:
    monkeypatch.setattr(pools.httpx, "AsyncHTTPTransport", Sleeping)
    retry, timeout = RetryPolicy(attempts=1), Timeout(pool=0.01)

    async def run() -> None:
        async with (
            AsyncClient(
                "key", retry=retry, timeout=timeout, options=ClientOptions(connections=2)
            ) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(2):
                tasks.start_soon(client.projects.get, uuid4())
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(RequestTimeout, match="no connection was free: 2 requests"):
                await client.projects.get(uuid4())
            tasks.cancel_scope.cancel()

    anyio.run(run, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelled_requests_free_their_connections(url, backend) -> None:
    async def run() -> None:
        options = ClientOptions(connections=2)
        async with AsyncClient("key", base_url=url, options=options) as client:
            for _ in range(5):
                async with anyio.create_task_group() as tasks:
                    for _ in range(4):
                        tasks.start_soon(client.projects.get, uuid4())
                    await anyio.lowlevel.checkpoint()
                    tasks.cancel_scope.cancel()
            with anyio.fail_after(30):
                project_id = uuid4()
                assert (await client.projects.get(project_id)).id == project_id

    anyio.run(run, backend=backend)


# anyio 4.4 does not close a connection if opening it is cancelled in its last step
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("steps", range(20))
def test_request_after_one_that_was_cancelled_anywhere_is_sent(url, steps) -> None:
    async def run() -> None:
        async with AsyncClient("key", base_url=url) as client:
            # as asyncio.timeout and asyncio.wait_for cancel, and not as anyio does
            call = asyncio.create_task(client.projects.get(uuid4()))
            for _ in range(steps):
                await asyncio.sleep(0)
            call.cancel()
            await asyncio.wait([call])
            project_id = uuid4()
            async with asyncio.timeout(10):
                assert (await client.projects.get(project_id)).id == project_id

    asyncio.run(run())
    gc.collect()
