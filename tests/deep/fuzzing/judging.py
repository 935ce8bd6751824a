"""Answers given to the client, and what it may make of them.

The client returns a value or raises a LabelbridgeError, whatever comes. A value's properties have
their types, and all that was sent is in it. What does not fit is told to `on_drift`, and where it
is. No text holds a key.
"""

import asyncio
import datetime as dt
import traceback
import types
from collections.abc import AsyncIterator, Iterator
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
import httpx
import msgspec
from msgspec import UNSET, UnsetType

import labelbridge
from labelbridge._core.flow import Open, send
from labelbridge.drift import Drift
from labelbridge.errors import LabelbridgeError
from labelbridge.labelbox.annotations import ExportRow, FrameRecord
from labelbridge.options import NO_RETRY, ClientOptions
from labelbridge_api import reading
from scripts.operations import CLIENTS
from tests.contracts.cases import OPERATIONS, Operation, encode, same
from tests.deep.fuzzing.fitting import JSON, media_type, validator
from tests.deep.fuzzing.mutations import KEY, SIGNATURE, Answer

SIGNED = f"https://storage.example/labels.json?Expires=1&Signature={SIGNATURE}"
ROWS = {"get_frames": FrameRecord, "download_export": ExportRow}
"""Operations whose answers are read row by row, and the class of a row."""


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in two pieces."""

    def __init__(self, body: bytes):
        half = len(body) // 2
        self._pieces = [body[:half], body[half:]]

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


def response(answer: Answer) -> httpx.Response:
    """The answer as httpx has it, its body still to be read."""
    return httpx.Response(answer.status, headers=list(answer.headers), stream=Stream(answer.body))


class Platform:
    """A platform that says what it is told to, with a client of each colour.

    Attributes:
        answer: What it says.
        drifts: What the client told about the last answer.
    """

    def __init__(self, platform: str, runner: asyncio.Runner):
        self._runner = runner
        self.answer = Answer()
        self.drifts: list[Drift] = []
        self.asked = 0
        options = {
            "api_key": KEY,
            "transport": httpx.MockTransport(self._say),
            "retry": NO_RETRY,
            "options": ClientOptions(on_drift=self._note),
        }
        self._sync = getattr(labelbridge, CLIENTS[platform])(**options)._context.driver
        self._async = getattr(labelbridge, f"Async{CLIENTS[platform]}")(**options)._context.driver

    def _say(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert self.asked < 20, "the client goes on asking"
        return response(self.answer)

    def _note(self, drift: Drift) -> None:
        self.drifts.append(drift)

    def ask(self, operation: Operation, answer: Answer, colour: str) -> Any:
        """Ask for an operation, and return the value, or the error as a value."""
        self.answer, self.asked = answer, 0
        self.drifts.clear()
        step = source(operation)
        try:
            if isinstance(step, Open):
                return self._rows(step, colour)
            if colour == "sync":
                return self._sync.run(send(step))
            return self._runner.run(self._async.run(send(step)))
        except LabelbridgeError as error:
            return error

    def _rows(self, step: Open[Any], colour: str) -> list[Any]:
        if colour == "sync":
            return list(self._sync.rows(_flow(step)))

        async def drained() -> list[Any]:
            return [row async for row in self._async.rows(_flow(step))]

        return self._runner.run(drained())


def _flow(step: Open[Any]) -> Any:
    yield from ()
    return step


def source(operation: Operation) -> Any:
    """What the client does to get an operation's answer: a plan, or rows to open."""
    return _source(operation.platform, operation.name)


@cache
def _source(platform: str, name: str) -> Any:
    if name == "download_export":
        return Open(SIGNED, ExportRow)
    (operation,) = [each for each in OPERATIONS if (each.platform, each.name) == (platform, name)]
    return Open(operation.plan(), ROWS[name]) if name in ROWS else operation.plan()


def judge(operation: Operation, answer: Answer, outcome: Any, drifts: list[Drift]) -> str:
    """Hold what came of an answer against what is promised, and return it in a word."""
    for drift in drifts:
        assert drift.vendor == operation.platform
        _holds_no_secret(f"{drift}{drift!r}", signed=isinstance(source(operation), Open))
    if not {name.lower() for name, _ in answer.headers} & {"content-encoding", "location"}:
        if operation.name not in ROWS:
            _was_told(operation, answer, drifts)
        elif type(outcome).__name__ == "ResponseFormatError":
            assert "unreadable" in {drift.kind for drift in drifts}
    if isinstance(outcome, LabelbridgeError):
        shown = {name: part for name, part in vars(outcome).items() if name not in {"done", "last"}}
        text = "".join(traceback.format_exception(outcome)) + f"{outcome!r}{shown}"
        _holds_no_secret(text, signed=isinstance(source(operation), Open))
        return type(outcome).__name__
    if operation.name not in ROWS:
        plan = source(operation)
        form = plan.success.get(answer.status, next(iter(plan.success.values())))
        if form is not None and "content-encoding" not in {n.lower() for n, _ in answer.headers}:
            assert is_of(outcome, form), (outcome, form)
            is_kept(outcome, msgspec.json.decode(answer.body))
    elif outcome and answer.kind not in {"packing", "redirection"}:
        assert all(is_of(row, ROWS[operation.name]) for row in outcome)
    return "value"


