"""The clients of this project, also those of an older checkout: public names only."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx
import msgspec

from benchmarks.data import IMAGE, LABEL, LABEL_BODY, PROJECT, encode
from labelbridge import AsyncHasty, Hasty, Roboflow
from labelbridge.labelbox import ExportRow, read_export
from labelbridge.options import ClientOptions  # older checkouts have it only there


def labels(
    base_url: str,
    image: str,
    repeat: int = 1,
    *,
    keep: bool = False,
    read_ahead: int | None = None,
) -> Callable[[], int]:
    """Read all labels of an image; without `read_ahead` as by default."""
    options = ClientOptions() if read_ahead is None else ClientOptions(read_ahead=read_ahead)
    hasty = Hasty("key", base_url=base_url, options=options)

    def run() -> int:
        if keep:
            return len([*hasty.labels.list(PROJECT, image)])
        return sum(
            label.class_id is not None
            for _ in range(repeat)
            for label in hasty.labels.list(PROJECT, image)
        )

    return run


def labels_async(base_url: str, image: str) -> Callable[[], int]:
    """Read all labels of an image in an event loop."""
    runner = asyncio.Runner()
    hasty = AsyncHasty("key", base_url=base_url)

    async def read() -> int:
        count = 0
        async for label in hasty.labels.list(PROJECT, image):
            count += label.class_id is not None
        return count

    return lambda: runner.run(read())


def get(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times."""
    hasty = Hasty("key", base_url=base_url)
    return lambda: sum(bool(hasty.projects.get(PROJECT)) for _ in range(repeat))


def get_of_roboflow(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project of Roboflow several times."""
    client = Roboflow("key", base_url=base_url)
    return lambda: sum(
        bool(client.projects.get("my-workspace", "my-cv-project")) for _ in range(repeat)
    )


def get_async(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times, one after another."""
    runner = asyncio.Runner()
    hasty = AsyncHasty("key", base_url=base_url)

    async def read() -> int:
        return sum([bool(await hasty.projects.get(PROJECT)) for _ in range(repeat)])

    return lambda: runner.run(read())


def get_many(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times at once."""
    runner = asyncio.Runner()
    hasty = AsyncHasty("key", base_url=base_url)

    async def read() -> int:
        return len(await asyncio.gather(*[hasty.projects.get(PROJECT) for _ in range(repeat)]))

    return lambda: runner.run(read())


def create(repeat: int, shape: str) -> Callable[[], int]:
    """Create a label several times on a mock transport.

    Args:
        repeat: The number of labels, each in a request of its own.
        shape: "box", "polygon" with 1,000 points, or "mask" with 20,000 numbers.
    """
    random = Random(3)
    body = encode({"meta": {"object": "list", "total": 1}, "items": [LABEL_BODY]})

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=body)

    hasty = Hasty("key", base_url="http://hasty.test", transport=httpx.MockTransport(respond))
    label = {**LABEL}
    if shape == "polygon":
        del label["bbox"]
        label["polygon"] = [[random.randrange(4000) for _ in "xy"] for _ in range(1000)]
    elif shape == "mask":
        label["mask"] = [n for start in range(1, 200_000, 20) for n in (start, 10)]
    make = partial(hasty.labels.create, PROJECT, IMAGE, [label])
    return lambda: sum(len(make()) for _ in range(repeat))


def _read_all(row: Any) -> Any:
    """Read each object and each classification of a row."""
    if not hasattr(type(row), "objects"):  # a baseline without this property
        for labeled in row.annotations:
            _ = labeled.kind, [each.kind for each in getattr(labeled, "annotations", ())]
    else:
        for labeled in row.objects:
            _ = labeled.kind
            for each in labeled.annotations:
                _ = each.kind
        for each in row.classifications:
            _ = each.kind
    return row


def rows(path: str, repeat: int) -> Callable[[], int]:
    """Read an export file, with each object and classification."""

    def run() -> int:
        return sum(bool(_read_all(row)) for _ in range(repeat) for row in read_export(path))

    return run


def row_models(path: str, repeat: int, *, keep: bool = False) -> Callable[[], int]:
    """Make the models of decoded rows, and read each object and classification."""
    lines = Path(path).read_bytes().splitlines() * repeat

    def read(line: bytes) -> object:
        return _read_all(ExportRow.from_dict(msgspec.json.decode(line)))

    def run() -> int:
        if keep:
            return len([read(line) for line in lines])
        return sum(bool(read(line)) for line in lines)

    return run


def data_rows(path: str) -> Callable[[], int]:
    """Read an export file, and count its annotations by reading each one."""

    def run() -> int:
        count = 0
        for row in read_export(path):
            for labeled in row.objects:
                found = [labeled.kind, *(each.kind for each in labeled.annotations)]
                count += len(found)
            count += len([each.kind for each in row.classifications])
        return count

    return run
