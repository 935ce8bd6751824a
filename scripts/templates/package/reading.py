"""How models read answers: what is as the contract says becomes typed, all else stays as it came.

The contracts are reconstructed from documents, and an answer may differ from them anywhere. A
property whose value has another form than its annotation is not given, and the value is kept as it
came, under its name on the wire, in `additional_properties`, where unknown keys are too. So a typed
property never holds another type, and nothing is lost. A null where none may be says nothing, and
is not kept.
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
"""Turns JSON into the annotated type, or raises ValueError; None where it is of that type."""

Form = Mapping[type, Reader]
"""The types of JSON that may stand somewhere, each with its reader."""

_Fields = Mapping[str, tuple[str, Form]]
"""By the name on the wire, the name in the class and what may stand there."""


class Misfit(ValueError):  # noqa: N818 - it says what the value is
    """A value has another form than the contract says.

    Attributes:
        readable: what of it could be read all the same, or UNSET.
    """

    def __init__(self, problem: str, readable: Any = UNSET) -> None:
        super().__init__(problem)
        self.readable = readable


def read(model: type[T], source: Mapping[str, Any], wire: Mapping[str, str] | None = None) -> T:
    """Make a model from an object of JSON.

    Args:
        model: its class.
        source: the object; it stays as it is, and the model shares its lists of numbers and texts.
        wire: names of properties on the wire, where the class has others.

    Raises:
        Misfit: what the class can't be without is missing, or of another form.
    """
    shape = _SHAPES.get(model) or _SHAPES.setdefault(model, _shape(model, wire or {}))
    given, rest = _split(source, shape.fields)
    if missing := shape.required - given.keys():
        raise Misfit(f"a {model.__name__} without {', '.join(sorted(missing))}")
    made = cast("Any", model)(**given)
    if shape.rest is not None:
        if shape.rest is not _ANY:
            rest = {key: _one(shape.rest, value) for key, value in rest.items()}
        made.additional_properties = rest
    return cast("T", made)


def _split(source: Mapping[str, Any], fields: _Fields) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what can be read of an object, by the names in the class, and what stays as it is."""
    given: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in source.items():
        if (field := fields.get(key)) is None:
            rest[key] = value
            continue
        name, form = field
        reader = form.get(type(value), _refuse)
        if reader is None:
            given[name] = value
        elif value is not None:
            try:
                given[name] = reader(value)
            except ValueError as error:
                rest[key] = value
                if isinstance(error, Misfit) and error.readable is not UNSET:
                    given[name] = error.readable
    return given, rest


@attrs.frozen
class _Shape:
    """What `read` knows of a class.

    Attributes:
        fields: its properties.
        required: the names in the class that have no default.
        rest: what unknown keys may hold, or None if they are not kept.
    """

    fields: _Fields
    required: frozenset[str]
    rest: Form | None


_SHAPES: Final[dict[type, _Shape]] = {}


def _shape(model: Any, wire: Mapping[str, str]) -> _Shape:
    hints = get_type_hints(model)
    fields = [field for field in attrs.fields(model) if field.init]
    extra = hints.get("additional_properties")
    return _Shape(
        fields={wire.get(f.name, f.name): (f.name, form_of(hints[f.name])) for f in fields},
        required=frozenset(f.name for f in fields if f.default is attrs.NOTHING),
        rest=form_of(get_args(extra)[1]) if extra else None,
    )


def form_of(annotation: Any) -> Form:
    """Return what JSON may stand for a type of a model's annotation."""
    if annotation is Any:
        return _ANY
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if get_origin(annotation) in {Union, types.UnionType}:
        return _any_of([form_of(one) for one in get_args(annotation)])
    if get_origin(annotation) is list:
        (item,) = get_args(annotation)
        return {list: _numbers_or_texts(item) if _is_json(item) else _objects(form_of(item))}
    if get_origin(annotation) is Literal:
        constants = get_args(annotation)
        return dict.fromkeys(map(type, constants), _among(constants))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {str: annotation}
    if attrs.has(annotation):
        return {dict: cast("Any", annotation).from_dict}
    raise TypeError(f"no model is known to have {annotation!r}")


