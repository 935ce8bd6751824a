"""Segments of videos.

Segments of a video do not overlap: a segment has a list of activities that happen at the same time,
and the document mentions overlaps only as something to replace ("Flag to replace overlapping
segments when creating"). The 409 for an overlap without the flag is derived from that, as in the
contract. The end time is exclusive, so the next segment can start there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import (
    find,
    project_of,
    segment_of,
    user_of,
    video_of,
)
from labelbridge_emulator.platforms.hasty.models.project import Segment
from labelbridge_emulator.platforms.hasty.responses import page, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.filters.assets import Query
    from labelbridge_emulator.platforms.hasty.models.activity_types import ActivityType
    from labelbridge_emulator.platforms.hasty.models.project import Video

handlers = Handlers()


@handlers("list_segments")
def list_segments(request: Request) -> JSON:
    """List segments of a video that pass all filters, in the order of their creation."""
    tests = _tests(request.query)
    segments = video_of(request).segments.values()
    return page(request, [each for each in segments if all(test(each) for test in tests)], _render)


@handlers("create_segment")
def create_segment(request: Request) -> JSON:
    """Create a segment. With ``replace_overlap`` overlapping segments are removed."""
    video, body = video_of(request), request.body
    if body.get("video_id", video.id).lower() != video.id:
        raise ApiError(400, "video_id differs from the video in the path.")
    activities = _activities(request)
    start, end = _times(request)
    for other in _overlapping(video, start, end):
        if not request.query.get("replace_overlap"):
            raise _conflict(other)
        del video.segments[other.id]
    segment = Segment(
        id=request.store.ids.uuid(),
        video=video,
        start_time_ms=start,
        end_time_ms=end,
        activities=activities,
        prediction_id=body.get("prediction_id"),
        created_by=user_of(request),
        created_at=request.store.clock.now(),
    )
    video.segments[segment.id] = segment
    return _render(segment)


@handlers("update_segment")
def update_segment(request: Request) -> JSON:
    """Update times and activities of a segment. ``video_id`` moves it to another video."""
    segment, body = segment_of(request), request.body
    video = find(project_of(request).videos, body.get("video_id", segment.video.id), "video")
    activities = _activities(request)
    start, end = _times(request)
    for other in _overlapping(video, start, end):
        if other is not segment:
            raise _conflict(other)
    if video is not segment.video:
        del segment.video.segments[segment.id]
        video.segments[segment.id] = segment
        segment.video = video
    segment.start_time_ms, segment.end_time_ms = start, end
    segment.activities = activities
    segment.prediction_id = body.get("prediction_id", segment.prediction_id)
    return _render(segment)


@handlers("delete_segment")
def delete_segment(request: Request) -> None:
    """Remove a segment."""
    segment = segment_of(request)
    del segment.video.segments[segment.id]


def _tests(query: Query) -> list[Callable[[Segment], bool]]:
    tests: list[Callable[[Segment], bool]] = []
    if type_id := query.get("activity_type_id", "").lower():
        tests.append(lambda segment: any(each.id == type_id for each in segment.activities))
    if "start_time_ms" in query:
        tests.append(lambda segment: segment.start_time_ms >= query["start_time_ms"])
    if "end_time_ms" in query:
        tests.append(lambda segment: segment.end_time_ms <= query["end_time_ms"])
    return tests


def _activities(request: Request) -> list[ActivityType]:
    """The activity types in the body, without duplicates."""
    known = project_of(request).activity_types
    found = (find(known, type_id, "activity type") for type_id in request.body["activities"])
    return list(dict.fromkeys(found))


def _times(request: Request) -> tuple[int, int]:
    """Start and end as int: JSON Schema accepts 7.0 as an integer.

    Times after the end of the video are accepted: the length of a video from a URL is a default.
    """
    start, end = int(request.body["start_time_ms"]), int(request.body["end_time_ms"])
    if end < start:
        raise ApiError(400, f"end_time_ms ({end}) must not be less than start_time_ms ({start}).")
    return start, end


def _overlapping(video: Video, start: int, end: int) -> list[Segment]:
    return [each for each in video.segments.values() if each.overlaps(start, end)]


def _conflict(other: Segment) -> ApiError:
    times = f"{other.start_time_ms} to {other.end_time_ms} ms"
    return ApiError(409, f"The segment overlaps with segment {other.id} ({times}).")


def _render(segment: Segment) -> JSON:
    return {
        "id": segment.id,
        "video_id": segment.video.id,
        "start_time_ms": segment.start_time_ms,
        "end_time_ms": segment.end_time_ms,
        "activities": [activity.id for activity in segment.activities],
        "prediction_id": segment.prediction_id,
        "created_by": segment.created_by,
        "created_at": timestamp(segment.created_at),
    }
