"""Checks of what the client does with a response.

Whatever the response, the client returns a value or raises a `LabelbridgeError`. The properties of
a value have their types, and no data is lost. `on_drift` gets each deviation with its place. No
text contains a secret.
"""

import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from functools import cache
from typing import Any
from uuid import UUID

import attrs
import httpx
import msgspec

from labelbridge._core.flow import Open, send
from labelbridge._core.http.identity import checked_parameter
from labelbridge._core.registry import client_classes
from labelbridge.drift import Drift
from labelbridge.errors import LabelbridgeError
from labelbridge.options import NO_RETRY, ClientOptions
from labelbridge_api.plan import Plan
from tests.contracts.cases import Operation
from tests.deep.fuzzing.mutations import KEY, SIGNATURE, RawResponse
from tests.deep.fuzzing.strategies import JSON, find, media_type, validator
from tests.support.facts import facts
from tests.support.model_values import check_complete, check_repr, has_type

FILE = f"https://storage.example/labels.json?Expires=1&Signature={SIGNATURE}"


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is received in two chunks."""

    def __init__(self, body: bytes):
        half = len(body) // 2
        self._chunks = [body[:half], body[half:]]

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk


def to_httpx(raw: RawResponse) -> httpx.Response:
    """Return the response with a body that is not yet read."""
    return httpx.Response(raw.status, headers=list(raw.headers), stream=Stream(raw.body))


class FakePlatform:
    """A platform with one response, and a client of each mode.

    Attributes:
        response: The response to every request.
        drifts: What the client reported about the last response.
    """

    def __init__(self, platform: str, runner: asyncio.Runner):
        self._runner = runner
        self.response = RawResponse()
        self.drifts: list[Drift] = []
        self._requests = 0
        sync, async_ = (
            client(
                KEY,
                transport=httpx.MockTransport(self._respond),
                retry=NO_RETRY,
                options=ClientOptions(on_drift=self.drifts.append),
            )
            for client in client_classes(platform)
        )
        self._sync: Any = sync._context.driver
        self._async: Any = async_._context.driver

    def _respond(self, _request: httpx.Request) -> httpx.Response:
        self._requests += 1
        assert self._requests < 20, "too many requests"
        return to_httpx(self.response)

    def call(self, operation: Operation, response: RawResponse, mode: str) -> Any:
        """Send an operation, and return the value or the error."""
        self.response, self._requests = response, 0
        self.drifts.clear()
        step = step_of(operation)
        try:
            if isinstance(step, Open):
                return self._rows(step, mode)
            step = _requesting(step, response.body)
            if mode == "sync":
                return self._sync.run(send(step))
            return self._runner.run(self._async.run(send(step)))
        except LabelbridgeError as error:
            return error

    def _rows(self, step: Open[Any], mode: str) -> list[Any]:
        if mode == "sync":
            return list(self._sync.rows(_flow(step)))

        async def collect() -> list[Any]:
            return [row async for row in self._async.rows(_flow(step))]

        return self._runner.run(collect())


def _requesting(plan: Plan[Any], body: bytes) -> Plan[Any]:
    """Return the plan that reads the object in a body: another object is an error."""
    with suppress(ValueError, RecursionError, LookupError, TypeError, AttributeError):
        found = UUID(msgspec.json.decode(body)["id"])
        if name := checked_parameter(plan):
            return attrs.evolve(plan, path_parameters={**plan.path_parameters, name: str(found)})
    return plan


def _flow(step: Open[Any]) -> Any:
    yield from ()
    return step


def step_of(operation: Operation) -> Any:
    """Return what the client does for an operation: a plan, or rows to open."""
    return _step(operation.platform, operation.name)


@cache
def _step(platform: str, name: str) -> Any:
    row, operation = facts(platform).ROWS.get(name), find(platform, name)
    if row is None:
        return operation.plan()
    return Open(FILE if "x-no-plan" in operation.node else operation.plan(), row)


def check_outcome(
    operation: Operation, response: RawResponse, outcome: Any, drifts: list[Drift]
) -> str:
    """Check the outcome of a call, and return its kind: `value` or the class of an error."""
    step, row = step_of(operation), facts(operation.platform).ROWS.get(operation.name)
    names = {name.lower() for name, _ in response.headers}
    for drift in drifts:
        assert drift.vendor == operation.platform
        _check_secrets(f"{drift}{drift!r}", is_signed=isinstance(step, Open))
    if not names & {"content-encoding", "location"}:
        if row is None:
            _check_drifts(operation, response, drifts)
        elif type(outcome).__name__ == "ResponseFormatError":
            assert "unreadable" in {drift.kind for drift in drifts}
    if isinstance(outcome, LabelbridgeError):
        _check_secrets(text_of(outcome), is_signed=isinstance(step, Open))
        return type(outcome).__name__
    if row is None:
        form = step.success.get(response.status, next(iter(step.success.values())))
        if form is not None and "content-encoding" not in names:
            assert has_type(outcome, form), (outcome, form)
            check_complete(outcome, _parsed(response.body))
            check_repr(outcome)
    elif outcome and response.mutation not in {"compressed", "redirect"}:
        assert all(has_type(each, row) for each in outcome)
    return "value"


def _parsed(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.ValidationError:  # a number is out of range; its key is unknown
        return json.loads(body, parse_int=_integer)


def _integer(digits: str) -> float:
    return int(digits) if len(digits) < 1000 else float(digits)


def text_of(error: LabelbridgeError) -> str:
    """Return everything that an error shows."""
    shown = {name: part for name, part in vars(error).items() if name not in {"done", "last"}}
    return "".join(traceback.format_exception(error)) + f"{error!r}{shown}"


def _check_secrets(text: str, *, is_signed: bool) -> None:
    assert KEY not in text, text
    assert not is_signed or SIGNATURE not in text, text


def _check_drifts(operation: Operation, response: RawResponse, drifts: list[Drift]) -> None:
    """Compare the drifts with the errors of a full JSON Schema implementation."""
    kinds = {drift.kind for drift in drifts}
    if str(response.status) not in operation.node["responses"]:
        assert kinds == {"status"}
        return
    assert "status" not in kinds
    documented = media_type(operation, response.status)
    actual = dict(response.headers).get("Content-Type", b"").partition(b";")[0].strip()
    if documented is None:
        assert kinds == set()
        return
    if documented != JSON:
        assert ("content_type" in kinds) == (actual != documented.encode())
        return
    if actual != JSON.encode():
        assert "content_type" in kinds or actual == b"text/html"
        return
    try:
        value = msgspec.json.decode(response.body)
    except (ValueError, RecursionError):
        assert "unreadable" in kinds
        return
    check = validator(operation.platform, operation.name, response.status, JSON)._validator
    try:
        wrong = [pointer(error.instance_path) for error in check.iter_errors(value)]
    except ValueError:  # nested too deeply for the validator
        return
    if response.mutation == "deep" and "unreadable" in kinds:
        return  # the limit depends on the depth of the call
    if b":60Z" in response.body:
        wrong += [drift.place for drift in drifts if drift.kind == "format"]
    found = [drift.place for drift in drifts if drift.kind not in {"unknown_key", "duplicate_key"}]
    expected = {place.replace(KEY, "***") for place in wrong}
    around_found = {outer for place in found for outer in _around(place)}
    assert expected <= around_found, (wrong, found)
    # drift in a union is reported inside the variant
    assert all(expected.intersection(_around(place)) for place in {*found}), (wrong, found)


def pointer(path: Any) -> str:
    """Return a path as a JSON pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _around(place: str) -> Iterator[str]:
    """Yield a place and all places that contain it."""
    yield place
    while place:
        place = place.rpartition("/")[0]
        yield place
