"""Tag classes of a project. Names are not unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, in_path, project_of
from labelbridge_emulator.platforms.hasty.models.tags import TagClass
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project
    from labelbridge_emulator.platforms.hasty.models.tags import TagGroup

handlers = Handlers()


@handlers("list_tag_classes")
def list_tag_classes(request: Request) -> JSON:
    """List tag classes in the order of their creation."""
    return page(request, project_of(request).tags.classes.values(), _render)


@handlers("create_tag_class")
def create_tag_class(request: Request) -> JSON:
    """Create a tag class, with or without a group."""
    project = project_of(request)
    group = _group(request, project)
    tag_class = TagClass(
        id=request.store.ids.uuid(),
        name=request.body["name"],
        norder=request.body.get("norder"),
        group=group,
    )
    project.tags.classes[tag_class.id] = tag_class
    return _render(tag_class)


@handlers("get_tag_class")
def get_tag_class(request: Request) -> JSON:
    """Get a tag class."""
    return _render(_tag_class_of(request))


@handlers("update_tag_class")
def update_tag_class(request: Request) -> JSON:
    """Update the fields in the body. A null group removes the class from its group.

    A class cannot move to a SELECTION group if an image would have two tags of that group.
    """
    project, tag_class = project_of(request), _tag_class_of(request)
    group = _group(request, project, tag_class)
    if group is not tag_class.group and group is not None and group.type == "SELECTION":
        for image in project.images.values():
            if image.tag_of(tag_class) and image.tags_in(group):
                raise ApiError(400, f"Image {image.id} already has a tag of group {group.name!r}.")
    tag_class.name = request.body["name"]
    tag_class.norder = request.body.get("norder", tag_class.norder)
    tag_class.group = group
    return _render(tag_class)


@handlers("delete_tag_class")
def delete_tag_class(request: Request) -> None:
    """Remove a tag class and the tags of that class."""
    project_of(request).remove_tag_class(_tag_class_of(request))


def _tag_class_of(request: Request) -> TagClass:
    return in_path(request, project_of(request).tags.classes, "tag class")


def _group(
    request: Request, project: Project, tag_class: TagClass | None = None
) -> TagGroup | None:
    """The group in the body, or the current group of the class.

    A group is found by id, or by name if the body has no id. A name next to an id is ignored:
    responses always have the current name of the group.
    """
    groups = project.tags.groups
    if request.body.get("tag_group_id") is not None:
        return find(groups, request.body["tag_group_id"], "tag group")
    if "tag_group_id" not in request.body and request.body.get("tag_group_name") is not None:
        name = request.body["tag_group_name"]
        for group in groups.values():
            if group.name == name:
                return group
        raise ApiError(404, f"Tag group {name!r} does not exist.")
    named = {"tag_group_id", "tag_group_name"} & request.body.keys()
    return None if named or tag_class is None else tag_class.group


def _render(tag_class: TagClass) -> JSON:
    group = tag_class.group
    return {
        "id": tag_class.id,
        "name": tag_class.name,
        "norder": tag_class.norder,
        "tag_group_id": group and group.id,
        "tag_group_name": group and group.name,
    }
