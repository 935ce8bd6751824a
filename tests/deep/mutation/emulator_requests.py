"""Lies of the emulator about what it is asked for, and about lists."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from labelbridge_emulator.contract import strict_json as strict
from labelbridge_emulator.contract.parameters import query_pairs, read_parameters
from labelbridge_emulator.handler import ApiError, Request
from labelbridge_emulator.platforms.hasty.models.state import State
from tests.deep.mutation.contract import PAGING, Operation, types
from tests.deep.mutation.edits import records_of
from tests.deep.mutation.emulator_seams import (
    Handled,
    answering,
    asking,
    handler,
    reading,
    served,
    with_query,
)
from tests.deep.mutation.lie import Witness, kind, once

Planted = AbstractContextManager[None]


def filters(operation: Operation) -> Iterator[str]:
    """Parameters of the query that choose what is in an answer."""
    return (name for name in operation.query if name not in PAGING and served(operation))


def arrays(operation: Operation) -> Iterator[str]:
    """Those that are lists."""
    return (name for name in filters(operation) if "array" in types(operation.query[name]))


@kind("emulator", "is ignored", filters, mark="?")
def filter_ignored(operation: Operation, detail: str, witness: Witness) -> Planted:
    def edit(request: Request) -> Request:
        witness.tell(detail in request.query)
        return with_query(request, {k: v for k, v in request.query.items() if k != detail})

    return asking(operation, edit)


@kind("emulator", "knows its first value only", arrays, mark="?")
def first_value_only(operation: Operation, detail: str, witness: Witness) -> Planted:
    def edit(request: Request) -> Request:
        values = request.query.get(detail, [])
        witness.tell(len(values) > 1)
        return with_query(
            request, {**request.query, detail: values[:1]} if values else {**request.query}
        )

    return asking(operation, edit)


@kind("emulator", "pages begin one too late", once(lambda o: o.paged), mark="?offset")
def offset_off_by_one(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(request: Request) -> Request:
        offset = request.query.get("offset", 0)
        witness.tell(offset > 0)
        return with_query(
            request, {**request.query, "offset": offset + 1} if offset else {**request.query}
        )

    return asking(operation, edit)


@kind("emulator", "pages hold one too few", once(lambda o: o.paged), mark="?limit")
def limit_off_by_one(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(request: Request) -> Request:
        limit = request.query.get("limit", 0)
        witness.tell(limit > 1)
        return with_query(
            request, {**request.query, "limit": limit - 1} if limit > 1 else {**request.query}
        )

    return asking(operation, edit)


@kind("emulator", "knows no limit", once(lambda o: o.paged), mark="?limit")
def limit_ignored(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(request: Request) -> Request:
        witness.tell("limit" in request.query)
        return with_query(request, {k: v for k, v in request.query.items() if k != "limit"})

    return asking(operation, edit)


@kind("emulator", "total counts the page", once(lambda o: o.paged))
def total_of_page(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(answer: Any, _call: Request) -> None:
        total = answer["meta"]["total"]
        answer["meta"]["total"] = len(answer["items"])
        witness.tell(total != answer["meta"]["total"])

    return answering(operation, edit)


@kind("emulator", "total is one too few", once(lambda o: o.paged))
def total_short(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(answer: Any, _call: Request) -> None:
        total = answer["meta"]["total"]
        answer["meta"]["total"] = max(total - 1, 0)
        witness.tell(total)

    return answering(operation, edit)


@kind("emulator", "lists backwards", once(lambda o: o.many))
def backwards(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(answer: Any, _call: Request) -> None:
        records = records_of(operation, answer)
        witness.tell(isinstance(records, list) and len(records) > 1)
        if isinstance(records, list):
            records.reverse()

    return answering(operation, edit)


@kind("emulator", "lists the last not", once(lambda o: o.many and served(o)))
def last_lost(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(answer: Any, _call: Request) -> None:
        records = records_of(operation, answer)
        witness.tell(records)
        if records:
            records.pop()

    return answering(operation, edit)


@kind("emulator", "lists the first twice", once(lambda o: o.many and served(o)))
def first_twice(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(answer: Any, _call: Request) -> None:
        records = records_of(operation, answer)
        witness.tell(records)
        if records:
            records.append(copy.deepcopy(records[0]))

    return answering(operation, edit)


@kind(
    "emulator",
    "finds under any parent",
    once(lambda o: o.platform == "hasty" and "project_id" in o.ids and len(o.ids) > 1),
)
def found_elsewhere(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def wrapper(original: Handled, request: Request) -> Any:
        try:
            return original(request)
        except ApiError as refusal:
            others = [*request.store.state(State).projects] if refusal.status == 404 else []
            for other in others:
                try:
                    found = original(replace(request, path={**request.path, "project_id": other}))
                except ApiError:
                    continue
                witness.tell()
                return found
            witness.called += 1
            raise

    return handler(operation, wrapper)


@kind("emulator", "takes any body", once(lambda o: o.body and 400 in o.statuses), mark="=400")
def body_unchecked(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def wrapper(original: Any, self: Any, raw: bytes) -> Any:
        witness.called += 1
        try:
            return original(self, raw)
        except ApiError:
            value = strict.loads(raw or b"{}")
            witness.told += 1
            return value

    return reading(operation, "read_body", wrapper)


@kind("emulator", "takes any query", once(lambda o: served(o) and 400 in o.statuses), mark="=400")
def query_unchecked(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def wrapper(original: Any, self: Any, raw: str) -> Any:
        witness.called += 1
        try:
            return original(self, raw)
        except ApiError:
            witness.told += 1
            parameters = self._parameters("query")
            pairs = query_pairs(raw, parameters)
            return read_parameters([each for each in parameters if each.fits(pairs)], pairs)

    return reading(operation, "read_query", wrapper)
