"""Mutants of the client in code that all operations share, each active for one operation.

Those of file transfers are active for the operation that returns the signed URLs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import attrs

from labelbridge._core import driver_base, polling, retry
from labelbridge._core.download_check import Form
from labelbridge._core.driver_base import BaseDriver
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.json import validate
from labelbridge._core.partial_download import PartialDownload
from labelbridge._core.secrets import Secret
from labelbridge.errors import InvalidArgument, LabelbridgeError
from labelbridge.files import OpenFile
from tests.deep.mutation.client_patches import planned, request_kind
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.mutant import Active, Probe, kind, once
from tests.support.facts import facts

_planned = once(planned)
_repeatable = once(lambda o: planned(o) and o.idempotent)
_polled = once(lambda o: o.id in facts(o.platform).POLLED)
_stored = once(lambda o: o.stored)
_downloaded = once(lambda o: o.stored and o.stored[0] == "GET")


def is_upload(operation: Operation) -> bool:
    """Return whether the operation's signed URLs are for uploads."""
    return operation.stored is not None and operation.stored[0] == "PUT"


@request_kind("API key logged", _planned, side_effect=True)
def key_logged(_detail: str, http: HttpInterface, plan: Any, url: str) -> str:
    logging.getLogger("labelbridge").info("%s with %s", plan.operation, http.secret.reveal())
    return url


@request_kind("API key also in query", _planned)
def key_in_query(_detail: str, http: HttpInterface, _plan: Any, url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}key={http.secret.reveal()}"


