"""Attribute values of labels.

Values are validated by the contract and by the type of the attribute only. A label can have values
of attributes that are not linked to its class, which no document forbids, and of attributes whose
subject is not LABEL, as in the tests of the vendor's SDK (``tests/test_attribute.py``). Setting a
value does not change ``updated_on`` and ``labeled_by`` of the label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.attribute_values import equal, validate
from labelbridge_emulator.platforms.hasty.lookups import attribute_of, find, image_of, label_of
from labelbridge_emulator.platforms.hasty.responses import page, unpaged

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.project import Image, Label

handlers = Handlers()


@handlers("list_label_attributes")
def list_label_attributes(request: Request) -> JSON:
    """List all values of a label. The offset and limit of the vendor's SDK are ignored."""
    return unpaged([_render(*row) for row in _rows(label_of(request))])


@handlers("set_label_attribute")
def set_label_attribute(request: Request) -> JSON:
    """Set a value, or remove it with null.

    ``predicted_values`` is ignored: no response of the API contains it.
    """
    label, attribute = label_of(request), attribute_of(request)
    return _set(label, attribute, validate(attribute, request.body["value"]))


@handlers("list_image_label_attributes")
def list_image_label_attributes(request: Request) -> JSON:
    """List the values of all labels of an image, in the order of the labels."""
    rows = [row for label in image_of(request).labels.values() for row in _rows(label)]
    return page(request, rows, lambda row: _render(*row))


@handlers("set_image_label_attributes")
def set_image_label_attributes(request: Request) -> JSON:
    """Set values on labels of an image; if one is invalid, nothing changes."""
    image = image_of(request)
    values = [_assignment(image, item) for item in request.body]
    return [_set(*value) for value in values]


@handlers("list_common_attributes")
def list_common_attributes(request: Request) -> JSON:
    """List the attributes that all given labels have, and whether their values differ.

    A label has the attributes that are linked to its class, and those of which it has a value. A
    value differs from no value.
    """
    image = image_of(request)
    labels = [find(image.labels, id_, "label") for id_ in request.body]
    shared = [
        attribute
        for attribute in image.dataset.project.attributes.by_id.values()
        if labels and all(label.has_attribute(attribute) for label in labels)
    ]
    return [_render_common(attribute, labels) for attribute in shared]


def _assignment(image: Image, item: dict[str, Any]) -> tuple[Label, Attribute, Any]:
    attribute = find(image.dataset.project.attributes.by_id, item["id"], "attribute")
    label = find(image.labels, item["label_id"], "label")
    return label, attribute, validate(attribute, item["value"])


def _set(label: Label, attribute: Attribute, value: Any) -> JSON:
    label.set_attribute(attribute, value)
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
        "is_conflicting": not all(equal(first, other) for other in others),
    }
