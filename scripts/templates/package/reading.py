"""Tolerant reading of responses into models.

The contracts are reconstructed from documents, and a response may differ from them anywhere. A
property whose value does not have the annotated type is left unset. Its raw value is kept in
`additional_properties` under its name on the wire, together with unknown keys. So an attribute
never holds a value of another type, and no data is lost. A null that the contract does not allow is
dropped.
"""

import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
import msgspec
from msgspec import UNSET, UnsetType

T = TypeVar("T")

Reader = Callable[[Any], Any] | None
"""Converts JSON to the annotated type or raises ValueError; None if no conversion is needed."""

Readers = Mapping[type, Reader]
"""The reader for each allowed type of a JSON value."""

_Fields = Mapping[str, tuple[str, Readers]]
"""The attribute's name and readers, by the name on the wire."""


class MismatchError(ValueError):
    """A value does not have the type that the contract documents.

    Attributes:
        readable: the part of the value that could be read, or UNSET.
    """

    def __init__(self, problem: str, readable: Any = UNSET) -> None:
        super().__init__(problem)
        self.readable = readable


def read(model: type[T], source: Mapping[str, Any], wire: Mapping[str, str] | None = None) -> T:
    """Create a model from a JSON object.

    Args:
        model: the model's class.
        source: the JSON object. It is not changed; the model shares its lists of plain values.
        wire: the names on the wire of the attributes whose names differ.

    Raises:
        MismatchError: a required property is missing or has another type.
    """
    shape = _SHAPES.get(model) or _SHAPES.setdefault(model, _shape(model, wire or {}))
    given, rest = _split(source, shape.fields)
    if missing := shape.required - given.keys():
        raise MismatchError(f"{model.__name__} lacks {', '.join(sorted(missing))}")
    made = cast("Any", model)(**given)
    if shape.rest is not None:
        if shape.rest is not _ANY:
            rest = {key: _one(shape.rest, value) for key, value in rest.items()}
        made.additional_properties = rest
    return cast("T", made)


def _split(source: Mapping[str, Any], fields: _Fields) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an object's readable values by attribute name, and the remaining raw ones by key."""
    given: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in source.items():
        if (field := fields.get(key)) is None:
            rest[key] = value
            continue
        name, readers = field
        reader = readers.get(type(value), _reject)
        if reader is None:
            given[name] = value
        elif value is not None:
            try:
                given[name] = reader(value)
            except ValueError as error:
                rest[key] = value
                if isinstance(error, MismatchError) and error.readable is not UNSET:
                    given[name] = error.readable
    return given, rest


@attrs.frozen
class _Shape:
    """How a class is read.

    Attributes:
        fields: its properties.
        required: the attributes without a default.
        rest: readers for the values of unknown keys, or None if these are dropped.
    """

    fields: _Fields
    required: frozenset[str]
    rest: Readers | None


_SHAPES: Final[dict[type, _Shape]] = {}


def _shape(model: Any, wire: Mapping[str, str]) -> _Shape:
    hints = get_type_hints(model)
    fields = [field for field in attrs.fields(model) if field.init]
    extra = hints.get("additional_properties")
    return _Shape(
        fields={wire.get(f.name, f.name): (f.name, readers_of(hints[f.name])) for f in fields},
        required=frozenset(f.name for f in fields if f.default is attrs.NOTHING),
        rest=readers_of(get_args(extra)[1]) if extra else None,
    )


def readers_of(annotation: Any) -> Readers:
    """Return the readers for a type of a model's annotation."""
    if annotation is Any:
        return _ANY
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if get_origin(annotation) in {Union, types.UnionType}:
        return _any_of([readers_of(one) for one in get_args(annotation)])
    if get_origin(annotation) is list:
        (item,) = get_args(annotation)
        return {list: _plain_list(item) if _is_json(item) else _object_list(readers_of(item))}
    if get_origin(annotation) is Literal:
        constants = get_args(annotation)
        return dict.fromkeys(map(type, constants), _among(constants))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {str: annotation}
    if attrs.has(annotation):
        return {dict: cast("Any", annotation).from_dict}
    raise TypeError(f"annotations of the type {annotation!r} are not supported")


