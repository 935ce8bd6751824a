"""The base class of the models of responses.

A required property has a plain type. Any other property is None if the response does not have it,
or if it is null. Models are mutable, so they have no hash: use their ids as keys of dicts and sets.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeAlias
from uuid import UUID

import attrs
import msgspec

from .instants import timestamp_json

if TYPE_CHECKING:
    Number: TypeAlias = float
else:
    Number: TypeAlias = int | float  # msgspec would convert integers to float, and lose digits

_REPR_LENGTH: Final = 300
_VALUE_LENGTH: Final = 60
_FIRST: Final = ("id", "name", "status", "width", "height")
_QUERY: Final = re.compile(r"(\w:/[^\s?\"'<>]*)\?[^\s\"'<>]*|\?[\w.~%+-]+=[^\s\"'<>]*")


class ResponseModel:
    """An object of a response, or a part of one.

    Equality compares the properties of the contract, and not `additional_properties`.
    """

    __slots__ = ("_rest",)

    _rest: Any
    """Where the unknown keys are: a dict, the JSON text of the object, or a tuple. Its first value
    is a list with the JSON text of an outer object, or with its parsed value, which all its parts
    share; the others are the keys and indices that lead to this part. It may be absent."""

    _wire: ClassVar[Mapping[str, str]] = {}
    """The names on the wire of the attributes whose names differ."""

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The raw values of unknown keys, and of properties with a value of another type."""
        rest = getattr(self, "_rest", None)
        if isinstance(rest, dict):
            return rest
        found = self._rest = _unknown(rest, wire_names(self._model()))
        return found

    @property
    def additional_keys(self) -> list[str]:
        """The keys of `additional_properties`."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Create a model from a JSON object that matches the contract.

        Raises:
            MismatchError: A required property is missing, or a value has another type.
        """
        made: Self = _read()(cls, src_dict)
        return made

    def to_dict(self) -> dict[str, Any]:
        """Return the object as JSON values. Properties that are None are left out."""
        result: dict[str, Any] = {}
        for name, wire, convert in _properties(self._model()):
            value = getattr(self, name, None)
            if value is not None:
                result[wire] = convert(value)
        result.update(self.additional_properties)
        return result

    @classmethod
    def _model(cls) -> Any:
        """Return the class of the contract; classes for damaged objects are derived from it."""
        return cls

    def _values(self) -> dict[str, Any]:
        """Return the attributes that have a value."""
        names = [name for name, _, _ in _properties(self._model())]
        return {name: getattr(self, name) for name in names if hasattr(self, name)}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResponseModel) or self._model() is not other._model():
            return NotImplemented
        return self._values() == other._values()

    __hash__ = None  # type: ignore[assignment]  # models are mutable

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._model(), self._values(), dict(self.additional_properties))

    def __repr__(self) -> str:
        values = {name: value for name, value in self._values().items() if value is not None}
        first = [name for name in _FIRST if name in values]
        last = [name for name, value in values.items() if _is_long(value)]
        order = dict.fromkeys([*first, *(name for name in values if name not in last), *last])
        text, end = f"{type(self).__name__}(", ""
        for name in order:
            part = f"{end}{name}={_short(values[name])}"
            if len(text) + len(part) + len(", …)") > _REPR_LENGTH:
                return f"{text}{end}…)"
            text, end = text + part, ", "
        return f"{text})"


@cache
def _read() -> Callable[[Any, Mapping[str, Any]], Any]:
    from .reading import read  # noqa: PLC0415 - reading imports this module

    return read


def _restore(model: Any, values: Mapping[str, Any], rest: dict[str, Any]) -> Any:
    made = model.__new__(model)
    for name, value in values.items():
        setattr(made, name, value)
    made._rest = rest
    return made


@cache
def _properties(model: Any) -> list[tuple[str, str, Callable[[Any], Any]]]:
    """Return name, name on the wire, and the function that returns JSON, of each property."""
    functions = {"Timestamp": timestamp_json, "EpochSeconds": datetime.timestamp}
    return [
        (
            field.name,
            model._wire.get(field.name, field.name),
            functions.get(str(field.type).removesuffix(" | None"), _json),
        )
        for field in attrs.fields(model)
    ]


@cache
def wire_names(model: Any) -> frozenset[str]:
    """Return the names on the wire of a model's properties."""
    return frozenset(wire for _, wire, _ in _properties(model))


def _unknown(rest: Any, known: frozenset[str]) -> dict[str, Any]:
    """Return the values of unknown keys; `rest` is the value of `_rest`."""
    if rest is None:
        return {}
    shared, *path = rest if isinstance(rest, tuple) else ([rest, None],)
    if shared[1] is None:
        shared[1] = _parsed(shared[0])
    value = shared[1]
    for step in path:
        value = value[step]
    return {key: part for key, part in value.items() if key not in known}


def _parsed(text: bytes) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.ValidationError:  # a number is out of range, which is not checked before
        return json.loads(text, parse_int=_integer)


def _integer(digits: str) -> float:
    try:
        return int(digits)
    except ValueError:  # more digits than Python accepts
        return float(digits)


def _json(value: Any) -> Any:
    match value:
        case ResponseModel():
            return value.to_dict()
        case list():
            return [_json(item) for item in value]
        case dict():
            return {key: _json(item) for key, item in value.items()}
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _is_long(value: Any) -> bool:
    """Return whether a value is long and seldom looked for: an id of an object, a time or a URL."""
    return isinstance(value, UUID | date) or (isinstance(value, str) and "://" in value)


def _short(value: Any) -> str:
    """Return a short repr without the queries of URLs, which may be signed."""
    match value:
        case str():
            text = repr(_QUERY.sub(r"\1?***", value))
        case UUID() | date():
            return str(value)
        case Enum():
            return repr(value.value)
        case ResponseModel():
            return f"{type(value).__name__}(…)"
        case [ResponseModel() as first, *_]:
            return f"[{len(value)} of {type(first).__name__}]"
        case list() if len(value) > 8:
            return f"[{len(value)} items]"
        case _:
            text = _QUERY.sub(r"\1?***", repr(value))
    return text if len(text) <= _VALUE_LENGTH else f"{text[: _VALUE_LENGTH - 1]}…"
