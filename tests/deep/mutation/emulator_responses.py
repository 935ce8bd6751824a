"""Mutants of the emulator in its responses: fields, statuses, keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from labelbridge_emulator.contract.operation import Operation as Bound
from labelbridge_emulator.handler import ApiError, Request, Response
from labelbridge_emulator.server.emulation import Emulation
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.emulator_patches import (
    Handler,
    handler_kind,
    patch_errors,
    response_kind,
    served,
)
from tests.deep.mutation.field_edits import EDITS, Edit, edit_records, records_of
from tests.deep.mutation.mutant import Active, Probe, kind, once


def _register(edit: Edit) -> None:
    @response_kind(f"response field {edit.name}", lambda o: edit.fields(o.response))
    def edited(operation: Operation, detail: str, value: Any) -> None:
        records = records_of(operation, value)
        edit_records(edit.of(operation.response[detail]), records, detail)


for _edit in EDITS:
    _register(_edit)


def pairs(operation: Operation) -> Iterator[str]:
    """Yield adjacent fields of a response that have the same type."""
    for (one, first), (other, second) in pairwise(operation.response.items()):
        same = [first.get(key) == second.get(key) for key in ("type", "format")]
        if all(same) and "enum" not in first and "type" in first:
            yield f"{one}+{other}"


@response_kind("response fields swapped", pairs)
def swapped(operation: Operation, detail: str, value: Any) -> None:
    one, other = detail.split("+")
    records = records_of(operation, value)
    for record in records if isinstance(records, list) else [records]:
        if isinstance(record, dict) and {one, other} <= record.keys():
            record[one], record[other] = record[other], record[one]


def error_statuses(operation: Operation) -> Iterator[str]:
    """Yield error statuses of handlers, if another one is documented."""
    known = [each for each in (404, 400, 403, 409) if each in operation.statuses]
    if served(operation) and len(known) > 1:
        yield from (str(each) for each in known if each != 403)


@kind("emulator", "wrong error status", error_statuses, mark="=")
def wrong_error_status(operation: Operation, detail: str, probe: Probe) -> Active:
    others = (each for each in (404, 400, 403) if str(each) != detail)
    wrong = next(each for each in others if each in operation.statuses)

    def change(error: ApiError, *_: Any) -> None:
        if str(error.status) != detail:
            raise error
        raise ApiError(wrong, error.message, error.code)

    return patch_errors(operation, Emulation, "_handle", probe, change)


@kind("emulator", "API key not checked", once(served), mark="=401")
def key_unchecked(operation: Operation, _detail: str, probe: Probe) -> Active:
    return patch_errors(operation, Emulation, "_key", probe, lambda *_: "unknown")


@kind(
    "emulator",
    "error does not name the field",
    once(lambda o: o.body and 400 in o.statuses),
    mark="=400",
)
def field_unnamed(operation: Operation, _detail: str, probe: Probe) -> Active:
    def change(error: ApiError, *_: Any) -> None:
        raise ApiError(error.status, "Bad request.")

    return patch_errors(operation, Bound, "read_body", probe, change)


@handler_kind("wrong success status", once(served))
def wrong_success_status(probe: Probe, original: Handler, request: Request) -> Any:
    result = original(request)
    probe.record()
    return replace(result if isinstance(result, Response) else Response(json=result), status=202)