def _any_of(forms: list[Form]) -> Form:
    merged: dict[type, Reader] = {}
    for form in forms:
        for kind, reader in form.items():
            merged[kind] = _either(merged[kind], reader) if kind in merged else reader
    return merged


def _either(first: Reader, second: Reader) -> Reader:
    if first is None or second is None:
        return None  # what fits as it is needs no other form

    def either(value: Any) -> Any:
        try:
            return first(value)
        except ValueError:
            return second(value)

    return either


def _one(form: Form, value: Any) -> Any:
    reader = form.get(type(value), _refuse)
    return value if reader is None else reader(value)


def _refuse(value: Any) -> Any:
    raise Misfit(f"{type(value).__name__} was not expected")


def _among(constants: tuple[Any, ...]) -> Reader:
    def read_constant(value: Any) -> Any:
        if value not in constants:
            raise Misfit(f"{value!r} is none of {constants}")
        return value

    return read_constant


def _whole(value: float) -> int:
    if not value.is_integer():
        raise Misfit(f"{value} is no whole number")
    return int(value)


def _uuid(value: str) -> UUID:
    # a third of the time that UUID() takes: with their ids, rows are read twice as fast
    try:
        return msgspec.convert(value, UUID)
    except msgspec.ValidationError as error:
        raise Misfit(str(error)) from None


def _moment(value: str) -> datetime:
    """Read a moment. One without a zone is in UTC, as the platforms' others are."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_PLAIN: Final[Mapping[Any, Form]] = {
    UnsetType: {},
    type(None): {type(None): None},
    bool: {bool: None},
    int: {int: None, float: _whole},
    float: {float: None, int: None},
    str: {str: None},
    UUID: {str: _uuid},
    datetime: {str: _moment},
    date: {str: date.fromisoformat},
}
_JSON: Final = (bool, int, float, str)
_ANY: Final[Form] = dict.fromkeys((*_JSON, type(None), list, dict))


def _is_json(annotation: Any) -> bool:
    return annotation in _JSON or (
        get_origin(annotation) is list and _is_json(get_args(annotation)[0])
    )


def _as_is(annotation: Any) -> Any:
    """Return the type by which msgspec checks a type of JSON and changes nothing."""
    if annotation is float:
        return int | float
    if annotation in _JSON:
        return annotation
    return list[_as_is(get_args(annotation)[0])]  # type: ignore[misc]  # made when running


def _numbers_or_texts(item: Any) -> Reader:
    """Return the reader of a list of what JSON has itself: all of it fits, or none is read.

    The place of each in the list says what it is: without one, the others would be something else.
    """
    form, checked = form_of(item), list[_as_is(item)]  # type: ignore[misc]  # made when running

    def read_list(values: list[Any]) -> list[Any]:
        try:
            # a mask may have a hundred thousand numbers: a loop of Python's takes ten times as long
            msgspec.convert(values, checked)
        except msgspec.ValidationError:
            return [_one(form, value) for value in values]
        return values  # what was made to check it is a copy: an outline's takes half its memory

    return read_list


def _objects(item: Form) -> Reader:
    """Return the reader of a list of anything else; of objects, those that fit are read."""

    def read_list(values: list[Any]) -> list[Any]:
        found, misfits = [], 0
        for value in values:
            try:
                found.append(_one(item, value))
            except ValueError as error:
                misfits += 1
                if isinstance(error, Misfit) and error.readable is not UNSET:
                    found.append(error.readable)
        if misfits:
            problem = f"{misfits} of {len(values)} are not as the contract says"
            raise Misfit(problem, found if dict in item else UNSET)
        return found

    return read_list
