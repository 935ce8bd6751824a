"""A client that is closed while its requests run or wait: the calls end."""

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import anyio
import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from labelbridge.errors import ConfigurationError
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.core.conftest import AsyncToolClient, ToolClient
from tests.support.example import models
from tests.support.local_server import AUTHORITY, CERTIFICATE
from tests.support.modes import ALL_MODES, BACKENDS, open_client
from tests.support.samples import sample_json

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
RESPONSES = {
    "nothing": b"",
    "headers": HEAD + b"Content-Length: 9\r\n\r\n",
    "half of the body": HEAD + b"Content-Length: 9\r\n\r\n[",
}
BOUND = 20.0
"""Seconds, far below the timeouts of a client."""


class Silent:
    """A server that sends a part of a response, and keeps all connections open."""

    def __init__(self, content, tls=None):
        self._content, self._tls = content, tls
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http{'s' * bool(tls)}://localhost:{self._listener.getsockname()[1]}"
        self.received = threading.Semaphore(0)
        self._open = []
        self._thread = threading.Thread(target=self._accept)

    def _accept(self):
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
                connection.recv(65536)
                connection.sendall(self._content)
                self.received.release()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for each in (self._listener, *self._open):
            each.close()


@pytest.fixture(params=RESPONSES.values(), ids=RESPONSES)
def server(request):
    with Silent(request.param) as server:
        yield server


OPTIONS = ClientOptions(connections=2, verify=AUTHORITY)
LONG = Timeout(read=3600, pool=3600)


def outcome(call, *arguments):
    """Return the error of a call."""
    try:
        return call(*arguments)
    except Exception as error:
        return error


def check(errors):
    assert len(errors) == 5
    for error in errors:
        assert isinstance(error, ConfigurationError)
        assert "is closed; create a new one" in str(error)


def close_while_threads_wait(server):
    client = ToolClient("key", base_url=server.url, timeout=LONG, options=OPTIONS)
    with ThreadPoolExecutor(5) as threads:
        calls = [threads.submit(outcome, client.tools.get) for _ in range(5)]
        for _ in range(2):
            assert server.received.acquire(timeout=BOUND)
        (pool,) = client._api.transport._pools.values()
        while len(pool._slots._waiting) < 3:
            pass
        client.close()
        check([call.result(BOUND) for call in calls])
        assert not pool._used


def test_closing_a_client_ends_the_calls_of_other_threads(server):
    close_while_threads_wait(server)


def test_closing_a_client_ends_encrypted_calls_of_other_threads():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Silent(RESPONSES["headers"], context) as server:
        close_while_threads_wait(server)


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")  # by trio
@pytest.mark.parametrize("backend", BACKENDS)
def test_closing_a_client_ends_the_calls_of_other_tasks(backend, server):
    errors = []

    async def call(client):
        try:
            await client.tools.get()
        except ConfigurationError as error:
            errors.append(error)

    async def main():
        client = AsyncToolClient("key", base_url=server.url, timeout=LONG, options=OPTIONS)
        with anyio.fail_after(BOUND):
            async with anyio.create_task_group() as tasks:
                for _ in range(5):
                    tasks.start_soon(call, client)
                for _ in range(2):
                    await anyio.to_thread.run_sync(server.received.acquire)
                await anyio.wait_all_tasks_blocked()
                await client.close()

    anyio.run(main, backend=backend)
    check(errors)


def test_closing_a_client_ends_rows_that_another_thread_reads(server):
    with ToolClient("key", timeout=LONG) as client, ThreadPoolExecutor(1) as threads:
        call = threads.submit(lambda: outcome(list, client.tools.rows(f"{server.url}/rows")))
        assert server.received.acquire(timeout=BOUND)
        client.close()
        assert "is closed" in str(call.result(BOUND))


def test_closing_a_client_ends_a_call_that_opens_a_connection(monkeypatch):
    """Its connection is closed as soon as it is open."""
    opening, go_on = threading.Event(), threading.Event()
    connect = socket.create_connection

    def connecting(*args, **options):
        opening.set()
        assert go_on.wait(BOUND)
        return connect(*args, **options)

    with Silent(b"") as server:
        monkeypatch.setattr(socket, "create_connection", connecting)
        with ThreadPoolExecutor(1) as threads:
            client = ToolClient("key", base_url=server.url, timeout=LONG)
            call = threads.submit(outcome, client.tools.get)
            assert opening.wait(BOUND)
            client.close()
            go_on.set()
            assert "is closed" in str(call.result(BOUND))


class Pausing:
    """A list whose first page has latency; all other requests fail, and their retries pause."""

    def __init__(self):
        self.received = threading.Semaphore(0)
        self.options = {
            "transport": httpx.MockTransport(self._respond),
            "retry": RetryPolicy(base=3600, cap=3600, total=10_000),
        }

    def _respond(self, request):
        if request.url.params.get("offset") == "0":
            time.sleep(0.03)
            items = [sample_json(models.Project)] * 100
            return httpx.Response(200, json={"meta": {"total": 10_000}, "items": items})
        self.received.release()
        return httpx.Response(503)


def test_closing_a_client_ends_the_pauses_of_other_threads():
    server = Pausing()
    client = ToolClient("key", **server.options)
    with ThreadPoolExecutor(2) as threads:
        begun = (client.tools.get, client.projects.list().collect)
        calls = [threads.submit(outcome, call) for call in begun]
        for _ in range(1 + 16):
            assert server.received.acquire(timeout=BOUND)
        client.close()
        for call in calls:
            assert "is closed" in str(call.result(BOUND))


@pytest.mark.parametrize("backend", BACKENDS)
def test_closing_a_client_ends_the_pauses_of_other_tasks(backend):
    errors = []

    async def call(function):
        with pytest.raises(ConfigurationError, match="is closed") as caught:
            await function()
        errors.append(caught.value)

    async def main():
        client = AsyncToolClient("key", **Pausing().options)
        with anyio.fail_after(BOUND):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call, client.tools.get)
                tasks.start_soon(call, client.projects.list().collect)
                await anyio.wait_all_tasks_blocked()
                await client.close()

    anyio.run(main, backend=backend)
    assert len(errors) == 2


@pytest.mark.parametrize("backend", BACKENDS)
def test_closing_a_client_twice_is_no_error(backend):
    with start_blocking_portal(backend) as portal:
        client = AsyncToolClient("key")
        portal.call(client.close)
        portal.call(client.close)


@pytest.mark.parametrize("mode", ALL_MODES)
def test_a_call_is_not_retried_after_its_client_is_closed(mode):
    requests, endpoints = [], []

    def respond(request):
        requests.append(request)
        endpoints[0].is_closed = True
        return httpx.Response(500)

    options = {"transport": httpx.MockTransport(respond), "retry": RetryPolicy(base=0.001)}
    with open_client(mode, ToolClient, AsyncToolClient, **options) as client:
        endpoints.append(getattr(client, "_target", client)._api)
        with pytest.raises(ConfigurationError, match="is closed"):
            client.tools.get()
    assert len(requests) == 1
