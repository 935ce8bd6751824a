"""Decoding and encoding, decided in this one module.

Answers are read tolerantly, as they come from platforms whose contracts were reconstructed: unknown
keys are kept, an unknown value of an enum is let through, a property that is missing or null where
it should not be is UNSET. What cannot be read at all is a ResponseFormatError. Requests are read
strictly: an unknown key or a wrong type is an InvalidArgument.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from math import isfinite
from typing import Any, Final, Protocol, Self, TypeGuard, TypeVar, Union, get_args, get_origin

import attrs
import msgspec

from labelbridge.errors import InvalidArgument, ResponseFormatError

T = TypeVar("T")

_UNREADABLE: Final = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What the generated `from_dict` raises when JSON has another shape than its class."""


_SCALARS: Final = (int, float, str)


class _Null(Enum):
    NULL = "NULL"

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False


Null = _Null
NULL: Final = _Null.NULL
"""Sends null, where the contract allows it. None as an argument means "not given"."""


class _Model(Protocol):
    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self: ...


def _is_model(form: object) -> TypeGuard[type[_Model]]:
    return isinstance(form, type) and hasattr(form, "from_dict")


def parse(content: bytes, *, operation: str, clean: Callable[[str], str] = str) -> Any:
    """Parse JSON.

    Args:
        content: The text.
        operation: What errors call its source.
        clean: Takes secrets out of a text that is going to be shown.

    Raises:
        ResponseFormatError: It is not JSON; the text shows how it begins.
    """
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # cleaned before it is cut: half a key is a secret too
        begin = clean(content.decode("utf-8", "replace"))[:60]
        raise ResponseFormatError(
            f"{operation}: the answer is not JSON ({error}); it begins with {begin!r}",
            operation=operation,
        ) from None


def structure(value: Any, form: Any, *, operation: str, row: int | None = None) -> Any:
    """Make parsed JSON into `form`: a model, a list of them, a union of them, or a plain type.

    Raises:
        ResponseFormatError: The value has another shape.
    """
    if get_origin(form) in {Union, types.UnionType}:
        return _first_that_fits(value, get_args(form), operation=operation, row=row)
    if get_origin(form) is list and isinstance(value, list):
        (item,) = get_args(form)
        return [structure(one, item, operation=operation, row=row) for one in value]
    if form is Any:
        return value
    if _is_model(form) and isinstance(value, dict):
        try:
            return form.from_dict(value)
        except _UNREADABLE as error:
            raise ResponseFormatError(
                f"{operation}{_at(row)}: the answer does not fit {form.__name__}: "
                f"{type(error).__name__}: {error}",
                operation=operation,
                row=row,
            ) from None
    if isinstance(form, type) and not _is_model(form) and isinstance(value, form):
        return value
    raise ResponseFormatError(
        f"{operation}{_at(row)}: the answer is {_kind(value)}, "
        f"where {getattr(form, '__name__', form)} was expected",
        operation=operation,
        row=row,
    )


def _first_that_fits(value: Any, forms: tuple[Any, ...], *, operation: str, row: int | None) -> Any:
    # a class without a required key fits any object, so those that require most are tried first
    *first, last = sorted(forms, key=_required_count, reverse=True)
    for form in first:
        try:
            return structure(value, form, operation=operation, row=row)
        except ResponseFormatError:
            continue
    return structure(value, last, operation=operation, row=row)


def _required_count(form: Any) -> int:
    if not attrs.has(form):
        return 0
    return sum(item.init and item.default is attrs.NOTHING for item in attrs.fields(form))


def _at(row: int | None) -> str:
    return "" if row is None else f", row {row}"


def _kind(value: Any) -> str:
    names = {
        dict: "an object",
        list: "an array",
        str: "a string",
        bool: "a boolean",
        type(None): "null",
    }
    return names.get(type(value), "a number")


def encode(value: Any) -> bytes:
    """Write JSON."""
    return msgspec.json.encode(value)


def request(model: type[T], values: Mapping[str, Any], *, argument: str = "") -> T:
    """Make the request model that a user's arguments describe.

    Args:
        model: A generated class of a request.
        values: Its fields by name. None is left out, NULL sends null.
        argument: What the user calls the whole, when it is a part of something.

    Raises:
        InvalidArgument: A key is unknown, or a value has the wrong type.
    """
    try:
        _refuse_unknown_keys(values, model)
        given = {name: _plain(value) for name, value in values.items() if value is not None}
        try:
            made = msgspec.convert(given, model)
        except msgspec.ValidationError as error:
            raise _invalid(str(error)) from None
        _refuse_unknown_parts(given, made)
    except InvalidArgument as error:
        raise (error.within(argument) if argument else error) from None
    return made


def _refuse_unknown_keys(values: Mapping[str, Any], model: type) -> None:
    known = [item.name for item in attrs.fields(model) if item.init]
    for name in values:
        if name not in known:
            raise InvalidArgument(name, f"is unknown{nearest(name, known)}")


def _refuse_unknown_parts(given: Any, made: Any) -> None:
    """Refuse what msgspec lets pass.

    Unknown keys of nested objects, unknown values of enums, and numbers that JSON cannot write: NaN
    would go out as null.
    """
    if isinstance(made, list) and made and type(made[0]) in _SCALARS:
        return  # a mask has a hundred thousand numbers, and none of them has parts
    if isinstance(made, list):
        for index, (part, one) in enumerate(zip(given, made, strict=True)):
            _within(f"[{index}]", part, one)
    elif attrs.has(type(made)) and isinstance(given, Mapping):
        _refuse_unknown_keys(given, type(made))
        for name, part in given.items():
            _within(name, part, getattr(made, name))
    elif isinstance(made, Enum) and made.name not in type(made).__members__:
        known = ", ".join(str(member.value) for member in type(made))
        raise InvalidArgument("", f"{made.value!r} is unknown; known are {known}")
    elif isinstance(made, float) and not isfinite(made):
        raise InvalidArgument("", f"must be a finite number, not {made}")


def _within(name: str, given: Any, made: Any) -> None:
    try:
        _refuse_unknown_parts(given, made)
    except InvalidArgument as error:
        raise error.within(name) from None


def nearest(name: str, known: Sequence[str]) -> str:
    """Return the end of a text that says a name is unknown: what it was meant to be, or what is."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(known))}"


def _plain(value: Any) -> Any:
    """Return what a user gave as JSON types: NULL as None, numpy's arrays as lists."""
    if value is NULL:
        return None
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.tolist() if hasattr(value, "tolist") else value


def _invalid(message: str) -> InvalidArgument:
    """Name the argument that "Expected `int`, got `str` - at `$.bbox[0]`" of msgspec is about."""
    if missing := re.fullmatch(
        r"Object missing required field `(.+?)`(?: - at `\$(.*)`)?", message
    ):
        error = InvalidArgument(missing[1], "is required")
        return error.within(missing[2].removeprefix(".")) if missing[2] else error
    problem, _, place = message.partition(" - at `")
    name = place.rstrip("`").removeprefix("$").removeprefix(".")
    return InvalidArgument(name or "value", problem[:1].lower() + problem[1:])
