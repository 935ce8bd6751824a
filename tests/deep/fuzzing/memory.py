"""How much memory large answers take at their worst moment, by tracemalloc: a figure, no timing."""

import asyncio
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

from labelbridge import Hasty, Labelbox
from labelbridge._core.flow import Open, send
from labelbridge.errors import LabelbridgeError
from labelbridge.labelbox.annotations import FrameRecord
from labelbridge.options import NO_RETRY
from tests.contracts.cases import BODIES, CONTRACTS, OPERATIONS, Operation
from tests.deep.fuzzing.judging import Platform
from tests.deep.fuzzing.mutations import KINDS, Answer, broken
from tests.support.modes import MODES

SIZE = 1 << 20
"""Bytes of an answer, at least."""

_PIECE = 1 << 16


class _Slowly(httpx.SyncByteStream):
    """A body that comes in pieces, as from a network: none of them is kept."""

    def __init__(self, body: bytes):
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self._body), _PIECE):
            yield self._body[at : at + _PIECE]


def peak(ask: Callable[[], Any]) -> int:
    """Return how many bytes more there are at the worst moment of a call than before it."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        kept = ask()
        _, most = tracemalloc.get_traced_memory()
        del kept
        return most - before
    finally:
        tracemalloc.stop()


DEGENERATE = "empty objects where labels are"
"""Each is an object of a label that says nothing: 300 bytes in Python, and 3 in JSON. Nobody would
send a page of them; and who does, has them."""

BOMB = "zeros that are packed, 64 MB"
"""It may become a hundred times as large before it is refused, and takes no more than that."""


def repeated(size: int, one: str, around: str) -> bytes:
    """JSON with as many of something as fill an answer of some bytes."""
    return (around % ",".join([one] * (size // (len(one) + 1) + 1))).encode()


def _labels() -> str:
    (body,) = [b for b in BODIES if b.operation.name == "list_labels" and b.name == "document"]
    return ",".join(json.dumps(item) for item in body.value["items"])


def _page(size: int) -> bytes:
    """A page whose labels differ in their ids, as labels do: copies of one would pack too well."""
    chance, items = Random(1), json.loads(f"[{_labels()}]")
    count = size // len(_labels()) + 1
    made = [dict(item, id=str(UUID(int=chance.getrandbits(128)))) for item in items * count]
    return json.dumps({"items": made}).encode()


def _outlines(size: int) -> bytes:
    """A page of labels, each an outline of two hundred points of an image of 12 megapixels."""
    chance = Random(1)

    def label() -> dict[str, Any]:
        points = [[chance.randrange(4000), chance.randrange(3000)] for _ in range(200)]
        return {"id": str(UUID(int=chance.getrandbits(128))), "polygon": points}

    one = len(msgspec.json.encode(label()))
    return msgspec.json.encode({"items": [label() for _ in range(size // one + 1)]})


def large(size: int) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Answers of some bytes, by name: status, headers and body."""
    page = '{"items": [%s], "meta": {"total": 1}}'
    neu = '{"id": null, "neu": [%s]}'
    html = "<p>" + "502 Bad Gateway " * (size // 16)
    deep = "[" * 500 + "1" + "]" * 500
    return {
        "a page of documented labels": (200, {}, repeated(size, _labels(), page)),
        "a page of outlines": (200, {}, _outlines(size)),
        "one string": (200, {}, json.dumps({"items": [{"error": "x" * size}]}).encode()),
        "one string, unknown": (200, {}, json.dumps({"neu": "é" * (size // 6)}).encode()),
        "a mask of numbers": (200, {}, repeated(size, "123456", '{"items": [{"mask": [%s]}]}')),
        "numbers, unknown": (200, {}, repeated(size, "12345.5", neu)),
        "nested deeply, often": (200, {}, repeated(size, deep, neu)),
        "a page of HTML": (502, {}, html.encode()),
        "a refusal of one string": (400, {}, json.dumps({"message": "x" * size}).encode()),
        "no JSON": (200, {}, b"x" * size),
        "JSON that is cut": (200, {}, repeated(size, _labels(), page)[:-2]),
        "a packed page of labels": (200, {"Content-Encoding": "gzip"}, gzip.compress(_page(size))),
        BOMB: (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(1 << 26))),
        DEGENERATE: (200, {}, repeated(size, "{}", page)),
        "empty arrays, unknown": (200, {}, repeated(size, "[]", neu)),
    }


@frozen
class Figure:
    """What one large answer takes, in bytes.

    Attributes:
        size: Of its body, unpacked where that is more.
        most: More memory than before, at the worst moment of the call.
        json: The same of `json.loads`, given its body, where that is JSON: what the value that it
            says takes in Python, whoever reads it.
    """

    size: int
    most: int
    json: int | None = None

    @property
    def ratio(self) -> float:
        """The peak, as many times the size."""
        return self.most / self.size

    @property
    def bound(self) -> float:
        """What may be taken: ten times the size, or what Python takes for what it says."""
        return max(10 * self.size, 1.1 * ((self.json or 0) + self.size))


def measured(size: int = SIZE) -> dict[str, Figure]:
    """Return the figure of each large answer, by its name."""
    found = {}
    plan = next(each for each in OPERATIONS if each.name == "list_labels").plan()
    for name, (status, headers, body) in large(size).items():
        transport = httpx.MockTransport(
            lambda _, status=status, headers=headers, body=body: httpx.Response(
                status, headers=headers, stream=_Slowly(body)
            )
        )
        with Hasty("a-key-of-tests", transport=transport, retry=NO_RETRY) as hasty:
            driver = hasty._context.driver

            def ask(driver: Any = driver) -> Any:
                try:
                    return driver.run(send(plan))
                except LabelbridgeError as error:
                    return error

            ask()  # what is made once does not count
            plain = body if name == BOMB or not headers else gzip.decompress(body)
            found[name] = Figure(len(plain), peak(ask), _alone(plain))
    found["rows, one after another"] = _rows(8 * size)
    return found


def _alone(body: bytes) -> int | None:
    try:
        json.loads(body)
    except ValueError:
        return None
    return peak(lambda: json.loads(body))


def _rows(size: int) -> Figure:
    (example,) = [b for b in BODIES if b.operation.name == "get_frames" and b.status == "200"]
    row = example.value.splitlines()[0].encode() + b"\n"
    body = row * (size // len(row) + 1)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=_Slowly(body)))
    plan = example.operation.plan()

    def open_client() -> Any:
        yield from ()
        return Open(plan, FrameRecord)

    with Labelbox("a-key-of-tests", transport=transport, retry=NO_RETRY) as labelbox:
        driver = labelbox._context.driver
        return Figure(len(body), peak(lambda: sum(1 for _ in driver.rows(open_client()))))


def growth(rounds: int = 3, step: int = 5) -> tuple[int, int, int]:
    """Return how many answers were given, their bytes, and how many bytes are kept of them.

    They are the contracts' examples, broken in every way; all are given once before it is counted.

    Args:
        rounds: How often they are given then.
        step: Every how many examples one is taken.
    """
    with asyncio.Runner() as runner:
        platforms = {each: Platform(each, runner) for each in CONTRACTS}
        answers = list(_examples(step))

        def give_all() -> None:
            for operation, answer in answers:
                for mode in MODES:
                    platforms[operation.platform].ask(operation, answer, mode)
            for platform in platforms.values():
                platform.drifts.clear()
            gc.collect()

        give_all()
        tracemalloc.start()
        try:
            before, _ = tracemalloc.get_traced_memory()
            for _ in range(rounds):
                give_all()
            kept = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
    times = rounds * len(MODES)
    return times * len(answers), times * sum(len(each.body) for _, each in answers), kept


def _examples(step: int) -> Iterator[tuple[Operation, Answer]]:
    chance = Random(1)
    for body in BODIES[::step]:
        if body.status == "200" and body.media_type == "application/json":
            fits = Answer(body=json.dumps(body.value).encode())
            for kind in KINDS:
                yield body.operation, broken(kind, chance, body.value, fits)
