"""Labels across a project, with the names of what they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.attribute_values import equals_text
from labelbridge_emulator.platforms.hasty.filters.media import media_tests
from labelbridge_emulator.platforms.hasty.lookups import project_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.models.keypoints import schema_of
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.filters.media import Query
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchema
    from labelbridge_emulator.platforms.hasty.models.state import Label, Project

Test = Callable[["Label"], bool]

handlers = Handlers()

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
"""The document's examples are 1h, 30m and 3d; seconds and weeks follow them."""


@handlers("search_labels")
def search_labels(request: Request) -> JSON:
    """Labels of a project that pass all filters, in the order of their creation."""
    on_image = media_tests(request.query, "image")
    project = project_of(request)
    on_label = [
        *_people_tests(request.query),
        *_attribute_tests(project, request.query),
        *_time_tests(request),
    ]
    found = [
        label
        for label in project.labels.values()
        if all(test(label) for test in on_label) and all(test(label.image) for test in on_image)
    ]
    return page(request, found, lambda label: _render(request, label))


def _people_tests(query: Query) -> list[Test]:
    """By class, by who changed a label last, by who made it, by the schema of its keypoints."""
    tests: list[Test] = []
    if class_id := query.get("label_class_id", "").lower():
        tests.append(lambda label: label.label_class.id == class_id)
    if labeler_id := query.get("labeler_id", "").lower():
        tests.append(lambda label: label.labeled_by == labeler_id)
    if author_id := query.get("label_author_id", "").lower():
        tests.append(lambda label: label.created_by == author_id)
    if schema_id := query.get("keypoint_schema_id", "").lower():
        tests.append(lambda label: _id_of(schema_of(label)) == schema_id)
    return tests


def _attribute_tests(project: Project, query: Query) -> list[Test]:
    """By the value of an attribute, or by having none.

    The document says that attribute_id and attribute_value need each other; for an attribute of
    type BOOL the value is bool_attribute_value.
    """
    tests: list[Test] = []
    if ("attribute_id" in query) != ("attribute_value" in query or "bool_attribute_value" in query):
        raise ApiError(400, "attribute_id and a value for it need each other.")
    if attribute_id := query.get("attribute_id", "").lower():
        attribute = project.attributes.by_id.get(attribute_id)
        tests.append(lambda label: attribute is not None and _has(label, attribute, query))
    if absent := query.get("no_attribute_id", "").lower():
        tests.append(lambda label: absent not in label.attributes)
    return tests


def _has(label: Label, attribute: Attribute, query: Query) -> bool:
    """Whether the label's value is the wanted one, or has it among others."""
    stored = label.attributes.get(attribute.id)
    if stored is None:
        return False
    if attribute.type == "BOOL":
        return stored is query.get("bool_attribute_value")
    wanted = query.get("attribute_value")
    return wanted is not None and equals_text(attribute, stored, wanted)


def _time_tests(request: Request) -> list[Test]:
    now = request.store.clock.peek()
    tests: list[Test] = []
    if created := request.query.get("created_since"):
        created_within = interval(created)
        tests.append(lambda label: now - label.created_on <= created_within)
    if updated := request.query.get("updated_since"):
        updated_within = interval(updated)
        tests.append(lambda label: now - label.updated_on <= updated_within)
    return tests


def interval(text: str) -> timedelta:
    """Read an interval such as ``30m``, ``1h`` or ``3d``.

    Raises:
        ApiError: 400, it is none.
    """
    parts = re.fullmatch(r"(\d{1,6})([smhdw])", text)
    if parts is None:
        raise ApiError(400, f"{text!r} is no interval such as 30m, 1h or 3d.")
    return timedelta(**{UNITS[parts[2]]: int(parts[1])})


def _render(request: Request, label: Label) -> JSON:
    """A label as the project-wide list shows it.

    The thumbnail is the picture itself, so the ``thumb_`` fields repeat the others.
    """
    image, dataset, schema = label.image, label.image.dataset, schema_of(label)
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
    return [[point["x"], point["y"]] for point in label.keypoints if {"x", "y"} <= point.keys()]
