"""What users write as labels, checked and made into the bodies of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs import shapes
from labelbridge.hasty._inputs.batches import given
from labelbridge_api.hasty.models import LabelCreate, LabelUpdate
from labelbridge_api.hasty.types import UNSET


def to_create(argument: str, label: LabelCreate | Mapping[str, Any]) -> LabelCreate:
    """Return the body of a label to draw."""
    values = given(argument, label, LabelCreate)
    # Null breaks the creation of many (the SDK's commits 888f48d and 1837bd3), though the document
    # allows it. No client has been seen to leave it out, and all mend it with 0.
    values.setdefault("z_index", 0)
    made = request_body(LabelCreate, values, argument=argument)
    if made.class_id is UNSET:
        raise InvalidArgument(f"{argument}.class_id", "is needed")
    if not _is_set(made.bbox) and not _is_set(made.polygon):
        raise InvalidArgument(f"{argument}.bbox", "a label needs a bbox or a polygon")
    _check_shapes(argument, made)
    return made


def to_update(argument: str, label: LabelUpdate | Mapping[str, Any]) -> LabelUpdate:
    """Return the body of what to change a label into.

    The label is named by `label_id`, as the vendor's SDK does, whose tests ran against the
    platform; the document has `id` in a sample, and in no table. Users may write either.
    """
    values = given(argument, label, LabelUpdate)
    ids = {
        check.uuid(f"{argument}.{name}", values.pop(name))
        for name in ("id", "label_id")
        if values.get(name) is not None
    }
    if len(ids) != 1:
        problem = "and label_id name different labels" if ids else "is needed: which label it is"
        raise InvalidArgument(f"{argument}.id", problem)
    made = request_body(LabelUpdate, values | {"label_id": ids.pop()}, argument=argument)
    _check_shapes(argument, made)
    return made


def _is_set(value: object) -> bool:
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
