"""The client's methods against hostile answers: a platform that is replayed, but for an operation.

Each call of tests/calls/ is made once against the emulator and recorded. Then it is made again, and
all that was recorded is given back, except the answers of one operation: these are hostile, every
time. No time passes: the drivers' clock moves only by sleeping.
"""

import asyncio
import json
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import anyio
import httpx
from attrs import Factory, define, field

import labelbridge
from labelbridge._core import drivers as _drivers
from labelbridge.drift import Drift
from labelbridge.errors import LabelbridgeError
from labelbridge.options import ClientOptions, RetryPolicy
from scripts.operations import CLIENTS
from tests.contracts.cases import OPERATIONS
from tests.deep.fuzzing.judging import response
from tests.deep.fuzzing.mutations import KEY, Answer
from tests.platforms.hasty import calls as hasty
from tests.platforms.labelbox import calls as labelbox
from tests.platforms.roboflow import calls as roboflow
from tests.support.modes import open_client

CALLS = {"hasty": hasty.CALLS, "roboflow": roboflow.CALLS, "labelbox": labelbox.CALLS}
WORLDS = {"hasty": hasty.Street, "roboflow": roboflow.Racoons, "labelbox": labelbox.Everything}
MOST = 1500
"""Requests of a call; waiting half an hour takes two hundred."""

_PATHS = [
    (
        each.platform,
        each.method,
        re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(each.path))),
        each.name,
    )
    for each in sorted(OPERATIONS, key=lambda each: each.path.count("{"))
]


@define
class Tape:
    """What a call asked for and was answered.

    Attributes:
        base: The platform's address.
        answers: By method and address, the answers in order.
        operations: The operations that were asked for, and one answer of each.
        secrets: What the queries of signed URLs held.
    """

    platform: str
    base: str
    answers: dict[tuple[str, str], list[Answer]] = Factory(dict)
    operations: dict[str, Answer] = Factory(dict)
    secrets: set[str] = Factory(set)

    def operation(self, request: httpx.Request) -> str:
        """The name of what is asked for."""
        url = str(request.url)
        if not url.startswith(self.base):
            return f"storage.{request.method.lower()}"
        path = urlsplit(url[len(self.base) :]).path
        found = [
            name
            for platform, method, shape, name in _PATHS
            if (platform, method) == (self.platform, request.method) and shape.fullmatch(path)
        ]
        return found[0] if found else "unknown"

    def keep(self, request: httpx.Request, answer: Answer) -> None:
        """Record an answer."""
        self.answers.setdefault(_key(request), []).append(answer)
        self.operations[self.operation(request)] = answer
        if self.operation(request).startswith("storage."):
            query = parse_qsl(urlsplit(str(request.url)).query)
            self.secrets |= {value for _, value in query if len(value) >= 16}


def _key(request: httpx.Request) -> tuple[str, str]:
    return request.method, str(request.url).replace(KEY, "")


class Recorder(httpx.HTTPTransport):
    """Passes requests on, and records what comes back."""

    def __init__(self, tape: Tape):
        super().__init__()
        self._tape = tape

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        found = super().handle_request(request)
        body = found.read()
        headers = tuple(
            (name, value.encode())
            for name, value in found.headers.items()
            if name in {"content-type", "location", "x-request-id"}
        )
        found.close()
        answer = Answer(status=found.status_code, headers=headers, body=body)
        self._tape.keep(request, answer)
        return response(answer)


def record(platform: str, operation: str, emulator: Any, folder: Path) -> Tape:
    """Make the call of an operation against the emulator, and record it."""
    emulator.reset()
    base = getattr(emulator, platform)
    tape = Tape(platform, base)
    client = getattr(labelbridge, CLIENTS[platform])
    with client(KEY, base_url=base, transport=Recorder(tape)) as asked:
        CALLS[platform][operation](asked, WORLDS[platform](asked, folder))
    return tape


def hostile_parts(tape: Tape, operation: str) -> Iterator[tuple[str, Answer, Any]]:
    """Yield what of a call may be hostile: the operation, its answer, and what that says.

    Of a file that is no JSON, it is an empty object.
    """
    for target, fits in tape.operations.items():
        if target == operation or target.startswith("storage."):
            try:
                yield target, fits, json.loads(fits.body)
            except ValueError:
                yield target, fits, {}


@define
class Replay:
    """A platform that answers as recorded, but for one operation.

    Attributes:
        tape: What was recorded.
        target: The operation that is hostile.
        hostile: What it says.
        asked: How many requests came.
        drifts: What the client told.
    """

    tape: Tape
    target: str
    hostile: Answer
    asked: int = 0
    drifts: list[Drift] = Factory(list)
    _given: dict[tuple[str, str], int] = field(factory=dict, init=False)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert self.asked < MOST, "the client goes on asking"
        if self.tape.operation(request) == self.target:
            return response(self.hostile)
        known = self.tape.answers.get(_key(request))
        if not known:
            return httpx.Response(404, json={"message": "nobody asked for this before"})
        at = self._given.get(_key(request), 0)
        self._given[_key(request)] = at + 1
        return response(known[min(at, len(known) - 1)])


def call(replay: Replay, operation: str, mode: str, folder: Path) -> Any:
    """Make the call of an operation, and return its value, or its error as a value."""
    platform = replay.tape.platform
    clients = [getattr(labelbridge, f"{prefix}{CLIENTS[platform]}") for prefix in ("", "Async")]
    options = {
        "api_key": KEY,
        "base_url": replay.tape.base,
        "transport": httpx.MockTransport(replay),
        "retry": RetryPolicy(attempts=3),
        "options": ClientOptions(on_drift=replay.drifts.append),
    }
    try:
        with timeless(), open_client(mode, *clients, **options) as client:
            return CALLS[platform][operation](client, WORLDS[platform](client, folder))
    except LabelbridgeError as error:
        return error


@contextmanager
def timeless() -> Iterator[None]:
    """Let the drivers' clock move only by sleeping."""
    clock = [1000.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)
        await asyncio.sleep(0)

    time = SimpleNamespace(sleep=sleep, monotonic=lambda: clock[0])
    passing = SimpleNamespace(sleep=sleep_async, CancelScope=anyio.CancelScope)
    with patch.object(_drivers, "time", time), patch.object(_drivers, "anyio", passing):
        yield


def examine(replay: Replay, outcome: Any) -> str:
    """Hold what came of a call against what is promised, and return it in a word."""
    texts = [f"{drift}{drift!r}" for drift in replay.drifts]
    if isinstance(outcome, LabelbridgeError):
        shown = {name: part for name, part in vars(outcome).items() if name not in {"done", "last"}}
        texts.append("".join(traceback.format_exception(outcome)) + f"{outcome!r}{shown}")
    for text in texts:
        for secret in {KEY, *replay.tape.secrets}:
            assert secret not in text, text
    return type(outcome).__name__ if isinstance(outcome, LabelbridgeError) else "value"
