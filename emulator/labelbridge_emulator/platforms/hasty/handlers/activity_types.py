"""Activity types: what can happen in a segment of a video. Names may repeat."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Reply
from labelbridge_emulator.platforms.hasty.lookups import activity_type_of, project_of
from labelbridge_emulator.platforms.hasty.models.video_state import ActivityType
from labelbridge_emulator.platforms.hasty.responses import instant, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call

handlers = Handlers()


@handlers("list_activity_types")
def list_activity_types(call: Call) -> JSON:
    """Activity types in the order of their creation."""
    return page(call, list(project_of(call).activity_types.values()), _render)


@handlers("create_activity_type")
def create_activity_type(call: Call) -> JSON:
    """A new activity type; its fields are the body's."""
    project = project_of(call)
    made = ActivityType(id=call.world.ids.uuid(), created_at=call.world.clock.now(), **call.body)
    project.activity_types[made.id] = made
    return _render(made)


@handlers("update_activity_type")
def update_activity_type(call: Call) -> JSON:
    """Change the fields that the body names."""
    activity_type = activity_type_of(call)
    for name, value in call.body.items():
        setattr(activity_type, name, value)
    return _render(activity_type)


@handlers("delete_activity_type")
def delete_activity_type(call: Call) -> Reply:
    """Remove an activity type from the project and from its segments.

    A segment that had no other goes too: the document wants at least one of each.
    """
    project, gone = project_of(call), activity_type_of(call)
    del project.activity_types[gone.id]
    for video in project.videos.values():
        for segment in list(video.segments.values()):
            segment.activities = [each for each in segment.activities if each is not gone]
            if not segment.activities:
                del video.segments[segment.id]
    return Reply()


def _render(activity_type: ActivityType) -> JSON:
    return asdict(activity_type) | {"created_at": instant(activity_type.created_at)}
