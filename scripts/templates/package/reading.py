"""Strict reading of JSON objects into models of responses.

Readers are made on first use. A value that does not have the annotated type raises; reading that
tolerates such values is the caller's task.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any, Final, Literal, TypeVar, cast, get_args, get_origin
from uuid import UUID

import attrs
import msgspec

from .compiling import Nested, Reader, compile_reader
from .instants import EpochSeconds, Instant, MismatchError, Timestamp, epoch_seconds, timestamp
from .introspection import SCALARS, distinguishing_keys, is_plain, is_union, variant_of
from .model import ResponseModel

T = TypeVar("T")

_NONE: Final = type(None)

MISMATCHES: Final = (MismatchError, msgspec.ValidationError, UnicodeEncodeError)
"""The exceptions of the functions that `reader` returns.

msgspec raises UnicodeEncodeError for text with half of a surrogate pair.
"""


def read(model: type[T], source: Mapping[str, Any]) -> T:
    """Create a model from a JSON object.

    Args:
        model: the model's class.
        source: the JSON object. It is not changed; the model shares its lists of plain values.

    Raises:
        MismatchError: a required property is missing, or a value has another type.
    """
    if source.__class__ is not dict and isinstance(source, Mapping):
        source = dict(source)  # readers check for dict, the type that parsers of JSON return
    function = _readers.get(model) or reader(model)
    try:
        made: T = function(source)
    except MISMATCHES as error:
        raise MismatchError(str(error)) from None
    return made


def exact(annotation: Any) -> Any:
    """Return the type with which msgspec validates plain JSON without converting values."""
    if annotation is float:
        return int | float
    if get_origin(annotation) is list:
        return list[exact(get_args(annotation)[0])]  # type: ignore[misc]  # a type built at run time
    return annotation


def _as_is(value: Any) -> Any:
    return value


def _instant(value: Any) -> datetime:
    made = msgspec.convert(value, datetime)  # with `Instant`, it would take twice as long
    if made.tzinfo is None:
        raise MismatchError("a time without a time zone")
    return made


_FUNCTIONS: Final[dict[Any, Reader]] = {
    Any: _as_is,
    Instant: _instant,
    Timestamp: timestamp,
    EpochSeconds: epoch_seconds,
}
_readers: Final[dict[Any, Reader]] = {}


def reader(annotation: Any) -> Reader:
    """Return the function that reads values of a type.

    It is made on first use, by any thread: other threads see it when it is complete.
    """
    found = _readers.get(annotation)
    if found is None:
        new: dict[Any, Reader] = {}
        found = _reader(annotation, new)
        _readers.update(new)
    return found


def _reader(annotation: Any, new: dict[Any, Reader]) -> Reader:
    """Return a reader, and add those that had to be made for it to `new`."""
    found = _readers.get(annotation) or new.get(annotation)
    if found is None:
        # a type that contains itself has this placeholder in its own reader
        new[annotation] = lambda value: reader(annotation)(value)  # noqa: PLW0108 - it is not made yet
        found = new[annotation] = _made(annotation, partial(_reader, new=new))
    return found


def _made(annotation: Any, nested: Nested) -> Reader:
    if annotation in _FUNCTIONS:
        return _FUNCTIONS[annotation]
    if annotation in {UUID, date, datetime}:
        return partial(msgspec.convert, type=annotation)
    if is_plain(annotation):
        return partial(_checked, exact(annotation))
    if is_union(annotation):
        return _either(_union(get_args(annotation), nested))
    if get_origin(annotation) in {list, dict}:
        return _collection(annotation, get_args(annotation)[-1], nested)
    if get_origin(annotation) is Literal:
        return partial(_constant, get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return partial(_enum, annotation)
    if attrs.has(annotation) and not issubclass(annotation, ResponseModel):
        return cast("Reader", cast("Any", annotation).from_dict)
    if attrs.has(annotation):
        variant = variant_of(annotation)
        return _Variants(variant).one if variant else compile_reader(annotation, nested)
    raise TypeError(f"annotations of the type {annotation!r} are not supported")


def _collection(annotation: Any, item: Any, nested: Nested) -> Reader:
    if get_origin(annotation) is dict:
        return _map(nested(item))
    if attrs.has(item) and issubclass(item, ResponseModel):
        variant = variant_of(item)
        return _Variants(variant).many if variant else compile_reader(item, nested, many=True)
    if is_union(item):
        return _list_of_unions(_union(get_args(item), nested))
    return _list(nested(item))


class _Variants(dict[Any, Reader]):
    """The readers of the classes that a function chooses for JSON objects."""

    def __init__(self, variant: Callable[[Any], Any]) -> None:
        super().__init__()
        self._variant = variant

    def __missing__(self, model: Any) -> Reader:
        return self.setdefault(model, reader(model))

    def one(self, value: Any) -> Any:
        """Read an object."""
        if value.__class__ is not dict:
            raise MismatchError("not an object")
        return self[self._variant(value)](value)

    def many(self, values: Any) -> list[Any]:
        """Read a list of objects, without a call of `one` for each."""
        if values.__class__ is not list:
            raise MismatchError("not an array")
        variant, found = self._variant, []
        for value in values:
            if value.__class__ is not dict:
                raise MismatchError("not an object")
            found.append(self[variant(value)](value))
        return found


def _checked(form: Any, value: Any) -> Any:
    msgspec.convert(value, form)
    return value  # the original: msgspec's copy of a mask would need half as much memory again


def _constant(constants: tuple[Any, ...], value: Any) -> Any:
    if not any(value == one and value.__class__ is one.__class__ for one in constants):
        raise MismatchError(f"not one of {constants}")
    return value


def _enum(form: type[Enum], value: Any) -> Any:
    if value.__class__ is not str:
        raise MismatchError("not a string")
    return form(value)


def _list(item: Reader) -> Reader:
    def read_list(values: Any) -> list[Any]:
        if values.__class__ is not list:
            raise MismatchError("not an array")
        return list(map(item, values))

    return read_list


def _list_of_unions(table: Mapping[type, Reader]) -> Reader:
    get = table.get

    def read_list(values: Any) -> list[Any]:
        if values.__class__ is not list:
            raise MismatchError("not an array")
        return [get(value.__class__, _reject)(value) for value in values]

    return read_list


def _map(item: Reader) -> Reader:
    def read_map(values: Any) -> dict[str, Any]:
        if values.__class__ is not dict:
            raise MismatchError("not an object")
        return {key: item(value) for key, value in values.items()}

    return read_map


def _either(table: Mapping[type, Reader]) -> Reader:
    get = table.get

    def read_union(value: Any) -> Any:
        return get(value.__class__, _reject)(value)

    return read_union


def _union(parts: tuple[Any, ...], nested: Nested) -> Mapping[type, Reader]:
    """Return the readers of a union by the types of JSON values; classes differ by their keys."""
    models = tuple(part for part in parts if attrs.has(part))
    table: dict[type, Reader] = {}
    if len(models) == 1:
        table[dict] = nested(models[0])
    elif models:
        table[dict] = _by_keys(models, nested)
    for part in parts:
        if part in SCALARS:
            table.update(dict.fromkeys((int, float) if part is float else (part,), _as_is))
        elif part is _NONE:
            table[_NONE] = _as_is
        elif part is msgspec.UnsetType:
            continue
        elif get_origin(part) in {list, dict}:
            table[cast("type", get_origin(part))] = nested(part)
        elif part not in models:
            table[str] = nested(part)
    return table


def _by_keys(models: tuple[Any, ...], nested: Nested) -> Reader:
    keys = distinguishing_keys(models)
    readers = {model: nested(model) for model in models}

    def read_object(value: Any) -> Any:
        for model, names in keys:
            if value.keys() >= names:
                return readers[model](value)
        raise MismatchError("an object that matches no class of the union")

    return read_object


def _reject(value: Any) -> Any:
    raise MismatchError(f"unexpected type {type(value).__name__}")
