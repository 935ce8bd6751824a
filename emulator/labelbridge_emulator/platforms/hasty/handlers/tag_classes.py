"""Tag classes of a project. Names may repeat: the document does not call them unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Refusal, Reply
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.tags import (
    TagClass,
    remove_tag_class,
    tag_of_class,
    tags_in_group,
)
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.models.state import Project
    from labelbridge_emulator.platforms.hasty.models.tags import TagGroup

handlers = Handlers()


@handlers("list_tag_classes")
def list_tag_classes(call: Call) -> JSON:
    """Tag classes in the order of their creation."""
    return page(call, list(project_of(call).tags.classes.values()), _render)


@handlers("create_tag_class")
def create_tag_class(call: Call) -> JSON:
    """A new tag class, in a group or in none."""
    project = project_of(call)
    group = _group(call, project)
    tag_class = TagClass(
        id=call.world.ids.uuid(),
        name=call.body["name"],
        norder=call.body.get("norder"),
        group=group,
    )
    project.tags.classes[tag_class.id] = tag_class
    return _render(tag_class)


@handlers("get_tag_class")
def get_tag_class(call: Call) -> JSON:
    """One tag class."""
    return _render(_tag_class_of(call))


@handlers("update_tag_class")
def update_tag_class(call: Call) -> JSON:
    """Change what the body names; a group that is null is left.

    It enters a SELECTION only when no image would have two tags of it then.
    """
    project, tag_class = project_of(call), _tag_class_of(call)
    group = _group(call, project, tag_class)
    if group is not tag_class.group and group is not None and group.type == "SELECTION":
        for image in project.images.values():
            if tag_of_class(image, tag_class) and tags_in_group(image, group):
                raise Refusal(400, f"Image {image.id} has a tag of group {group.name!r} already.")
    tag_class.name = call.body["name"]
    tag_class.norder = call.body.get("norder", tag_class.norder)
    tag_class.group = group
    return _render(tag_class)


@handlers("delete_tag_class")
def delete_tag_class(call: Call) -> Reply:
    """Remove a tag class, from the images too."""
    remove_tag_class(project_of(call), _tag_class_of(call))
    return Reply()


def _tag_class_of(call: Call) -> TagClass:
    return find(project_of(call).tags.classes, call.path["tag_class_id"], "tag class")


def _group(call: Call, project: Project, tag_class: TagClass | None = None) -> TagGroup | None:
    """The group that the body names, else the class's own.

    Its id decides. A name without an id is looked for; beside an id it says nothing, since the name
    that is shown is always the group's present one.
    """
    groups = project.tags.groups
    if call.body.get("tag_group_id") is not None:
        return find(groups, call.body["tag_group_id"], "tag group")
    if "tag_group_id" not in call.body and call.body.get("tag_group_name") is not None:
        name = call.body["tag_group_name"]
        for group in groups.values():
            if group.name == name:
                return group
        raise Refusal(404, f"There is no tag group named {name!r} here.")
    named = {"tag_group_id", "tag_group_name"} & call.body.keys()
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
