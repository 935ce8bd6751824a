"""Values that labels have of attributes.

The contract and the type of the attribute alone say what is refused. A label takes values of
attributes that its class has no link with, and of those whose subject is not LABEL: no document
forbids the first, the tests of the vendor's SDK do the second (``tests/test_attribute.py``). A
value is not part of its label: setting one does not change when and by whom the label was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.attribute_values import accepted, same
from labelbridge_emulator.platforms.hasty.lookups import attribute_of, find, image_of, label_of
from labelbridge_emulator.platforms.hasty.models.attributes import has_attribute
from labelbridge_emulator.platforms.hasty.responses import listing, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.state import Image, Label

handlers = Handlers()


@handlers("list_label_attributes")
def list_label_attributes(request: Request) -> JSON:
    """All values of a label; it is not paged, whatever offset and limit the vendor's SDK sends."""
    return listing([_render(*row) for row in _rows(label_of(request))])


@handlers("set_label_attribute")
def set_label_attribute(request: Request) -> JSON:
    """Set one value, or take it away with null.

    ``predicted_values`` leaves no trace: no answer of the API shows what a model had predicted.
    """
    label, attribute = label_of(request), attribute_of(request)
    return _set(label, attribute, accepted(attribute, request.body["value"]))


@handlers("list_image_label_attributes")
def list_image_label_attributes(request: Request) -> JSON:
    """Values of all labels of an image, label by label in the order of their creation."""
    rows = [row for label in image_of(request).labels.values() for row in _rows(label)]
    return page(request, rows, lambda row: _render(*row))


@handlers("set_image_label_attributes")
def set_image_label_attributes(request: Request) -> JSON:
    """Set values on labels of an image, all of them or, when one is refused, none."""
    image = image_of(request)
    values = [_assignment(image, item) for item in request.body]
    return [_set(*value) for value in values]


@handlers("list_common_attributes")
def list_common_attributes(request: Request) -> JSON:
    """The attributes that all of the named labels have, and whether their values differ.

    A label has the attributes that its class is linked with, and those it has a value of. A value
    and none differ too.
    """
    image = image_of(request)
    labels = [find(image.labels, id_, "label") for id_ in request.body]
    shared = [
        attribute
        for attribute in image.dataset.project.attributes.by_id.values()
        if labels and all(has_attribute(label, attribute) for label in labels)
    ]
    return [_render_common(attribute, labels) for attribute in shared]


def _assignment(image: Image, item: dict[str, Any]) -> tuple[Label, Attribute, Any]:
    attribute = find(image.dataset.project.attributes.by_id, item["id"], "attribute")
    label = find(image.labels, item["label_id"], "label")
    return label, attribute, accepted(attribute, item["value"])


def _set(label: Label, attribute: Attribute, value: Any) -> JSON:
    if value is None:
        label.attributes.pop(attribute.id, None)
    else:
        label.attributes[attribute.id] = value
    return _render(label, attribute, value)


def _rows(label: Label) -> list[tuple[Label, Attribute, Any]]:
    attributes = label.image.dataset.project.attributes.by_id
    return [(label, attributes[id_], value) for id_, value in label.attributes.items()]


def _render(label: Label, attribute: Attribute, value: Any) -> JSON:
    return {
        "id": attribute.id,
        "label_id": label.id,
        "name": attribute.name,
        "type": attribute.type,
        "description": attribute.description,
        "value": value,
    }


def _render_common(attribute: Attribute, labels: list[Label]) -> JSON:
    first, *others = (label.attributes.get(attribute.id) for label in labels)
    return {
        "id": attribute.id,
        "is_required": attribute.is_required,
        "name": attribute.name,
        "type": attribute.type,
        "description": attribute.description,
        "norder": attribute.norder,
        "is_conflicting": not all(same(first, other) for other in others),
    }
