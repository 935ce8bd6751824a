"""The state of the emulated Labelbox: projects, data rows, labels, exports and their settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from itertools import chain
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.export_tasks import ExportSettings, ExportTask, User
from labelbridge_emulator.store import Ids

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.platforms.labelbox.dates import Range
    from labelbridge_emulator.store import Store

ORGANIZATION = "cle1h8ecvoftflpxsm5vzhzpd"
STATUSES = ("ToLabel", "InReview", "InRework", "Done")
"""Where a data row can be in the workflow of a project."""


@dataclass(slots=True)
class DataRow:
    """A data row of a dataset.

    Attributes:
        row_data: The URL of the asset, or the text itself.
        dataset: The name of the dataset.
        media: ``media_attributes`` of exported rows.
        last_activity: Time of the last activity, see ``LabelExportFilters`` in the GraphQL schema.
        attachments: Exported if attachments are requested.
        metadata: ``metadata_fields`` of exported rows.
        embeddings: Exported if embeddings are requested.
    """

    id: str
    row_data: str
    created: datetime
    last_activity: datetime
    dataset: str = "Samples"
    created_by: str = "labeler@example.com"
    external_id: str | None = None
    global_key: str | None = None
    media: dict[str, Any] = field(default_factory=dict)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    embeddings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Label:
    """A label of a data row.

    Attributes:
        annotations: Annotations in the format of export v2, see ``exporters.annotations``. None if
            the label has those of export v1: ``objects`` to ``areas``.
        objects: Objects in the format of export v1, without the URLs of their masks.
        frames: Records by frame of a video or DICOM series; None for other assets.
        canvas: Width and height of the masks; None for assets without masks.
        areas: Outlines of objects that are only a mask, by featureId.
        scores: ``benchmark_score`` or ``consensus_score`` of export v2.
    """

    id: str
    row: DataRow
    created: datetime
    updated: datetime
    created_by: str = "labeler@example.com"
    seconds: float = 0.0
    annotations: dict[str, Any] | None = None
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
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class ProjectRow:
    """A data row in a project.

    Attributes:
        row: The data row.
        status: One of ``STATUSES``.
        batch: The id and name of its batch.
        labels: Ids of its labels.
    """

    row: DataRow
    status: str
    batch: tuple[str, str]
    priority: int = 5
    labels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Project:
    """A project, with data rows and labels by id in the order of creation."""

    id: str
    name: str
    description: str | None
    created: datetime
    updated: datetime
    media_type: str | None = None
    is_benchmark_enabled: bool = False
    rows: dict[str, ProjectRow] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)

    def add(
        self, row: DataRow, *labels: Label, status: str | None = None, batch: tuple[str, str]
    ) -> None:
        """Add a data row with labels, or labels to a data row that the project has.

        A data row with labels is in review by default.
        """
        found = self.rows.get(row.id)
        if found is None:
            found = self.rows[row.id] = ProjectRow(row, "ToLabel", batch)
        if labels and found.status == "ToLabel":
            found.status = "InReview"
        found.status = status or found.status
        found.labels += [label.id for label in labels]
        self.labels |= {label.id: label for label in labels}

    def labels_of(self, row: DataRow) -> list[Label]:
        """Return the labels of a data row; an empty list if the project does not have it."""
        found = self.rows.get(row.id)
        return [self.labels[label] for label in found.labels] if found else []


@dataclass(slots=True)
class ModelRun:
    """A run of a model, with data rows by id, and labels and predictions by the id of their row."""

    id: str
    name: str
    model_id: str
    model: str
    created: datetime
    rows: dict[str, DataRow] = field(default_factory=dict)
    labels: dict[str, list[Label]] = field(default_factory=dict)
    predictions: dict[str, list[Label]] = field(default_factory=dict)


@dataclass(slots=True)
class Slice:
    """A slice of the catalog: the data rows that match a query."""

    id: str
    name: str
    query: list[dict[str, Any]]
    created: datetime


@dataclass(slots=True)
class Export:
    """A requested export v1.

    Attributes:
        polls: Number of remaining responses with ``shouldPoll``.
        created: When the file was created; None if it is not ready.
        url: The signed URL of the file; empty if it is not ready.
    """

    polls: int
    created: datetime | None = None
    url: str = ""


class State:
    """Everything by its id, and exports v1 by project and filters.

    Attributes:
        schemas: Ids of features of the ontology, by name.
        datasets: Ids by name.
        batches: Ids by name.
        users: Users by their API key.
        settings: How exports behave.
        ids: Ids of what was added for export v2, so that all others stay the same.
    """

    def __init__(self, _store: Store) -> None:
        self.ids = Ids(2)
        self.projects: dict[str, Project] = {}
        self.rows: dict[str, DataRow] = {}
        self.runs: dict[str, ModelRun] = {}
        self.slices: dict[str, Slice] = {}
        self.schemas: dict[str, str] = {}
        self.datasets: dict[str, str] = {}
        self.batches: dict[str, str] = {}
        self.exports: dict[tuple[str, Range, Range], Export] = {}
        self.tasks: dict[str, ExportTask] = {}
        self.users: dict[str, User] = {}
        self.settings = ExportSettings()

    def label(self, label_id: str) -> Label | None:
        """Return a label of any project or model run, or None."""
        for project in self.projects.values():
            if label_id in project.labels:
                return project.labels[label_id]
        for run in self.runs.values():
            for label in chain(*run.labels.values(), *run.predictions.values()):
                if label.id == label_id:
                    return label
        return None

    def schema(self, name: str) -> str:
        """Return the id of a feature of the ontology."""
        if name not in self.schemas:
            self.schemas[name] = self.ids.cuid()
        return self.schemas[name]

    def dataset(self, name: str) -> str:
        """Return the id of a dataset; one that does not exist is created."""
        if name not in self.datasets:
            self.datasets[name] = self.ids.cuid()
        return self.datasets[name]

    def batch(self, name: str) -> tuple[str, str]:
        """Return the id and name of a batch, which is created if it does not exist."""
        if name not in self.batches:
            self.batches[name] = self.ids.uuid()
        return self.batches[name], name


def timestamp(instant: datetime) -> str:
    """Return a time in the format of rows and GraphQL: UTC with milliseconds."""
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
