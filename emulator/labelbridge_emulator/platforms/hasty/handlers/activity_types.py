"""Activity types: what can happen in a segment of a video. Names may repeat."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import activity_type_of, project_of
from labelbridge_emulator.platforms.hasty.models.video_state import ActivityType
from labelbridge_emulator.platforms.hasty.responses import instant, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("list_activity_types")
def list_activity_types(request: Request) -> JSON:
    """Activity types in the order of their creation."""
    return page(request, list(project_of(request).activity_types.values()), _render)


@handlers("create_activity_type")
def create_activity_type(request: Request) -> JSON:
    """A new activity type; its fields are the body's."""
    project = project_of(request)
    made = ActivityType(
        id=request.store.ids.uuid(), created_at=request.store.clock.now(), **request.body
    )
    project.activity_types[made.id] = made
    return _render(made)


@handlers("update_activity_type")
def update_activity_type(request: Request) -> JSON:
    """Change the fields that the body names."""
    activity_type = activity_type_of(request)
    for name, value in request.body.items():
        setattr(activity_type, name, value)
    return _render(activity_type)


@handlers("delete_activity_type")
def delete_activity_type(request: Request) -> Response:
    """Remove an activity type from the project and from its segments.

    A segment that had no other goes too: the document wants at least one of each.
    """
    project, gone = project_of(request), activity_type_of(request)
    del project.activity_types[gone.id]
    for video in project.videos.values():
        for segment in list(video.segments.values()):
            segment.activities = [each for each in segment.activities if each is not gone]
            if not segment.activities:
                del video.segments[segment.id]
    return Response()


def _render(activity_type: ActivityType) -> JSON:
    return asdict(activity_type) | {"created_at": instant(activity_type.created_at)}
