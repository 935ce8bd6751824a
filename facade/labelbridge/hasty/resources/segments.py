"""Segments: time ranges of a video with activities.

Segments are created and list_items under their video; update and delete use only the segment's id.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.checks import FROM_0, boolean, in_range, non_empty, optional, uuids
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.segments import (
    create_segment,
    delete_segment,
    list_segments,
    update_segment,
)
from labelbridge_api.hasty.models import Segment, SegmentInput

_ACTIVITIES: Final = non_empty(
    validate.uuid, problem="is empty; a segment has at least one activity"
)


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
            end_time_ms: Only segments up to this time. Whether segments across one of the times are
                included is not documented.
        """
        ids = uuids(project_id=project_id, video_id=video_id)
        activity = optional(validate.uuid, "activity_type_id", activity_type_id)
        start = optional(validate.integer, "start_time_ms", start_time_ms)
        end = optional(validate.integer, "end_time_ms", end_time_ms)
        if start is not None and end is not None and end < start:
            raise InvalidArgument("end_time_ms", f"({end}) is before start_time_ms ({start})")
        return pages(
            list_segments.plan,
            *ids,
            activity_type_id=activity,
            start_time_ms=start,
            end_time_ms=end,
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
        check: bool = True,
    ) -> Flow[Segment]:
        """Create a segment of a video.

        The document's body repeats the id of the video; it is not sent, as in the vendor's SDK.

        Args:
            project_id: The project.
            video_id: The video.
            start_time_ms: Start, in milliseconds from the video's start.
            end_time_ms: End, in milliseconds from the video's start; after the start.
            activities: One or several activity types.
            prediction_id: The prediction that the segment is based on.
            replace_overlap: Whether to replace overlapping segments. It is sent as `true` or
                `false`; the vendor's SDK sends `True`.
            check: Whether the end must be after the start; False sends any times.

        Raises:
            Conflict: The segment overlaps with another one, and `replace_overlap` is not True. This
                error is derived from the option.
        """
        ids = uuids(project_id=project_id, video_id=video_id)
        body = _body(start_time_ms, end_time_ms, activities, prediction_id, check=check)
        replace = optional(boolean, "replace_overlap", replace_overlap)
        return send(create_segment.plan(*ids, body=body, replace_overlap=replace))

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
        check: bool = True,
    ) -> Flow[Segment]:
        """Update a segment. The platform requires times and activities in every request.

        Args:
            project_id: The project.
            segment_id: The segment.
            start_time_ms: Start, in milliseconds from the video's start.
            end_time_ms: End, in milliseconds from the video's start; after the start.
            activities: One or several activity types, which replace the existing ones.
            video_id: The video of the segment, which the document allows in the body. The effect of
                another video is not documented; the vendor's SDK never sends it.
            prediction_id: The prediction that the segment is based on.
            check: Whether the end must be after the start; False sends any times.

        Raises:
            Conflict: The segment overlaps with another one.
        """
        ids = uuids(project_id=project_id, segment_id=segment_id)
        video = optional(validate.uuid, "video_id", video_id)
        body = _body(start_time_ms, end_time_ms, activities, prediction_id, check=check)
        if video:
            body.video_id = video
        return send(update_segment.plan(*ids, body=body))

    @operation
    def delete(self, project_id: Id, segment_id: Id) -> Flow[None]:
        """Delete a segment. Evidence: the vendor's SDK only."""
        return send(delete_segment.plan(*uuids(project_id=project_id, segment_id=segment_id)))


def _body(
    start_time_ms: int,
    end_time_ms: int,
    activities: Id | Iterable[Id],
    prediction_id: Id | None,
    *,
    check: bool,
) -> SegmentInput:
    body = request_body(
        SegmentInput,
        {
            "start_time_ms": start_time_ms,
            "end_time_ms": end_time_ms,
            "activities": _ACTIVITIES("activities", activities),
            "prediction_id": optional(validate.uuid, "prediction_id", prediction_id),
        },
    )
    in_range(body, check=check, start_time_ms=FROM_0)
    if check and body.end_time_ms <= body.start_time_ms:
        raise InvalidArgument(
            "end_time_ms",
            f"({body.end_time_ms}) must be after start_time_ms ({body.start_time_ms})",
        )
    return body
