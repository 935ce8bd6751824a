"""Tolerant reading of JSON objects into models, for responses that do not match the contract.

Contracts are reconstructed, and a response may differ from them anywhere. A property whose value
does not have the annotated type keeps its raw value in `additional_properties`, together with
unknown keys. If it is optional, the attribute is None; if it is required, the object is of a hidden
subclass on which reading the attribute raises MissingValue. So an attribute never holds a value of
another type, and no data is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final, get_args, get_origin

import attrs

from labelbridge._core.json.schema_check import child_pointer
from labelbridge.errors import MissingValue
from labelbridge_api.instants import Instant, Timestamp
from labelbridge_api.introspection import (
    choose,
    hints_of,
    is_plain,
    is_union,
    required_names,
    variant_of,
    wire_name,
    without_none,
)
from labelbridge_api.reading import MISMATCHES, reader

_NOTHING: Final = object()

_Names = Mapping[str, tuple[str, Any, bool]]
"""Name, type and whether it is required, of each property by its name on the wire."""


class _Mismatch(ValueError):  # noqa: N818 - it ends the reading of one value
    """A value does not have the annotated type; `readable` is the part of it that has."""

    def __init__(self, problem: str, readable: Any = _NOTHING) -> None:
        super().__init__(problem)
        self.readable = readable


@attrs.frozen
class TolerantReader:
    """Reads values of one response, and collects what does not match.

    Attributes:
        operation: Id of the operation, for MissingValue.
        problems: Description of the first mismatch at each place (a JSON pointer in which `*`
            means all indices). A response may have any number of mismatches.
    """

    operation: str
    problems: dict[str, str] = attrs.field(factory=dict)

    def read(self, model: Any, source: Mapping[str, Any], place: str = "") -> Any:
        """Create a model from a JSON object.

        Args:
            model: The generated class.
            source: The JSON object. The model shares its lists of plain values.
            place: JSON pointer to the object in the response, with `*` for indices.
        """
        if variant := variant_of(model):
            model = variant(source)
        names = _names(model)
        values, rest = self._properties(names, source, place)
        missing = required_names(model) - values.keys()
        made = _new(model, self.operation if missing else None)
        for key, (name, _, _) in names.items():
            if name not in missing:
                setattr(made, name, values.get(name))
            elif key not in source:
                self.problems.setdefault(child_pointer(place, key), "the property is missing")
        if rest:
            made._rest = rest
        return made

    def _properties(
        self, names: _Names, source: Mapping[str, Any], place: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values by attribute, and the raw values of unknown keys and mismatches."""
        values: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for key, value in source.items():
            if key not in names:
                rest[key] = value
                continue
            name, annotation, required = names[key]
            if value is None and not required:
                continue
            try:
                values[name] = self._value(annotation, value, child_pointer(place, key))
            except _Mismatch as error:
                rest[key] = value
                if error.readable is not _NOTHING:
                    values[name] = error.readable
                self.problems.setdefault(child_pointer(place, key), str(error))
        return values, rest

    def _value(self, annotation: Any, value: Any, place: str) -> Any:
        """Return a value as the annotated type, or raise _Mismatch."""
        try:
            return reader(annotation)(value)
        except MISMATCHES:
            pass
        if is_union(annotation):
            return self._union(get_args(annotation), value, place)
        if isinstance(value, list) and get_origin(annotation) is list:
            return self._items(get_args(annotation)[0], value, place)
        if isinstance(value, dict) and attrs.has(annotation):
            return self.read(annotation, value, place)
        if isinstance(value, dict) and get_origin(annotation) is dict:
            item = get_args(annotation)[1]
            return {key: _item(self, item, one, place, key) for key, one in value.items()}
        return _converted(annotation, value)

    def _union(self, parts: tuple[Any, ...], value: Any, place: str) -> Any:
        models = tuple(part for part in parts if attrs.has(part))
        if isinstance(value, dict) and models:
            model = models[0] if len(models) == 1 else choose(models, value)
            if model is None:
                raise _Mismatch("an object that matches no variant")
            return self.read(model, value, place)
        for part in parts:
            try:
                return self._value(part, value, place)
            except _Mismatch as error:
                if error.readable is not _NOTHING:
                    raise
        raise _mismatch(value)

    def _items(self, item: Any, values: list[Any], place: str) -> list[Any]:
        """Read a list of plain values completely; of other lists, the items that match.

        The meaning of a plain value in a list, for example in a box, depends on its position.
        """
        if is_plain(item):
            return [_item(self, item, value, place, index) for index, value in enumerate(values)]
        found, mismatches = [], 0
        for value in values:
            if value is None:
                continue
            try:
                found.append(self._value(item, value, f"{place}/*"))
            except _Mismatch as error:
                mismatches += 1
                if error.readable is not _NOTHING:
                    found.append(error.readable)
        if mismatches:
            raise _Mismatch(f"{mismatches} of {len(values)} items have another type", found)
        if None in values:
            # the list is kept, because pages count the items that were left out
            raise _Mismatch(f"{values.count(None)} of {len(values)} items are null", found)
        return found


