"""Many calls of this project's clients at once, from tasks and from threads.

A run returns how many calls succeeded and how many raised an error. The first error is printed.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from itertools import count
from typing import Any

from benchmarks.data import DATASET, IMAGE, IMAGE_FILE, LABEL, PROJECT
from labelbridge import AsyncHasty, Hasty

Outcome = tuple[int, int]


def outcome(results: Iterable[Any]) -> Outcome:
    """Return the numbers of results and of errors among them."""
    found = [*results]
    errors = [each for each in found if isinstance(each, BaseException)]
    if errors:
        print(f"{len(errors)} errors, the first is {errors[0]!r}", file=sys.stderr)
    return len(found) - len(errors), len(errors)


async def gather(calls: Iterable[Awaitable[Any]], at_once: int | None) -> Outcome:
    """Await calls together, with a semaphore if `at_once` limits them."""
    limit = asyncio.Semaphore(at_once) if at_once else nullcontext()

    async def call(awaitable: Awaitable[Any]) -> Any:
        async with limit:
            return await awaitable

    return outcome(await asyncio.gather(*map(call, calls), return_exceptions=True))


def in_threads(threads: int, calls: Iterable[Callable[[], Any]]) -> Outcome:
    """Make calls in threads."""

    def call(function: Callable[[], Any]) -> Any:
        try:
            return function()
        except Exception as error:  # noqa: BLE001 - errors are counted
            return error

    with ThreadPoolExecutor(threads) as pool:
        return outcome(pool.map(call, calls))


def create(base_url: str, number: int, at_once: int | None = None) -> Callable[[], Outcome]:
    """Create labels, each with a request of its own."""
    runner, hasty = asyncio.Runner(), AsyncHasty("key", base_url=base_url)

    async def run() -> Outcome:
        calls = (hasty.labels.create(PROJECT, IMAGE, [LABEL]) for _ in range(number))
        return await gather(calls, at_once)

    return lambda: runner.run(run())


def upload(base_url: str, number: int) -> Callable[[], Outcome]:
    """Upload images in one gather."""
    runner, hasty, names = asyncio.Runner(), AsyncHasty("key", base_url=base_url), count()

    async def run() -> Outcome:
        calls = (
            hasty.images.upload(
                PROJECT, IMAGE_FILE, dataset_id=DATASET, filename=f"{next(names)}.jpg"
            )
            for _ in range(number)
        )
        return await gather(calls, None)

    return lambda: runner.run(run())


def upload_in_threads(base_url: str, number: int, threads: int) -> Callable[[], Outcome]:
    """Upload images in threads that share a client; one thread is the loop of a plain program."""
    hasty, names = Hasty("key", base_url=base_url), count()

    def call() -> object:
        name = f"{next(names)}.jpg"
        return hasty.images.upload(PROJECT, IMAGE_FILE, dataset_id=DATASET, filename=name)

    return lambda: in_threads(threads, [call] * number)


def get_in_threads(base_url: str, number: int, threads: int) -> Callable[[], Outcome]:
    """Request a project from threads that share a client, so many times in each."""
    hasty = Hasty("key", base_url=base_url)
    calls = [lambda: hasty.projects.get(PROJECT)] * number * threads
    return lambda: in_threads(threads, calls)
