"""Lies of the emulator about what it keeps."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from labelbridge_emulator.handler import Request
from labelbridge_emulator.platforms.hasty import assets
from labelbridge_emulator.platforms.hasty.handlers import datasets, segments
from labelbridge_emulator.platforms.hasty.models.state import State
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.edits import DROP, EDITS, ENUM, NULL, RENAME, Edit, edited, neighbour
from tests.deep.mutation.emulator_seams import Handled, around, asking, handler, served, snapshot
from tests.deep.mutation.lie import Witness, kind, once

Planted = AbstractContextManager[None]


def optional(operation: Operation) -> Iterator[str]:
    """Fields of a body that may be left out."""
    return (name for name in operation.body if name not in operation.required and served(operation))


def writes(operation: Operation) -> bool:
    """Whether it changes what is kept."""
    return bool(operation.method != "GET" and operation.body and operation.platform != "labelbox")


@kind("emulator", "is forgotten", optional, mark="#")
def field_forgotten(operation: Operation, detail: str, witness: Witness) -> Planted:
    return asking(operation, _body_editing(DROP, detail, witness))


@kind(
    "emulator",
    "is cleared when left out",
    lambda o: (
        name for name in optional(o) if NULL.fits(o.body[name]) and o.method in {"PUT", "PATCH"}
    ),
)
def field_cleared(operation: Operation, detail: str, witness: Witness) -> Planted:
    def edit(request: Request) -> Request:
        body = copy.deepcopy(request.body)
        for record in body if isinstance(body, list) else [body]:
            witness.tell(isinstance(record, dict) and detail not in record)
            if isinstance(record, dict):
                record.setdefault(detail, None)
        return replace(request, body=body)

    return asking(operation, edit)


def _body_editing(edit: Edit, detail: str, witness: Witness) -> Any:
    def edit_call(request: Request) -> Request:
        body = copy.deepcopy(request.body)
        witness.tell(edited(edit, body, detail))
        return replace(request, body=body)

    return edit_call


def _misreading(edit: Edit) -> None:
    """Register the kind that misreads fields of a body in one way."""

    def details(operation: Operation) -> Iterator[str]:
        return edit.fields(operation.body) if writes(operation) else iter(())

    @kind("emulator", f"is kept {edit.name}", details, mark="#")
    def misread(operation: Operation, detail: str, witness: Witness) -> Planted:
        wrong = neighbour(operation.body[detail]) if edit is ENUM else edit
        return asking(operation, _body_editing(wrong, detail, witness))


for _edit in EDITS:
    if _edit not in {DROP, RENAME, NULL}:
        _misreading(_edit)


@kind("emulator", "changes nothing", once(lambda o: o.method != "GET" and o.platform == "hasty"))
def not_kept(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def wrapper(original: Handled, request: Request) -> Any:
        restore = snapshot(request)
        result = original(request)
        restore()
        witness.tell()
        return result

    return handler(operation, wrapper)


@kind(
    "emulator",
    "leaves bytes behind",
    once(lambda o: o.id in {"delete_image", "delete_video", "delete_dataset", "delete_project"}),
)
def bytes_left(operation: Operation, _detail: str, witness: Witness) -> Planted:
    return around(operation, State, "_delete_files", lambda _original: lambda *_: witness.tell())


@kind(
    "emulator",
    "leaves labels in the search",
    once(
        lambda o: o.id in {"delete_image", "delete_dataset", "delete_label_class", "delete_labels"}
    ),
)
def labels_left(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def forget(_state: State, label: Any) -> None:
        witness.tell()
        del label.image.labels[label.id]

    return around(operation, State, "remove_label", lambda _original: forget)


UNIQUE = {
    "create_dataset": (datasets, "_unique_name", lambda request, *_, **__: request.body["name"]),
    "update_dataset": (datasets, "_unique_name", lambda request, *_, **__: request.body["name"]),
    "create_image": (assets, "check_name_free", lambda *_, **__: None),
    "replace_image": (assets, "check_name_free", lambda *_, **__: None),
    "update_image": (assets, "check_name_free", lambda *_, **__: None),
    "create_segment": (segments, "_overlapping", lambda *_, **__: []),
    "update_segment": (segments, "_overlapping", lambda *_, **__: []),
}
"""What refuses conflicts, by operation, and how it does not."""


@kind("emulator", "lets conflicts pass", once(lambda o: o.id in UNIQUE), mark="=409")
def conflict_passes(operation: Operation, _detail: str, witness: Witness) -> Planted:
    owner, name, lax = UNIQUE[operation.id]

    def make(_original: Any) -> Any:
        def passing(*arguments: Any, **options: Any) -> Any:
            witness.tell()
            return lax(*arguments, **options)

        return passing

    return around(operation, owner, name, make)
