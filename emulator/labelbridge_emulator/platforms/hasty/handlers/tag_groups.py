"""Tag groups of a project. Names are not unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import in_path, project_of, update_fields
from labelbridge_emulator.platforms.hasty.models.tags import TagGroup
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("list_tag_groups")
def list_tag_groups(request: Request) -> JSON:
    """List tag groups in the order of their creation."""
    return page(request, project_of(request).tags.groups.values(), asdict)


@handlers("create_tag_group")
def create_tag_group(request: Request) -> JSON:
    """Create a tag group."""
    group = TagGroup(id=request.store.ids.uuid(), **request.body)
    project_of(request).tags.groups[group.id] = group
    return asdict(group)


@handlers("get_tag_group")
def get_tag_group(request: Request) -> JSON:
    """Get a tag group."""
    return asdict(_tag_group_of(request))


@handlers("update_tag_group")
def update_tag_group(request: Request) -> JSON:
    """Update the fields in the body.

    The type cannot become SELECTION if an image has several tags of the group.
    """
    group = _tag_group_of(request)
    if request.body["type"] == "SELECTION":
        for image in project_of(request).images.values():
            if len(image.tags_in(group)) > 1:
                raise ApiError(400, f"Image {image.id} has several tags of group {group.name!r}.")
    update_fields(group, request.body)
    return asdict(group)


def _tag_group_of(request: Request) -> TagGroup:
    return in_path(request, project_of(request).tags.groups, "tag group")
