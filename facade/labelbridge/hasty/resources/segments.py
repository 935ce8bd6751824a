"""Segments: the parts of a video in which something happens.

A segment is made under its video, and from then on named by its own id alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.checks import FROM_0, boolean, filled, optional, within
from labelbridge.hasty._paging import page
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.segments import (
    create_segment,
    delete_segment,
    list_segments,
    update_segment,
)
from labelbridge_api.hasty.models import Segment, SegmentInput

_ACTIVITIES: Final = filled(check.uuid, empty="is empty; a segment has at least one activity")


class Segments(Resource[C]):
    """The segments of a project's videos."""

    @listing
    def list(
        self,
        project_id: Id,
        video_id: Id,
        *,
        activity_type_id: Id | None = None,
        start_time_ms: int | None = None,
        end_time_ms: int | None = None,
    ) -> PageFetcher[Segment]:
        """List the segments of a video.

        Args:
            project_id: The project.
            video_id: The video.
            activity_type_id: Only segments of this activity type.
            start_time_ms: Only segments from this time on, in milliseconds from the video's start.
            end_time_ms: Only segments up to this time. Whether one that lies across either time
                counts, the document does not tell.
        """
        project, video = check.uuid("project_id", project_id), check.uuid("video_id", video_id)
        activity = optional(check.uuid, "activity_type_id", activity_type_id)
        start = optional(check.integer, "start_time_ms", start_time_ms)
        end = optional(check.integer, "end_time_ms", end_time_ms)
        if start is not None and end is not None and end < start:
            raise InvalidArgument("end_time_ms", f"({end}) is before start_time_ms ({start})")
        return lambda offset, limit: page(
            list_segments.plan(
                project,
                video,
                offset=offset,
                limit=limit,
                activity_type_id=activity,
                start_time_ms=start,
                end_time_ms=end,
            )
        )

    @operation
    def create(
        self,
        project_id: Id,
        video_id: Id,
        *,
        start_time_ms: int,
        end_time_ms: int,
        activities: Id | Iterable[Id],
        prediction_id: Id | None = None,
        replace_overlap: bool | None = None,
    ) -> Flow[Segment]:
        """Say what happens in a part of a video.

        The document's body repeats the video's id; it is left out, as the vendor's SDK does.

        Args:
            project_id: The project.
            video_id: The video.
            start_time_ms: Where the part begins, in milliseconds from the video's start.
            end_time_ms: Where it ends, after its beginning.
            activities: One or several activity types: what happens there.
            prediction_id: The prediction that it was made from.
            replace_overlap: Whether it takes the place of the segments that it overlaps with. Sent
                as true or false: the vendor's SDK writes True, which is neither.

        Raises:
            Conflict: It overlaps with another segment, and `replace_overlap` is not given. That the
                platform answers so is concluded from the option.
        """
        project, video = check.uuid("project_id", project_id), check.uuid("video_id", video_id)
        body = _body(start_time_ms, end_time_ms, activities, prediction_id)
        replace = optional(boolean, "replace_overlap", replace_overlap)
        return send(create_segment.plan(project, video, body=body, replace_overlap=replace))

    @operation
    def update(
        self,
        project_id: Id,
        segment_id: Id,
        *,
        start_time_ms: int,
        end_time_ms: int,
        activities: Id | Iterable[Id],
        video_id: Id | None = None,
        prediction_id: Id | None = None,
    ) -> Flow[Segment]:
        """Change a segment. The platform wants times and activities each time.

        Args:
            project_id: The project.
            segment_id: The segment.
            start_time_ms: Where it begins, in milliseconds from the video's start.
            end_time_ms: Where it ends, after its beginning.
            activities: One or several activity types, in place of those that it has.
            video_id: The video that it is on, which the document lets the body name. What another
                one does it does not tell; the vendor's SDK never sends it.
            prediction_id: The prediction that it was made from.

        Raises:
            Conflict: It would overlap with another segment.
        """
        project, segment = (
            check.uuid("project_id", project_id),
            check.uuid("segment_id", segment_id),
        )
        video = optional(check.uuid, "video_id", video_id)
        body = _body(start_time_ms, end_time_ms, activities, prediction_id)
        if video:
            body.video_id = video
        return send(update_segment.plan(project, segment, body=body))

    @operation
    def delete(self, project_id: Id, segment_id: Id) -> Flow[None]:
        """Delete a segment. Only the vendor's SDK shows this."""
        return send(
            delete_segment.plan(
                check.uuid("project_id", project_id), check.uuid("segment_id", segment_id)
            )
        )


def _body(
    start_time_ms: int, end_time_ms: int, activities: Id | Iterable[Id], prediction_id: Id | None
) -> SegmentInput:
    body = request_body(
        SegmentInput,
        {
            "start_time_ms": start_time_ms,
            "end_time_ms": end_time_ms,
            "activities": _ACTIVITIES("activities", activities),
            "prediction_id": optional(check.uuid, "prediction_id", prediction_id),
        },
    )
    within(body, start_time_ms=FROM_0)
    if body.end_time_ms <= body.start_time_ms:
        raise InvalidArgument(
            "end_time_ms",
            f"({body.end_time_ms}) must be after start_time_ms ({body.start_time_ms})",
        )
    return body
