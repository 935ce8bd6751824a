"""The state of the emulated Labelbox: projects, labels and exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.platforms.labelbox.dates import Range
    from labelbridge_emulator.store import Store

ORGANIZATION = "cle1h8ecvoftflpxsm5vzhzpd"


@dataclass(slots=True)
class Label:
    """A label with the properties of its data row.

    Attributes:
        objects: Objects in the format of the platform, without the URLs of their masks.
        frames: Records by frame of a video or DICOM series; None for other assets.
        canvas: Width and height of the masks; None for assets without masks.
        areas: Outlines of objects that are only a mask, by featureId.
        last_activity: Time of the last activity of the data row, see ``LabelExportFilters`` in the
            GraphQL schema.
    """

    id: str
    data_row_id: str
    labeled_data: str
    created: datetime
    updated: datetime
    last_activity: datetime
    created_by: str = "labeler@example.com"
    dataset: str = "Samples"
    external_id: str | None = None
    global_key: str | None = None
    seconds: float = 0.0
    objects: list[dict[str, Any]] = field(default_factory=list)
    classifications: list[dict[str, Any]] = field(default_factory=list)
    relationships: list[dict[str, Any]] = field(default_factory=list)
    frames: list[dict[str, Any]] | None = None
    canvas: tuple[int, int] | None = None
    areas: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    workflow: dict[str, Any] | None = None
    open_issues: int = 0
    skipped: bool = False
    agreement: float = -1
    is_benchmark: bool = False
    benchmark_agreement: float = -1
    benchmark_id: str | None = None


@dataclass(slots=True)
class Project:
    """A project, with labels by id in the order of creation."""

    id: str
    name: str
    description: str | None
    created: datetime
    updated: datetime
    media_type: str | None = None
    is_benchmark_enabled: bool = False
    labels: dict[str, Label] = field(default_factory=dict)


@dataclass(slots=True)
class Export:
    """A requested export.

    Attributes:
        polls: Number of remaining responses with ``shouldPoll``.
        created: When the file was created; None if it is not ready.
        url: The signed URL of the file; empty if it is not ready.
    """

    polls: int
    created: datetime | None = None
    url: str = ""


class State:
    """Projects by id, and exports by project and filters.

    Attributes:
        polls: Number of responses with ``shouldPoll`` before the file of an export is ready.
        tasks: When each task was created.
    """

    def __init__(self, _store: Store) -> None:
        self.projects: dict[str, Project] = {}
        self.exports: dict[tuple[str, Range, Range], Export] = {}
        self.polls = 1
        self.tasks: dict[str, datetime] = {}

    def label(self, label_id: str) -> Label | None:
        """Return a label of any project, or None."""
        for project in self.projects.values():
            if label_id in project.labels:
                return project.labels[label_id]
        return None


def timestamp(instant: datetime) -> str:
    """Return a time in the format of rows and GraphQL: UTC with milliseconds."""
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
