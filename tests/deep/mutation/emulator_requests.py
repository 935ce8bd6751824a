"""Mutants of the emulator in how it reads requests, and in its lists."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from labelbridge_emulator.contract import strict_json
from labelbridge_emulator.contract.operation import Operation as Bound
from labelbridge_emulator.contract.parameters import query_pairs, read_parameters
from labelbridge_emulator.handler import Request
from tests.deep.mutation.contract import PAGING, Operation, types
from tests.deep.mutation.emulator_patches import (
    patch_errors,
    request_kind,
    response_kind,
    served,
    with_query,
)
from tests.deep.mutation.field_edits import records_of
from tests.deep.mutation.mutant import Active, Probe, kind, once


def filters(operation: Operation) -> Iterator[str]:
    """Yield the query parameters that select what is in a response."""
    return (name for name in operation.query if name not in PAGING and served(operation))


def list_filters(operation: Operation) -> Iterator[str]:
    """Yield those that are lists."""
    return (name for name in filters(operation) if "array" in types(operation.query[name]))


_page = once(lambda o: o.paged)
_list = once(lambda o: o.many)
_served_list = once(lambda o: o.many and served(o))


@request_kind("query parameter ignored", filters, mark="?")
def filter_ignored(_operation: Operation, detail: str, request: Request) -> Request:
    return with_query(request, **{detail: None})


@request_kind("only first value of query list used", list_filters, mark="?")
def first_value_only(_operation: Operation, detail: str, request: Request) -> Request:
    return with_query(request, **{detail: request.query.get(detail, [])[:1] or None})


@request_kind("offset one too high", _page, mark="?offset")
def offset_too_high(_operation: Operation, _detail: str, request: Request) -> Request:
    offset = request.query.get("offset", 0)
    return with_query(request, offset=offset + 1) if offset else request


@request_kind("limit one too low", _page, mark="?limit")
def limit_too_low(_operation: Operation, _detail: str, request: Request) -> Request:
    limit = request.query.get("limit", 0)
    return with_query(request, limit=limit - 1) if limit > 1 else request


@request_kind("limit ignored", _page, mark="?limit")
def limit_ignored(_operation: Operation, _detail: str, request: Request) -> Request:
    return with_query(request, limit=None)


@response_kind("total counts the page", _page)
def total_of_page(_operation: Operation, _detail: str, value: Any) -> None:
    value["meta"]["total"] = len(value["items"])


@response_kind("total one too low", _page)
def total_too_low(_operation: Operation, _detail: str, value: Any) -> None:
    value["meta"]["total"] = max(value["meta"]["total"] - 1, 0)


@response_kind("list reversed", _list)
def list_reversed(operation: Operation, _detail: str, value: Any) -> None:
    if records := records_of(operation, value):
        records.reverse()


@response_kind("last item of list dropped", _served_list)
def last_dropped(operation: Operation, _detail: str, value: Any) -> None:
    if records := records_of(operation, value):
        records.pop()


@response_kind("first item of list repeated", _served_list)
def first_repeated(operation: Operation, _detail: str, value: Any) -> None:
    if records := records_of(operation, value):
        records.append(copy.deepcopy(records[0]))


@kind("emulator", "body not validated", once(lambda o: o.body and 400 in o.statuses), mark="=400")
def body_unchecked(operation: Operation, _detail: str, probe: Probe) -> Active:
    def accept(_error: Exception, _own: Bound, raw: bytes) -> Any:
        return strict_json.loads(raw or b"{}")

    return patch_errors(operation, Bound, "read_body", probe, accept)


@kind("emulator", "query not validated", once(lambda o: served(o) and 400 in o.statuses), "=400")
def query_unchecked(operation: Operation, _detail: str, probe: Probe) -> Active:
    def accept(_error: Exception, own: Bound, raw: str) -> Any:
        parameters = own._parameters("query")
        pairs = query_pairs(raw, parameters)
        return read_parameters([each for each in parameters if each.fits(pairs)], pairs)

    return patch_errors(operation, Bound, "read_query", probe, accept)
