"""Activity types of video segments. Names are not unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import in_path, project_of, update_fields
from labelbridge_emulator.platforms.hasty.models.activity_types import ActivityType
from labelbridge_emulator.platforms.hasty.responses import page, timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("list_activity_types")
def list_activity_types(request: Request) -> JSON:
    """List activity types in the order of their creation."""
    return page(request, project_of(request).activity_types.values(), _render)


@handlers("create_activity_type")
def create_activity_type(request: Request) -> JSON:
    """Create an activity type."""
    project = project_of(request)
    created = ActivityType(
        id=request.store.ids.uuid(), created_at=request.store.clock.now(), **request.body
    )
    project.activity_types[created.id] = created
    return _render(created)


@handlers("update_activity_type")
def update_activity_type(request: Request) -> JSON:
    """Update the fields in the body."""
    activity_type = _activity_type_of(request)
    update_fields(activity_type, request.body)
    return _render(activity_type)


@handlers("delete_activity_type")
def delete_activity_type(request: Request) -> None:
    """Remove an activity type from the project and from its segments."""
    project_of(request).remove_activity_type(_activity_type_of(request))


def _activity_type_of(request: Request) -> ActivityType:
    return in_path(request, project_of(request).activity_types, "activity type")


def _render(activity_type: ActivityType) -> JSON:
    return asdict(activity_type) | {"created_at": timestamp(activity_type.created_at)}
