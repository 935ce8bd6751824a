"""Keypoints of labels: validation and storage.

All keypoints of a label belong to one schema, because the project-wide list has one
``keypoint_schema_id`` per label. The number of keypoints of each class must be between the
``min_points`` and ``max_points`` of the document's keypoint class; an absent limit does not apply.
A label without keypoints is always valid. No document requires that the label's class is linked to
the schema.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.responses import timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchema
    from labelbridge_emulator.platforms.hasty.models.project import Label, Project

SentKeypoints = list[dict[str, Any]] | None


def check_keypoints(project: Project, sent: SentKeypoints, label: Label | None = None) -> None:
    """Validate the keypoints of a new or changed label.

    Args:
        project: The project with the schemas.
        sent: The keypoints of the request.
        label: The label to change. A keypoint with the id of one of its keypoints needs only the
            fields that change.

    Raises:
        ApiError: 404 if a keypoint class does not exist; 400 if the keypoints are invalid.
    """
    if not sent:
        return
    known = _by_id(label)
    merged = [known.get(_id(keypoint), {}) | keypoint for keypoint in sent]
    classes = [_class_id(keypoint) for keypoint in merged]
    if not all({"x", "y"} <= keypoint.keys() for keypoint in merged):
        raise ApiError(400, "x and y are required for each keypoint.")
    schema = _schema(project, classes)
    numbers = Counter(classes)
    for id_, keypoint_class in schema.classes.items():
        low, high = keypoint_class.get("min_points"), keypoint_class.get("max_points")
        name, number = keypoint_class.get("name", id_), numbers[id_]
        if low is not None and number < low:
            raise ApiError(400, f"Keypoint {name!r} must occur at least {low} times, not {number}.")
        if high is not None and number > high:
            raise ApiError(400, f"Keypoint {name!r} must occur at most {high} times, not {number}.")


def set_keypoints(request: Request, label: Label, sent: SentKeypoints) -> None:
    """Replace the keypoints of a label.

    They are stored as sent, with the users and times of creation and change. Responses have all
    fields, so an omitted one gets a value: a new id, visible, and its place in the list.
    """
    if sent is None:
        label.keypoints = None
        return
    known = _by_id(label)
    now = timestamp(label.updated_on)
    keypoints = []
    for place, keypoint in enumerate(sent):
        id_ = _id(keypoint) or request.store.ids.uuid()
        created = {"created_by": label.labeled_by, "create_date": now}
        defaults = {"id": id_, "visible": True, "norder": place}
        changed = {"updated_by": label.labeled_by, "update_date": now}
        merged = (
            known.get(id_, defaults | created)
            | keypoint
            | _pixels(keypoint)
            | changed
            | {"id": id_}
        )
        keypoints.append(merged | {"keypoint_class_id": _class_id(merged)})
    label.keypoints = keypoints


def remove_keypoints(project: Project, class_ids: set[str]) -> None:
    """Remove the keypoints of removed keypoint classes."""
    for label in project.labels.values():
        if label.keypoints:
            label.keypoints = [
                k for k in label.keypoints if k["keypoint_class_id"] not in class_ids
            ]


def _schema(project: Project, classes: list[str]) -> KeypointSchema:
    schemas: dict[str, KeypointSchema] = {}
    for id_ in classes:
        schema = project.keypoints.schema_with(id_)
        if schema is None:
            raise ApiError(404, f"Keypoint class {id_} does not exist.")
        schemas[schema.id] = schema
    first, *others = schemas.values()
    if others:
        raise ApiError(400, "All keypoints of a label must belong to one schema.")
    return first


def _by_id(label: Label | None) -> dict[str | None, dict[str, Any]]:
    keypoints = label.keypoints if label is not None else None
    return {keypoint["id"]: keypoint for keypoint in keypoints or ()}


def _id(keypoint: dict[str, Any]) -> str | None:
    return keypoint["id"].lower() if "id" in keypoint else None


def _pixels(keypoint: dict[str, Any]) -> dict[str, int]:
    """Coordinates as int: JSON Schema accepts 7.0 as an integer."""
    return {axis: int(keypoint[axis]) for axis in ("x", "y") if axis in keypoint}


def _class_id(keypoint: dict[str, Any]) -> str:
    """The class id, which the document does not require but every keypoint needs."""
    if "keypoint_class_id" not in keypoint:
        raise ApiError(400, "keypoint_class_id is required for each keypoint.")
    id_: str = keypoint["keypoint_class_id"]
    return id_.lower()
