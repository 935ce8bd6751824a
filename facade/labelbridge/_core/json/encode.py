"""Encoding requests: strict conversion of arguments into JSON and request models.

An unknown key or a wrong type raises InvalidArgument before any request is sent. Boxes, polygons
and masks are converted by msgspec alone, because they may have a hundred thousand numbers; a loop
in Python visits them only to name an error, or to convert numbers of other types.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import cache
from math import isfinite
from typing import Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec
from msgspec import UNSET

from labelbridge._core.json.conversion_errors import invalid_argument
from labelbridge._core.json.validate import LARGEST, SMALLEST, plain_str, short_repr
from labelbridge.errors import InvalidArgument
from labelbridge_api.model import ResponseModel

T = TypeVar("T")

_Int64 = Annotated[int, msgspec.Meta(ge=SMALLEST, le=LARGEST)]

_MAX_DEPTH: Final = 16
"""Maximum nesting of values, more than any contract has. It also stops cyclic values."""


class _Null(Enum):
    NULL = "NULL"

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


Null = _Null
NULL: Final = _Null.NULL
"""Sends null, where the contract allows it. None means that an argument is not given."""


def as_json(name: str, value: Any, depth: int = 0) -> Any:
    """Return a value as JSON types: NULL as None, models as dicts, numpy arrays as lists.

    Subclasses of str, int and float become plain values. Values of other types are returned
    unchanged.

    Args:
        name: Name of the argument.
        value: The value.
        depth: Nesting level of the value.

    Raises:
        InvalidArgument: JSON cannot represent the value.
    """
    try:
        if depth > _MAX_DEPTH:
            raise InvalidArgument("", "is nested too deeply, or contains itself")
        return _converted(value, depth + 1)
    except InvalidArgument as error:
        raise error.within(name) from None


def _converted(value: Any, depth: int) -> Any:
    if isinstance(value, Enum):
        value = None if value is NULL else value.value
    if isinstance(value, str):
        return plain_str("", value)
    if isinstance(value, Mapping):
        return {_key(name): as_json(_key(name), item, depth) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(f"[{index}]", item, depth) for index, item in enumerate(value)]
    if isinstance(value, set | frozenset):
        raise InvalidArgument("", "must be a list: a set has no order")
    if isinstance(value, bytes | bytearray | memoryview):
        raise InvalidArgument("", f"must not be {type(value).__name__}; decode it")
    if hasattr(value, "tolist"):
        return as_json("", value.tolist(), depth)
    if attrs.has(type(value)):
        return {name: as_json(name, item, depth) for name, item in set_fields(value).items()}
    return _number(value)


def set_fields(model: attrs.AttrsInstance) -> dict[str, Any]:
    """Return the fields of a model that are set, without converting their values.

    In a model of a request, None is null. In a model of a response, it is an absent property.
    """
    absent = None if isinstance(model, ResponseModel) else UNSET
    fields = {
        item.name: getattr(model, item.name, absent)
        for item in attrs.fields(type(model))
        if item.init
    }
    return {name: value for name, value in fields.items() if value is not absent}


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise InvalidArgument(short_repr(name), "is not a valid key: keys are strings")
    try:
        return plain_str("", name)
    except InvalidArgument as error:
        raise error.within(short_repr(name)) from None


def _number(value: Any) -> Any:
    # float() of a signaling NaN raises, and that of a large Decimal is infinite
    finite = not isinstance(value, Decimal) or value.is_finite()
    if isinstance(value, float | Decimal) and not (finite and isfinite(value)):
        raise InvalidArgument("", f"must be a finite number, not {short_repr(value)}")
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = int.__int__(value)
        if not SMALLEST <= value <= LARGEST:
            raise InvalidArgument(
                "", f"must be an integer of at most 64 bits, not {short_repr(value)}"
            )
    return value


def encode(value: Any) -> bytes:
    """Encode a value as JSON."""
    return msgspec.json.encode(value)


def request_body(model: type[T], values: Mapping[str, Any], *, argument: str = "") -> T:
    """Create a request model from a user's arguments.

    Args:
        model: The generated class.
        values: Its fields by name. None is left out, NULL sends null.
        argument: Name of the argument that contains the fields, if there is one.

    Raises:
        InvalidArgument: A key is unknown, or a value has the wrong type.
    """
    checked, geometry = _strict(cast("Any", model))
    try:
        _reject_unknown_keys(values, model)
        given = {
            name: _numbers(name, value) if name in geometry else as_json(name, value)
            for name, value in values.items()
            if value is not None
        }
        try:
            result: T = msgspec.convert(given, checked)
        except (msgspec.ValidationError, UnicodeEncodeError):
            result = _slowly_converted(given, checked)
        for name, part in given.items():
            if name not in geometry:
                _check_part(name, part, getattr(result, name))
    except InvalidArgument as error:
        raise (error.within(argument) if argument else error) from None
    return result


def _slowly_converted(given: Mapping[str, Any], model: type[T]) -> T:
    """Convert values of which msgspec rejects one, for example numpy numbers in a list."""
    given = {name: as_json(name, value) for name, value in given.items()}
    try:
        return msgspec.convert(given, model)
    except msgspec.ValidationError as error:
        raise invalid_argument(str(error), given) from None


def _numbers(name: str, value: Any) -> Any:
    """Return lists of integers for msgspec, which checks them in one pass.

    Sets in a list go through `as_json`, because msgspec accepts them, although they have no order.
    """
    found = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(found, list | tuple) and (
        not found or type(found[0]) is int or set(map(type, found)) <= {list, tuple}
    ):
        return found
    return as_json(name, value)


@cache
def _strict(model: type) -> tuple[type[Any], frozenset[str]]:
    """Return a class like a model, and the fields that have lists of integers.

    The class is a subclass, in which these integers have at most 64 bits.
    """
    hints = get_type_hints(model, include_extras=True)
    strict = {name: _with_limits(hint) for name, hint in hints.items()}
    changed = {name: hint for name, hint in strict.items() if hint != hints[name]}
    if not changed:
        return model, frozenset()
    members = {
        "__slots__": (),
        "__module__": model.__module__,
        "__annotations__": changed,
    }
    return type(model.__name__, (model,), members), frozenset(changed)


def _with_limits(hint: Any) -> Any:
    if get_origin(hint) is list:
        (item,) = get_args(hint)
        return list[_Int64 if item is int else _with_limits(item)]  # type: ignore[misc]  # a type built at run time
    if get_origin(hint) in {Union, types.UnionType}:
        return Union[tuple(map(_with_limits, get_args(hint)))]  # noqa: UP007 - built at run time
    return hint


@cache
def _field_names(model: type) -> Mapping[str, None]:
    return dict.fromkeys(item.name for item in attrs.fields(model) if item.init)


def _reject_unknown_keys(values: Mapping[str, Any], model: type) -> None:
    known = _field_names(model)
    if known.keys() >= values.keys():
        return
    for name in map(_key, values):
        if name not in known:
            shown = name if name.isidentifier() else short_repr(name)
            raise InvalidArgument(shown, f"is unknown{suggestion(name, [*known])}")


def _check_nested(given: Any, result: Any) -> None:
    """Raise InvalidArgument for values that msgspec accepts but the contract does not.

    These are unknown keys of nested objects, and unknown enum values.

    Args:
        given: The JSON value.
        result: What msgspec made of it.
    """
    if isinstance(result, list):
        for index, (part, one) in enumerate(zip(given, result, strict=True)):
            _check_part(f"[{index}]", part, one)
    elif isinstance(given, dict):
        _reject_unknown_keys(given, type(result))
        for name, part in given.items():
            _check_part(name, part, getattr(result, name))
    elif isinstance(result, Enum) and result.name not in type(result).__members__:
        known = ", ".join(str(member.value) for member in type(result))
        raise InvalidArgument("", f"{short_repr(result.value)} is unknown; known are {known}")


def _check_part(name: str, given: Any, result: Any) -> None:
    try:
        _check_nested(given, result)
    except InvalidArgument as error:
        raise error.within(name) from None


def suggestion(name: str, known: Sequence[str]) -> str:
    """Return the end of a message about an unknown name: the closest or all known names."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"