def _holds_no_secret(text: str, *, signed: bool) -> None:
    assert KEY not in text, text
    assert not signed or SIGNATURE not in text, text


def _was_told(operation: Operation, answer: Answer, drifts: list[Drift]) -> None:
    """Make sure that `on_drift` was told of what a full implementation of JSON Schema finds."""
    kinds = {drift.kind for drift in drifts}
    if str(answer.status) not in operation.node["responses"]:
        assert kinds == {"status"}
        return
    assert "status" not in kinds
    kind = media_type(operation, answer.status)
    said = dict(answer.headers).get("Content-Type", b"").partition(b";")[0].strip()
    if kind is None:
        assert kinds == set()
        return
    if kind != JSON:
        assert ("content_type" in kinds) == (said != kind.encode())
        return
    if said != JSON.encode():
        assert "content_type" in kinds or said == b"text/html"
        return
    try:
        value = msgspec.json.decode(answer.body)
    except (ValueError, RecursionError):
        assert "unreadable" in kinds
        return
    check = validator(operation.platform, operation.name, answer.status, kind)._validator
    try:
        wrong = [pointer(error.instance_path) for error in check.iter_errors(value)]
    except ValueError:  # nested deeper than it can follow
        return
    if answer.kind == "deep" and "unreadable" in kinds:
        return  # at the limit, who is called deeper gets less far
    if b":60Z" in answer.body:
        wrong += [drift.place for drift in drifts if drift.kind == "format"]
    told = [drift.place for drift in drifts if drift.kind not in {"unknown_key", "duplicate_key"}]
    clean = [place.replace(KEY, "***") for place in wrong]
    assert all(any(_near(place, each) for each in told) for place in clean), (wrong, told)
    assert all(any(_near(each, place) for each in clean) for place in told), (wrong, told)


def pointer(path: Any) -> str:
    """A path as a JSON pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _near(place: str, other: str) -> bool:
    """Whether the other is the same place or in it: of variants, what is inside is told."""
    return f"{other}/".startswith(f"{place}/")


@cache
def _hints(model: type) -> dict[str, Any]:
    return get_type_hints(model)


def is_of(value: Any, form: Any) -> bool:
    """Whether a value is what its annotation says, and so on with all that it holds."""
    if form is Any:
        return True
    origin, inner = get_origin(form), get_args(form)
    if origin in {Union, types.UnionType}:
        return any(is_of(value, each) for each in inner)
    if origin is list:
        return isinstance(value, list) and all(is_of(each, inner[0]) for each in value)
    if origin is dict:
        return isinstance(value, dict) and all(is_of(each, inner[1]) for each in value.values())
    if origin is Literal:
        return value in inner
    if form is UnsetType or form is None:
        return value is (UNSET if form is UnsetType else None)
    if form is float:
        return type(value) in {int, float}
    if form in {int, bool, str, UUID, dt.datetime, dt.date, type(None)}:
        return type(value) is form
    if not isinstance(value, form):
        return False
    return isinstance(value, Enum) or all(
        is_of(getattr(value, each.name), _hints(type(value))[each.name])
        for each in attrs.fields(type(value))
    )


def is_kept(value: Any, sent: Any) -> None:
    """Make sure that all of what was sent is in a value: typed, or as it came."""
    if attrs.has(type(value)):
        fields = reading._SHAPES[type(value)].fields
        for name, part in sent.items():
            if name in value.additional_properties:
                assert value.additional_properties[name] == part
            elif part is not None:
                is_kept(getattr(value, fields[name][0]), part)
    elif isinstance(value, list):
        parts = [part for part in sent if part is not None or None in value]
        assert len(value) == len(parts)
        for one, part in zip(value, parts, strict=True):
            is_kept(one, part)
    else:
        assert same(encode(value), sent) or _is_same_moment(value, sent), (value, sent)


def _is_same_moment(value: Any, sent: Any) -> bool:
    """Whether a moment without a zone was taken to be in UTC, or a UUID was written otherwise."""
    if isinstance(value, UUID):
        return value == UUID(sent)
    return isinstance(value, dt.datetime) and value == reading._moment(sent)