def _item(reading: TolerantReader, item: Any, value: Any, place: str, step: str | int) -> Any:
    try:
        return reading._value(item, value, place)
    except _Mismatch as error:
        raise _Mismatch(f"the item {step} is {error}") from None


def _mismatch(value: Any) -> _Mismatch:
    kinds = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    kind = "null" if value is None else kinds.get(type(value), "a number")
    return _Mismatch(f"{kind} that the contract does not allow")


def _converted(annotation: Any, value: Any) -> Any:
    """Return an equivalent value of another notation: 640.0 for 640, or an instant without zone."""
    if annotation is int and (whole := _whole(value)) is not value:
        return whole
    try:
        if annotation == Instant and isinstance(value, str):
            instant = datetime.fromisoformat(value)
            return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        if annotation is date and isinstance(value, str):
            return date.fromisoformat(value)
        if annotation == Timestamp and isinstance(value, dict):
            given = {key: _whole(part) for key, part in value.items() if part is not None}
            return reader(Timestamp)({"_nanoseconds": 0} | given)
    except (*MISMATCHES, ValueError):
        pass
    raise _mismatch(value)


def _whole(value: Any) -> Any:
    """Return a float without a fraction as an integer, and any other value itself."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _names(model: Any) -> _Names:
    hints, required = hints_of(model), required_names(model)
    return {
        wire_name(model, name): (
            name,
            hint if name in required else without_none(hint),
            name in required,
        )
        for name, hint in hints.items()
    }


def _new(model: Any, damaged_by: str | None) -> Any:
    if damaged_by is None:
        return model.__new__(model)
    made = _damaged(model).__new__(_damaged(model))
    made._operation = damaged_by
    return made


@cache
def _damaged(model: Any) -> Any:
    """Return the hidden subclass for objects of a model that lack a required property."""
    body = {
        "__slots__": ("_operation",),
        "__module__": model.__module__,
        "__qualname__": model.__qualname__,
        "__doc__": model.__doc__,
        "__getattr__": _raise_missing,
        "__reduce__": lambda self: (
            _restore,
            (model, self._operation, self._values(), dict(self.additional_properties)),
        ),
        "_model": classmethod(lambda _cls: model),
    }
    return type(model.__name__, (model,), body)


def _raise_missing(self: Any, name: str) -> Any:
    model = self._model()
    if name in required_names(model):
        raise MissingValue(model.__name__, wire_name(model, name), self._operation)
    own = getattr(model, name, None)
    if isinstance(own, property):
        # it needs a missing attribute, and Python hides its MissingValue, an AttributeError
        return own.__get__(self)
    raise AttributeError(
        f"{model.__name__!r} object has no attribute {name!r}", name=name, obj=self
    )


def _restore(model: Any, operation: str, values: Mapping[str, Any], rest: dict[str, Any]) -> Any:
    made = _new(model, operation)
    for name, value in values.items():
        setattr(made, name, value)
    made._rest = rest
    return made
