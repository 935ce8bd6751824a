"""What users write as labels, checked and made into the bodies of requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

import attrs

from labelbridge import _check as check
from labelbridge._codec import NULL, request
from labelbridge._flow import Flow
from labelbridge.errors import InvalidArgument, LabelbridgeError
from labelbridge.hasty import _shapes as shapes
from labelbridge_api.hasty.models import LabelCreate, LabelUpdate
from labelbridge_api.hasty.types import UNSET

M = TypeVar("M", LabelCreate, LabelUpdate)
B = TypeVar("B")
T = TypeVar("T")

BATCH: Final = 100
"""Labels in one request at most. Only the vendor's SDK tells this limit."""


def each(labels: Iterable[M | Mapping[str, Any]], check_one: Callable[[str, Any], M]) -> list[M]:
    """Return the bodies of labels, each checked under its own name, `labels[3]`."""
    if isinstance(labels, Mapping | str) or not isinstance(labels, Iterable):
        raise InvalidArgument("labels", f"must be a list of labels, not {type(labels).__name__}")
    return [check_one(f"labels[{index}]", label) for index, label in enumerate(labels)]


def to_create(argument: str, label: LabelCreate | Mapping[str, Any]) -> LabelCreate:
    """Return the body of a label to draw."""
    values = _values(argument, label, LabelCreate)
    # Null breaks the creation of many (the SDK's commits 888f48d and 1837bd3), though the document
    # allows it. No client has been seen to leave it out, and all mend it with 0.
    values.setdefault("z_index", 0)
    made = request(LabelCreate, values, argument=argument)
    if made.class_id is UNSET:
        raise InvalidArgument(f"{argument}.class_id", "is needed")
    if not _given(made.bbox) and not _given(made.polygon):
        raise InvalidArgument(f"{argument}.bbox", "a label needs a bbox or a polygon")
    _check_shapes(argument, made)
    return made


def to_update(argument: str, label: LabelUpdate | Mapping[str, Any]) -> LabelUpdate:
    """Return the body of what to change a label into.

    The label is named by `label_id`, as the vendor's SDK does, whose tests ran against the
    platform; the document has `id` in a sample, and in no table. Users may write either.
    """
    values = _values(argument, label, LabelUpdate)
    ids = {
        check.uuid(f"{argument}.{name}", values.pop(name))
        for name in ("id", "label_id")
        if values.get(name) is not None
    }
    if len(ids) != 1:
        problem = "and label_id name different labels" if ids else "is needed: which label it is"
        raise InvalidArgument(f"{argument}.id", problem)
    made = request(LabelUpdate, values | {"label_id": ids.pop()}, argument=argument)
    _check_shapes(argument, made)
    return made


def _values(argument: str, label: Any, model: type[Any]) -> dict[str, Any]:
    """Return what is given of a label, null as NULL: in a model None is null, in a dict nothing."""
    if isinstance(label, model):
        # not to_dict(), which trusts that every field has its type
        given = attrs.asdict(label, filter=lambda _, value: value is not UNSET)
        return {name: NULL if value is None else value for name, value in given.items()}
    if isinstance(label, Mapping):
        return {name: value for name, value in label.items() if value is not None}
    raise InvalidArgument(
        argument, f"must be a {model.__name__} or a dict, not {type(label).__name__}"
    )


def _given(value: object) -> bool:
    return value is not UNSET and value is not None


def _check_shapes(argument: str, label: LabelCreate | LabelUpdate) -> None:
    area = 0
    if label.bbox is not UNSET and label.bbox is not None:
        width, height = shapes.bbox(f"{argument}.bbox", label.bbox)
        area = width * height
    if label.polygon is not UNSET and label.polygon is not None:
        shapes.polygon(f"{argument}.polygon", label.polygon)
    if label.mask is not UNSET and label.mask is not None:
        if not area:
            raise InvalidArgument(
                f"{argument}.mask", "needs a bbox: its pixels are those of the box"
            )
        shapes.runs(f"{argument}.mask", label.mask, area)


def in_batches(
    items: Sequence[B], send_part: Callable[[list[B]], Flow[Sequence[T]]]
) -> Flow[list[T]]:
    """Send items, `BATCH` at a time, and return what all the requests gave, in order.

    Raises:
        LabelbridgeError: A request failed. `done` holds what those before it gave.
    """
    done: list[T] = []
    for first in range(0, len(items), BATCH):
        try:
            done += yield from send_part(list(items[first : first + BATCH]))
        except LabelbridgeError as error:
            error.done = tuple(done)
            if done:
                error.add_note(f"{first} of {len(items)} labels were done before; see error.done")
            raise
    return done
