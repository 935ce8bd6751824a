"""Decoding responses into models: the fast way first, the tolerant one for what does not fit.

1. If names on the wire are attribute names, msgspec decodes the bytes straight into the classes.
2. Otherwise, the parsed JSON is read by the strict readers of `labelbridge_api.reading`.
3. A response that does not match the contract is read by `tolerant`.

All three give equal objects for a response that matches. Nulls in a list of objects are left out.
A response of another form than the contract's, such as an array instead of an object, is a
ResponseFormatError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from types import NoneType
from typing import Any, Final, TypeVar, cast, get_args, get_origin

import attrs
import msgspec

from labelbridge._core.json.tolerant import TolerantReader
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge_api.model import EpochSeconds, ResponseModel, Timestamp
from labelbridge_api.reading import (
    MISMATCHES,
    choose,
    hints_of,
    is_union,
    reader,
)

T = TypeVar("T")

Problems = Callable[[list[tuple[str, str]]], None]
"""Called with place and description of each value that does not match the contract."""


def ignore(_problems: list[tuple[str, str]]) -> None:
    """Ignore what does not match."""


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


def structure(
    value: Any,
    form: Any,
    *,
    operation: str,
    row: int | None = None,
    on_problems: Problems = ignore,
) -> Any:
    """Convert parsed JSON to `form`: a model, a list or a union of models, or a plain type.

    Raises:
        ResponseFormatError: The value has another form.
    """
    try:
        return reader(form)(value)
    except MISMATCHES:
        pass
    except RecursionError:
        raise _error(operation, row, "the response is nested too deeply") from None
    tolerant = TolerantReader(operation)
    try:
        return _structure(value, form, tolerant, row)
    except RecursionError:
        raise _error(operation, row, "the response is nested too deeply") from None
    finally:
        if tolerant.problems:
            on_problems(tolerant.problems)


def _structure(value: Any, form: Any, tolerant: TolerantReader, row: int | None) -> Any:
    models = (
        tuple(part for part in get_args(form) if attrs.has(part)) if is_union(form) else (form,)
    )
    if isinstance(value, dict) and attrs.has(models[0]):
        model = models[0] if len(models) == 1 else choose(models, value)
        if model:
            return tolerant.read(model, value)
    if isinstance(value, list) and get_origin(form) is list:
        return _items(value, get_args(form)[0], tolerant)
    names = " or ".join(getattr(part, "__name__", str(part)) for part in models)
    raise _error(tolerant.operation, row, f"the response is {_kind(value)}, expected {names}")


def _items(values: list[Any], item: Any, tolerant: TolerantReader) -> list[Any]:
    found: list[Any] = []
    for index, value in enumerate(values):
        if value is None and attrs.has(item):
            continue
        try:
            if attrs.has(item) and isinstance(value, dict):
                found.append(tolerant.read(item, value, f"/{index}"))
            else:
                found.append(structure(value, item, operation=tolerant.operation, row=index + 1))
        except ResponseFormatError as error:
            error.done = error.done or found
            raise
    return found


def list_items(
    response: Any,
    name: str,
    *,
    operation: str,
    attribute: str | None = None,
    kind: type = dict,
    nested: bool = False,
) -> Sequence[Any]:
    """Return the items of a list in a response, without nulls; null instead of a list is empty.

    Args:
        response: The model with the list. If an item could not be read, the raw list is in its
            `additional_properties`.
        name: Name of the list on the wire.
        operation: Name of the operation, for errors.
        attribute: Name of the attribute, if it differs.
        kind: The JSON type of the items.
        nested: Whether items may be lists of that type.

    Raises:
        ResponseFormatError: The response has no such list, the value is not a list, or an item is
            unreadable and not null. `row` is the number of the item, `done` has the items that
            could be read.
    """
    raw = response.additional_properties.get(name, response)
    if raw is response:
        try:
            return getattr(response, attribute or name) or []
        except MissingValue:
            raise _error(operation, None, f"the response has no {name}") from None
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise _error(operation, None, f"{name} is {_kind(raw)}, expected an array")
    found = getattr(response, attribute or name, None) or []
    allowed = (dict, NoneType) if kind is dict else kind
    for row, item in enumerate(raw, start=1):
        for one in item if nested and isinstance(item, list) else [item]:
            if not isinstance(one, allowed):
                text = f"{_kind(one)} in {name}, expected {_kind(kind())}"
                error = ResponseFormatError(
                    f"{operation}, row {row}: {text}", operation=operation, row=row
                )
                error.done = found
                raise error
    return found


def _error(operation: str, row: int | None, problem: str) -> ResponseFormatError:
    at = "" if row is None else f", row {row}"
    return ResponseFormatError(f"{operation}{at}: {problem}", operation=operation, row=row)


def _kind(value: Any) -> str:
    names: Final = {
        dict: "an object",
        list: "an array",
        str: "a string",
        bool: "a boolean",
        type(None): "null",
    }
    return names.get(type(value), "a number")


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
    nested = {name for name, hint in hints.items() if _contains_model(hint)} - lists.keys()

    def decode(content: bytes) -> Any:
        raw = outline(content)
        made = model.__new__(model)
        for name in hints:
            value = getattr(raw, name)
            if name in decoders and value is not None:
                value = list(map(decoders[name], value))
            elif name in nested:
                _mark(value, (content, name))
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
    nested = [name for name, hint in hints_of(model).items() if _contains_model(hint)]

    def decode_item(raw: Any) -> Any:
        made = decode(raw)
        made._rest = rest = bytes(raw)  # a copy, because `raw` keeps the whole response in memory
        for name in nested:
            _mark(getattr(made, name), (rest, name))
        return made

    return decode_item


def _contains_model(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_contains_model, get_args(annotation)))


def _mark(value: Any, path: tuple[Any, ...]) -> None:
    """Note in nested objects where their JSON text is."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            _mark(item, (*path, index))
    elif isinstance(value, ResponseModel):
        value._rest = path
        for name, hint in hints_of(cast("Any", type(value))).items():
            if _contains_model(hint):
                _mark(getattr(value, name), (*path, name))
