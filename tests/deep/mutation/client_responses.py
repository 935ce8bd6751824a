"""Mutants of the client in how it reads responses, pages and errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import attrs
import httpx

from labelbridge import errors
from labelbridge._core import page_reader, pages
from labelbridge._core.http.response import HttpInterface
from labelbridge_api.plan import Plan
from tests.deep.mutation.client_patches import is_for, plan_kind, planned, response_kind
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.field_edits import EDITS, Edit, edit_records, records_of
from tests.deep.mutation.mutant import Active, Probe, kind, once
from tests.support.facts import facts


def is_read(operation: Operation) -> bool:
    """Return whether the client reads the operation's responses."""
    return planned(operation) or operation.id in facts(operation.platform).ROWS


def _register(edit: Edit) -> None:
    @response_kind(
        f"response field {edit.name}",
        lambda o: (name for name in edit.fields(o.response) if is_read(o)),
    )
    def edited(operation: Operation, detail: str, value: Any) -> None:
        records = value if isinstance(value, list) else records_of(operation, value)
        edit_records(edit.of(operation.response[detail]), records, detail)


for _edit in EDITS:
    _register(_edit)

_list = once(lambda o: o.many and planned(o))
_page = once(lambda o: o.paged)


@response_kind("last item of list dropped", _list)
def last_dropped(operation: Operation, _detail: str, value: Any) -> None:
    if records := records_of(operation, value):
        records.pop()


@response_kind("list reversed", _list)
def list_reversed(operation: Operation, _detail: str, value: Any) -> None:
    if records := records_of(operation, value):
        records.reverse()


@response_kind("total one too low", _page)
def total_too_low(_operation: Operation, _detail: str, value: Any) -> None:
    if value.get("meta", {}).get("total", 0):
        value["meta"]["total"] -= 1


@kind("client", "unknown keys dropped", once(lambda o: o.response and planned(o)))
def unknown_dropped(operation: Operation, _detail: str, probe: Probe) -> Active:
    def drop(made: Any) -> bool:
        if isinstance(made, list):
            return sum(drop(each) for each in made) > 0
        if not attrs.has(type(made)):
            return False
        extra = getattr(made, "additional_properties", {})
        dropped = bool(extra)
        extra.clear()
        names = [each.name for each in attrs.fields(type(made))]
        parts = [getattr(made, name, None) for name in names if name != "additional_properties"]
        return sum(drop(part) for part in parts) > 0 or dropped

    original = HttpInterface.parse_response

    def result(self: HttpInterface, plan: Any, response: httpx.Response, content: bytes) -> Any:
        made = original(self, plan, response, content)
        if is_for(operation, self, plan):
            probe.record(drop(made))
        return made

    return mock.patch.object(HttpInterface, "parse_response", result)


@kind("client", "shorter list accepted", _page)
def shorter_list_accepted(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = pages.growth

    def growth(page: Any, before: Any) -> int:
        right = original(page, before)
        probe.record(right < 0 and page.operation == operation.id)
        return max(right, 0) if page.operation == operation.id else right

    return mock.patch.object(pages, "growth", growth)


def _paging_kind(name: str) -> Callable[[Any], Any]:
    """Register a function `(page, right)` that returns where the next page starts."""

    def register(change: Callable[[Any, int | None], int | None]) -> Any:
        def activate(operation: Operation, _detail: str, probe: Probe) -> Active:
            original = pages.next_offset

            def next_offset(offset: int, size: int, page: Any, before: Any) -> int | None:
                right = original(offset, size, page, before)
                wrong = change(page, right) if page.operation == operation.id else right
                probe.record(wrong != right)
                return wrong

            return mock.patch.object(page_reader, "next_offset", next_offset)

        kind("client", name, _page)(activate)
        return change

    return register


@_paging_kind("item between pages skipped")
def item_skipped(_page: Any, right: int | None) -> int | None:
    return right and right + 1


@_paging_kind("item between pages repeated")
def item_repeated(page: Any, right: int | None) -> int | None:
    return right - 1 if right and len(page.items) > 1 else right


@_paging_kind("last page not requested")
def last_page_lost(page: Any, right: int | None) -> int | None:
    size = max(len(page.items), 1)
    return None if right and (page.total or 0) - right <= size else right


@_paging_kind("only first page requested")
def first_page_only(_page: Any, _right: int | None) -> int | None:
    return None


@plan_kind("list starts at second item", _page)
def second_first(_operation: Operation, _detail: str, plan: Plan[Any]) -> Plan[Any]:
    return attrs.evolve(plan, query={**plan.query, "offset": plan.query.get("offset", 0) + 1})


def _patch_errors(
    operation: Operation, probe: Probe, change: Callable[[errors.ApiError], errors.ApiError]
) -> Active:
    """Change the errors that are made of error responses to an operation."""
    original = HttpInterface.api_error

    def error(self: HttpInterface, name: str, *rest: Any, **options: Any) -> errors.ApiError:
        made = original(self, name, *rest, **options)
        if self.platform.name != operation.platform or name != operation.id:
            return made
        wrong = change(made)
        probe.record(type(wrong) is not type(made) or vars(wrong) != vars(made))
        return wrong

    return mock.patch.object(HttpInterface, "api_error", error)


def _copied(
    made: errors.ApiError, class_: type[errors.ApiError], **changes: Any
) -> errors.ApiError:
    names = ("vendor", "operation", "status", "code", "request_id", "retry_after", "body")
    values = {name: getattr(made, name) for name in names} | changes
    return class_(values.pop("message", made.message), **values)


CLASSES = {
    400: errors.Conflict,
    401: errors.PermissionDenied,
    404: errors.BadRequest,
    409: errors.BadRequest,
    429: errors.ServerError,
    503: errors.RateLimited,
}
"""A wrong class for each status."""


@kind(
    "client", "wrong error class",
    lambda o: (str(each) for each in CLASSES if each in o.statuses and planned(o)), mark="=",
)  # fmt: skip
def wrong_class(operation: Operation, detail: str, probe: Probe) -> Active:
    def change(made: errors.ApiError) -> errors.ApiError:
        return _copied(made, CLASSES[made.status]) if str(made.status) == detail else made

    return _patch_errors(operation, probe, change)


ATTRIBUTES = {"message": "refused", "code": None, "request_id": None, "status": 418}
"""A wrong value for each attribute of errors."""


@kind("client", "error attribute lost", lambda o: ATTRIBUTES if planned(o) else ())
def attribute_lost(operation: Operation, detail: str, probe: Probe) -> Active:
    return _patch_errors(
        operation, probe, lambda made: _copied(made, type(made), **{detail: ATTRIBUTES[detail]})
    )


@kind(
    "client",
    "error response read as success",
    once(lambda o: planned(o) and not o.response and o.method != "GET"),
)
def error_ignored(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = HttpInterface.parse_response

    def result(self: HttpInterface, plan: Any, response: httpx.Response, content: bytes) -> Any:
        ignored = is_for(operation, self, plan) and response.status_code == 404
        probe.record(ignored)
        return None if ignored else original(self, plan, response, content)

    return mock.patch.object(HttpInterface, "parse_response", result)
