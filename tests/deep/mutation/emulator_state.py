"""Mutants of the emulator in what it stores."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labelbridge_emulator.handler import Request
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.emulator_patches import Handler, handler_kind, request_kind, served
from tests.deep.mutation.field_edits import DROP, EDITS, NULL, RENAME, Edit, edit_records
from tests.deep.mutation.mutant import Probe, once


def optional(operation: Operation) -> Iterator[str]:
    """Yield the optional fields of a body."""
    return (name for name in operation.body if name not in operation.required and served(operation))


def clearable(operation: Operation) -> Iterator[str]:
    """Yield the optional fields of an update that may be null."""
    names = optional(operation) if operation.method in {"PUT", "PATCH"} else iter(())
    return (name for name in names if NULL.fits(operation.body[name]))


def _with_edited(request: Request, edit: Edit, name: str) -> Request:
    body = copy.deepcopy(request.body)
    edit_records(edit, body, name)
    return replace(request, body=body)


@request_kind("body field not stored", optional, mark="#")
def field_not_stored(_operation: Operation, detail: str, request: Request) -> Request:
    return _with_edited(request, DROP, detail)


@request_kind("missing body field cleared", clearable)
def field_cleared(_operation: Operation, detail: str, request: Request) -> Request:
    body = copy.deepcopy(request.body)
    for record in body if isinstance(body, list) else [body]:
        if isinstance(record, dict):
            record.setdefault(detail, None)
    return replace(request, body=body)


def _register(edit: Edit) -> None:
    def details(operation: Operation) -> Iterator[str]:
        return edit.fields(operation.body) if operation.method != "GET" else iter(())

    @request_kind(f"body field {edit.name}", details, mark="#")
    def edited(operation: Operation, detail: str, request: Request) -> Request:
        return _with_edited(request, edit.of(operation.body[detail]), detail)


for _edit in EDITS:
    if _edit not in {DROP, RENAME, NULL}:
        _register(_edit)


@handler_kind("change not stored", once(lambda o: o.method != "GET"))
def change_not_stored(probe: Probe, original: Handler, request: Request) -> Any:
    store = request.store
    memo = {id(each): each for each in (store, store.files, store.clock)}  # these are not copied
    before = copy.deepcopy(store._states, memo)
    result = original(request)
    store._states = before
    probe.record()
    return result
