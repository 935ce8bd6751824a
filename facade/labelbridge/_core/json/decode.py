"""Decoding responses: tolerant conversion of JSON into models.

The contracts are reconstructed, so unknown keys are kept, unknown enum values are accepted, and a
property that is missing, null or of another type is UNSET (`labelbridge_api.reading`). Nulls in a
list of objects are left out. Anything else that does not match is a ResponseFormatError.
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
        content: The JSON text.
        operation: Name of the operation, for errors.
        redact: Removes secrets from a text that an error shows.

    Raises:
        ResponseFormatError: The content is not JSON; the message shows its first characters.
    """
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # redact before shortening: a part of a key is a secret too
        begin = redact(content.decode("utf-8", "replace"))[:60]
        raise ResponseFormatError(
            f"{operation}: the response is not JSON ({error}); it begins with {begin!r}",
            operation=operation,
        ) from None


def structure(value: Any, form: Any, *, operation: str, row: int | None = None) -> Any:
    """Convert parsed JSON to `form`: a model, a list or a union of models, or a plain type.

    Raises:
        ResponseFormatError: The value does not match `form`.
    """
    if get_origin(form) in {Union, UnionType}:
        return _structure_union(value, get_args(form), operation=operation, row=row)
    if get_origin(form) is list and isinstance(value, list):
        return _structure_list(value, *get_args(form), operation=operation)
    if form is Any:
        return value
    if _is_model(form) and isinstance(value, dict):
        try:
            return form.from_dict(value)
        except (RecursionError, ValueError) as error:
            raise ResponseFormatError(
                f"{operation}{_at(row)}: the response does not match {form.__name__}: {error}",
                operation=operation,
                row=row,
            ) from None
    if isinstance(form, type) and not _is_model(form) and isinstance(value, form):
        return value
    raise ResponseFormatError(
        f"{operation}{_at(row)}: the response is {_kind(value)}, "
        f"expected {getattr(form, '__name__', form)}",
        operation=operation,
        row=row,
    )


def _structure_list(values: list[Any], item: Any, *, operation: str) -> list[Any]:
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
    response: Any,
    *,
    operation: str,
    kind: type = dict,
    nested: bool = False,
) -> Sequence[T]:
    """Return the items of a list in a response, without nulls; a missing list is empty.

    Args:
        found: The items that could be read.
        name: Name of the list in the response.
        response: The model with the list. If an item could not be read, the raw list is in its
            `additional_properties`.
        operation: Name of the operation, for errors.
        kind: The JSON type of the items.
        nested: Whether items may be lists of that type.

    Raises:
        ResponseFormatError: The value is not a list, or an item is unreadable and not null. `row`
            is the number of the item, `done` has the items that could be read.
    """
    raw = response.additional_properties.get(name)
    if raw is None:
        return found or []
    if not isinstance(raw, list):
        raise ResponseFormatError(
            f"{operation}: {name} is {_kind(raw)}, expected an array", operation=operation
        )
    allowed = (dict, NoneType) if kind is dict else kind
    for row, item in enumerate(raw, start=1):
        for one in item if nested and isinstance(item, list) else [item]:
            if not isinstance(one, allowed):
                error = ResponseFormatError(
                    f"{operation}, row {row}: {_kind(one)} in {name}, expected {_kind(kind())}",
                    operation=operation,
                    row=row,
                )
                error.done = found or []
                raise error
    return found or []


def _structure_union(value: Any, forms: tuple[Any, ...], *, operation: str, row: int | None) -> Any:
    # a model without required keys matches any object: try those with most required keys first
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
