"""Mutants of the readers of responses: of the types of values, and of the tolerant reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin
from unittest import mock
from uuid import UUID

import attrs
import httpx

from labelbridge._core.http.response import HttpInterface
from labelbridge._core.json.tolerant import TolerantReader
from labelbridge_api.instants import EpochSeconds, Instant, Timestamp
from labelbridge_api.introspection import hints_of, is_union, required_names, wire_name
from labelbridge_api.model import ResponseModel, wire_names
from tests.contracts.cases import OPERATIONS
from tests.deep.mutation.client_patches import is_for, planned
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.mutant import Active, Details, Probe, kind, once
from tests.support.model_values import parts

_read = once(lambda o: o.response and planned(o))


def _types_in(form: Any, above: tuple[Any, ...] = ()) -> set[Any]:
    """Return a type and the types of all its parts."""
    if form in {Instant, Timestamp, EpochSeconds}:
        return {datetime}
    if is_union(form) and float in get_args(form):  # an integer is a number too
        return {float}
    found = {form}.union(*(_types_in(part, above) for part in get_args(form)))
    if attrs.has(form) and form not in above:
        hints = hints_of(form).values()
        found = found.union(*(_types_in(hint, (*above, form)) for hint in hints))
    return found


@cache
def _types(platform: str, name: str) -> set[Any]:
    """Return the types of the successful responses to an operation."""
    (case,) = (each for each in OPERATIONS if (each.platform, each.name) == (platform, name))
    return set().union(*map(_types_in, case.plan().success.values()))


def reads(kind_of_type: Callable[[Any], bool]) -> Details:
    """Return the details of a kind for operations whose responses have such a type."""
    return once(
        lambda o: o.response and planned(o) and any(map(kind_of_type, _types(o.platform, o.id)))
    )


def _is_enum(form: Any) -> bool:
    return isinstance(form, type) and issubclass(form, Enum)


def _is_list_of_models(form: Any) -> bool:
    return get_origin(form) is list and any(map(attrs.has, get_args(form)))


def _is_union_of_models(form: Any) -> bool:
    return is_union(form) and all(map(attrs.has, get_args(form)))


def _has_models(form: Any) -> bool:
    return attrs.has(form) and any(
        attrs.has(part) for hint in hints_of(form).values() for part in _types_in(hint)
    )


def value_kind(name: str, details: Details) -> Callable[[Any], Any]:
    """Register a function `(model)` that mutates a model of a response, and its parts likewise.

    It returns whether it changed anything.
    """

    def register(edit: Callable[[Any], bool]) -> Any:
        def activate(operation: Operation, _detail: str, probe: Probe) -> Active:
            original = HttpInterface.parse_response

            def result(self: HttpInterface, plan: Any, *response: Any) -> Any:
                made = original(self, plan, *response)
                if is_for(operation, self, plan):
                    probe.record(sum(map(edit, parts(made))))
                return made

            return mock.patch.object(HttpInterface, "parse_response", result)

        kind("reader", name, details)(activate)
        return edit

    return register


def _replace(model: Any, form: type, change: Callable[[Any], Any]) -> bool:
    hints = hints_of(model._model())
    found = {
        name: each
        for name, each in model._values().items()
        if type(each) is form and form in _types_in(hints[name])
    }
    for name, value in found.items():
        setattr(model, name, change(value))
    return bool(found)


@value_kind("integers read as floats", reads(lambda form: form is int))
def int_as_float(model: Any) -> bool:
    return _replace(model, int, float)


@value_kind("ids read as text", reads(lambda form: form is UUID))
def id_as_text(model: Any) -> bool:
    return _replace(model, UUID, str)


@value_kind("time zones dropped", reads(lambda form: form is datetime))
def zone_dropped(model: Any) -> bool:
    return _replace(model, datetime, lambda value: value.replace(tzinfo=None))


@value_kind("enums read as text", reads(_is_enum))
def enum_as_text(model: Any) -> bool:
    found = {name: each for name, each in model._values().items() if isinstance(each, Enum)}
    for name, value in found.items():
        setattr(model, name, value.value)
    return bool(found)


@value_kind("unknown keys of nested objects dropped", reads(_has_models))
def nested_unknown_dropped(model: Any) -> bool:
    nested = [each for part in model._values().values() for each in parts(part)]
    dropped = [each for each in nested if each.additional_properties]
    for each in dropped:
        each._rest = {}
    return bool(dropped)


@kind("reader", "other class of union read", reads(_is_union_of_models))
def other_class(operation: Operation, _detail: str, probe: Probe) -> Active:
    original = HttpInterface.parse_response

    def result(self: HttpInterface, plan: Any, response: httpx.Response, content: bytes) -> Any:
        made = original(self, plan, response, content)
        if not is_for(operation, self, plan):
            return made
        (form,) = plan.success.values()
        (other,) = [each for each in get_args(form) if not isinstance(made, each)]
        probe.record()
        other_plan = attrs.evolve(plan, success=dict.fromkeys(plan.success, other))
        return original(self, other_plan, response, content)

    return mock.patch.object(HttpInterface, "parse_response", result)


@attrs.frozen
class Read:
    """One object that the tolerant reader has read.

    Attributes:
        reader: The reader.
        made: The model.
        place: JSON pointer to the object.
        new: The places of its mismatches, without those that were known before.
    """

    reader: TolerantReader
    made: Any
    place: str
    new: list[str]

    @property
    def is_damaged(self) -> bool:
        """Whether a required property has no value."""
        return type(self.made) is not self.made._model()

    @property
    def mismatches(self) -> list[str]:
        """The names on the wire of the properties whose raw values are kept."""
        known = wire_names(self.made._model())
        return [key for key in self.made.additional_properties if key in known]


def tolerant_kind(name: str, details: Details = _read) -> Callable[[Any], Any]:
    """Register a function `(read)` that mutates what the tolerant reader has read.

    It returns the model, or None if nothing changed.
    """

    def register(edit: Callable[[Read], Any]) -> Any:
        def activate(operation: Operation, _detail: str, probe: Probe) -> Active:
            original = TolerantReader.read

            def read(self: TolerantReader, model: Any, source: Any, place: str = "") -> Any:
                before = {*self.problems}
                made = original(self, model, source, place)
                platform = model.__module__.split(".")[1]
                if (self.operation, platform) != (operation.id, operation.platform):
                    return made
                new = [each for each in self.problems if each not in before]
                wrong = edit(Read(self, made, place, new))
                probe.record(wrong is not None)
                return made if wrong is None else wrong

            return mock.patch.object(TolerantReader, "read", read)

        kind("reader", name, details)(activate)
        return edit

    return register


@tolerant_kind("raw value of mismatch lost")
def raw_lost(read: Read) -> Any:
    for key in (lost := read.mismatches):
        del read.made[key]
    return read.made if lost else None


@tolerant_kind("missing required property read as null")
def required_as_null(read: Read) -> Any:
    if not read.is_damaged:
        return None
    model = read.made._model()
    made = model.__new__(model)
    for field in attrs.fields(model):
        setattr(made, field.name, getattr(read.made, field.name, None))
    made._rest = read.made.additional_properties
    return made


@tolerant_kind("value of another type kept in attribute")
def wrong_type_kept(read: Read) -> Any:
    names = {wire_name(read.made._model(), each.name): each.name for each in _fields(read.made)}
    for key in (kept := read.mismatches):
        setattr(read.made, names[key], read.made[key])
    return read.made if kept else None


@tolerant_kind("mismatch not reported")
def not_reported(read: Read) -> Any:
    for place in read.new:
        del read.reader.problems[place]
    return read.made if read.new else None


@tolerant_kind("mismatch reported for the object around")
def wrong_place(read: Read) -> Any:
    own = [each for each in read.new if each.rpartition("/")[0] == read.place]
    for each in own:
        read.reader.problems[read.place] = read.reader.problems.pop(each)
    return read.made if own else None


@tolerant_kind("operation of missing value lost")
def operation_lost(read: Read) -> Any:
    if read.is_damaged:
        read.made._operation = ""
    return read.made if read.is_damaged else None


@tolerant_kind("value beside a mismatch lost")
def neighbour_lost(read: Read) -> Any:
    values = read.made._values()
    required = required_names(read.made._model())
    other = next((name for name, value in values.items() if value and name in required), None)
    if other is None or not read.new:
        return None
    setattr(read.made, other, None)
    return read.made


@tolerant_kind("damaged items dropped", reads(_is_list_of_models))
def items_dropped(read: Read) -> Any:
    dropped = False
    for name, value in read.made._values().items():
        if isinstance(value, list) and any(map(_is_damaged, value)):
            setattr(read.made, name, [item for item in value if not _is_damaged(item)])
            dropped = True
    return read.made if dropped else None


def _is_damaged(item: Any) -> bool:
    return isinstance(item, ResponseModel) and type(item) is not item._model()


def _fields(made: Any) -> Any:
    return attrs.fields(made._model())
