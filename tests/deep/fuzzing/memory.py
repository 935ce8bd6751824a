"""Peak memory of large responses, measured by tracemalloc."""

import gc
import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from uuid import UUID

import httpx
import msgspec
from attrs import frozen

from labelbridge._core.flow import Open, send
from labelbridge._core.registry import client_classes
from labelbridge.errors import LabelbridgeError
from labelbridge.options import NO_RETRY
from tests.contracts.cases import BODIES, Body, Operation
from tests.deep.fuzzing.checks import step_of
from tests.support.facts import facts

CHUNK = 1 << 16


class Stream(httpx.SyncByteStream):
    """A body that is received in chunks."""

    def __init__(self, body: bytes):
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), CHUNK):
            yield self._body[start : start + CHUNK]


def peak(call: Callable[[], Any]) -> int:
    """Return by how many bytes memory grows at most during a call."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        kept = call()
        _, most = tracemalloc.get_traced_memory()
        del kept
        return most - before
    finally:
        tracemalloc.stop()


EMPTY_OBJECTS = "empty objects as labels"
"""Each becomes a model: 300 bytes in Python, 3 in JSON."""

BOMB = "64 MB of zeros, compressed"
"""It is rejected when it becomes a hundred times as large."""

LABELS: Body
(LABELS,) = [b for b in BODIES if b.operation.name == "list_labels" and b.name == "document"]
"""The example of the operation that is measured."""


def repeated(size: int, item: str, template: str) -> bytes:
    """Return JSON of about `size` bytes, with an item repeated."""
    return (template % ",".join([item] * (size // (len(item) + 1) + 1))).encode()


def large_bodies(size: int) -> dict[str, tuple[int, bytes]]:
    """Return status and body of large responses, by name."""
    random = Random(1)

    def new_id() -> str:
        return str(UUID(int=random.getrandbits(128)))

    def outline(points: int = 200) -> dict[str, Any]:
        """Return a label with a polygon, in an image of 12 megapixels."""
        polygon = [[random.randrange(4000), random.randrange(3000)] for _ in range(points)]
        return {"id": new_id(), "polygon": polygon}

    labels = ",".join(json.dumps(item) for item in LABELS.value["items"])
    count = size // len(labels) + 1
    distinct = [dict(item, id=new_id()) for item in LABELS.value["items"] * count]
    outlines = [outline() for _ in range(size // len(msgspec.json.encode(outline())) + 1)]
    page, new = '{"items": [%s], "meta": {"total": 1}}', '{"id": null, "new": [%s]}'
    return {
        "page of documented labels": (200, repeated(size, labels, page)),
        "page of outlines": (200, msgspec.json.encode({"items": outlines})),
        "one string": (200, json.dumps({"items": [{"error": "x" * size}]}).encode()),
        "one unknown string": (200, json.dumps({"new": "é" * (size // 6)}).encode()),
        "mask of numbers": (200, repeated(size, "123456", '{"items": [{"mask": [%s]}]}')),
        "unknown numbers": (200, repeated(size, "12345.5", new)),
        "deeply nested lists": (200, repeated(size, "[" * 500 + "1" + "]" * 500, new)),
        "HTML page": (502, b"<p>" + b"502 Bad Gateway " * (size // 16)),
        "error message": (400, json.dumps({"message": "x" * size}).encode()),
        "not JSON": (200, b"x" * size),
        "truncated JSON": (200, repeated(size, labels, page)[:-2]),
        "compressed page of labels": (200, gzip.compress(json.dumps({"items": distinct}).encode())),
        BOMB: (200, gzip.compress(bytes(1 << 26))),
        EMPTY_OBJECTS: (200, repeated(size, "{}", page)),
        "unknown empty lists": (200, repeated(size, "[]", new)),
    }


@frozen
class Measurement:
    """Memory of one response, in bytes.

    Attributes:
        size: The size of the decompressed body.
        most: The peak of the call.
        json: The peak of `json.loads` of the body; None if it is not JSON.
    """

    size: int
    most: int
    json: int | None = None

    @property
    def ratio(self) -> float:
        """The peak as a multiple of the size."""
        return self.most / self.size

    @property
    def limit(self) -> float:
        """The accepted peak: ten times the size, or what Python needs for text and value."""
        return max(10 * self.size, 1.1 * ((self.json or 0) + self.size))


def measurements(size: int) -> dict[str, Measurement]:
    """Return the memory of each large response, by name."""
    return {
        name: _measured(name, status, body) for name, (status, body) in large_bodies(size).items()
    }


def _measured(name: str, status: int, body: bytes) -> Measurement:
    zipped = body.startswith(b"\x1f\x8b")
    headers = {"Content-Encoding": "gzip"} if zipped else {}
    plan = LABELS.operation.plan()

    def call() -> Any:
        try:
            return driver.run(send(plan))
        except LabelbridgeError as error:
            return error

    with _client(LABELS.operation, status, headers, body) as client:
        driver = client._context.driver
        call()  # fills caches
        plain = gzip.decompress(body) if zipped and name != BOMB else body
        return Measurement(len(plain), peak(call), _json_peak(plain))


def _json_peak(body: bytes) -> int | None:
    try:
        json.loads(body)
    except ValueError:
        return None
    return peak(lambda: json.loads(body))


def _client(operation: Operation, status: int, headers: dict[str, str], body: bytes) -> Any:
    transport = httpx.MockTransport(
        lambda _: httpx.Response(status, headers=headers, stream=Stream(body))
    )
    client, _ = client_classes(operation.platform)
    return client("a-key-of-tests", transport=transport, retry=NO_RETRY)


def measure_rows(size: int) -> Measurement:
    """Return the memory of reading a file of rows, one after another."""
    (example,) = [
        body
        for body in BODIES
        if body.operation.name in facts(body.operation.platform).ROWS
        if body.status == "200" and isinstance(step_of(body.operation), Open)
        if body.media_type != "application/json"
    ]
    row = example.value.splitlines()[0].encode() + b"\n"
    body = row * (size // len(row) + 1)

    def flow() -> Any:
        yield from ()
        return step_of(example.operation)

    with _client(example.operation, 200, {}, body) as client:
        driver = client._context.driver
        return Measurement(len(body), peak(lambda: sum(1 for _ in driver.rows(flow()))))