@kind("client", "API key in error", _planned)
def key_in_error(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = HttpInterface.api_error

    def error(self: HttpInterface, name: str, *rest: Any, **options: Any) -> Any:
        own = self.platform.name == operation.platform and name == operation.id
        http = attrs.evolve(self, secret=Secret("-" * 40)) if own else self
        made = original(http, name, *rest, **options)
        probe.record(own and str(made) != str(original(self, name, *rest, **options)))
        return made

    return mock.patch.object(HttpInterface, "api_error", error)


@kind("client", "API key sent to storage", _stored)
def key_to_storage(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = BaseDriver._storage_request
    method = "PUT" if is_upload(operation) else "GET"

    def request(self: Any, name: str, its_method: str, *rest: Any, **options: Any) -> Any:
        made = original(self, name, its_method, *rest, **options)
        probe.record(its_method == method)
        if its_method == method:
            made.request.headers[self._http.platform.credential.name] = self._http.secret.reveal()
        return made

    return mock.patch.object(BaseDriver, "_storage_request", request)


@kind("client", "partial file left", _downloaded)
def partial_file_left(_operation: Operation, _detail: str, probe: Probe) -> Active:
    original = PartialDownload.discard

    def drop(self: PartialDownload) -> None:
        exists = self._path.exists()
        probe.record(exists)
        if exists:
            self._path.replace(self._to)
        original(self)

    return mock.patch.object(PartialDownload, "discard", drop)


@kind("client", "last byte of file lost", _stored)
def byte_lost(operation: Operation, _detail: str, probe: Probe) -> Active:
    keep, read = PartialDownload.commit, OpenFile.read

    def kept(self: PartialDownload) -> Path:
        path = keep(self)
        probe.record()
        path.write_bytes(path.read_bytes()[:-1])
        return path

    def reading(self: OpenFile, *size: int) -> bytes:
        chunk = read(self, *size)
        probe.record(chunk)
        return chunk[:-1] + b"\0" if chunk else chunk

    if is_upload(operation):
        return mock.patch.object(OpenFile, "read", reading)
    return mock.patch.object(PartialDownload, "commit", kept)


@kind("client", "file content not checked", _downloaded)
def file_unchecked(_operation: Operation, _detail: str, probe: Probe) -> Active:
    original = PartialDownload._check

    def skip(self: PartialDownload, form: Form) -> None:
        try:
            original(self, form)
        except LabelbridgeError:
            probe.record()

    return mock.patch.object(PartialDownload, "_check", skip)


def _is_step(operation: Operation, step: Any) -> bool:
    return getattr(getattr(step, "plan", None), "operation", None) == operation.id


@kind("client", "Retry-After ignored", _repeatable)
def retry_after_ignored(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = retry.backoff

    def backoff(policy: Any, attempt: int, error: Any, random: float) -> float:
        right = original(policy, attempt, error, random)
        if getattr(error, "operation", operation.id) != operation.id:
            return right
        error.retry_after, kept = None, error.retry_after
        wrong = original(policy, attempt, error, random)
        error.retry_after = kept
        probe.record(wrong != right)
        return wrong

    return mock.patch.object(retry, "backoff", backoff)


def _patch_retries(
    operation: Operation, probe: Probe, change: Callable[[Any, Any], tuple[Any, Any]]
) -> Active:
    """Change step and policy of the attempts of an operation."""
    original = driver_base.Attempts

    def attempts(step: Any, policy: Any, *rest: Any) -> Any:
        if not _is_step(operation, step):
            return original(step, policy, *rest)
        wrong = change(step, policy)
        probe.record(wrong != (step, policy))
        return original(*wrong, *rest)

    return mock.patch.object(driver_base, "Attempts", attempts)


@kind("client", "one attempt too many", _repeatable)
def attempt_too_many(operation: Operation, _detail: str, probe: Probe) -> Active:
    return _patch_retries(
        operation,
        probe,
        lambda step, policy: (step, attrs.evolve(policy, attempts=policy.attempts + 1)),
    )


@kind("client", "deadline ignored", _polled)
def deadline_ignored(operation: Operation, _detail: str, probe: Probe) -> Active:
    return _patch_retries(
        operation, probe, lambda step, policy: (attrs.evolve(step, deadline=None), policy)
    )


@kind("client", "permanent error retried", _repeatable)
def permanent_error_retried(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = retry.should_retry

    def should_retry(step: Any, error: Any) -> bool:
        right = original(step, error)
        own = _is_step(operation, step)
        probe.record(own and not right)
        return right or own

    return mock.patch.object(retry, "should_retry", should_retry)


_RETRIED = {"503": True, "429": False}
"""Wrong decisions about operations that are not idempotent, by the status of the response."""


@kind(
    "client",
    "creation retried or not",
    lambda o: _RETRIED if planned(o) and not o.idempotent else (),
)
def creation_retried(operation: Operation, detail: str, probe: Probe) -> Active:
    original = retry.should_retry

    def should_retry(step: Any, error: Any) -> bool:
        right = original(step, error)
        own = _is_step(operation, step) and str(getattr(error, "status", "")) == detail
        wrong = _RETRIED[detail] if own else right
        probe.record(wrong != right)
        return wrong

    return mock.patch.object(retry, "should_retry", should_retry)


@kind("client", "no pause between polls", _polled)
def no_pause(_operation: Operation, _detail: str, probe: Probe) -> Active:
    original = polling.sleep

    def sleep(seconds: float) -> Any:
        probe.record()
        return original(seconds / 1000)

    return mock.patch.object(polling, "sleep", sleep)


@kind("client", "invalid id accepted", once(lambda o: o.ids and o.uuids))
def invalid_id_accepted(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = validate.uuid

    def uuid(name: str, value: Any) -> Any:
        own = name in operation.ids
        try:
            result = original(name, value)
        except InvalidArgument:
            if not own:
                raise
            probe.record()
            return value
        probe.reached += own
        return result

    return mock.patch.object(validate, "uuid", uuid)


@kind("client", "signature in error", _stored)
def signature_in_error(_operation: Operation, _detail: str, probe: Probe) -> Active:
    original = HttpInterface.redact

    def redact(self: HttpInterface, text: str, signed: str = "") -> str:
        wrong = original(self, text)
        probe.record(original(self, text, signed) != wrong)
        return wrong

    return mock.patch.object(HttpInterface, "redact", redact)
