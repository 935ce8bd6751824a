"""The limit: http.client of the standard library, and msgspec without types."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from benchmarks.data import PAGE, PROJECT


def labels(base_url: str, image: str, repeat: int = 1, *, keep: bool = False) -> Callable[[], int]:
    """Read all labels of an image as dicts."""
    url = urlsplit(base_url)
    connection = HTTPConnection(url.hostname or "", url.port)
    path = f"{url.path}/v1/projects/{PROJECT}/images/{image}/labels"

    def read() -> Iterator[Any]:
        offset, total = 0, 1
        while offset < total:
            connection.request("GET", f"{path}?offset={offset}&limit={PAGE}")
            page = msgspec.json.decode(connection.getresponse().read())
            yield from page["items"]
            offset, total = offset + len(page["items"]), page["meta"]["total"]

    def run() -> int:
        if keep:
            return len([*read()])
        return sum(label["class_id"] is not None for _ in range(repeat) for label in read())

    return run


def rows(path: str, repeat: int, *, keep: bool = False) -> Callable[[], int]:
    """Decode the lines of a file."""
    lines = Path(path).read_bytes().splitlines() * repeat

    def run() -> int:
        if keep:
            return len([msgspec.json.decode(line) for line in lines])
        return sum(bool(msgspec.json.decode(line)) for line in lines)

    return run


def data_rows(path: str, annotations: int) -> Callable[[], int]:
    """Decode the lines of a file that has so many annotations."""
    lines = Path(path).read_bytes().splitlines()

    def run() -> int:
        for line in lines:
            msgspec.json.decode(line)
        return annotations

    return run
