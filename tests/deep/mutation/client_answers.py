"""Lies of the client in what it understands of answers, pages and errors."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

import attrs
import httpx

from labelbridge import errors, pagination
from labelbridge._core.http.response import HttpInterface
from labelbridge_api.plan import Plan
from tests.deep.mutation.client_seams import (
    hearing,
    is_for,
    planned,
    planning,
    understanding,
    with_query,
)
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.edits import EDITS, ENUM, Edit, edited, neighbour, records_of
from tests.deep.mutation.lie import Witness, kind, once

Planted = AbstractContextManager[Any]


def heard(operation: Operation) -> bool:
    """Whether the client reads its answers; a name may be another platform's too."""
    return operation.id != "check_key_post"


def _misreading(edit: Edit) -> None:
    """Register the kind that reads a field of answers wrongly in one way."""

    def details(operation: Operation) -> Iterator[str]:
        return (name for name in edit.fields(operation.answer) if heard(operation))

    @kind("client", f"is read {edit.name}", details)
    def read(operation: Operation, detail: str, witness: Witness) -> Planted:
        wrong = neighbour(operation.answer[detail]) if edit is ENUM else edit

        def change(answer: Any) -> None:
            records = answer if isinstance(answer, list) else records_of(operation, answer)
            witness.tell(edited(wrong, records, detail))

        return hearing(operation, change)


for _edit in EDITS:
    _misreading(_edit)


def _in_list(operation: Operation, witness: Witness, change: Callable[[list[Any]], Any]) -> Planted:
    def edit(answer: Any) -> None:
        records = records_of(operation, answer)
        before = copy.copy(records)
        if records:
            change(records)
        witness.tell(records != before)

    return hearing(operation, edit)


@kind("client", "reads the last item not", once(lambda o: o.many and planned(o)))
def last_unread(operation: Operation, _detail: str, witness: Witness) -> Planted:
    return _in_list(operation, witness, lambda records: records.pop())


@kind("client", "reads items backwards", once(lambda o: o.many and planned(o)))
def read_backwards(operation: Operation, _detail: str, witness: Witness) -> Planted:
    return _in_list(operation, witness, lambda records: records.reverse())


@kind("client", "reads the total one too low", once(lambda o: o.paged))
def total_short(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(answer: Any) -> None:
        total = answer.get("meta", {}).get("total", 0)
        witness.tell(total)
        if total:
            answer["meta"]["total"] = total - 1

    return hearing(operation, edit)


@kind("client", "loses what the contract does not know", once(lambda o: o.answer and planned(o)))
def unknown_lost(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def forget(made: Any) -> bool:
        if isinstance(made, list):
            return sum(forget(each) for each in made) > 0
        if not attrs.has(type(made)):
            return False
        extra = getattr(made, "additional_properties", {})
        lost = bool(extra)
        extra.clear()
        parts = [
            getattr(made, each.name)
            for each in attrs.fields(type(made))
            if each.name != "additional_properties"
        ]
        return sum(forget(part) for part in parts) > 0 or lost

    def edit(made: Any) -> Any:
        witness.tell(forget(made))
        return made

    return understanding(operation, edit)


def _paging(
    operation: Operation, witness: Witness, change: Callable[[int, Any, int | None], int | None]
) -> Planted:
    """Change where the next page of an operation begins."""
    original = pagination._next_offset

    def next_offset(offset: int, page: Any, before: Any) -> int | None:
        right = original(offset, page, before)
        wrong = change(offset, page, right) if page.operation == operation.id else right
        witness.tell(wrong != right)
        return wrong

    return mock.patch.object(pagination, "_next_offset", next_offset)


@kind("client", "skips an item between pages", once(lambda o: o.paged))
def item_skipped(operation: Operation, _detail: str, witness: Witness) -> Planted:
    return _paging(operation, witness, lambda _offset, _page, right: right and right + 1)


@kind("client", "fetches an item twice between pages", once(lambda o: o.paged))
def item_twice(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def earlier(offset: int, page: Any, right: int | None) -> int | None:
        return right - 1 if right and len(page.items) > 1 else right

    return _paging(operation, witness, earlier)


@kind("client", "ends before the last page", once(lambda o: o.paged))
def last_page_lost(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def ended(_offset: int, page: Any, right: int | None) -> int | None:
        size = max(len(page.items), 1)
        return None if right and (page.total or 0) - right <= size else right

    return _paging(operation, witness, ended)


@kind("client", "asks for one page only", once(lambda o: o.paged))
def one_page(operation: Operation, _detail: str, witness: Witness) -> Planted:
    return _paging(operation, witness, lambda _offset, _page, _right: None)


@kind("client", "begins every list with its second item", once(lambda o: o.paged))
def second_first(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        witness.tell()
        return with_query(plan, {**plan.query, "offset": plan.query.get("offset", 0) + 1})

    return planning(operation, edit)


CLASSES = {
    400: errors.Conflict,
    401: errors.PermissionDenied,
    404: errors.BadRequest,
    409: errors.BadRequest,
    429: errors.ServerError,
    503: errors.RateLimited,
}
"""What errors are taken for, by status."""


def _refusing(
    operation: Operation, witness: Witness, change: Callable[[errors.ApiError], errors.ApiError]
) -> Planted:
    """Change the errors that an operation's refusals become."""
    original = HttpInterface._build_error

    def error(self: HttpInterface, name: str, *rest: Any, **options: Any) -> errors.ApiError:
        made = original(self, name, *rest, **options)
        if self.platform.name != operation.platform or name != operation.id:
            return made
        wrong = change(made)
        witness.tell((type(wrong), str(wrong), wrong.body) != (type(made), str(made), made.body))
        return wrong

    return mock.patch.object(HttpInterface, "_build_error", error)


def _copied(
    made: errors.ApiError, kind_of: type[errors.ApiError], **changes: Any
) -> errors.ApiError:
    names = ("platform", "operation", "status", "code", "request_id", "retry_after", "body")
    values = {name: getattr(made, name) for name in names}
    message = changes.pop("message", made.message)
    return kind_of(message, **{**values, **changes})


@kind(
    "client", "is another class of error",
    lambda o: (str(each) for each in CLASSES if each in o.statuses and planned(o)), mark="=",
)  # fmt: skip
def other_class(operation: Operation, detail: str, witness: Witness) -> Planted:
    def change(made: errors.ApiError) -> errors.ApiError:
        if str(made.status) != detail:
            return made
        return _copied(made, CLASSES[made.status])

    return _refusing(operation, witness, change)


PARTS = {"message": "refused", "code": None, "request_id": None, "status": 418}
"""What can be wrong in an error, and how."""


@kind("client", "is lost of errors", lambda o: PARTS if planned(o) else ())
def part_lost(operation: Operation, detail: str, witness: Witness) -> Planted:
    return _refusing(
        operation, witness, lambda made: _copied(made, type(made), **{detail: PARTS[detail]})
    )


@kind(
    "client",
    "takes refusals for answers",
    once(lambda o: planned(o) and not o.answer and o.method != "GET"),
)
def refusal_passes(operation: Operation, _detail: str, witness: Witness) -> Planted:
    original = HttpInterface.parse_response

    def result(self: HttpInterface, plan: Any, response: httpx.Response) -> Any:
        mine = is_for(operation, self, plan)
        witness.tell(mine and response.status_code == 404)
        if mine and response.status_code == 404:
            return None
        return original(self, plan, response)

    return mock.patch.object(HttpInterface, "parse_response", result)
