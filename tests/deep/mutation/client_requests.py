"""Lies of the client in what it sends."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import attrs
import msgspec

from labelbridge_api.plan import Plan
from tests.deep.mutation.client_seams import in_colour, planned, planning, requesting, with_query
from tests.deep.mutation.contract import PAGING, Operation, types
from tests.deep.mutation.edits import (
    DROP,
    EDITS,
    ENUM,
    RENAME,
    REVERSE,
    Edit,
    edited,
    neighbour,
    other_name,
)
from tests.deep.mutation.lie import Witness, kind, once

Planted = AbstractContextManager[None]


def query(operation: Operation) -> Iterator[str]:
    """Parameters of the query."""
    return iter(operation.query if planned(operation) else ())


def arrays(operation: Operation) -> Iterator[str]:
    """Those that are lists."""
    return (name for name in query(operation) if "array" in types(operation.query[name]))


def flags(operation: Operation) -> Iterator[str]:
    """Those that are true or false."""
    return (name for name in query(operation) if "boolean" in types(operation.query[name]))


def _in_query(
    operation: Operation, detail: str, witness: Witness, change: Callable[[dict[str, Any]], Any]
) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        changed = dict(plan.query)
        if detail in changed:
            change(changed)
        witness.tell(changed != plan.query)
        return with_query(plan, changed)

    return planning(operation, edit)


@kind("client", "is not sent", query, mark="?")
def query_dropped(operation: Operation, detail: str, witness: Witness) -> Planted:
    return _in_query(operation, detail, witness, lambda sent: sent.pop(detail))


@kind("client", "is sent under another name", query, mark="?")
def query_renamed(operation: Operation, detail: str, witness: Witness) -> Planted:
    def change(sent: dict[str, Any]) -> None:
        sent[other_name(detail)] = sent.pop(detail)

    return _in_query(operation, detail, witness, change)


@kind("client", "is sent in the body", query, mark="?")
def query_in_body(operation: Operation, detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        sent = dict(plan.query)
        witness.tell(detail in sent)
        if detail not in sent:
            return plan
        body = plan.body if isinstance(plan.body, dict) else {}
        return attrs.evolve(plan, body={**body, detail: sent.pop(detail)}, query=sent)

    return planning(operation, edit)


@kind("client", "is sent with its first value only", arrays, mark="?")
def first_value_only(operation: Operation, detail: str, witness: Witness) -> Planted:
    return _in_query(
        operation, detail, witness, lambda sent: sent.update({detail: sent[detail][:1]})
    )


@kind("client", "is joined in another way", arrays, mark="?")
def joined_otherwise(operation: Operation, detail: str, witness: Witness) -> Planted:
    def edit(_wire: Any, plan: Plan[Any], made: dict[str, Any]) -> dict[str, Any]:
        url = re.sub(
            rf"(?<=[?&]){detail}=[^&]*", lambda found: found[0].replace(",", ";"), made["url"]
        )
        witness.tell(url != made["url"])
        return {**made, "url": url}

    return requesting(operation, edit)


@kind("client", "is sent as Python writes it", flags, mark="?")
def flag_as_python(operation: Operation, detail: str, witness: Witness) -> Planted:
    return _in_query(
        operation, detail, witness, lambda sent: sent.update({detail: str(sent[detail])})
    )


def _misasking(edit: Edit) -> None:
    """Register the kind that sends parameters of the query wrongly in one way."""

    def details(operation: Operation) -> Iterator[str]:
        return (name for name in edit.fields(operation.query) if planned(operation))

    @kind("client", f"is asked for {edit.name}", details, mark="?")
    def asked(operation: Operation, detail: str, witness: Witness) -> Planted:
        wrong = neighbour(operation.query[detail]) if edit is ENUM else edit
        return _in_query(operation, detail, witness, lambda sent: wrong.apply(sent, detail))


for _edit in EDITS:
    if _edit not in {DROP, RENAME, REVERSE}:  # the order of what is asked for means nothing
        _misasking(_edit)


def _missending(edit: Edit) -> None:
    """Register the kind that sends fields of the body wrongly in one way."""

    def details(operation: Operation) -> Iterator[str]:
        return edit.fields(operation.body)

    @kind("client", f"is sent {edit.name}", details, mark="#")
    def sent(operation: Operation, detail: str, witness: Witness) -> Planted:
        wrong = neighbour(operation.body[detail]) if edit is ENUM else edit

        def change(plan: Plan[Any]) -> Plan[Any]:
            if plan.body is msgspec.UNSET:
                return plan
            body = copy.deepcopy(plan.body)
            witness.tell(edited(wrong, body, detail))
            return attrs.evolve(plan, body=body)

        return planning(operation, change)


for _edit in EDITS:
    _missending(_edit)


@kind(
    "client",
    "loses null",
    lambda o: (name for name, schema in o.body.items() if "null" in types(schema)),
    mark="#",
)
def null_lost(operation: Operation, detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        body = copy.deepcopy(plan.body)
        for record in body if isinstance(body, list) else [body]:
            null = isinstance(record, dict) and detail in record and record[detail] is None
            witness.tell(null)
            if null:
                del record[detail]
        return attrs.evolve(plan, body=body)

    return planning(operation, edit)


@kind("client", "sends the last item not", once(lambda o: o.listed))
def item_lost(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        witness.tell(len(plan.body) > 1)
        return attrs.evolve(plan, body=plan.body[:-1] if len(plan.body) > 1 else plan.body)

    return planning(operation, edit)


@kind("client", "swaps the path's ids", once(lambda o: len(o.ids) > 1 and planned(o)))
def ids_swapped(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        names, values = [*plan.path_parameters], [*plan.path_parameters.values()]
        witness.tell()
        return attrs.evolve(plan, path_parameters=dict(zip(names, values[::-1], strict=True)))

    return planning(operation, edit)


@kind("client", "escapes no path", once(lambda o: o.ids and o.platform != "hasty" and planned(o)))
def unescaped(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(_wire: Any, plan: Plan[Any], made: dict[str, Any]) -> dict[str, Any]:
        url = made["url"].replace(plan.path, "")
        raw = plan.path.format_map(plan.path_parameters)
        _escaped, mark, search = url.partition("?")
        witness.tell(not made["url"].startswith(raw))
        return {**made, "url": f"{raw}{mark}{search}"}

    return requesting(operation, edit)


@kind(
    "client",
    "is retried though it is not idempotent",
    once(lambda o: planned(o) and not o.idempotent),
)
def retried(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        witness.tell(not plan.idempotent)
        return attrs.evolve(plan, idempotent=True)

    return planning(operation, edit)


@kind("client", "is never retried", once(lambda o: planned(o) and o.idempotent))
def never_retried(operation: Operation, _detail: str, witness: Witness) -> Planted:
    def edit(plan: Plan[Any]) -> Plan[Any]:
        witness.tell(plan.idempotent)
        return attrs.evolve(plan, idempotent=False)

    return planning(operation, edit)


def coloured(operation: Operation) -> Iterator[str]:
    """What can be lost in one colour alone: each parameter and each field that may be left out."""
    if planned(operation):
        for colour in ("sync", "async"):
            names = [name for name in operation.query if name not in PAGING]
            yield from (f"{colour}?{name}" for name in names)
            yield from (
                f"{colour}#{name}" for name in operation.body if name not in operation.required
            )


@kind("client", "is lost in this colour alone", coloured)
def lost_in_colour(operation: Operation, detail: str, witness: Witness) -> Planted:
    colour, mark, name = re.split(r"([?#])", detail)

    def edit(plan: Plan[Any]) -> Plan[Any]:
        if mark == "?":
            witness.tell(name in plan.query)
            return with_query(plan, {k: v for k, v in plan.query.items() if k != name})
        body = copy.deepcopy(plan.body)
        witness.tell(edited(DROP, body, name))
        return attrs.evolve(plan, body=body)

    return in_colour(operation, colour, edit)
