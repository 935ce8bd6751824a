"""Short ways to make attributes, tags and keypoint schemas."""

from typing import Any

from tests.platforms.hasty.emulator.api import Project


def add_attribute(project: Project, kind: str = "TEXT", *values: str, **fields: Any) -> Any:
    """Make an attribute of a type, with a list of values or without."""
    body = {"name": kind.title(), "type": kind, "values": [{"value": each} for each in values]}
    return project.api.post(f"{project.path}/attributes", body | fields)


def link(project: Project, attribute: Any, class_id: str, **fields: Any) -> None:
    """Link an attribute with a label class."""
    orders = {"attribute_order": 0, "class_order": 0}
    item = {"attribute_id": attribute["id"], "class_id": class_id} | orders | fields
    project.api.post(f"{project.path}/attributes_classes", [item])


def set_value(project: Project, label: Any, attribute: Any, value: Any, **options: Any) -> Any:
    """Set the value that a label has of an attribute."""
    path = f"{project.path}/labels/{label['id']}/attributes/{attribute['id']}"
    return project.api.post(path, {"value": value}, **options)


def values_of(project: Project, label: Any) -> dict[str, Any]:
    """The values of a label by the ids of their attributes."""
    answer = project.api.get(f"{project.path}/labels/{label['id']}/attributes")
    assert answer["meta"] == {"object": "list", "total": len(answer["items"])}
    return {item["id"]: item["value"] for item in answer["items"]}


def add_group(project: Project, kind: str = "SELECTION", **fields: Any) -> Any:
    """Make a tag group."""
    return project.api.post(f"{project.path}/tag_groups", {"name": "Group", "type": kind} | fields)


def add_tag_class(project: Project, name: str = "night", group: Any = None) -> Any:
    """Make a tag class, in a group or in none."""
    body = {"name": name} | ({} if group is None else {"tag_group_id": group["id"]})
    return project.api.post(f"{project.path}/tag_classes", body)


def tag(project: Project, image: Any, *classes: Any, **options: Any) -> Any:
    """Tag an image."""
    body = [{"tag_class_id": each["id"]} for each in classes]
    return project.api.post(f"{project.path}/images/{image['id']}/tags", body, **options)


def tags_of(project: Project, image: Any) -> list[str]:
    """The names of an image's tags."""
    answer = project.api.get(f"{project.path}/images/{image['id']}/tags")
    assert answer["meta"]["total"] == len(answer["items"])
    return [item["tag_class_name"] for item in answer["items"]]


def add_schema(project: Project, *classes: dict[str, Any], **fields: Any) -> Any:
    """Make a keypoint schema with keypoint classes."""
    body = {"name": "Car", "type": "pose", "keypoint_classes": list(classes)} | fields
    return project.api.post(f"{project.path}/keypoint_schemas", body)


def class_ids(schema: Any) -> dict[str, str]:
    """The ids of a schema's keypoint classes by name."""
    return {each["name"]: each["id"] for each in schema["keypoint_classes"]}
