"""Tag classes of a project. Names may repeat: the document does not call them unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.tags import (
    TagClass,
    remove_tag_class,
    tag_of_class,
    tags_in_group,
)
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project
    from labelbridge_emulator.platforms.hasty.models.tags import TagGroup

handlers = Handlers()


@handlers("list_tag_classes")
def list_tag_classes(request: Request) -> JSON:
    """Tag classes in the order of their creation."""
    return page(request, list(project_of(request).tags.classes.values()), _render)


@handlers("create_tag_class")
def create_tag_class(request: Request) -> JSON:
    """A new tag class, in a group or in none."""
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
    """One tag class."""
    return _render(_tag_class_of(request))


@handlers("update_tag_class")
def update_tag_class(request: Request) -> JSON:
    """Change what the body names; a group that is null is left.

    It enters a SELECTION only when no image would have two tags of it then.
    """
    project, tag_class = project_of(request), _tag_class_of(request)
    group = _group(request, project, tag_class)
    if group is not tag_class.group and group is not None and group.type == "SELECTION":
        for image in project.images.values():
            if tag_of_class(image, tag_class) and tags_in_group(image, group):
                raise ApiError(400, f"Image {image.id} has a tag of group {group.name!r} already.")
    tag_class.name = request.body["name"]
    tag_class.norder = request.body.get("norder", tag_class.norder)
    tag_class.group = group
    return _render(tag_class)


@handlers("delete_tag_class")
def delete_tag_class(request: Request) -> Response:
    """Remove a tag class, from the images too."""
    remove_tag_class(project_of(request), _tag_class_of(request))
    return Response()


def _tag_class_of(request: Request) -> TagClass:
    return find(project_of(request).tags.classes, request.path["tag_class_id"], "tag class")


def _group(
    request: Request, project: Project, tag_class: TagClass | None = None
) -> TagGroup | None:
    """The group that the body names, else the class's own.

    Its id decides. A name without an id is looked for; beside an id it says nothing, since the name
    that is shown is always the group's present one.
    """
    groups = project.tags.groups
    if request.body.get("tag_group_id") is not None:
        return find(groups, request.body["tag_group_id"], "tag group")
    if "tag_group_id" not in request.body and request.body.get("tag_group_name") is not None:
        name = request.body["tag_group_name"]
        for group in groups.values():
            if group.name == name:
                return group
        raise ApiError(404, f"There is no tag group named {name!r} here.")
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
