"""Lies of the emulator about files: signatures, bytes, what is in an export."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest import mock

from labelbridge_emulator.handler import Request
from labelbridge_emulator.platforms.hasty.exporters.archive import Selection
from labelbridge_emulator.platforms.hasty.handlers import exports
from labelbridge_emulator.platforms.labelbox.handlers import documents
from labelbridge_emulator.server import storage
from labelbridge_emulator.store import Files, StoredFile
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.emulator_seams import around
from tests.deep.mutation.lie import Witness, kind

Planted = AbstractContextManager[Any]

FOLDERS = {
    "hasty.create_uploads": "hasty/uploads/",
    "hasty.get_export": "hasty/exports/",
    "labelbox.download_export": "labelbox-exports/",
}
"""Where the files lie that an operation signs for."""

LONG_AGO = datetime(1971, 1, 1, tzinfo=UTC)


def stored(operation: Operation) -> list[str]:
    """One way, for operations whose files the storage has."""
    return [""] if operation.key in FOLDERS else []


@kind("emulator", "signs for ever", stored)
def never_expires(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = Files.verify

    def allows(self: Files, method: str, key: str, *signed: str) -> bool:
        right = original(self, method, key, *signed)
        if not key.startswith(FOLDERS[operation.key]):
            return right
        with mock.patch.object(self._clock, "peek", return_value=LONG_AGO):
            wrong = original(self, method, key, *signed)
        witness.tell(wrong != right)
        return wrong

    return mock.patch.object(Files, "verify", allows)


@kind("emulator", "signs for any method", stored)
def any_method(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = Files.verify

    def allows(self: Files, method: str, key: str, *signed: str) -> bool:
        right = original(self, method, key, *signed)
        if not key.startswith(FOLDERS[operation.key]):
            return right
        other = original(self, "GET" if method == "PUT" else "PUT", key, *signed)
        witness.tell(other and not right)
        return right or other

    return mock.patch.object(Files, "verify", allows)


@kind("emulator", "gives without a signature", stored)
def unsigned(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = storage._allowed

    def allowed(files: Files, request: Any, key: str) -> bool:
        right = original(files, request, key)
        if not key.startswith(FOLDERS[operation.key]):
            return right
        wrong = "Signature" not in request.query_params
        witness.tell(wrong and not right)
        return right or wrong

    return mock.patch.object(storage, "_allowed", allowed)


@kind("emulator", "keeps a byte less", stored)
def byte_lost(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = Files.get

    def get(self: Files, key: str) -> StoredFile | None:
        found = original(self, key)
        if found is None or found.data is None or not key.startswith(FOLDERS[operation.key]):
            return found
        witness.tell()
        return replace(found, data=found.data[:-1], size=found.size - 1)

    return mock.patch.object(Files, "get", get)


def exported(operation: Operation) -> list[str]:
    """What an export can lack."""
    return ["images", "classes", "labels"] if operation.key == "hasty.create_export" else []


@kind("emulator", "are not all in the export", exported)
def export_short(operation: Operation, detail: str, witness: Witness) -> Planted:
    def lacking(original: Any) -> Any:
        def labels(selection: Selection, image: Any) -> Any:
            found = original(selection, image)
            witness.tell(found)
            return found[:-1]

        def select(request: Request, job: Any) -> Any:
            selection = original(request, job)
            found = getattr(selection, detail)
            witness.tell(found)
            return replace(selection, **{detail: list(found)[:-1]})

        return labels if detail == "labels" else select

    place = (Selection, "labels") if detail == "labels" else (exports, "_select")
    return around(operation, *place, lacking)


def bounds(operation: Operation) -> list[str]:
    """The bounds of an export of labels."""
    if operation.id != "execute_graphql":
        return []
    names = ("labelCreatedAt", "lastActivityAt")
    return [f"{name}.{bound}" for name in names for bound in ("start", "end")]


@kind("emulator", "bounds nothing", bounds, mark="#")
def bound_ignored(_operation: Operation, detail: str, witness: Witness) -> Planted:
    name, bound = detail.split(".")
    original = documents._ROOT["exportLabels"]

    def export_labels(info: Any, data: dict[str, Any]) -> Any:
        told = (data.get("filters") or {}).get(name) or {}
        witness.tell(bound in told)
        told.pop(bound, None)
        return original(info, data)

    return mock.patch.dict(documents._ROOT, {"exportLabels": export_labels})
