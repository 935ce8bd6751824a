"""Segments of videos.

Two segments of a video never have an instant in common: a segment has a list of activities for
what happens at once, and the document knows overlaps as something to replace ("Flag to replace
overlapping segments when creating"). That one without the flag is refused, and with which status,
is concluded from that; the contract says so too. A segment ends before its ``end_time_ms``, so the
next one may begin there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import (
    find,
    project_of,
    segment_of,
    state_of,
    video_of,
)
from labelbridge_emulator.platforms.hasty.models.video_state import Segment
from labelbridge_emulator.platforms.hasty.responses import instant, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.filters.media import Query
    from labelbridge_emulator.platforms.hasty.models.video_state import ActivityType, Video

handlers = Handlers()


@handlers("list_segments")
def list_segments(request: Request) -> JSON:
    """Segments of a video that pass all filters, in the order of their creation."""
    tests = _tests(request.query)
    segments = video_of(request).segments.values()
    return page(request, [each for each in segments if all(test(each) for test in tests)], _render)


@handlers("create_segment")
def create_segment(request: Request) -> JSON:
    """A new segment; with ``replace_overlap`` those that it overlaps with are gone."""
    video, body = video_of(request), request.body
    if body.get("video_id", video.id).lower() != video.id:
        raise ApiError(400, "video_id is another video than the path's.")
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
        created_by=state_of(request).user(request.key),
        created_at=request.store.clock.now(),
    )
    video.segments[segment.id] = segment
    return _render(segment)


@handlers("update_segment")
def update_segment(request: Request) -> JSON:
    """Change a segment's times and activities; a ``video_id`` moves it to that video."""
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
def delete_segment(request: Request) -> Response:
    """Remove a segment from its video."""
    segment = segment_of(request)
    del segment.video.segments[segment.id]
    return Response()


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
    """The activity types of the body, each once."""
    known = project_of(request).activity_types
    found = (find(known, type_id, "activity type") for type_id in request.body["activities"])
    return list(dict.fromkeys(found))


def _times(request: Request) -> tuple[int, int]:
    """Start and end as int (to a JSON schema 7.0 is an integer too), in this order.

    One that lies beyond the end of the video is taken: of a video from a URL the length is a guess.
    """
    start, end = int(request.body["start_time_ms"]), int(request.body["end_time_ms"])
    if end < start:
        raise ApiError(400, f"A segment cannot end at {end} ms when it begins at {start} ms.")
    return start, end


def _overlapping(video: Video, start: int, end: int) -> list[Segment]:
    return [each for each in video.segments.values() if each.overlaps(start, end)]


def _conflict(other: Segment) -> ApiError:
    times = f"{other.start_time_ms} to {other.end_time_ms} ms"
    return ApiError(409, f"The segment overlaps with {other.id}, which takes {times}.")


def _render(segment: Segment) -> JSON:
    return {
        "id": segment.id,
        "video_id": segment.video.id,
        "start_time_ms": segment.start_time_ms,
        "end_time_ms": segment.end_time_ms,
        "activities": [activity.id for activity in segment.activities],
        "prediction_id": segment.prediction_id,
        "created_by": segment.created_by,
        "created_at": instant(segment.created_at),
    }
