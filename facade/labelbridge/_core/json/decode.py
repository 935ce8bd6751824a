"""Decoding responses into models: the fast way first, the tolerant one for what does not fit.

1. If names on the wire are attribute names, msgspec decodes the bytes straight into the classes.
2. Otherwise, the parsed JSON is read by the strict readers of `labelbridge_api.reading`.
3. A response that does not match the contract is read by `tolerant`.

All three give equal objects for a response that matches. Nulls in a list of objects are left out.
A response of another form than the contract's, such as an array instead of an object, is a
ResponseFormatError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_origin

import attrs
import msgspec

from labelbridge._core.json.tolerant import TolerantReader
from labelbridge.errors import MissingValue, ResponseFormatError
from labelbridge_api.introspection import choose, is_union
from labelbridge_api.reading import MISMATCHES, reader

T = TypeVar("T")

Problems = Callable[[Mapping[str, str]], None]
"""Called with place and description of each value that does not match the contract."""


def ignore(_problems: Mapping[str, str]) -> None:
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


def _structure(
    value: Any, form: Any, tolerant: TolerantReader, row: int | None, place: str = ""
) -> Any:
    models = (
        tuple(part for part in get_args(form) if attrs.has(part)) if is_union(form) else (form,)
    )
    kind = _kind(value)
    if isinstance(value, dict) and attrs.has(models[0]):
        model = models[0] if len(models) == 1 else choose(models, value)
        if model:
            return tolerant.read(model, value, place)
        kind = "an object with other properties"
    if isinstance(value, list) and get_origin(form) is list:
        return _items(value, get_args(form)[0], tolerant, place)
    names = " or ".join(getattr(part, "__name__", str(part)) for part in models)
    raise _error(tolerant.operation, row, f"the response is {kind}, expected {names}")


def _items(values: list[Any], item: Any, tolerant: TolerantReader, place: str) -> list[Any]:
    found: list[Any] = []
    for index, value in enumerate(values):
        if value is None and attrs.has(item):
            continue
        try:
            found.append(_structure(value, item, tolerant, index + 1, f"{place}/*"))
        except ResponseFormatError as error:
            error.done = error.done or found
            raise
    return found


def unread_value(response: Any, name: str) -> Any:
    """Return the raw value of a property that could not be read; the response if it could.

    Args:
        response: The model.
        name: Name of the property on the wire.
    """
    # other models have JSON text instead of a dict: parsing it would take as long as reading it
    rest = getattr(response, "_rest", None)
    return rest.get(name, response) if isinstance(rest, dict) else response


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
    raw = unread_value(response, name)
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
