"""httpx and json, without this project."""

import asyncio
import json
from collections.abc import Callable

import httpx

from benchmarks.data import PROJECT

PATH = f"/v1/projects/{PROJECT}"
HEADERS = {"X-Api-Key": "key", "Accept-Encoding": "gzip, deflate"}


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
