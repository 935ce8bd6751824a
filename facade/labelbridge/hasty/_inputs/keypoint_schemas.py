"""Request bodies of keypoint schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelbridge._core.json.encode import NULL, request_body
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import convert_items, item_fields
from labelbridge.hasty._inputs.checks import boolean
from labelbridge_api.hasty.models import (
    KeypointClass,
    KeypointClassInput,
    KeypointSchemaInput,
    KeypointSchemaLabelClass,
    KeypointSchemaLabelClassInput,
    KeypointSkeleton,
    KeypointSkeletonInput,
)
from labelbridge_api.hasty.types import UNSET

Keypoint = KeypointClass | KeypointClassInput | Mapping[str, Any]
Edge = KeypointSkeleton | KeypointSkeletonInput | Mapping[str, Any]
Link = KeypointSchemaLabelClass | KeypointSchemaLabelClassInput | Mapping[str, Any]


def schema_body(fields: Mapping[str, Any], *, check: bool) -> KeypointSchemaInput:
    """Return the body of a keypoint schema. Without `check`, only names and types are checked."""
    values = dict(fields)
    for name, convert in {"keypoint_classes": _keypoint, "keypoint_skeleton": _edge}.items():
        if values.get(name) is not None and values[name] is not NULL:
            values[name] = convert_items(name, values[name], convert)
    made = request_body(KeypointSchemaInput, values)
    if not boolean("check", check):
        return made
    for index, keypoint in enumerate(made.keypoint_classes or []):
        _check_points(f"keypoint_classes[{index}]", keypoint)
    for index, edge in enumerate(made.keypoint_skeleton or []):
        _check_ends(f"keypoint_skeleton[{index}]", edge)
    return made


def link_body(argument: str, link: Link) -> KeypointSchemaLabelClassInput:
    """Return the body of a link between a keypoint schema and a label class."""
    values = item_fields(argument, link, KeypointSchemaLabelClassInput, KeypointSchemaLabelClass)
    values.setdefault("label_class_order", 0)
    made = request_body(KeypointSchemaLabelClassInput, values, argument=argument)
    if made.label_class_id is UNSET:
        raise InvalidArgument(f"{argument}.label_class_id", "is required")
    return made


def _keypoint(argument: str, keypoint: Keypoint) -> dict[str, Any]:
    return item_fields(argument, keypoint, KeypointClassInput, KeypointClass)


def _edge(argument: str, edge: Edge) -> dict[str, Any]:
    return item_fields(argument, edge, KeypointSkeletonInput, KeypointSkeleton)


def _check_points(argument: str, keypoint: KeypointClassInput) -> None:
    least, most = keypoint.min_points, keypoint.max_points
    for name, count in (("min_points", least), ("max_points", most)):
        if count is not UNSET and count < 0:
            raise InvalidArgument(f"{argument}.{name}", f"must be 0 or more, not {count}")
    if least is not UNSET and most is not UNSET and least > most:
        raise InvalidArgument(
            f"{argument}.min_points", f"({least}) is greater than max_points ({most})"
        )


def _check_ends(argument: str, edge: KeypointSkeletonInput) -> None:
    ends = (edge.keypoint_class_id_a, edge.keypoint_class_id_b)
    for name, end in zip(("keypoint_class_id_a", "keypoint_class_id_b"), ends, strict=True):
        if end is UNSET:
            raise InvalidArgument(f"{argument}.{name}", "is required: an edge has two ends")
    if ends[0] == ends[1]:
        raise InvalidArgument(
            f"{argument}.keypoint_class_id_b", "must differ from keypoint_class_id_a"
        )
