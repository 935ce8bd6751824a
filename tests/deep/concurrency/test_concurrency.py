"""Thousands of concurrent calls of one client: no errors, and a limited number of connections."""

import asyncio
import gc
import time

import pytest

from benchmarks.data import PROJECT, image_id
from benchmarks.measure import server
from benchmarks.subjects import concurrent
from labelbridge import AsyncHasty, ClientOptions

# the subjects of the benchmarks do not close their clients
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROUNDS = range(3)
LIMIT = ClientOptions().connections


@pytest.fixture(autouse=True)
def _collect_clients():
    yield
    gc.collect()


def check(served, counted, number):
    """Check what the server counted since the last call."""
    counts = served.counts()
    assert counts[counted] == number
    assert counts.get("errors", 0) == 0
    assert 0 < counts["connections at once"] <= LIMIT


def test_concurrent_creations_are_all_stored_in_the_time_of_the_best_semaphore():
    ratios = []
    with server(0.05) as served:
        for _ in ROUNDS:
            seconds = []
            for at_once in (None, 16, 32, 64):
                started = time.perf_counter()
                create = concurrent.create(served.url, 2000, at_once)
                assert create() == (2000, 0)
                seconds.append(time.perf_counter() - started)
                check(served, "created labels", 2000)
            ratios.append(seconds[0] / min(seconds[1:]))
    assert sorted(ratios)[1] <= 1.3, ratios


@pytest.mark.parametrize(
    ("make", "counted", "number", "latency"),
    [
        (lambda url: concurrent.upload(url, 1500), "images", 1500, 0),
        (lambda url: concurrent.upload(url, 1500), "images", 1500, 0.03),
        (lambda url: concurrent.get_in_threads(url, 400, 100), "projects", 40_000, 0),
        (lambda url: concurrent.upload_in_threads(url, 1000, 100), "images", 1000, 0.03),
    ],
    ids=["uploads", "uploads with latency", "requests of threads", "uploads of threads"],
)
def test_concurrent_calls_succeed(make, counted, number, latency):
    with server(latency) as served:
        for _ in ROUNDS:
            assert make(served.url)() == (number, 0)
            check(served, counted, number)


def test_readers_share_a_client():
    async def read(hasty, labels):
        return len([label async for label in hasty.labels.list(PROJECT, image_id(labels))])

    async def main(url):
        async with AsyncHasty("key", base_url=url) as hasty:
            found = await asyncio.gather(*[read(hasty, 2000) for _ in range(100)])
            assert len(asyncio.all_tasks()) == 1
        return found

    with server(0.03) as served:
        assert asyncio.run(main(served.url)) == [2000] * 100
        check(served, "labels", 200_000)
