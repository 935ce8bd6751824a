"""Mutants of the emulator's storage: signatures and bytes of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest import mock

from labelbridge_emulator.server import storage
from labelbridge_emulator.store import Files, StoredFile
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.mutant import Active, Probe, kind, once

PAST = datetime(1971, 1, 1, tzinfo=UTC)

_stored = once(lambda o: o.stored)


def _is_in_folder(operation: Operation, key: str) -> bool:
    return operation.stored is not None and key.startswith(operation.stored[1])


@kind("emulator", "signature never expires", _stored)
def never_expires(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = Files.verify

    def verify(self: Files, method: str, key: str, *signed: str) -> bool:
        right = original(self, method, key, *signed)
        if not _is_in_folder(operation, key):
            return right
        with mock.patch.object(self._clock, "peek", return_value=PAST):
            wrong = original(self, method, key, *signed)
        probe.record(wrong != right)
        return wrong

    return mock.patch.object(Files, "verify", verify)


@kind("emulator", "signature valid for any method", _stored)
def any_method(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = Files.verify

    def verify(self: Files, method: str, key: str, *signed: str) -> bool:
        right = original(self, method, key, *signed)
        if not _is_in_folder(operation, key):
            return right
        other = original(self, "GET" if method == "PUT" else "PUT", key, *signed)
        probe.record(other and not right)
        return right or other

    return mock.patch.object(Files, "verify", verify)


@kind("emulator", "signature not required", _stored)
def unsigned(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = storage._allowed

    def allowed(files: Files, request: Any, key: str) -> bool:
        right = original(files, request, key)
        if not _is_in_folder(operation, key):
            return right
        wrong = "Signature" not in request.query_params
        probe.record(wrong and not right)
        return right or wrong

    return mock.patch.object(storage, "_allowed", allowed)


@kind("emulator", "last byte of file lost", _stored)
def byte_lost(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = Files.get

    def get(self: Files, key: str) -> StoredFile | None:
        found = original(self, key)
        if found is None or found.data is None or not _is_in_folder(operation, key):
            return found
        probe.record()
        return replace(found, data=found.data[:-1], size=found.size - 1)

    return mock.patch.object(Files, "get", get)
