"""What the Roboflow side knows: a workspace, its members, projects, batches, jobs and activity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, ApiError, Request

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelbridge_emulator.store import Store


@dataclass(slots=True)
class Member:
    """A person of the workspace."""

    id: str
    name: str
    email: str


@dataclass(slots=True)
class Batch:
    """Images uploaded together; ``images`` counts those that no job has taken."""

    id: str
    name: str
    images: int
    uploaded: datetime
    jobs: int = 0


@dataclass(slots=True)
class Job:
    """Images of a batch in the hands of a labeler and a reviewer."""

    id: str
    name: str
    batch: str
    labeler: str
    reviewer: str
    instructions: str
    created_by: str
    created: datetime
    images: int
    annotated: int = 0
    unannotated: int = 0
    approved: int = 0
    rejected: int = 0
    status: str = "assigned"


@dataclass(slots=True)
class Version:
    """A frozen state of a project's dataset."""

    number: int
    name: str
    created: datetime
    splits: dict[str, int]


@dataclass(slots=True)
class Project:
    """A project; ``splits`` counts the images that have left the jobs for the dataset."""

    id: str
    slug: str
    name: str
    kind: str
    annotation: str
    created: datetime
    updated: datetime
    splits: dict[str, int]
    classes: dict[str, int]
    colors: dict[str, str]
    versions: list[Version] = field(default_factory=list)
    batches: dict[str, Batch] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Activity:
    """What one labeler did in one project on one day."""

    day: date
    project: str
    labeler: str
    images_labeled: int = 0
    boxes_drawn: int = 0
    marked_null: int = 0
    model_assisted: int = 0
    approved: int = 0
    rejected: int = 0


@dataclass(slots=True)
class Workspace:
    """A workspace; projects by slug, members by e-mail address."""

    id: str
    owner: str
    slug: str
    name: str
    members: dict[str, Member] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    activity: list[Activity] = field(default_factory=list)


class State:
    """The workspaces by slug; the first is the one that every key belongs to."""

    def __init__(self, _store: Store) -> None:
        self.workspaces: dict[str, Workspace] = {}

    def home(self) -> Workspace:
        """The workspace that keys belong to."""
        return next(iter(self.workspaces.values()))


def workspace_of(request: Request) -> Workspace:
    """The workspace that a request's path names.

    Raises:
        ApiError: 404, when there is none.
    """
    workspace = request.store.state(State).workspaces.get(request.path["workspace"])
    if workspace is None:
        raise ApiError(404, "Workspace not found")
    return workspace


def project_of(request: Request) -> Project:
    """The project that a request's path names.

    Raises:
        ApiError: 404, when there is none.
    """
    project = workspace_of(request).projects.get(request.path["project"])
    if project is None:
        raise ApiError(404, "Project not found")
    return project


def firestore_time(instant: datetime) -> JSON:
    """An instant as Firestore has it, in whole milliseconds like the documents' samples."""
    seconds, rest = divmod(round(instant.timestamp() * 1000), 1000)
    return {"_seconds": seconds, "_nanoseconds": rest * 1_000_000}
