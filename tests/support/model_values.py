"""Comparing and checking values of responses, with the types of all their parts."""

from __future__ import annotations

import copy
import json
import pickle
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import attrs
import pytest

from labelbridge.errors import MissingValue
from labelbridge_api.instants import EpochSeconds, Instant, Timestamp
from labelbridge_api.introspection import hints_of, is_union, required_names, wire_name
from labelbridge_api.model import ResponseModel, wire_names

REPR_LENGTH = 310
SECRET = "?Signature="
"""The beginning of a query that no repr shows."""


def typed(value: Any) -> Any:
    """Return a value that is equal to that of another value if all parts and their types are equal.

    Other than `==`, it distinguishes 1, 1.0 and True, -0.0 and 0.0, time zones, an enum and a
    string, and objects that differ in `additional_properties`.
    """
    if isinstance(value, ResponseModel):
        return (
            value._model(),
            type(value) is value._model(),
            {name: typed(part) for name, part in value._values().items()},
            typed(value.additional_properties),
        )
    if isinstance(value, dict):
        return {key: typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, date | UUID):
        return type(value), str(value)
    return type(value), repr(value)


def has_type(value: Any, form: Any) -> bool:
    """Return whether a value and all its parts have the annotated types.

    A required property of an object may have no value, but no value of another type.
    """
    if form is Any:
        return True
    inner = get_args(form)
    if form in {Instant, Timestamp, EpochSeconds}:
        return isinstance(value, datetime) and value.tzinfo is not None
    if is_union(form):
        return any(has_type(value, each) for each in inner)
    if get_origin(form) is Literal:
        return value in inner
    if form in {float, None}:
        return type(value) in ({int, float} if form else {NoneType})
    if get_origin(form) in {list, dict}:
        items = value.values() if isinstance(value, dict) else value
        return isinstance(value, get_origin(form)) and all(has_type(it, inner[-1]) for it in items)
    if not isinstance(value, ResponseModel):
        return type(value) is form or (isinstance(value, Enum) and isinstance(value, form))
    hints = hints_of(value._model())
    return isinstance(value, form) and all(
        has_type(part, hints[name]) for name, part in value._values().items()
    )


def missing_values(value: Any) -> set[tuple[str, str]]:
    """Return model and attribute of each required property, at any depth, that has no value."""
    if isinstance(value, list | dict):
        items = value.values() if isinstance(value, dict) else value
        return {found for item in items for found in missing_values(item)}
    if not isinstance(value, ResponseModel):
        return set()
    model: Any = value._model()
    found = {(model.__name__, name) for name in required_names(model) if not hasattr(value, name)}
    return found | {each for part in value._values().values() for each in missing_values(part)}


def check_model(value: Any) -> None:
    """Check what holds for each model and each of its parts, whatever the response."""
    for part in parts(value):
        model: Any = part._model()
        damaged = missing_values([part]) - {
            each for inner in part._values().values() for each in missing_values(inner)
        }
        assert isinstance(part, model)
        assert (type(part) is model) == (not damaged)
        check_repr(part)
        for name in required_names(model):
            if not hasattr(part, name):
                with pytest.raises(MissingValue) as caught:
                    getattr(part, name)
                error = caught.value
                assert (error.model, error.property) == (model.__name__, wire_name(model, name))
        with pytest.raises(AttributeError):
            part.no_such_attribute  # noqa: B018 - the access is what is tested
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, ResponseModel):
            check_copies(part)


def check_repr(value: Any) -> None:
    """Check that the reprs of a model, or of a list of models, are short and show no signature."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, ResponseModel):
            text = repr(each)
            assert len(text) <= REPR_LENGTH, text
            assert SECRET not in text, text


def check_copies(value: Any) -> None:
    """Check that copies of a model are equal, and that its JSON is accepted by `json.dumps`."""
    before = typed(value)
    assert json.loads(json.dumps(value.to_dict())) == value.to_dict()
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert again == value
        assert typed(again) == before
    assert typed(value) == before
    raw = [wire_names(it._model()) & it.additional_properties.keys() for it in parts(value)]
    if not any(raw) and not missing_values(value):
        assert typed(value._model().from_dict(value.to_dict())) == before


def check_complete(value: Any, sent: Any) -> None:
    """Check that a value has all of what was sent, typed or raw, and no other raw values."""
    if isinstance(value, ResponseModel):
        model: Any = value._model()
        names = {wire_name(model, each.name): each.name for each in attrs.fields(model)}
        rest = value.additional_properties
        assert rest.keys() <= sent.keys()
        for key, part in sent.items():
            if key in rest:
                assert rest[key] == part
                with suppress(RecursionError):  # the value is nested too deeply
                    assert typed(rest[key]) == typed(part)
            elif part is not None:
                check_complete(getattr(value, names[key]), part)
    elif isinstance(value, list | dict) and type(value) is type(sent):
        check_items(value, sent)
    elif isinstance(value, UUID):
        assert value == UUID(sent)
    elif not isinstance(value, date):  # tests of each notation compare instants
        assert typed(value) == typed(sent) or value == sent


def check_items(value: Any, sent: Any) -> None:
    """Check that a list or a map has all of what was sent, without nulls in lists of objects."""
    if isinstance(value, dict):
        assert value.keys() == sent.keys()
        pairs = [(one, sent[key]) for key, one in value.items()]
    else:
        kept = [part for part in sent if part is not None or None in value]
        pairs = list(zip(value, kept, strict=True))
    for one, part in pairs:
        check_complete(one, part)


def parts(value: Any) -> list[Any]:
    """Return all models in a value, the outer ones first."""
    if isinstance(value, list | dict):
        items = value.values() if isinstance(value, dict) else value
        return [found for item in items for found in parts(item)]
    if not isinstance(value, ResponseModel):
        return []
    return [value, *(found for part in value._values().values() for found in parts(part))]
