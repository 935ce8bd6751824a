"""Labels of an image.

Geometry is validated by the contract only and stored as sent. Keypoints are validated by their
schema (``label_keypoints``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.label_keypoints import check_keypoints, set_keypoints
from labelbridge_emulator.platforms.hasty.lookups import find, image_of, label_of, state_of, user_of
from labelbridge_emulator.platforms.hasty.models.project import Label
from labelbridge_emulator.platforms.hasty.responses import page, timestamp, unpaged

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Image

handlers = Handlers()

FIELDS = (
    "bbox",
    "polygon",
    "mask",
    "z_index",
    "tool_used",
    "border_mask",
    "external_id",
    "external_event_id",
)
"""Fields that are stored and returned as sent.

The bbox of a label with only a polygon stays null: the document allows it, and the vendor's SDK has
a function to compute one (``label_utils.polygon2box``).
"""


@handlers("get_label")
def get_label(request: Request) -> JSON:
    """Get a label."""
    return render(request, label_of(request))


@handlers("list_labels")
def list_labels(request: Request) -> JSON:
    """List labels of an image in the order of their creation."""
    return page(request, image_of(request).labels.values(), lambda label: render(request, label))


@handlers("create_labels")
def create_labels(request: Request) -> JSON:
    """Create labels; if one is invalid, none is created."""
    image = image_of(request)
    classes = [_class_of(image, item) for item in request.body]
    for item in request.body:
        check_keypoints(image.dataset.project, item.get("keypoints"))
    labels = [_create(request, image, *pair) for pair in zip(classes, request.body, strict=True)]
    return unpaged([render(request, label) for label in labels])


@handlers("update_labels")
def update_labels(request: Request) -> JSON:
    """Update labels; if one is invalid, nothing changes. Null removes a field.

    The vendor's tests show the effect of null (``tests/test_label.py`` sets a polygon to None).
    """
    image = image_of(request)
    labels = [_label_of(image, item) for item in request.body]
    classes = [
        _class_of(image, item, label) for label, item in zip(labels, request.body, strict=True)
    ]
    for label, item in zip(labels, request.body, strict=True):
        check_keypoints(image.dataset.project, item.get("keypoints"), label)
    for label, label_class, item in zip(labels, classes, request.body, strict=True):
        label.label_class = label_class
        label.labeled_by = user_of(request)
        label.updated_on = request.store.clock.now()
        _fill(request, label, item)
    return unpaged([render(request, label) for label in labels])


@handlers("delete_labels")
def delete_labels(request: Request) -> None:
    """Remove labels; if one does not exist, none is removed."""
    image = image_of(request)
    labels = {label.id: label for label in (_label_of(image, item) for item in request.body)}
    for label in labels.values():
        state_of(request).remove_label(label)


def _label_of(image: Image, item: dict[str, Any]) -> Label:
    """The label of an item, by ``id`` as in the document or ``label_id`` as in the SDK."""
    return find(image.labels, item["id"] if "id" in item else item["label_id"], "label")


def _class_of(image: Image, item: dict[str, Any], label: Label | None = None) -> LabelClass:
    """The class in an item, or the current class of the label.

    The document requires no field, but every label needs a class.
    """
    if "class_id" in item:
        return find(image.dataset.project.label_classes, item["class_id"], "label class")
    if label is None:
        raise ApiError(400, "class_id is required for each label.")
    return label.label_class


def _create(request: Request, image: Image, label_class: LabelClass, item: dict[str, Any]) -> Label:
    user, now = user_of(request), request.store.clock.now()
    label = Label(
        id=request.store.ids.uuid(),
        image=image,
        label_class=label_class,
        created_by=user,
        labeled_by=user,
        created_on=now,
        updated_on=now,
    )
    _fill(request, label, item)
    state_of(request).add_label(label)
    return label


def _fill(request: Request, label: Label, item: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in item:
            setattr(label, name, _as_int(item[name]))
    if "keypoints" in item:
        set_keypoints(request, label, item["keypoints"])


def _as_int(value: Any) -> Any:
    """Convert floats to int: JSON Schema accepts 7.0 as an integer."""
    if isinstance(value, list):
        return [_as_int(part) for part in value]
    return int(value) if isinstance(value, float) else value


def render(request: Request, label: Label) -> JSON:
    """A label as the platform returns it. Two fields are optional."""
    result = {
        "id": label.id,
        "image_id": label.image.id,
        "class_id": label.label_class.id,
        "created_on": timestamp(label.created_on),
        "updated_on": timestamp(label.updated_on),
        "labeled_by": label.labeled_by,
        "keypoints": label.keypoints,
    } | {name: getattr(label, name) for name in FIELDS if name != "border_mask"}
    if request.query.get("include_border_mask"):
        result["border_mask"] = label.border_mask
    if request.query.get("include_errors"):
        result["error"] = None  # the emulator has no error finder
    return result
