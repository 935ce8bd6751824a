"""Waiting for a free connection."""

from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import pytest

from labelbridge._core.http import slots
from labelbridge._core.http.slots import AsyncSlots, Slots
from tests.support.modes import BACKENDS

BOUND = 20.0


class Clock:
    """A clock that advances when it is read."""

    def __init__(self, step):
        self.now, self.step = 100.0, step

    def monotonic(self):
        self.now += self.step
        return self.now


def request(pool):
    return httpx.Request("GET", "https://host/", extensions={"timeout": {"pool": pool}})


def wait_until(condition):
    while not condition():
        pass


def test_threads_get_slots_in_their_order():
    held, order = Slots(1), []
    held.acquire(request(BOUND))

    def work(number):
        held.acquire(request(BOUND))
        order.append(number)
        held.release()

    with ThreadPoolExecutor(5) as threads:
        for number in range(5):
            threads.submit(work, number)
            wait_until(lambda number=number: len(held._waiting) == number + 1)
        held.release()
        # a thread that comes later does not overtake them
        held.acquire(request(BOUND))
        assert order == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("backend", BACKENDS)
def test_tasks_get_slots_in_their_order(backend):
    order = []

    async def work(held, number):
        await held.acquire(request(BOUND))
        order.append(number)
        held.release()

    async def main():
        held = AsyncSlots(1)
        await held.acquire(request(BOUND))
        async with anyio.create_task_group() as tasks:
            for number in range(5):
                tasks.start_soon(work, held, number)
                await anyio.wait_all_tasks_blocked()
            held.release()
            await held.acquire(request(BOUND))
            assert order == [0, 1, 2, 3, 4]

    anyio.run(main, backend=backend)


@pytest.mark.parametrize(("last_freed", "left"), [(0.0, 9.0), (101.0, 9.0), (101.5, 9.5)])
def test_the_timeout_begins_again_with_each_free_connection(monkeypatch, last_freed, left):
    monkeypatch.setattr(slots, "time", Clock(step=1.0))
    wait = slots._Wait(request(10.0), 1)
    assert wait.left(last_freed) == pytest.approx(left)


def test_the_timeout_ends_when_no_connection_becomes_free(monkeypatch):
    monkeypatch.setattr(slots, "time", Clock(step=4.0))
    wait = slots._Wait(request(10.0), 3)
    assert wait.left(0.0) == pytest.approx(6.0)
    assert wait.left(111.0) == pytest.approx(9.0)
    with pytest.raises(httpx.PoolTimeout, match="3 requests are running, and none ended"):
        wait.left(0.0)


def test_a_thread_that_gives_up_leaves_its_place():
    held = Slots(1)
    held.acquire(request(BOUND))
    with pytest.raises(httpx.PoolTimeout):
        held.acquire(request(0.001))
    held.release()
    held.acquire(request(0.001))
    held.release()
    assert held._free == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_cancelled_task_leaves_its_place_or_passes_the_slot_on(backend):
    async def work(held):
        await held.acquire(request(BOUND))
        try:
            await anyio.sleep_forever()
        finally:
            held.release()

    async def main():
        held = AsyncSlots(1)
        await held.acquire(request(BOUND))
        for release_first in (True, False):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(work, held)
                await anyio.wait_all_tasks_blocked()
                if release_first:
                    held.release()
                tasks.cancel_scope.cancel()
            if not release_first:
                held.release()
            assert held._free == 1
            await held.acquire(request(BOUND))

    anyio.run(main, backend=backend)


def test_an_interrupted_thread_passes_the_slot_on(monkeypatch):
    """Ctrl-C arrives while a slot is passed to the thread."""
    held = Slots(1)
    held.acquire(request(BOUND))

    def interrupt(_wait, _last_freed):
        held.release()
        raise KeyboardInterrupt

    monkeypatch.setattr(slots._Wait, "left", interrupt)
    with pytest.raises(KeyboardInterrupt):
        held.acquire(request(BOUND))
    assert held._free == 1
