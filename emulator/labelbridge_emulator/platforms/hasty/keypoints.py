"""Keypoints of labels: of one schema, and as many of each class as its limits let be.

The document gives a keypoint class ``min_points`` and ``max_points``; a limit that was not sent is
none. That a label's keypoints are all of one schema follows from the project-wide list, where a
label has one ``keypoint_schema_id``. A label without keypoints keeps no limits. That its class must
be linked with the schema no document says.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.responses import instant

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchema
    from labelbridge_emulator.platforms.hasty.models.state import Label, Project

Sent = list[dict[str, Any]] | None


def check_keypoints(project: Project, sent: Sent, label: Label | None = None) -> None:
    """Refuse keypoints that a label cannot have.

    Args:
        project: Whose schemas there are.
        sent: What is to become the label's keypoints.
        label: The label that there is already; a keypoint with the id of one of its own needs to
            name only what changes.

    Raises:
        ApiError: 404, there is no such keypoint class; 400, anything else.
    """
    if not sent:
        return
    known = _by_id(label)
    classes = [_class_of(known.get(_id(keypoint), {}) | keypoint) for keypoint in sent]
    schema = _schema(project, classes)
    numbers = Counter(classes)
    for id_, keypoint_class in schema.classes.items():
        low, high = keypoint_class.get("min_points"), keypoint_class.get("max_points")
        name, number = keypoint_class.get("name", id_), numbers[id_]
        if low is not None and number < low:
            raise ApiError(400, f"Keypoint {name!r}: {number} of them, but {low} at least.")
        if high is not None and number > high:
            raise ApiError(400, f"Keypoint {name!r}: {number} of them, but {high} at most.")


def keep_keypoints(request: Request, label: Label, sent: Sent) -> None:
    """Give a label the keypoints that were sent, instead of those that it had.

    They are kept as sent, with ids for those without and with who made and changed them when.
    """
    if sent is None:
        label.keypoints = None
        return
    known = _by_id(label)
    now = instant(label.updated_on)
    kept = []
    for keypoint in sent:
        id_ = _id(keypoint) or request.store.ids.uuid()
        made = {"id": id_, "created_by": label.labeled_by, "create_date": now}
        changed = {"updated_by": label.labeled_by, "update_date": now}
        merged = known.get(id_, made) | keypoint | _pixels(keypoint) | changed | {"id": id_}
        kept.append(merged | {"keypoint_class_id": _class_of(merged)})
    label.keypoints = kept


def drop_keypoints(project: Project, gone: set[str]) -> None:
    """Remove the keypoints of keypoint classes that are no more."""
    for label in project.labels.values():
        if label.keypoints:
            label.keypoints = [k for k in label.keypoints if k["keypoint_class_id"] not in gone]


def _schema(project: Project, classes: list[str]) -> KeypointSchema:
    schemas: dict[str, KeypointSchema] = {}
    for id_ in classes:
        schema = project.keypoints.schema_with(id_)
        if schema is None:
            raise ApiError(404, f"There is no keypoint class {id_} here.")
        schemas[schema.id] = schema
    first, *others = schemas.values()
    if others:
        raise ApiError(400, "The keypoints of a label are of one schema.")
    return first


def _by_id(label: Label | None) -> dict[str | None, dict[str, Any]]:
    keypoints = label.keypoints if label is not None else None
    return {keypoint["id"]: keypoint for keypoint in keypoints or ()}


def _id(keypoint: dict[str, Any]) -> str | None:
    return keypoint["id"].lower() if "id" in keypoint else None


def _pixels(keypoint: dict[str, Any]) -> dict[str, int]:
    """Coordinates as int: to a JSON schema 7.0 is an integer too."""
    return {axis: int(keypoint[axis]) for axis in ("x", "y") if axis in keypoint}


def _class_of(keypoint: dict[str, Any]) -> str:
    """The class that a keypoint names: no more required than a label's, and as much needed."""
    if "keypoint_class_id" not in keypoint:
        raise ApiError(400, "A keypoint needs a keypoint_class_id.")
    id_: str = keypoint["keypoint_class_id"]
    return id_.lower()
