"""Models and JSON objects of responses with values for all required properties."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Literal, TypeVar, cast, get_args, get_origin
from uuid import UUID

import attrs

from labelbridge._core.json.decode import structure
from labelbridge_api.instants import EpochSeconds, Instant, Timestamp
from labelbridge_api.introspection import hints_of, is_union, required_names, wire_name

T = TypeVar("T")

ID = UUID("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
MOMENT = datetime(2024, 3, 1, 9, tzinfo=UTC)
_VALUES: dict[Any, Any] = {
    str: "text",
    int: 7,
    float: 0.5,
    bool: True,
    UUID: ID,
    date: MOMENT.date(),
    Any: "any",
    **dict.fromkeys((Instant, Timestamp, EpochSeconds, datetime), MOMENT),
}


def sample(model: type[T], /, **values: Any) -> T:
    """Return a model with the given values; other required properties have any valid value."""
    chosen: Any = model
    hints = hints_of(chosen)
    given = {name: _value(hints[name]) for name in required_names(chosen) if name not in values}
    return cast("T", chosen(**given, **values))


def sample_json(model: type[Any], /, **values: Any) -> dict[str, Any]:
    """Return the JSON object of a model; `values` are raw and have the names of attributes."""
    chosen: Any = model
    raw = {wire_name(chosen, name): value for name, value in values.items()}
    made: dict[str, Any] = cast("Any", sample(model)).to_dict()
    return made | raw


def damaged(model: type[T], /, *missing: str, **values: Any) -> T:
    """Return a model as it is read from a response that lacks the named properties."""
    raw = sample_json(model, **values)
    for name in missing:
        del raw[wire_name(model, name)]
    return cast("T", structure(raw, model, operation="test"))


def _value(annotation: Any) -> Any:
    """Return a valid value of a type."""
    if annotation in _VALUES:
        return _VALUES[annotation]
    if is_union(annotation):
        return _value(get_args(annotation)[0])
    if get_origin(annotation) is list:
        return []
    if get_origin(annotation) is dict:
        return {}
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    if attrs.has(annotation):
        return sample(annotation)
    raise TypeError(f"no sample for {annotation!r}")
