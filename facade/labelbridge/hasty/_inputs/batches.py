"""Arguments with many items: conversion of the items, and requests in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

import attrs

from labelbridge._core.flow import Flow
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.encode import NULL, set_fields
from labelbridge.errors import InvalidArgument, LabelbridgeError, ResponseFormatError
from labelbridge_api.hasty.models import Label, LabelList

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")

BATCH_SIZE: Final = 100
"""Maximum number of labels or tags in one request. Evidence: the vendor's SDK only."""


def convert_items(argument: str, items: Iterable[A], convert: Callable[[str, A], B]) -> list[B]:
    """Return the converted items; errors name the item, for example `labels[3]`."""
    found = check.items(argument, items, what=f"a list of {argument}")
    return [convert(f"{argument}[{index}]", item) for index, item in enumerate(found)]


def item_fields(argument: str, item: Any, body: type[Any], *models: type[Any]) -> dict[str, Any]:
    """Return the fields of an item that are set.

    None in a request class is NULL. In a dict, and in a response class, where a property may be
    absent, None is unset.

    Args:
        argument: Name of the item in errors.
        item: A model or a dict.
        body: The request class.
        *models: Response classes that are accepted. Fields that the request class does not have,
            such as creation dates, are ignored.
    """
    accepted: tuple[type[attrs.AttrsInstance], ...] = (body, *models)
    if isinstance(item, accepted):
        known = {field.name for field in attrs.fields(body)}
        return {
            name: NULL if value is None else value
            for name, value in set_fields(item).items()
            if name in known
        }
    if isinstance(item, Mapping):
        return {name: value for name, value in item.items() if value is not None}
    names = [model.__name__ for model in models or (body,)]
    raise InvalidArgument(
        argument, f"must be {' or '.join([*names, 'dict'])}, not {type(item).__name__}"
    )


def ids_as_text(values: Mapping[str, Any], *names: str, argument: str = "") -> dict[str, Any]:
    """Return the values with the named ids as text: in the contract, they need not be UUIDs."""
    checked = dict(values)
    for name in names:
        if values.get(name) is not None and values[name] is not NULL:
            checked[name] = check.text(f"{argument}.{name}" if argument else name, values[name])
    return checked


def returned_labels(
    sent: Sequence[object], response: LabelList, *, operation: str
) -> Sequence[Label]:
    """Return the labels of a response, which match the labels of the request by position.

    Raises:
        ResponseFormatError: The number of labels differs. `done` has the labels of the response.
    """
    found = list_items(response, "items", operation=operation)
    if len(found) != len(sent):
        error = ResponseFormatError(
            f"{operation}: {len(sent)} labels were sent, but the response has {len(found)}",
            operation=operation,
        )
        error.done = found
        raise error
    return found


def in_batches(
    argument: str, items: Sequence[B], send_batch: Callable[[list[B]], Flow[Sequence[T]]]
) -> Flow[list[T]]:
    """Send items in batches of `BATCH_SIZE`, and return the results of all batches in order.

    Raises:
        LabelbridgeError: A request failed. `done` has the results of the requests before it, and
            what could be read of the failed response.
    """
    done: list[T] = []
    for first in range(0, len(items), BATCH_SIZE):
        try:
            done += yield from send_batch(list(items[first : first + BATCH_SIZE]))
        except LabelbridgeError as error:
            error.done = (*done, *error.done)
            if done:
                error.add_note(
                    f"{first} of {len(items)} {argument} were processed before; see error.done"
                )
            raise
    return done
