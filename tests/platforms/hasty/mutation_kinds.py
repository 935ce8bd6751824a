"""Kinds of mutants that only this platform has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from labelbridge_emulator.handler import ApiError, Request
from labelbridge_emulator.platforms.hasty import assets
from labelbridge_emulator.platforms.hasty.exporters.archive import Selection
from labelbridge_emulator.platforms.hasty.handlers import datasets, exports, segments
from labelbridge_emulator.platforms.hasty.models.state import State
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.emulator_patches import Handler, handler_kind, patch_while_handled
from tests.deep.mutation.mutant import Active, Probe, kind, once


def _among(*ids: str) -> Any:
    return once(lambda o: o.platform == "hasty" and o.id in ids)


def _in_project(operation: Operation) -> bool:
    ids = operation.ids
    return operation.platform == "hasty" and "project_id" in ids and len(ids) > 1


@handler_kind("parent id not checked", once(_in_project))
def found_elsewhere(probe: Probe, original: Handler, request: Request) -> Any:
    try:
        return original(request)
    except ApiError as error:
        others = [*request.store.state(State).projects] if error.status == 404 else []
        for other in others:
            try:
                found = original(replace(request, path={**request.path, "project_id": other}))
            except ApiError:
                continue
            probe.record()
            return found
        probe.reached += 1
        raise


@kind(
    "emulator",
    "file not deleted",
    _among("delete_image", "delete_video", "delete_dataset", "delete_project"),
)
def file_left(operation: Operation, _detail: str, probe: Probe) -> Active:
    return patch_while_handled(
        operation, State, "_delete_files", lambda _: lambda *_: probe.record()
    )


@kind(
    "emulator",
    "labels left in search",
    _among("delete_image", "delete_dataset", "delete_label_class", "delete_labels"),
)
def labels_left(operation: Operation, _detail: str, probe: Probe) -> Active:
    def forget(_state: State, label: Any) -> None:
        probe.record()
        del label.image.labels[label.id]

    return patch_while_handled(operation, State, "remove_label", lambda _original: forget)


UNIQUE = {
    "create_dataset": (datasets, "_unique_name", lambda request, *_, **__: request.body["name"]),
    "update_dataset": (datasets, "_unique_name", lambda request, *_, **__: request.body["name"]),
    "create_image": (assets, "check_name_free", lambda *_, **__: None),
    "replace_image": (assets, "check_name_free", lambda *_, **__: None),
    "update_image": (assets, "check_name_free", lambda *_, **__: None),
    "create_segment": (segments, "_overlapping", lambda *_, **__: []),
    "update_segment": (segments, "_overlapping", lambda *_, **__: []),
}
"""The function that detects conflicts, by operation, and one that detects none."""


@kind("emulator", "conflict not detected", _among(*UNIQUE), mark="=409")
def conflict_not_detected(operation: Operation, _detail: str, probe: Probe) -> Active:
    owner, name, lax = UNIQUE[operation.id]

    def make(_original: Any) -> Any:
        def passing(*arguments: Any, **options: Any) -> Any:
            probe.record()
            return lax(*arguments, **options)

        return passing

    return patch_while_handled(operation, owner, name, make)


def exported(operation: Operation) -> list[str]:
    """Return what can be missing in an export."""
    return ["images", "classes", "labels"] if operation.key == "hasty.create_export" else []


@kind("emulator", "export incomplete", exported)
def export_incomplete(operation: Operation, detail: str, probe: Probe) -> Active:
    def lacking(original: Any) -> Any:
        def labels(selection: Selection, image: Any) -> Any:
            found = original(selection, image)
            probe.record(found)
            return found[:-1]

        def select(request: Request, job: Any) -> Any:
            selection = original(request, job)
            found = getattr(selection, detail)
            probe.record(found)
            return replace(selection, **{detail: list(found)[:-1]})

        return labels if detail == "labels" else select

    place = (Selection, "labels") if detail == "labels" else (exports, "_select")
    return patch_while_handled(operation, *place, lacking)
