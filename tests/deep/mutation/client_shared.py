"""Lies of the client in what all its operations share; each is told of one operation.

What belongs to files is told of the operation that names their signed URLs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import httpx

from labelbridge._core import (
    client as _client,
)
from labelbridge._core import (
    drivers as _drivers,
)
from labelbridge._core import (
    polling as _waiting,
)
from labelbridge._core import (
    retry as _retry,
)
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.json import validate as _check
from labelbridge._core.secrets import Secret
from labelbridge.errors import InvalidArgument
from labelbridge.files import FileSource, PartialDownload
from labelbridge.labelbox import _export
from tests.deep.mutation.client_seams import planned, requesting
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.lie import Witness, kind, once

Planted = AbstractContextManager[Any]

SENDS = ("hasty.create_uploads",)
FETCHES = ("hasty.get_export", "labelbox.download_export")
WAITS = (
    "get_export",
    "get_automated_labeling_job",
    "get_video",
    "get_object_detector",
    "execute_graphql",
)


def storing(*keys: str) -> Callable[[Operation], list[str]]:
    """One way, for the operations of these names."""
    return lambda operation: [""] if operation.key in keys else []


@kind("client", "logs the key", once(planned))
def key_logged(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(http: HttpInterface, plan: Any, made: dict[str, Any]) -> dict[str, Any]:
        witness.tell()
        logging.getLogger("labelbridge").info("%s with %s", plan.operation, http.secret.reveal())
        return made

    return requesting(operation, edit)


@kind("client", "lets the key into errors", once(planned))
def key_in_error(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = HttpInterface._build_error

    def error(self: HttpInterface, name: str, *rest: Any, **options: Any) -> Any:
        mine = self.platform.name == operation.platform and name == operation.id
        wire = attrs.evolve(self, secret=Secret("-" * 40)) if mine else self
        made = original(wire, name, *rest, **options)
        witness.tell(mine and str(made) != str(original(self, name, *rest, **options)))
        return made

    return mock.patch.object(HttpInterface, "_build_error", error)


@kind("client", "sends the key twice", once(planned))
def key_in_query(operation: Operation, _detail: str, witness: Witness) -> Planted:
    """The key in the URL, where proxies log it."""

    def edit(http: HttpInterface, _plan: Any, made: dict[str, Any]) -> dict[str, Any]:
        witness.tell()
        mark = "&" if "?" in made["url"] else "?"
        return {**made, "url": f"{made['url']}{mark}key={http.secret.reveal()}"}

    return requesting(operation, edit)


@kind("client", "sends the key to the storage", storing(*SENDS, *FETCHES))
def key_to_storage(operation: Operation, _detail: str, witness: Witness) -> Planted:
    add_key, add_signed_query = _client.add_key, _client.add_signed_query
    method = "PUT" if operation.key in SENDS else "GET"
    kept: list[Any] = []

    def remembering(*arguments: Any) -> Any:
        kept[:] = [add_key(*arguments)]
        return kept[0]

    def signing(request: httpx.Request) -> httpx.Request:
        rewritten = add_signed_query(request)
        witness.tell(kept and request.method == method)
        return kept[0](rewritten) if kept and request.method == method else rewritten

    stack = ExitStack()
    stack.enter_context(mock.patch.object(_client, "add_key", remembering))
    stack.enter_context(mock.patch.object(_client, "add_signed_query", signing))
    return stack


@kind("client", "leaves a half file", storing(*FETCHES))
def half_file(_operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = PartialDownload.discard

    def drop(self: PartialDownload) -> None:
        left = self._path.exists()
        witness.tell(left)
        if left:
            self._path.replace(self._to)
        original(self)

    return mock.patch.object(PartialDownload, "discard", drop)


@kind("client", "loses the last byte of a file", storing(*SENDS, *FETCHES))
def byte_lost(operation: Operation, _detail: str, witness: Witness) -> Planted:
    keep, read = PartialDownload.commit, FileSource.read

    def kept(self: PartialDownload) -> Path:
        path = keep(self)
        witness.tell()
        path.write_bytes(path.read_bytes()[:-1])
        return path

    def reading(self: FileSource, opened: Any) -> bytes:
        piece = read(self, opened)
        witness.tell(piece)
        return piece[:-1] + b"\0" if piece else piece

    if operation.key in SENDS:
        return mock.patch.object(FileSource, "read", reading)
    return mock.patch.object(PartialDownload, "commit", kept)


@kind("client", "takes any file", storing(*FETCHES))
def any_file(_operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = PartialDownload.commit

    def keep(self: PartialDownload) -> Path:
        witness.tell(not self._head.startswith(self._begins))
        self._begins = b""
        return original(self)

    return mock.patch.object(PartialDownload, "commit", keep)


def _step_is(operation: Operation, step: Any) -> bool:
    return getattr(getattr(step, "plan", None), "operation", None) == operation.id


@kind("client", "does not wait as Retry-After says", once(lambda o: planned(o) and o.idempotent))
def wish_ignored(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = _retry.backoff

    def delay(policy: Any, attempt: int, error: Any, random: float) -> float:
        right = original(policy, attempt, error, random)
        if getattr(error, "operation", operation.id) != operation.id:
            return right
        error.retry_after, wish = None, error.retry_after
        wrong = original(policy, attempt, error, random)
        error.retry_after = wish
        witness.tell(wrong != right)
        return wrong

    return mock.patch.object(_retry, "backoff", delay)


@kind("client", "is tried once too often", once(lambda o: planned(o) and o.idempotent))
def too_often(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = _drivers.with_retries

    def with_retries(step: Any, policy: Any, *rest: Any) -> Any:
        mine = _step_is(operation, step)
        witness.tell(mine)
        more = attrs.evolve(policy, attempts=policy.attempts + 1) if mine else policy
        return original(step, more, *rest)

    return mock.patch.object(_drivers, "with_retries", with_retries)


@kind("client", "tries again what cannot get better", once(lambda o: planned(o) and o.idempotent))
def retries_refusals(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = _retry.should_retry

    def worth(step: Any, error: Any) -> bool:
        right = original(step, error)
        mine = _step_is(operation, step)
        witness.tell(mine and not right)
        return right or mine

    return mock.patch.object(_retry, "should_retry", worth)


@kind("client", "keeps no deadline", once(lambda o: o.id in WAITS))
def no_deadline(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = _drivers.with_retries

    def with_retries(step: Any, policy: Any, *rest: Any) -> Any:
        mine = _step_is(operation, step) and step.deadline is not None
        witness.tell(mine)
        return original(attrs.evolve(step, deadline=None) if mine else step, policy, *rest)

    return mock.patch.object(_drivers, "with_retries", with_retries)


@kind("client", "waits no moment between polls", once(lambda o: o.id in WAITS))
def impatient(_operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = _waiting.sleep

    def sleep(seconds: float) -> Any:
        witness.tell()
        return original(seconds / 1000)

    return mock.patch.object(_waiting, "sleep", sleep)


@kind("client", "takes any id", once(lambda o: o.ids and o.platform == "hasty"))
def any_id(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = _check.uuid

    def uuid(name: str, value: Any) -> Any:
        mine = name in operation.ids
        witness.called += mine
        try:
            return original(name, value)
        except InvalidArgument:
            if not mine:
                raise
            witness.told += 1
            return value

    return mock.patch.object(_check, "uuid", uuid)


def bounds(operation: Operation) -> list[str]:
    """The bounds of an export of labels."""
    names = ("labelCreatedAt", "lastActivityAt")
    bounding = operation.id == "execute_graphql"
    return [f"{name}.{bound}" for name in names for bound in ("start", "end") if bounding]


@kind("client", "bound is not sent", bounds, mark="#")
def bound_lost(_operation: Operation, detail: str, witness: Witness) -> Planted:
    lost, bound = detail.split(".")
    original = _export._range

    def _range(name: str, first: Any, second: Any) -> str:
        witness.tell(name == lost and (first, second)[bound == "end"][1] is not None)
        if name == lost:
            first = (first[0], None) if bound == "start" else first
            second = (second[0], None) if bound == "end" else second
        return original(name, first, second)

    return mock.patch.object(_export, "_range", _range)


@kind("client", "lets signed URLs into errors", storing(*SENDS, *FETCHES))
def signature_in_error(_operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = HttpInterface.redact

    def redact(self: HttpInterface, text: str, signed: str = "") -> str:
        right = original(self, text, signed)
        wrong = original(self, text)
        witness.tell(right != wrong)
        return wrong

    return mock.patch.object(HttpInterface, "redact", redact)
