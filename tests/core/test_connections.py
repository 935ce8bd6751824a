"""Connections in threads, forked processes and several event loops."""

import asyncio
import gc
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
import trio

from labelbridge._core.owner import Owner
from labelbridge.errors import ConfigurationError
from tests.core.conftest import AsyncToolClient, ToolClient
from tests.support.example import PROJECT, AsyncClient, Client
from tests.support.local_server import AUTHORITY, local_server

requires_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="requires fork")

FORKED = """
import sys
from multiprocessing import get_context
from uuid import uuid4
from labelbridge.options import ClientOptions
from tests.support.example import Client

def read(client, results):
    wrong = 0
    for _ in range(200):
        project_id = uuid4()
        wrong += client.projects.get(project_id).id != project_id
    results.put(wrong)

context = get_context("fork")
results = context.SimpleQueue()
client = Client("key", base_url=sys.argv[1], options=ClientOptions(verify=sys.argv[2]))

def work():
    read(client, results)
    client.close()

client.projects.get(uuid4())
processes = [context.Process(target=work) for _ in range(4)]
for process in processes:
    process.start()
read(client, results)
print([results.get() for _ in range(5)])
for process in processes:
    process.join()
client.projects.get(uuid4())
client.close()
"""

FORKED_ASYNC = """
import asyncio, sys
from multiprocessing import get_context
from uuid import uuid4
from tests.support.example import AsyncClient

async def read(client):
    for _ in range(50):
        project_id = uuid4()
        assert (await client.projects.get(project_id)).id == project_id

def work():
    asyncio.run(read(client))
    asyncio.run(client.close())

async def main():
    await read(client)
    processes = [get_context("fork").Process(target=work) for _ in range(2)]
    for process in processes:
        process.start()
    await read(client)
    for process in processes:
        await asyncio.to_thread(process.join)
    await read(client)
    await client.close()
    print([process.exitcode for process in processes])

client = AsyncClient("key", base_url=sys.argv[1])
asyncio.run(main())
"""


@pytest.fixture
def server():
    with local_server() as server:
        yield server


def url_of(server):
    return f"http://127.0.0.1:{server.port}"


def run(program, *arguments):
    """Run a program in a process without threads, which could not be forked safely."""
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (process.stderr, process.returncode) == ("", 0)
    return process.stdout


@requires_fork
@pytest.mark.parametrize("tls", [False, True])
def test_forked_processes_have_their_own_connections(tls):
    with local_server(tls=tls) as server:
        url = f"http{'s' * tls}://localhost:{server.port}"
        assert run(FORKED, url, AUTHORITY) == "[0, 0, 0, 0, 0]\n"
    assert len(server.requests) == 1002
    # the connection of the parent stays open when a child closes the client
    assert len(server.clients) == 5


@requires_fork
def test_processes_forked_from_an_event_loop_have_their_own_connections(server):
    assert run(FORKED_ASYNC, url_of(server)) == "[0, 0]\n"
    assert len(server.clients) == 3


def test_rows_cannot_be_read_in_another_process(server, monkeypatch):
    with ToolClient("key") as client:
        rows = client.tools.rows(f"{url_of(server)}/a")
        assert next(rows)["id"] == "a"
        with monkeypatch.context() as forked:
            forked.setattr(os, "getpid", lambda: -1)
            with pytest.raises(ConfigurationError, match="cannot be read in another process"):
                next(rows)
            rows.close()
        assert list(rows) == []  # it was not closed


def test_threads_share_a_client(server):
    ids = [uuid4() for _ in range(500)]
    with Client("key", base_url=url_of(server)) as client, ThreadPoolExecutor(50) as threads:
        assert [each.id for each in threads.map(client.projects.get, ids)] == ids


async def read(client):
    """Read four objects on one connection or more."""
    for _ in range(2):
        ids = uuid4(), uuid4()
        found = await asyncio.gather(*map(client.projects.get, ids))
        assert tuple(each.id for each in found) == ids


@pytest.mark.parametrize("close", [True, False])
def test_event_loops_have_their_own_connections(close, server):
    """Connections are closed with their loop: without that, warnings would fail this test."""
    client = AsyncClient("key", base_url=url_of(server))
    for _ in range(3):
        asyncio.run(read(client))
    assert len(server.clients) == 6
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(asyncio.run, [read(client) for _ in range(8)]))
    if close:
        asyncio.run(client.close())
    del client
    gc.collect()


@pytest.mark.parametrize("close", [True, False])
def test_event_loops_of_trio_have_their_own_connections(close, server):
    async def read() -> None:
        for _ in range(2):
            project_id = uuid4()
            assert (await client.projects.get(project_id)).id == project_id
        if close:
            await client.close()

    client = AsyncClient("key", base_url=url_of(server))
    trio.run(read)
    if close:
        return
    trio.run(read)
    assert len(server.clients) == 2
    asyncio.run(read())
    assert len(server.clients) == 3


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_client_forgets_event_loops_that_closed_nothing(server):
    client = AsyncClient("key", base_url=url_of(server))
    for _ in range(3):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(read(client))
        loop.close()
    assert len(client._api.transport._loops) == 1
    del client, loop
    gc.collect()


def test_async_rows_cannot_be_read_in_another_event_loop(server):
    client = AsyncToolClient("key")
    rows = client.tools.rows(f"{url_of(server)}/a")
    assert asyncio.run(anext(rows))["id"] == "a"
    with pytest.raises(ConfigurationError, match="cannot be read in another event loop"):
        asyncio.run(anext(rows))


@pytest.mark.parametrize(
    ("transport", "is_usable"),
    [
        (httpx.HTTPTransport(), False),
        (httpx.MockTransport(lambda _request: httpx.Response(200, json={"id": PROJECT})), True),
    ],
)
def test_a_transport_of_the_user_is_used_by_one_process(transport, is_usable, server, monkeypatch):
    with Client("key", base_url=url_of(server), transport=transport) as client:
        client.projects.get(PROJECT)
        with monkeypatch.context() as forked:
            forked.setattr(os, "getpid", lambda: -1)
            if is_usable:
                client.projects.get(PROJECT)
                return
            with pytest.raises(ConfigurationError, match="transport= cannot be used in a forked"):
                client.projects.get(PROJECT)
            client.close()
        assert client._api.transport._inner._pool.connections


def test_an_async_transport_of_the_user_is_used_by_one_event_loop(server):
    async def get():
        await client.projects.get(PROJECT)

    async def get_and_close():
        async with client:
            await client.projects.get(PROJECT)
            with pytest.MonkeyPatch.context() as forked:
                forked.setattr(os, "getpid", lambda: -1)
                with pytest.raises(ConfigurationError, match="cannot be used in a forked process"):
                    await client.projects.get(PROJECT)

    client = AsyncClient("key", base_url=url_of(server), transport=httpx.AsyncHTTPTransport())
    asyncio.run(get_and_close())
    client = AsyncClient("key", base_url=url_of(server), transport=httpx.AsyncHTTPTransport())
    client._api.transport._owner = Owner.sync()
    with pytest.raises(ConfigurationError, match="cannot be used in another event loop"):
        asyncio.run(get())
