"""Strict reading of JSON objects into models of responses.

For each class a function without loops and branches over its annotations is compiled on first use,
as attrs does for `__init__`. A value that does not have the annotated type raises; reading that
tolerates such values is the caller's task.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import (
    Any,
    Final,
    Literal,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

import attrs
import msgspec

from .instants import (
    EpochSeconds,
    Instant,
    MismatchError,
    Timestamp,
    epoch_seconds,
    timestamp,
)
from .introspection import (
    SCALARS,
    distinguishing_keys,
    hints_of,
    is_plain,
    is_union,
    required_names,
    variant_of,
    wire_name,
    without_none,
)
from .model import ResponseModel, wire_names

T = TypeVar("T")

Reader = Callable[[Any], Any]
"""Converts a JSON value to the annotated type, or raises."""

_NONE: Final = type(None)
_MISSING: Final = object()


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
    try:
        return cast("T", reader(cast("Any", model))(source))
    except MISMATCHES as error:
        raise MismatchError(str(error)) from None


def read_input(model: type[T], source: Mapping[str, Any], wire: Mapping[str, str]) -> T:
    """Create a model of a request from a JSON object.

    Args:
        model: the model's class.
        source: the JSON object.
        wire: the names on the wire of the attributes whose names differ.

    Raises:
        MismatchError: a value has another type.
    """
    names = {
        wire.get(field.name, field.name): field.name
        for field in attrs.fields(cast("Any", model))
        if field.init
    }
    hints = get_type_hints(model, include_extras=True)
    rest = {key: value for key, value in source.items() if key not in names}
    try:
        given = {
            names[key]: reader(hints[names[key]])(value)
            for key, value in source.items()
            if key in names
        }
    except MISMATCHES as error:
        raise MismatchError(str(error)) from None
    made = cast("Any", model)(**given)
    if rest and "additional_properties" not in hints:
        raise MismatchError(f"{model.__name__} has no {', '.join(rest)}")
    if rest:
        made.additional_properties = rest
    return cast("T", made)


def exact(annotation: Any) -> Any:
    """Return the type with which msgspec validates plain JSON without converting values."""
    if annotation is float:
        return int | float
    if get_origin(annotation) is list:
        return list[exact(get_args(annotation)[0])]  # type: ignore[misc]  # a type built at run time
    return annotation


def _as_is(value: Any) -> Any:
    return value


_readers: Final[dict[Any, Reader]] = {
    Any: _as_is,
    Timestamp: timestamp,
    EpochSeconds: epoch_seconds,
}


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
        found = new[annotation] = _made(annotation, new)
    return found


def _made(annotation: Any, new: dict[Any, Reader]) -> Reader:
    if annotation in {Instant, UUID, date, datetime}:
        return partial(msgspec.convert, type=annotation)
    if is_plain(annotation):
        return partial(_checked, exact(annotation))
    if is_union(annotation):
        return _union(get_args(annotation), new)
    if get_origin(annotation) in {list, dict}:
        item = _reader(get_args(annotation)[-1], new)
        return _list(item) if get_origin(annotation) is list else _map(item)
    if get_origin(annotation) is Literal:
        return partial(_constant, get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return partial(_enum, annotation)
    if attrs.has(annotation) and not issubclass(annotation, ResponseModel):
        return cast("Reader", cast("Any", annotation).from_dict)
    if attrs.has(annotation):
        variant = variant_of(annotation)
        return _variants(variant) if variant else _compiled(annotation, new)
    raise TypeError(f"annotations of the type {annotation!r} are not supported")


def _variants(variant: Callable[[Any], Any]) -> Reader:
    readers: dict[Any, Reader] = {}

    def read_variant(value: Any) -> Any:
        if value.__class__ is not dict:
            raise MismatchError("not an object")
        model = variant(value)
        read = readers.get(model) or readers.setdefault(model, reader(model))
        return read(value)

    return read_variant


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


def _map(item: Reader) -> Reader:
    def read_map(values: Any) -> dict[str, Any]:
        if values.__class__ is not dict:
            raise MismatchError("not an object")
        return {key: item(value) for key, value in values.items()}

    return read_map


def _union(parts: tuple[Any, ...], new: dict[Any, Reader]) -> Reader:
    """Return the reader of a union, whose parts differ by their JSON types or by their keys."""
    models = tuple(part for part in parts if attrs.has(part))
    table: dict[type, Reader] = {}
    if len(models) == 1:
        table[dict] = _reader(models[0], new)
    elif models:
        table[dict] = _by_keys(models, new)
    for part in parts:
        if part in SCALARS:
            table.update(dict.fromkeys((int, float) if part is float else (part,), _as_is))
        elif part is _NONE:
            table[_NONE] = _as_is
        elif part is msgspec.UnsetType:
            continue
        elif get_origin(part) in {list, dict}:
            table[cast("type", get_origin(part))] = _reader(part, new)
        elif part not in models:
            table[str] = _reader(part, new)
    get = table.get

    def read_union(value: Any) -> Any:
        return get(value.__class__, _reject)(value)

    return read_union


def _by_keys(models: tuple[Any, ...], new: dict[Any, Reader]) -> Reader:
    keys = distinguishing_keys(models)
    readers = {model: _reader(model, new) for model in models}

    def read_object(value: Any) -> Any:
        for model, names in keys:
            if value.keys() >= names:
                return readers[model](value)
        raise MismatchError("an object that matches no class of the union")

    return read_object


def _reject(value: Any) -> Any:
    raise MismatchError(f"unexpected type {type(value).__name__}")


_CHECKS: Final = {
    str: "v.__class__ is not str",
    bool: "v.__class__ is not bool",
    int: "v.__class__ is not int",
    int | float: "v.__class__ is not float and v.__class__ is not int",
}
"""Conditions under which a value `v` does not have a type."""


def _compiled(model: Any, new: dict[Any, Reader]) -> Reader:
    """Compile the reader of a model."""
    new[model] = lambda value: reader(model)(value)  # noqa: PLW0108 - for a model that contains itself
    # the names of the readers of properties begin with read_, and no others
    names: dict[str, Any] = {"new": model.__new__, "model": model, "fail": _fail}
    names |= {"known": wire_names(model), "missing": _MISSING}
    lines = [
        "if source.__class__ is not dict: fail(model, None, source)",
        "made, get = new(model), source.get",
        f"count = {len(required_names(model))}",
    ]
    for field in attrs.fields(model):
        required = field.name in required_names(model)
        lines += (_required if required else _optional)(model, field.name, names, new)
    lines += [
        # looking for unknown keys takes longer than counting
        "made._rest = None if len(source) == count or known.issuperset(source) else {",
        "    key: part for key, part in source.items() if key not in known",
        "}",
        "return made",
    ]
    text = "def read(source):\n" + "".join(f"    {line}\n" for line in lines)
    exec(compile(text, f"<reader of {model.__name__}>", "exec"), names)  # noqa: S102 - our own text
    return cast("Reader", names["read"])


def _required(model: Any, name: str, names: dict[str, Any], new: dict[Any, Reader]) -> list[str]:
    """Return the lines that read a required property; `names` are the function's globals."""
    wire, annotation = wire_name(model, name), hints_of(model)[name]
    if condition := _CHECKS.get(annotation):
        return [
            f"v = get({wire!r})",
            f"if {condition}: fail(model, {wire!r}, v)",
            f"made.{name} = v",
        ]
    names[f"read_{name}"] = _reader(annotation, new)
    return [
        f"v = get({wire!r}, missing)",
        f"if v is missing: fail(model, {wire!r}, None)",
        f"made.{name} = read_{name}(v)",
    ]


def _optional(model: Any, name: str, names: dict[str, Any], new: dict[Any, Reader]) -> list[str]:
    """Return the lines that read an optional property; `names` are the function's globals."""
    wire, annotation = wire_name(model, name), without_none(hints_of(model)[name])
    lines = [f"v = get({wire!r})", "if v is not None:", "    count += 1"]
    if condition := _CHECKS.get(annotation):
        lines.append(f"    if {condition}: fail(model, {wire!r}, v)")
    elif annotation is not Any:
        names[f"read_{name}"] = _reader(annotation, new)
        lines.append(f"    v = read_{name}(v)")
    return [*lines, f"made.{name} = v"]


def _fail(model: Any, wire: str | None, value: Any) -> None:
    place = f"{model.__name__}" + (f", {wire}" if wire else "")
    raise MismatchError(f"{place}: missing, or of the unexpected type {type(value).__name__}")
