"""Many readers of lists that share a client, and stop in the middle: nothing is left."""

import asyncio
from itertools import count

import anyio
import pytest

from labelbridge._core import page_reader
from labelbridge._core.flow import send
from labelbridge.options import ClientOptions
from labelbridge.pagination import AsyncPager, Page, Pager
from tests.core.conftest import AsyncToolClient, ToolClient, get_thing
from tests.core.test_concurrency import threads
from tests.support.local_server import local_server
from tests.support.modes import BACKENDS

ITEMS, READERS = 20, 100
OPTIONS = ClientOptions(connections=8, read_ahead=5)


@pytest.fixture(autouse=True)
def latency(monkeypatch):
    """Let each request wait, as far as pagers know."""
    monkeypatch.setattr(page_reader, "_waited", map(float, count()).__next__)


@pytest.fixture
def server():
    with local_server() as server:
        yield server


def fetch(offset, _limit):
    thing = yield from send(get_thing(f"/v1/{offset}"))
    return Page([int(thing["id"])], ITEMS, "list_things")


async def read(driver, number):
    """Read a list to its end, or stop in the middle in one of three ways."""
    if number % 4 == 3:
        with anyio.CancelScope() as scope:
            async for item in AsyncPager(driver, fetch):
                if item == number % ITEMS:
                    scope.cancel()
    elif number % 4 == 2:
        with anyio.move_on_after(number / 5000):
            [item async for item in AsyncPager(driver, fetch)]
    elif number % 4 == 1:
        async for item in AsyncPager(driver, fetch):
            if item == number % ITEMS:
                break
    else:
        assert [item async for item in AsyncPager(driver, fetch)] == [*range(ITEMS)]


# the warning of trio about loops that end early
@pytest.mark.filterwarnings("ignore:Async generator 'labelbridge:ResourceWarning")
@pytest.mark.parametrize("backend", BACKENDS)
def test_readers_that_stop_in_the_middle_leave_nothing(server, backend):
    url = f"http://127.0.0.1:{server.port}"

    async def main():
        async with AsyncToolClient("key", base_url=url, options=OPTIONS) as client:
            async with anyio.create_task_group() as tasks:
                for number in range(READERS):
                    tasks.start_soon(read, client._context.driver, number)
            if backend == "asyncio":
                assert len(asyncio.all_tasks()) == 1
            (loop,) = client._api.transport._loops.values()
            (pool,) = loop.pools.values()
            assert not pool._used
            assert not pool._waits
            assert pool._slots._free == OPTIONS.connections

    anyio.run(main, backend=backend)


def test_loops_that_stop_in_the_middle_leave_nothing(server):
    url = f"http://127.0.0.1:{server.port}"
    with ToolClient("key", base_url=url, options=OPTIONS) as client:
        for last in range(ITEMS):
            for item in Pager(client._context.driver, fetch):
                if item == last:
                    break
            assert threads() == []
        (pool,) = client._api.transport._pools.values()
        assert not pool._used
