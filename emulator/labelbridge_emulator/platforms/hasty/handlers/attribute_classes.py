"""Links between attributes and label classes: bare arrays, not paged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.attributes import AttributeClass

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_attribute_classes")
def list_attribute_classes(request: Request) -> JSON:
    """All links of a project in the order of their creation."""
    return [_render(link) for link in project_of(request).attributes.links.values()]


@handlers("set_attribute_classes")
def set_attribute_classes(request: Request) -> JSON:
    """Add links, or give those that exist another place: all of them or none.

    Links that the body does not name stay, as the vendor's own tests show
    (``tests/test_attribute.py``). The answer holds those that it names.
    """
    project = project_of(request)
    links = {}
    for item in request.body:
        key = _key(project, item)
        links[key] = AttributeClass(
            attribute=project.attributes.by_id[key[0]],
            label_class=project.label_classes[key[1]],
            attribute_order=item["attribute_order"],
            class_order=item["class_order"],
        )
    project.attributes.links |= links
    return [_render(link) for link in links.values()]


@handlers("delete_attribute_classes")
def delete_attribute_classes(request: Request) -> Response:
    """Remove links; of things that exist but have no link there is none left to remove.

    The values that labels have stay: nothing says that they go.
    """
    project = project_of(request)
    for key in [_key(project, item) for item in request.body]:
        project.attributes.links.pop(key, None)
    return Response()


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
