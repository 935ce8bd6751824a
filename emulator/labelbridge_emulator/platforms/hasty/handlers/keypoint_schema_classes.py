"""Links between keypoint schemas and label classes: bare arrays, not paged.

The document requires ``label_class_order`` even to remove a link and ``label_class_id`` never; here
it is the other way round in effect: the order is not looked at when a link goes, and a link without
its class is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchemaClass

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_keypoint_schema_classes")
def list_keypoint_schema_classes(request: Request) -> JSON:
    """All links of a project in the order of their creation."""
    return [_render(link) for link in project_of(request).keypoints.links.values()]


@handlers("set_keypoint_schema_classes")
def set_keypoint_schema_classes(request: Request) -> JSON:
    """Add links, or give those that exist another place: all of them or none.

    Links that the body does not name stay, as those of attributes do. The answer holds those that
    it names.
    """
    project = project_of(request)
    links = {}
    for item in request.body:
        key = _key(project, item)
        links[key] = KeypointSchemaClass(
            schema=project.keypoints.schemas[key[0]],
            label_class=project.label_classes[key[1]],
            label_class_order=item["label_class_order"],
        )
    project.keypoints.links |= links
    return [_render(link) for link in links.values()]


@handlers("delete_keypoint_schema_classes")
def delete_keypoint_schema_classes(request: Request) -> Response:
    """Remove links; of things that exist but have no link there is none left to remove."""
    project = project_of(request)
    for key in [_key(project, item) for item in request.body]:
        project.keypoints.links.pop(key, None)
    return Response()


def _key(project: Project, item: dict[str, Any]) -> tuple[str, str]:
    schema = find(project.keypoints.schemas, item["keypoint_schema_id"], "keypoint schema")
    if "label_class_id" not in item:
        raise ApiError(400, "A link needs a label_class_id.")
    return schema.id, find(project.label_classes, item["label_class_id"], "label class").id


def _render(link: KeypointSchemaClass) -> JSON:
    return {
        "keypoint_schema_id": link.schema.id,
        "label_class_id": link.label_class.id,
        "label_class_order": link.label_class_order,
    }
