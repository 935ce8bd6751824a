"""What calls for many things at once share: what users may write, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

import attrs

from labelbridge._core.flow import Flow
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.encode import NULL
from labelbridge.errors import InvalidArgument, LabelbridgeError, ResponseFormatError
from labelbridge_api.hasty.models import Label, LabelList
from labelbridge_api.hasty.types import UNSET

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")

BATCH: Final = 100
"""Labels or tags in one request at most. Only the vendor's SDK tells this limit."""


def each(argument: str, items: Iterable[A], check_one: Callable[[str, A], B]) -> list[B]:
    """Return the bodies of items, each checked under its own name, `labels[3]`."""
    listed = check.items(argument, items, what=f"a list of {argument}")
    return [check_one(f"{argument}[{index}]", item) for index, item in enumerate(listed)]


def given(argument: str, item: Any, body: type[Any], *models: type[Any]) -> dict[str, Any]:
    """Return what is given of an item, null as NULL: in a model None is null, in a dict nothing.

    Args:
        argument: What the user calls the item.
        item: A model, or a dict.
        body: The class that is sent.
        *models: Other classes that the item may have. These are what the platform answers with, so
            what they hold beyond the body, a date of creation say, is passed over.
    """
    kinds: tuple[type[attrs.AttrsInstance], ...] = (body, *models)
    if isinstance(item, kinds):
        known = {field.name for field in attrs.fields(body)}
        # not to_dict(), which trusts that every field has its type
        values = attrs.asdict(item, filter=lambda field, value: field.init and value is not UNSET)
        return {
            name: NULL if value is None else value
            for name, value in values.items()
            if name in known
        }
    if isinstance(item, Mapping):
        return {name: value for name, value in item.items() if value is not None}
    names = [model.__name__ for model in models or (body,)]
    raise InvalidArgument(
        argument, f"must be {' or '.join([*names, 'dict'])}, not {type(item).__name__}"
    )


def with_ids(values: Mapping[str, Any], *names: str, argument: str = "") -> dict[str, Any]:
    """Return values with the ids among them checked: to the contract some are any text."""
    checked = dict(values)
    for name in names:
        if values.get(name) is not None and values[name] is not NULL:
            place = f"{argument}.{name}" if argument else name
            checked[name] = str(check.uuid(place, values[name]))
    return checked


def as_many(part: Sequence[object], answer: LabelList, *, operation: str) -> Sequence[Label]:
    """Return the labels of an answer, which are told apart by their order alone.

    Raises:
        ResponseFormatError: There are not as many as were sent. `done` holds them.
    """
    found = list_items(answer.items, "items", answer, operation=operation)
    if len(found) != len(part):
        error = ResponseFormatError(
            f"{operation}: {len(part)} labels were sent, and {len(found)} came back",
            operation=operation,
        )
        error.done = found
        raise error
    return found


def in_batches(
    argument: str, items: Sequence[B], send_part: Callable[[list[B]], Flow[Sequence[T]]]
) -> Flow[list[T]]:
    """Send items, `BATCH` at a time, and return what all the requests gave, in order.

    Raises:
        LabelbridgeError: A request failed. `done` holds what those before it gave, and what could
            be read of its own answer.
    """
    done: list[T] = []
    for first in range(0, len(items), BATCH):
        try:
            done += yield from send_part(list(items[first : first + BATCH]))
        except LabelbridgeError as error:
            error.done = (*done, *error.done)
            if done:
                error.add_note(
                    f"{first} of {len(items)} {argument} were done before; see error.done"
                )
            raise
    return done
