"""Labels of an image.

Geometry is kept as it comes: the contract alone says what is refused. Keypoints are held to their
schema (``keypoints``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.keypoints import check_keypoints, keep_keypoints
from labelbridge_emulator.platforms.hasty.lookups import find, image_of, label_of, state_of
from labelbridge_emulator.platforms.hasty.models.state import Label
from labelbridge_emulator.platforms.hasty.responses import instant, listing, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Image, LabelClass

handlers = Handlers()

KEPT = (
    "bbox",
    "polygon",
    "mask",
    "z_index",
    "tool_used",
    "border_mask",
    "external_id",
    "external_event_id",
)
"""Fields that are stored and shown as they were sent.

A label with a polygon alone keeps a null bbox: the document lets it be null, and the vendor's SDK
has a function for callers to make one (``label_utils.polygon2box``).
"""


@handlers("get_label")
def get_label(request: Request) -> JSON:
    """One label."""
    return render(request, label_of(request))


@handlers("list_labels")
def list_labels(request: Request) -> JSON:
    """Labels of an image in the order of their creation."""
    return page(
        request, list(image_of(request).labels.values()), lambda label: render(request, label)
    )


@handlers("create_labels")
def create_labels(request: Request) -> JSON:
    """New labels, all of them or, when one is refused, none."""
    image = image_of(request)
    classes = [_class_of(image, item) for item in request.body]
    for item in request.body:
        check_keypoints(image.dataset.project, item.get("keypoints"))
    labels = [_create(request, image, *pair) for pair in zip(classes, request.body, strict=True)]
    return listing([render(request, label) for label in labels])


@handlers("update_labels")
def update_labels(request: Request) -> JSON:
    """Change labels, all of them or none. What an item leaves out stays, what it sets to null goes.

    The vendor's own tests show the null (``tests/test_label.py``: a polygon edited to None is
    gone).
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
        label.labeled_by = state_of(request).user(request.key)
        label.updated_on = request.store.clock.now()
        _fill(request, label, item)
    return listing([render(request, label) for label in labels])


@handlers("delete_labels")
def delete_labels(request: Request) -> Response:
    """Remove labels, all of them or none."""
    image = image_of(request)
    labels = {label.id: label for label in (_label_of(image, item) for item in request.body)}
    for label in labels.values():
        state_of(request).remove_label(label)
    return Response()


def _label_of(image: Image, item: dict[str, Any]) -> Label:
    """The label that an item names, as the document does (``id``) or as the SDK (``label_id``)."""
    return find(image.labels, item["id"] if "id" in item else item["label_id"], "label")


def _class_of(image: Image, item: dict[str, Any], label: Label | None = None) -> LabelClass:
    """The class that an item names, else the label's own.

    The document marks nothing as required, but no label is without a class, and the SDK sends none.
    """
    if "class_id" in item:
        return find(image.dataset.project.label_classes, item["class_id"], "label class")
    if label is None:
        raise ApiError(400, "A label needs a class_id.")
    return label.label_class


def _create(request: Request, image: Image, label_class: LabelClass, item: dict[str, Any]) -> Label:
    user, now = state_of(request).user(request.key), request.store.clock.now()
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
    for name in KEPT:
        if name in item:
            setattr(label, name, _whole(item[name]))
    if "keypoints" in item:
        keep_keypoints(request, label, item["keypoints"])


def _whole(value: Any) -> Any:
    """Numbers as int: to a JSON schema 7.0 is an integer too."""
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) else value


def render(request: Request, label: Label) -> JSON:
    """A label as the platform shows it; two of its keys must be asked for."""
    shown = {
        "id": label.id,
        "image_id": label.image.id,
        "class_id": label.label_class.id,
        "created_on": instant(label.created_on),
        "updated_on": instant(label.updated_on),
        "labeled_by": label.labeled_by,
        "keypoints": label.keypoints,
    } | {name: getattr(label, name) for name in KEPT if name != "border_mask"}
    if request.query.get("include_border_mask"):
        shown["border_mask"] = label.border_mask
    if request.query.get("include_errors"):
        shown["error"] = None  # nothing looks for errors here
    return shown
