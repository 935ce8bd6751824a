"""Links between keypoint schemas and label classes, in arrays without pages.

The document always requires ``label_class_order`` and never ``label_class_id``. The emulator needs
the class id, and ignores the order when it removes a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchemaClass

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project

handlers = Handlers()


@handlers("list_keypoint_schema_classes")
def list_keypoint_schema_classes(request: Request) -> JSON:
    """List all links of a project in the order of their creation."""
    return [_render(link) for link in project_of(request).keypoints.links.values()]


@handlers("set_keypoint_schema_classes")
def set_keypoint_schema_classes(request: Request) -> JSON:
    """Add links or change their order; if an id is unknown, nothing changes.

    Links that are not in the body stay, as those of attributes do. The response has the links of
    the body.
    """
    project = project_of(request)
    links = {}
    for item in request.body:
        schema_id, class_id = key = _key(project, item)
        links[key] = KeypointSchemaClass(
            schema=project.keypoints.schemas[schema_id],
            label_class=project.label_classes[class_id],
            label_class_order=item["label_class_order"],
        )
    project.keypoints.links |= links
    return [_render(link) for link in links.values()]


@handlers("delete_keypoint_schema_classes")
def delete_keypoint_schema_classes(request: Request) -> None:
    """Remove links; if an id is unknown, nothing changes. Missing links are ignored."""
    project = project_of(request)
    for key in [_key(project, item) for item in request.body]:
        project.keypoints.links.pop(key, None)


def _key(project: Project, item: dict[str, Any]) -> tuple[str, str]:
    schema = find(project.keypoints.schemas, item["keypoint_schema_id"], "keypoint schema")
    if "label_class_id" not in item:
        raise ApiError(400, "label_class_id is required for each link.")
    return schema.id, find(project.label_classes, item["label_class_id"], "label class").id


def _render(link: KeypointSchemaClass) -> JSON:
    return {
        "keypoint_schema_id": link.schema.id,
        "label_class_id": link.label_class.id,
        "label_class_order": link.label_class_order,
    }
