"""Tag groups of a project. Names may repeat: the document does not call them unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.tags import TagGroup, tags_in_group
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("list_tag_groups")
def list_tag_groups(request: Request) -> JSON:
    """Tag groups in the order of their creation."""
    return page(request, list(project_of(request).tags.groups.values()), asdict)


@handlers("create_tag_group")
def create_tag_group(request: Request) -> JSON:
    """A new tag group; its fields are the body's."""
    group = TagGroup(id=request.store.ids.uuid(), **request.body)
    project_of(request).tags.groups[group.id] = group
    return asdict(group)


@handlers("get_tag_group")
def get_tag_group(request: Request) -> JSON:
    """One tag group."""
    return asdict(_tag_group_of(request))


@handlers("update_tag_group")
def update_tag_group(request: Request) -> JSON:
    """Change the fields that the body names.

    It becomes a SELECTION only when no image has several of its tags.
    """
    group = _tag_group_of(request)
    if request.body["type"] == "SELECTION":
        for image in project_of(request).images.values():
            if len(tags_in_group(image, group)) > 1:
                raise ApiError(400, f"Image {image.id} has several tags of group {group.name!r}.")
    for name, value in request.body.items():
        setattr(group, name, value)
    return asdict(group)


def _tag_group_of(request: Request) -> TagGroup:
    return find(project_of(request).tags.groups, request.path["tag_group_id"], "tag group")
