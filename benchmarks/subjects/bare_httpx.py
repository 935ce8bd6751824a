"""httpx and json, without this project."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from benchmarks.data import IMAGE, LABEL, PAGE, PROJECT

PATH = f"/v1/projects/{PROJECT}"
HEADERS = {"X-Api-Key": "key", "Accept-Encoding": "gzip, deflate"}


def labels(base_url: str, image: str) -> Callable[[], int]:
    """Read all labels of an image as dicts, one page after another."""
    client = httpx.Client(base_url=base_url, headers=HEADERS)

    def read() -> Iterator[Any]:
        offset, total = 0, 1
        while offset < total:
            query = {"offset": offset, "limit": PAGE}
            page = json.loads(client.get(f"{PATH}/images/{image}/labels", params=query).content)
            yield from page["items"]
            offset, total = offset + len(page["items"]), page["meta"]["total"]

    return lambda: sum(label["class_id"] is not None for label in read())


def get(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times."""
    client = httpx.Client(base_url=base_url, headers=HEADERS)

    def run() -> int:
        return sum(bool(json.loads(client.get(PATH).content)) for _ in range(repeat))

    return run


def get_async(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times, one after another."""
    runner = asyncio.Runner()
    client = httpx.AsyncClient(base_url=base_url, headers=HEADERS)

    async def read() -> int:
        return sum([bool(json.loads((await client.get(PATH)).content)) for _ in range(repeat)])

    return lambda: runner.run(read())


def get_many(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times at once."""
    runner = asyncio.Runner()
    client = httpx.AsyncClient(base_url=base_url, headers=HEADERS)

    async def get() -> object:
        return json.loads((await client.get(PATH)).content)

    async def read() -> int:
        return len(await asyncio.gather(*[get() for _ in range(repeat)]))

    return lambda: runner.run(read())


def create(base_url: str, number: int, at_once: int) -> Callable[[], int]:
    """Create labels with so many requests at once, and as many connections."""
    runner, limit = asyncio.Runner(), asyncio.Semaphore(at_once)
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    client = httpx.AsyncClient(base_url=base_url, headers=HEADERS, limits=limits)
    path = f"{PATH}/images/{IMAGE}/labels"

    async def create() -> object:
        async with limit:
            response = await client.post(path, json=[LABEL])
            return json.loads(response.raise_for_status().content)

    async def run() -> int:
        return len(await asyncio.gather(*[create() for _ in range(number)]))

    return lambda: runner.run(run())
