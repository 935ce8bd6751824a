"""The data behind videos: their segments, and the types of activity that segments have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.models.workflow import Workflow

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.media.video_probe import MovieFacts
    from labelbridge_emulator.platforms.hasty.models.state import Dataset

POLLS = 1
"""How often a video is PROCESSING when asked for, before it can be used."""


@dataclass(slots=True, kw_only=True, eq=False)
class ActivityType:
    """An activity type; its fields are the document's."""

    id: str
    created_at: datetime
    name: str
    color: str | None = None
    prefix: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Video:
    """A video and its segments by id.

    Attributes:
        facts: Of its file; None when the file is no video.
        status_on: When the status was last set.
        url: Where it came from, for a video that is not in the emulator's own storage.
        stored: Path and query of its public URL on the storage origin, for one that is.
        polls: How often it was shown since it came in.
        health: The state of its health that a face gave it, whatever its file is.
    """

    id: str
    dataset: Dataset = field(repr=False)
    name: str
    facts: MovieFacts | None
    status: str
    status_on: datetime
    uploaded_at: datetime
    url: str = ""
    stored: str | None = None
    polls: int = 0
    health: str | None = None
    workflow: Workflow = field(default_factory=Workflow)
    segments: dict[str, Segment] = field(default_factory=dict, repr=False)

    @property
    def file(self) -> str:
        """The key of its bytes in the storage."""
        return f"hasty/videos/{self.id}"

    @property
    def health_status(self) -> str:
        """PROCESSING at first, then OK, or ERROR when the file is no video."""
        if self.health is not None:
            return self.health
        if self.polls <= POLLS:
            return "PROCESSING"
        return "ERROR" if self.facts is None else "OK"


@dataclass(slots=True, kw_only=True, eq=False)
class Segment:
    """A part of a video, in milliseconds, and the activity types it has, at least one."""

    id: str
    video: Video = field(repr=False)
    start_time_ms: int
    end_time_ms: int
    activities: list[ActivityType]
    prediction_id: str | None
    created_by: str
    created_at: datetime

    def overlaps(self, start_time_ms: int, end_time_ms: int) -> bool:
        """Whether a time from start to end, the latter exclusive, has an instant in common.

        A segment of no length, such as the one in the document's sample, takes its millisecond.
        """
        end = max(end_time_ms, start_time_ms + 1)
        own_end = max(self.end_time_ms, self.start_time_ms + 1)
        return self.start_time_ms < end and start_time_ms < own_end
