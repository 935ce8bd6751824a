"""Request bodies of labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import uuid
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs import shapes
from labelbridge.hasty._inputs.batches import item_fields
from labelbridge_api.hasty.models import LabelCreate, LabelUpdate
from labelbridge_api.hasty.types import UNSET


def label_to_create(
    argument: str, label: LabelCreate | Mapping[str, Any], *, check: bool = True
) -> LabelCreate:
    """Return the body of a new label. Without `check`, only names and types are checked."""
    values = item_fields(argument, label, LabelCreate)
    # A null z_index breaks requests with several labels (commits 888f48d and 1837bd3 of the SDK),
    # although the document allows it. All known clients send a z_index, and replace null by 0.
    values.setdefault("z_index", 0)
    made = request_body(LabelCreate, values, argument=argument)
    if not check:
        return made
    if made.class_id is UNSET:
        raise InvalidArgument(f"{argument}.class_id", "is required")
    if not _is_set(made.bbox) and not _is_set(made.polygon):
        raise InvalidArgument(f"{argument}.bbox", "is required for a label without a polygon")
    _check_shapes(argument, made)
    return made


def label_to_update(
    argument: str, label: LabelUpdate | Mapping[str, Any], *, check: bool = True
) -> LabelUpdate:
    """Return the body of a change of a label. Without `check`, its shapes are not checked.

    The id is sent as `label_id`, like in the vendor's SDK, whose tests ran against the platform.
    The document has `id` in an example, but in no table. Arguments may have either.
    """
    values = item_fields(argument, label, LabelUpdate)
    ids = {
        uuid(f"{argument}.{name}", values.pop(name))
        for name in ("id", "label_id")
        if values.get(name) is not None
    }
    if len(ids) != 1:
        problem = "differs from label_id" if ids else "is required: the id of the label to change"
        raise InvalidArgument(f"{argument}.id", problem)
    made = request_body(LabelUpdate, values | {"label_id": ids.pop()}, argument=argument)
    if check:
        _check_shapes(argument, made)
    return made


def _is_set(value: object) -> bool:
    return value is not UNSET and value is not None


def _check_shapes(argument: str, label: LabelCreate | LabelUpdate) -> None:
    area = 0
    if label.bbox is not UNSET and label.bbox is not None:
        width, height = shapes.box_size(f"{argument}.bbox", label.bbox)
        area = width * height
    if label.polygon is not UNSET and label.polygon is not None:
        shapes.check_polygon(f"{argument}.polygon", label.polygon)
    if label.mask is not UNSET and label.mask is not None:
        if not area:
            raise InvalidArgument(
                f"{argument}.mask", "requires a bbox: mask positions are relative to the box"
            )
        shapes.check_runs(f"{argument}.mask", label.mask, area)
