"""Reading responses: JSON into models, tolerantly.

Platforms' contracts were reconstructed, so unknown keys are kept, an unknown value of an enum is
accepted, and a property that is missing, null or of another type is UNSET
(`labelbridge_api.reading`). A null in a list of objects is left out. What cannot be read at all is
a ResponseFormatError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Protocol, Self, TypeGuard, TypeVar, Union, get_args, get_origin

import attrs
import msgspec
from msgspec import UnsetType

from labelbridge.errors import ResponseFormatError

T = TypeVar("T")


class _Model(Protocol):
    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self: ...


def _is_model(form: object) -> TypeGuard[type[_Model]]:
    return isinstance(form, type) and hasattr(form, "from_dict")


def parse_json(content: bytes, *, operation: str, redact: Callable[[str], str] = str) -> Any:
    """Parse JSON.

    Args:
        content: The text.
        operation: What errors call its source.
        redact: Removes secrets from a text that an error shows.

    Raises:
        ResponseFormatError: It is not JSON; the text shows how it begins.
    """
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # cleaned before it is cut: half a key is a secret too
        begin = redact(content.decode("utf-8", "replace"))[:60]
        raise ResponseFormatError(
            f"{operation}: the answer is not JSON ({error}); it begins with {begin!r}",
            operation=operation,
        ) from None


def structure(value: Any, form: Any, *, operation: str, row: int | None = None) -> Any:
    """Make parsed JSON into `form`: a model, a list of them, a union of them, or a plain type.

    Raises:
        ResponseFormatError: The value has another shape.
    """
    if get_origin(form) in {Union, UnionType}:
        return _first_that_fits(value, get_args(form), operation=operation, row=row)
    if get_origin(form) is list and isinstance(value, list):
        return _list(value, *get_args(form), operation=operation)
    if form is Any:
        return value
    if _is_model(form) and isinstance(value, dict):
        try:
            return form.from_dict(value)
        except (RecursionError, ValueError) as error:
            raise ResponseFormatError(
                f"{operation}{_at(row)}: the answer does not fit {form.__name__}: {error}",
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


def _list(values: list[Any], item: Any, *, operation: str) -> list[Any]:
    found: list[Any] = []
    for row, value in enumerate(values, start=1):
        if value is None and _is_model(item):
            continue
        try:
            found.append(structure(value, item, operation=operation, row=row))
        except ResponseFormatError as error:
            error.done = error.done or found
            raise
    return found


def list_items(
    found: Sequence[T] | UnsetType,
    name: str,
    answer: Any,
    *,
    operation: str,
    kind: type = dict,
    nested: bool = False,
) -> Sequence[T]:
    """Return a list of an answer, which may be missing; nulls among its objects are left out.

    Args:
        found: The list, as far as it could be read.
        name: Its name in the answer.
        answer: The model that holds it, and under its name the list as it came if it has an item
            that could not be read.
        operation: What errors call the answer.
        kind: What items should be, in JSON.
        nested: Whether an item may be a list of such itself.

    Raises:
        ResponseFormatError: It is no list, or an item that is not null could not be read. `row` is
            the item's number, `done` the items that could be read.
    """
    raw = answer.additional_properties.get(name)
    if raw is None:
        return found or []
    if not isinstance(raw, list):
        raise ResponseFormatError(
            f"{operation}: {name} is {_kind(raw)}, where an array was expected", operation=operation
        )
    allowed = (dict, NoneType) if kind is dict else kind
    for row, item in enumerate(raw, start=1):
        for one in item if nested and isinstance(item, list) else [item]:
            if not isinstance(one, allowed):
                error = ResponseFormatError(
                    f"{operation}, row {row}: {_kind(one)} is in {name}, "
                    f"where {_kind(kind())} was expected",
                    operation=operation,
                    row=row,
                )
                error.done = found or []
                raise error
    return found or []


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
