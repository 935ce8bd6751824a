"""Mutants of the client in what it sends."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import msgspec

from labelbridge_api.plan import Plan
from tests.deep.mutation.client_patches import mode_kind, plan_kind, planned, request_kind
from tests.deep.mutation.contract import PAGING, Operation, types
from tests.deep.mutation.field_edits import (
    DROP,
    EDITS,
    RENAME,
    REVERSE,
    Edit,
    edit_records,
    other_case,
)
from tests.deep.mutation.mutant import once

AnyPlan = Plan[Any]


def query(operation: Operation) -> Iterator[str]:
    """Yield the query parameters."""
    return iter(operation.query if planned(operation) else ())


def _of_type(name: str) -> Callable[[Operation], Iterator[str]]:
    return lambda operation: (
        each for each in query(operation) if name in types(operation.query[each])
    )


def _with_query(plan: AnyPlan, name: str, edit: Callable[[dict[str, Any]], object]) -> AnyPlan:
    """Return the plan with another query, if the parameter is in it."""
    changed = dict(plan.query)
    if name in changed:
        edit(changed)
    return attrs.evolve(plan, query=changed)


def _with_body(plan: AnyPlan, edit: Callable[[Any], object]) -> AnyPlan:
    """Return the plan with another body, if it has one."""
    if plan.body is msgspec.UNSET:
        return plan
    body = copy.deepcopy(plan.body)
    edit(body)
    return attrs.evolve(plan, body=body)


@plan_kind("query parameter not sent", query, mark="?")
def query_dropped(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    return _with_query(plan, detail, lambda sent: sent.pop(detail))


@plan_kind("query parameter renamed", query, mark="?")
def query_renamed(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    return _with_query(
        plan, detail, lambda sent: sent.update({other_case(detail): sent.pop(detail)})
    )


@plan_kind("query parameter sent in body", query, mark="?")
def query_in_body(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    if detail not in plan.query:
        return plan
    sent = dict(plan.query)
    body = plan.body if isinstance(plan.body, dict) else {}
    return attrs.evolve(plan, body={**body, detail: sent.pop(detail)}, query=sent)


@plan_kind("only first value of query list sent", _of_type("array"), mark="?")
def first_value_only(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    return _with_query(plan, detail, lambda sent: sent.update({detail: sent[detail][:1]}))


@plan_kind("boolean sent as in Python", _of_type("boolean"), mark="?")
def boolean_as_in_python(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    return _with_query(plan, detail, lambda sent: sent.update({detail: str(sent[detail])}))


@request_kind("query list joined by semicolons", _of_type("array"), mark="?")
def joined_by_semicolons(detail: str, _http: Any, _plan: AnyPlan, url: str) -> str:
    pattern = rf"(?<=[?&]){detail}=[^&]*"
    return re.sub(pattern, lambda found: found[0].replace(",", ";"), url)


def _register_query(edit: Edit) -> None:
    def details(operation: Operation) -> Iterator[str]:
        return (name for name in edit.fields(operation.query) if planned(operation))

    @plan_kind(f"query parameter {edit.name}", details, mark="?")
    def edited(operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
        own = edit.of(operation.query[detail])
        return _with_query(plan, detail, lambda sent: own.apply(sent, detail))


def _register_body(edit: Edit) -> None:
    @plan_kind(f"body field {edit.name}", lambda o: edit.fields(o.body), mark="#")
    def edited(operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
        own = edit.of(operation.body[detail])
        return _with_body(plan, lambda body: edit_records(own, body, detail))


for _edit in EDITS:
    _register_body(_edit)
    if _edit not in {DROP, RENAME, REVERSE}:  # the order of query values has no meaning
        _register_query(_edit)


@plan_kind(
    "null in body dropped",
    lambda o: (name for name, schema in o.body.items() if "null" in types(schema)),
    mark="#",
)
def null_dropped(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    def edit(body: Any) -> None:
        for record in body if isinstance(body, list) else [body]:
            if isinstance(record, dict) and detail in record and record[detail] is None:
                del record[detail]

    return _with_body(plan, edit)


@plan_kind("last item of body dropped", once(lambda o: o.body_is_list))
def item_dropped(_operation: Operation, _detail: str, plan: AnyPlan) -> AnyPlan:
    return attrs.evolve(plan, body=plan.body[:-1] if len(plan.body) > 1 else plan.body)


@plan_kind("path ids swapped", once(lambda o: len(o.ids) > 1 and planned(o)))
def ids_swapped(_operation: Operation, _detail: str, plan: AnyPlan) -> AnyPlan:
    names, values = [*plan.path_parameters], [*plan.path_parameters.values()]
    return attrs.evolve(plan, path_parameters=dict(zip(names, values[::-1], strict=True)))


@request_kind("path not escaped", once(lambda o: o.ids and not o.uuids and planned(o)))
def unescaped(_detail: str, _http: Any, plan: AnyPlan, url: str) -> str:
    _escaped, mark, search = url.partition("?")
    return f"{plan.path.format_map(plan.path_parameters)}{mark}{search}"


@plan_kind("non-idempotent request retried", once(lambda o: planned(o) and not o.idempotent))
def retried(_operation: Operation, _detail: str, plan: AnyPlan) -> AnyPlan:
    return attrs.evolve(plan, idempotent=True)


@plan_kind("idempotent request not retried", once(lambda o: planned(o) and o.idempotent))
def never_retried(_operation: Operation, _detail: str, plan: AnyPlan) -> AnyPlan:
    return attrs.evolve(plan, idempotent=False)


def optional_inputs(operation: Operation) -> Iterator[str]:
    """Yield mode and name of each query parameter, and of each optional field of the body."""
    if planned(operation):
        for mode in ("sync", "async"):
            yield from (f"{mode}?{name}" for name in operation.query if name not in PAGING)
            yield from (
                f"{mode}#{name}" for name in operation.body if name not in operation.required
            )


@mode_kind("input lost in one mode", optional_inputs)
def lost_in_one_mode(_operation: Operation, detail: str, plan: AnyPlan) -> AnyPlan:
    _mode, mark, name = re.split(r"([?#])", detail)
    if mark == "?":
        return _with_query(plan, name, lambda sent: sent.pop(name))
    return _with_body(plan, lambda body: edit_records(DROP, body, name))
