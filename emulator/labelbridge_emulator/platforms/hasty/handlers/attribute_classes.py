"""Links between attributes and label classes, in arrays without pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.attributes import AttributeClass

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project

handlers = Handlers()


@handlers("list_attribute_classes")
def list_attribute_classes(request: Request) -> JSON:
    """List all links of a project in the order of their creation."""
    return [_render(link) for link in project_of(request).attributes.links.values()]


@handlers("set_attribute_classes")
def set_attribute_classes(request: Request) -> JSON:
    """Add links or change their order; if an id is unknown, nothing changes.

    Links that are not in the body stay, as the vendor's tests show (``tests/test_attribute.py``).
    The response has the links of the body.
    """
    project = project_of(request)
    links = {}
    for item in request.body:
        attribute_id, class_id = key = _key(project, item)
        links[key] = AttributeClass(
            attribute=project.attributes.by_id[attribute_id],
            label_class=project.label_classes[class_id],
            attribute_order=item["attribute_order"],
            class_order=item["class_order"],
        )
    project.attributes.links |= links
    return [_render(link) for link in links.values()]


@handlers("delete_attribute_classes")
def delete_attribute_classes(request: Request) -> None:
    """Remove links; if an id is unknown, nothing changes. Missing links are ignored.

    The values on labels stay: no source says that they are removed.
    """
    project = project_of(request)
    for key in [_key(project, item) for item in request.body]:
        project.attributes.links.pop(key, None)


def _key(project: Project, item: dict[str, Any]) -> tuple[str, str]:
    attribute = find(project.attributes.by_id, item["attribute_id"], "attribute")
    return attribute.id, find(project.label_classes, item["class_id"], "label class").id


def _render(link: AttributeClass) -> JSON:
    return {
        "attribute_id": link.attribute.id,
        "class_id": link.label_class.id,
        "attribute_order": link.attribute_order,
        "class_order": link.class_order,
    }
