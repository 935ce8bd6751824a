"""Decoding of bytes straight into models, by msgspec.

It is possible if all names on the wire are attribute names, which excludes models with `_wire`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, get_args, get_origin

import attrs
import msgspec

from labelbridge_api.instants import EpochSeconds, Timestamp
from labelbridge_api.introspection import hints_of, is_union
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
    """Return the decoder of one object; the items of its lists keep their own JSON text."""
    hints = hints_of(model)
    lists = {name: item for name, hint in hints.items() if (item := _item_model(hint)) is not None}
    if not lists:
        return _item_decoder(model)
    fields: list[Any] = []
    for field in attrs.fields(model):
        form = hints[field.name]
        if field.name in lists:
            form = list[msgspec.Raw] | None if is_union(form) else list[msgspec.Raw]
        default = [] if field.default is attrs.NOTHING else [None]
        fields.append((field.name, form, *default))
    outline = msgspec.json.Decoder(msgspec.defstruct(model.__name__, fields)).decode
    decoders = {name: _item_decoder(item) for name, item in lists.items()}
    nested = {*_nested_names(model)} - lists.keys()

    def decode(content: bytes) -> Any:
        raw = outline(content)
        made = model.__new__(model)
        for name in hints:
            value = getattr(raw, name)
            if name in decoders and value is not None:
                value = list(map(decoders[name], value))
            elif name in nested:
                _mark(value, ([content], name))
            setattr(made, name, value)
        made._rest = content
        return made

    return decode


def _item_model(hint: Any) -> Any:
    """Return the model of the items if a type is a list of objects."""
    for part in get_args(hint) if is_union(hint) else (hint,):
        if get_origin(part) is list and attrs.has(get_args(part)[0]):
            return get_args(part)[0]
    return None


def _list_decoder(item: Any) -> Callable[[bytes], Any]:
    outline, decode = msgspec.json.Decoder(list[msgspec.Raw]).decode, _item_decoder(item)
    return lambda content: list(map(decode, outline(content)))


def _item_decoder(model: Any) -> Callable[[Any], Any]:
    decode = msgspec.json.Decoder(model).decode
    nested = _nested_names(model)

    def decode_item(raw: Any) -> Any:
        made = decode(raw)
        made._rest = rest = bytes(raw)  # a copy, because `raw` keeps the whole response in memory
        if nested:
            shared = [rest]
            for name in nested:
                if value := getattr(made, name):
                    _mark(value, (shared, name))
        return made

    return decode_item


@cache
def _nested_names(model: Any) -> list[str]:
    """Return the names of the properties with objects."""
    return [name for name, hint in hints_of(model).items() if _contains_model(hint)]


def _contains_model(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_contains_model, get_args(annotation)))


def _mark(value: Any, path: tuple[Any, ...]) -> None:
    """Note in nested objects where their JSON text is."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            _mark(item, (*path, index))
    elif isinstance(value, ResponseModel):
        value._rest = path
        model: Any = type(value)
        for name in _nested_names(model):
            _mark(getattr(value, name), (*path, name))
