"""Search of the labels of a project, with the names of their class, image and dataset."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.attribute_values import matches_text
from labelbridge_emulator.platforms.hasty.filters.assets import asset_tests
from labelbridge_emulator.platforms.hasty.lookups import project_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.filters.assets import Query
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchema
    from labelbridge_emulator.platforms.hasty.models.project import Label, Project

LabelTest = Callable[["Label"], bool]

handlers = Handlers()

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
"""The document's examples are 1h, 30m and 3d; seconds and weeks are a guess."""


@handlers("search_labels")
def search_labels(request: Request) -> JSON:
    """List labels of a project that pass all filters, in the order of their creation."""
    on_image = asset_tests(request.query, "image")
    project = project_of(request)
    on_label = [
        *_label_tests(request.query),
        *_attribute_tests(project, request.query),
        *_time_tests(request),
    ]
    found = [
        label
        for label in project.labels.values()
        if all(test(label) for test in on_label) and all(test(label.image) for test in on_image)
    ]
    return page(request, found, lambda label: _render(request, label))


def _label_tests(query: Query) -> list[LabelTest]:
    """Filter by class, user and keypoint schema."""
    tests: list[LabelTest] = []
    if class_id := query.get("label_class_id", "").lower():
        tests.append(lambda label: label.label_class.id == class_id)
    if labeler_id := query.get("labeler_id", "").lower():
        tests.append(lambda label: label.labeled_by == labeler_id)
    if author_id := query.get("label_author_id", "").lower():
        tests.append(lambda label: label.created_by == author_id)
    if schema_id := query.get("keypoint_schema_id", "").lower():
        tests.append(lambda label: _id_of(label.keypoint_schema) == schema_id)
    return tests


def _attribute_tests(project: Project, query: Query) -> list[LabelTest]:
    """Filter by the value of an attribute, or by its absence.

    The document says that attribute_id and attribute_value require each other. The value of a BOOL
    attribute is bool_attribute_value.
    """
    tests: list[LabelTest] = []
    if ("attribute_id" in query) != ("attribute_value" in query or "bool_attribute_value" in query):
        raise ApiError(
            400, "attribute_id requires attribute_value or bool_attribute_value, and vice versa."
        )
    if attribute_id := query.get("attribute_id", "").lower():
        attribute = project.attributes.by_id.get(attribute_id)
        tests.append(lambda label: attribute is not None and _has_value(label, attribute, query))
    if absent := query.get("no_attribute_id", "").lower():
        tests.append(lambda label: absent not in label.attributes)
    return tests


def _has_value(label: Label, attribute: Attribute, query: Query) -> bool:
    """Whether the value of a label equals or contains the value in the query."""
    stored = label.attributes.get(attribute.id)
    if stored is None:
        return False
    if attribute.type == "BOOL":
        return stored is query.get("bool_attribute_value")
    wanted = query.get("attribute_value")
    return wanted is not None and matches_text(attribute, stored, wanted)


def _time_tests(request: Request) -> list[LabelTest]:
    now = request.store.clock.peek()
    tests: list[LabelTest] = []
    if created := request.query.get("created_since"):
        created_within = _interval(created)
        tests.append(lambda label: now - label.created_on <= created_within)
    if updated := request.query.get("updated_since"):
        updated_within = _interval(updated)
        tests.append(lambda label: now - label.updated_on <= updated_within)
    return tests


def _interval(text: str) -> timedelta:
    """Parse an interval such as ``30m``, ``1h`` or ``3d``."""
    parts = re.fullmatch(r"(\d{1,6})([smhdw])", text)
    if parts is None:
        raise ApiError(400, f"{text!r} is not an interval such as 30m, 1h or 3d.")
    return timedelta(**{UNITS[parts[2]]: int(parts[1])})


def _render(request: Request, label: Label) -> JSON:
    """A label in the project-wide list.

    The thumbnail is the image itself, so the ``thumb_`` fields repeat the others.
    """
    image, dataset, schema = label.image, label.image.dataset, label.keypoint_schema
    return {
        "id": label.id,
        "url": public_url(request, image),
        "class_id": label.label_class.id,
        "class_name": label.label_class.name,
        "created_by": label.created_by,
        "dataset_id": dataset.id,
        "dataset_name": dataset.name,
        "image_id": image.id,
        "image_name": image.name,
        "image_status": image.status,
        "status_id": dataset.project.statuses[image.status],
        "labeled_by": label.labeled_by,
        "bbox": label.bbox,
        "polygon": label.polygon,
        "mask": label.mask,
        "keypoint_schema_id": _id_of(schema),
        "keypoint_schema_name": schema and schema.name,
        "keypoint_classes": _classes(schema) if request.query.get("add_keypoint_data") else None,
        "keypoint_labels": label.keypoints,
        "thumb_bbox": label.bbox,
        "thumb_polygon": label.polygon,
        "thumb_mask": label.mask,
        "thumb_keypoints": _points(label),
    }


def _id_of(schema: KeypointSchema | None) -> str | None:
    return schema.id if schema else None


def _classes(schema: KeypointSchema | None) -> JSON:
    return list(schema.classes.values()) if schema else []


def _points(label: Label) -> list[list[int]] | None:
    if label.keypoints is None:
        return None
    return [[point["x"], point["y"]] for point in label.keypoints]
