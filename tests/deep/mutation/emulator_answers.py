"""Lies of the emulator in what it answers: fields, statuses, keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import pairwise
from typing import Any
from unittest import mock

from labelbridge_emulator.handler import ApiError, Request, Response
from labelbridge_emulator.server.emulation import Emulation
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.edits import EDITS, ENUM, Edit, edited, neighbour, records_of
from tests.deep.mutation.emulator_seams import (
    Handled,
    answering,
    handler,
    is_bound,
    reading,
    served,
)
from tests.deep.mutation.lie import Witness, kind, once

Planted = AbstractContextManager[None]


def _telling(edit: Edit) -> None:
    """Register the kind that tells a field of answers wrongly in one way."""

    def details(operation: Operation) -> Iterator[str]:
        return edit.fields(operation.answer)

    @kind("emulator", f"is told {edit.name}", details)
    def told(operation: Operation, detail: str, witness: Witness) -> Planted:
        wrong = neighbour(operation.answer[detail]) if edit is ENUM else edit

        def change(answer: Any, _call: Request) -> None:
            witness.tell(edited(wrong, records_of(operation, answer), detail))

        return answering(operation, change)


for _edit in EDITS:
    _telling(_edit)


def pairs(operation: Operation) -> Iterator[str]:
    """Neighbouring fields of an answer that could be taken for each other."""
    fields = list(operation.answer.items())
    for (one, first), (other, second) in pairwise(fields):
        alike = (first.get("type"), first.get("format")) == (
            second.get("type"),
            second.get("format"),
        )
        if alike and "enum" not in first and "type" in first:
            yield f"{one}+{other}"


@kind("emulator", "are swapped", pairs)
def swapped(operation: Operation, detail: str, witness: Witness) -> Planted:
    one, other = detail.split("+")

    def change(answer: Any, _call: Request) -> None:
        records = records_of(operation, answer)
        different = False
        for record in records if isinstance(records, list) else [records]:
            if isinstance(record, dict) and {one, other} <= record.keys():
                different |= record[one] != record[other]
                record[one], record[other] = record[other], record[one]
        witness.tell(different)

    return answering(operation, change)


def refusals(operation: Operation) -> Iterator[str]:
    """Statuses of refusals that a handler decides on, where the contract has another one."""
    known = [each for each in (404, 400, 403, 409) if each in operation.statuses]
    if served(operation) and len(known) > 1:
        yield from (str(each) for each in known if each != 403)


@kind("emulator", "is another status", refusals, mark="=")
def other_status(operation: Operation, detail: str, witness: Witness) -> Planted:
    others = (each for each in (404, 400, 403) if str(each) != detail)
    instead = next(each for each in others if each in operation.statuses)

    original = Emulation._handled

    def handled(self: Emulation, platform: Any, bound: Any, *request: Any) -> Any:
        if not is_bound(operation, bound):
            return original(self, platform, bound, *request)
        witness.called += 1
        try:
            return original(self, platform, bound, *request)
        except ApiError as refusal:
            if str(refusal.status) != detail:
                raise
            witness.told += 1
            raise ApiError(instead, refusal.message, refusal.code) from None

    return mock.patch.object(Emulation, "_handled", handled)


@kind(
    "emulator",
    "succeeds with another status",
    once(lambda o: served(o) and o.platform != "labelbox"),
)
def other_success(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def wrapper(original: Handled, request: Request) -> Any:
        result = original(request)
        witness.tell()
        wrong = 202 if 202 not in operation.statuses else 203
        return replace(
            result if isinstance(result, Response) else Response(json=result), status=wrong
        )

    return handler(operation, wrapper)


@kind("emulator", "asks for no key", once(served), mark="=401")
def key_unchecked(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = Emulation._key

    def _key(self: Emulation, platform: Any, bound: Any, request: Any) -> str:
        if not is_bound(operation, bound):
            return original(self, platform, bound, request)
        witness.called += 1
        try:
            return original(self, platform, bound, request)
        except ApiError:
            witness.told += 1
            return "nobody"

    return mock.patch.object(Emulation, "_key", _key)


@kind(
    "emulator",
    "names no field in what it refuses",
    once(lambda o: o.body and 400 in o.statuses),
    mark="=400",
)
def field_unnamed(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def wrapper(original: Any, self: Any, raw: bytes) -> Any:
        witness.called += 1
        try:
            return original(self, raw)
        except ApiError as refusal:
            witness.told += 1
            raise ApiError(refusal.status, "Bad request.") from None

    return reading(operation, "read_body", wrapper)
