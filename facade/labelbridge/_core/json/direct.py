"""Decoding of bytes straight into models, by msgspec.

It is possible if all names on the wire are attribute names, which excludes models with `_wire`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, get_args, get_origin
from weakref import ref

import attrs
import msgspec

from labelbridge_api.instants import EpochSeconds, Timestamp
from labelbridge_api.introspection import hints_of
from labelbridge_api.model import ResponseModel


def decode_directly(content: bytes, form: Any) -> Any:
    """Decode a response that matches the contract.

    Args:
        content: The JSON text.
        form: A model, a list or a union of models, or a plain type.

    Returns:
        The value, or None if the content does not match `form`, or `form` has other wire names.
    """
    try:
        decode = _direct_decoder(form)
        if decode and not content.isascii():
            content.decode()  # msgspec does not check the values of unknown keys
        return decode and decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


@cache
def _direct_decoder(form: Any) -> Callable[[bytes], Any] | None:
    """Return the function that decodes bytes, or None if msgspec cannot create the classes."""
    (item,) = get_args(form) if get_origin(form) is list else (form,)
    if not (attrs.has(item) and _has_wire_names(item, ())):
        return None
    return _list_decoder(item) if item is not form else _object_decoder(item)


def _has_wire_names(annotation: Any, above: tuple[Any, ...]) -> bool:
    """Return whether all names on the wire are attribute names, also in nested objects."""
    if attrs.has(annotation):
        return annotation in above or (
            not annotation._wire  # type: ignore[attr-defined]  # all models have it
            and all(
                _has_wire_names(one, (*above, annotation)) for one in hints_of(annotation).values()
            )
        )
    if sum(map(attrs.has, get_args(annotation))) > 1 or annotation in {Timestamp, EpochSeconds}:
        return False
    return all(
        _has_wire_names(one, above)
        for one in get_args(annotation)
        if isinstance(one, type) or get_args(one)
    )


def _object_decoder(model: Any) -> Callable[[bytes], Any]:
    decode = msgspec.json.Decoder(model).decode

    def decode_object(content: bytes) -> Any:
        made = decode(content)
        _mark(made, ([content, None],))
        made._rest = content
        return made

    return decode_object


def _list_decoder(item: Any) -> Callable[[bytes], Any]:
    decode = msgspec.json.Decoder(list[item]).decode

    def decode_list(content: bytes) -> Any:
        made = decode(content)
        _mark(made, ([content, None],))
        return made

    return decode_list


@cache
def _nested_names(model: Any) -> list[str]:
    """Return the names of the properties with objects."""
    return [name for name, hint in hints_of(model).items() if _contains_model(hint)]


def _contains_model(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_contains_model, get_args(annotation)))


def _mark(value: Any, path: tuple[Any, ...]) -> None:
    """Note in nested objects where their JSON text is.

    Args:
        value: An object, or a list of objects.
        path: A list that all parts of a response share, then the keys and indices that lead to the
            object. The list has the text, and its parsed value as soon as a part needs it.
    """
    if isinstance(value, ResponseModel):
        value._rest = path
        model: Any = type(value)
        for name in _nested_names(model):
            if nested := getattr(value, name):
                _mark(nested, (*path, name))
    elif isinstance(value, list) and value and isinstance(value[0], ResponseModel):
        # a loop of its own, because a page has a hundred items
        item_model: Any = type(value[0])
        names = _nested_names(item_model)
        for index, item in enumerate(value):
            item._rest = (*path, index)
            for name in names:
                if nested := getattr(item, name):
                    _mark(nested, (*path, index, name))
    elif isinstance(value, list | dict):
        for key, item in enumerate(value) if isinstance(value, list) else value.items():
            _mark(item, (*path, key))


def references(items: Sequence[Any]) -> list[ref[Any]]:
    """Return weak references to the items of a page, for `detach`."""
    return [ref(item) for item in items if isinstance(item, ResponseModel)]


def detach(items: Sequence[ref[Any]]) -> None:
    """Give those items of a page that still exist JSON texts of their own.

    Before that, each one keeps the text of its complete page in memory.
    """
    parts: list[msgspec.Raw] = []
    for reference in items:
        item: Any = reference()
        rest = getattr(item, "_rest", None)
        if isinstance(rest, tuple):
            (content, _parsed), *names, index = rest
            parts = parts or _items_of(content, names)
            own = bytes(parts[index])
            _mark(item, ([own, None],))
            item._rest = own


def _items_of(content: bytes, names: list[str]) -> list[msgspec.Raw]:
    for name in names:
        content = msgspec.json.decode(content, type=dict[str, msgspec.Raw])[name]
    return msgspec.json.decode(content, type=list[msgspec.Raw])