def _any_of(alternatives: list[Readers]) -> Readers:
    merged: dict[type, Reader] = {}
    for readers in alternatives:
        for kind, reader in readers.items():
            merged[kind] = _first_of(merged[kind], reader) if kind in merged else reader
    return merged


def _first_of(first: Reader, second: Reader) -> Reader:
    if first is None or second is None:
        return None  # a value of this type is valid without conversion

    def read_alternative(value: Any) -> Any:
        try:
            return first(value)
        except ValueError:
            return second(value)

    return read_alternative


def _one(readers: Readers, value: Any) -> Any:
    reader = readers.get(type(value), _reject)
    return value if reader is None else reader(value)


def _reject(value: Any) -> Any:
    raise MismatchError(f"unexpected type {type(value).__name__}")


def _among(constants: tuple[Any, ...]) -> Reader:
    def read_constant(value: Any) -> Any:
        if value not in constants:
            raise MismatchError(f"{value!r} is not one of {constants}")
        return value

    return read_constant


def _integer(value: float) -> int:
    if not value.is_integer():
        raise MismatchError(f"{value} is not an integer")
    return int(value)


def _uuid(value: str) -> UUID:
    # takes a third of the time of UUID(), which doubles the speed of reading rows
    try:
        return msgspec.convert(value, UUID)
    except msgspec.ValidationError as error:
        raise MismatchError(str(error)) from None


def _instant(value: str) -> datetime:
    """Read an instant. Without a time zone it is in UTC, like all others of the platforms."""
    instant = datetime.fromisoformat(value)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


_PLAIN: Final[Mapping[Any, Readers]] = {
    UnsetType: {},
    type(None): {type(None): None},
    bool: {bool: None},
    int: {int: None, float: _integer},
    float: {float: None, int: None},
    str: {str: None},
    UUID: {str: _uuid},
    datetime: {str: _instant},
    date: {str: date.fromisoformat},
}
_JSON: Final = (bool, int, float, str)
_ANY: Final[Readers] = dict.fromkeys((*_JSON, type(None), list, dict))


def _is_json(annotation: Any) -> bool:
    return annotation in _JSON or (
        get_origin(annotation) is list and _is_json(get_args(annotation)[0])
    )


def _as_is(annotation: Any) -> Any:
    """Return the type with which msgspec validates a JSON type without converting values."""
    if annotation is float:
        return int | float
    if annotation in _JSON:
        return annotation
    return list[_as_is(get_args(annotation)[0])]  # type: ignore[misc]  # a type built at run time


def _plain_list(item: Any) -> Reader:
    """Return the reader of a list of plain values, which reads all of them or rejects the list.

    The meaning of a value in such a list, for example a box, depends on its position.
    """
    readers = readers_of(item)
    checked: Any = list[_as_is(item)]  # type: ignore[misc]  # a type built at run time

    def read_list(values: list[Any]) -> list[Any]:
        try:
            # a mask may have 100,000 numbers: a loop in Python takes ten times as long
            msgspec.convert(values, checked)
        except msgspec.ValidationError:
            return [_one(readers, value) for value in values]
        return values  # the original: msgspec's copy would need half as much memory again

    return read_list


def _object_list(item: Readers) -> Reader:
    """Return the reader of any other list; of a list of objects it reads the valid ones."""

    def read_list(values: list[Any]) -> list[Any]:
        found, mismatches = [], 0
        for value in values:
            try:
                found.append(_one(item, value))
            except ValueError as error:
                mismatches += 1
                if isinstance(error, MismatchError) and error.readable is not UNSET:
                    found.append(error.readable)
        if mismatches:
            problem = f"{mismatches} of {len(values)} items do not match the contract"
            raise MismatchError(problem, found if dict in item else UNSET)
        return found

    return read_list
