"""Calls of the client's methods, recorded and repeated with malformed responses of one operation.

Each call of `tests/platforms/<platform>/calls.py` is made once against the emulator and recorded.
Then it is repeated with the recorded responses, but malformed ones for one operation. Time passes
only when a driver sleeps.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from attrs import Factory, define

from labelbridge._core.registry import client_classes
from labelbridge.drift import Drift
from labelbridge.errors import LabelbridgeError
from labelbridge.options import ClientOptions, RetryPolicy
from tests.contracts.cases import OPERATIONS
from tests.deep.fuzzing.checks import text_of, to_httpx
from tests.deep.fuzzing.mutations import KEY, RawResponse
from tests.support.calls import make_call
from tests.support.clock import Clock
from tests.support.modes import open_client

MAX_REQUESTS = 1500
"""Requests of a call; waiting half an hour takes 200."""

_PATHS = [
    (each.platform, each.method, re.compile(re.sub(r"\{\w+\}", "[^/]+", each.path)), each.name)
    for each in sorted(OPERATIONS, key=lambda each: each.path.count("{"))
]


@define
class Recording:
    """The responses to a call.

    Attributes:
        base: The base URL of the platform.
        responses: The responses in order, by method and URL.
        operations: The last response, by operation.
        secrets: Values in the queries of signed URLs.
    """

    platform: str
    base: str
    responses: dict[tuple[str, str], list[RawResponse]] = Factory(dict)
    operations: dict[str, RawResponse] = Factory(dict)
    secrets: set[str] = Factory(set)

    def operation(self, request: httpx.Request) -> str:
        """Return the name of the operation of a request."""
        url = str(request.url)
        if not url.startswith(self.base):
            return f"storage.{request.method.lower()}"
        path = urlsplit(url[len(self.base) :]).path
        found = (
            name
            for platform, method, pattern, name in _PATHS
            if (platform, method) == (self.platform, request.method) and pattern.fullmatch(path)
        )
        return next(found, "unknown")

    def add(self, request: httpx.Request, response: RawResponse) -> None:
        """Add a response."""
        operation = self.operation(request)
        self.responses.setdefault(_key(request), []).append(response)
        self.operations[operation] = response
        if operation.startswith("storage."):
            query = parse_qsl(urlsplit(str(request.url)).query)
            self.secrets |= {value for _, value in query if len(value) >= 16}

    def targets(self, operation: str) -> Iterator[tuple[str, RawResponse, Any]]:
        """Yield the operations to mutate: the called one and the storage.

        Each has its response, and the JSON value of it; `{}` if it is not JSON.
        """
        for target, response in self.operations.items():
            if target == operation or target.startswith("storage."):
                try:
                    yield target, response, json.loads(response.body)
                except ValueError:
                    yield target, response, {}


def _key(request: httpx.Request) -> tuple[str, str]:
    return request.method, str(request.url).replace(KEY, "")


class Recorder(httpx.HTTPTransport):
    """Forwards requests, and records the responses."""

    def __init__(self, recording: Recording):
        super().__init__()
        self._recording = recording

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        found = super().handle_request(request)
        body = found.read()
        headers = tuple(
            (name, value.encode())
            for name, value in found.headers.items()
            if name in {"content-type", "location", "x-request-id"}
        )
        found.close()
        response = RawResponse(status=found.status_code, headers=headers, body=body)
        self._recording.add(request, response)
        return to_httpx(response)


def record(platform: str, operation: str, emulator: Any, folder: Path) -> Recording:
    """Make the call of an operation against the emulator, and record it."""
    emulator.reset()
    recording = Recording(platform, getattr(emulator, platform))
    client, _ = client_classes(platform)
    with client(KEY, base_url=recording.base, transport=Recorder(recording)) as opened:
        make_call(platform, operation, opened, folder)
    return recording


@define
class Replay:
    """Responds as recorded, except to one operation.

    Attributes:
        target: The operation with the malformed response.
        malformed: Its response.
    """

    recording: Recording
    target: str
    malformed: RawResponse
    _used: Counter[tuple[str, str]] = Factory(Counter)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert self._used.total() < MAX_REQUESTS, "too many requests"
        number = self._used[_key(request)]
        self._used[_key(request)] += 1
        if self.recording.operation(request) == self.target:
            return to_httpx(self.malformed)
        known = self.recording.responses.get(_key(request))
        if not known:
            return httpx.Response(404, json={"message": "this request was not recorded"})
        return to_httpx(known[min(number, len(known) - 1)])


def repeat(
    recording: Recording, target: str, malformed: RawResponse, operation: str, mode: str,
    folder: Path,
) -> str:  # fmt: skip
    """Repeat a call with a malformed response; return `value` or the class of the error."""
    drifts: list[Drift] = []
    error = None
    with pytest.MonkeyPatch.context() as patch:
        Clock().install(patch)
        try:
            with open_client(
                mode,
                *client_classes(recording.platform),
                api_key=KEY,
                base_url=recording.base,
                transport=httpx.MockTransport(Replay(recording, target, malformed)),
                retry=RetryPolicy(attempts=3),
                options=ClientOptions(on_drift=drifts.append),
            ) as client:
                make_call(recording.platform, operation, client, folder)
        except LabelbridgeError as raised:
            error = raised
    texts = [f"{drift}{drift!r}" for drift in drifts] + ([text_of(error)] if error else [])
    for secret in {KEY, *recording.secrets}:
        assert not any(secret in text for text in texts), texts
    return type(error).__name__ if error else "value"
