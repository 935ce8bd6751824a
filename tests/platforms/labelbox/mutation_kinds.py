"""Kinds of mutants that only this platform has."""

from __future__ import annotations

from typing import Any
from unittest import mock

from labelbridge.labelbox._inputs import exports
from labelbridge_emulator.platforms.labelbox.handlers import documents
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.mutant import Active, Probe, kind


def bounds(operation: Operation) -> list[str]:
    """Return the bounds of an export of labels."""
    names = ("labelCreatedAt", "lastActivityAt")
    bounded = operation.key == "labelbox.execute_graphql"
    return [f"{name}.{bound}" for name in names for bound in ("start", "end") if bounded]


@kind("client", "date bound not sent", bounds, mark="#")
def bound_not_sent(_operation: Operation, detail: str, probe: Probe) -> Active:
    lost, bound = detail.split(".")
    original = exports._range

    def _range(name: str, first: Any, second: Any) -> str:
        probe.record(name == lost and (first, second)[bound == "end"][1] is not None)
        if name == lost:
            first = (first[0], None) if bound == "start" else first
            second = (second[0], None) if bound == "end" else second
        return original(name, first, second)

    return mock.patch.object(exports, "_range", _range)


@kind("emulator", "date bound ignored", bounds, mark="#")
def bound_ignored(_operation: Operation, detail: str, probe: Probe) -> Active:
    name, bound = detail.split(".")
    original = documents._ROOT["exportLabels"]

    def export_labels(info: Any, data: dict[str, Any]) -> Any:
        given = (data.get("filters") or {}).get(name) or {}
        probe.record(bound in given)
        given.pop(bound, None)
        return original(info, data)

    return mock.patch.dict(documents._ROOT, {"exportLabels": export_labels})
