"""The state of the emulated Roboflow: workspaces, members, projects, batches, jobs, activity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, ApiError, Request

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelbridge_emulator.store import Store


@dataclass(slots=True)
class Member:
    """A member of a workspace."""

    id: str
    name: str
    email: str


@dataclass(slots=True)
class Batch:
    """Images uploaded together; ``images`` counts those not assigned to a job."""

    id: str
    name: str
    images: int
    uploaded: datetime
    jobs: int = 0


@dataclass(slots=True)
class Job:
    """Images of a batch that are assigned to a labeler and a reviewer."""

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
    """An immutable version of the dataset of a project."""

    number: int
    name: str
    created: datetime
    splits: dict[str, int]


@dataclass(slots=True)
class Project:
    """A project; ``splits`` counts the images of the dataset."""

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
    """The work of one labeler in one project on one day."""

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
    """A workspace, with projects by slug and members by e-mail address."""

    id: str
    owner: str
    slug: str
    name: str
    members: dict[str, Member] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    activity: list[Activity] = field(default_factory=list)


class State:
    """Workspaces by slug; every API key belongs to the first one."""

    def __init__(self, _store: Store) -> None:
        self.workspaces: dict[str, Workspace] = {}

    def home(self) -> Workspace:
        """Return the workspace of the API keys."""
        return next(iter(self.workspaces.values()))


def find_workspace(request: Request) -> Workspace:
    """Return the workspace in the path of a request.

    Raises:
        ApiError: 404, if it does not exist.
    """
    workspace = request.store.state(State).workspaces.get(request.path["workspace"])
    if workspace is None:
        raise ApiError(404, "Workspace not found")
    return workspace


def find_project(request: Request) -> Project:
    """Return the project in the path of a request.

    Raises:
        ApiError: 404, if it does not exist.
    """
    project = find_workspace(request).projects.get(request.path["project"])
    if project is None:
        raise ApiError(404, "Project not found")
    return project


def firestore_time(instant: datetime) -> JSON:
    """Return a time in the format of Firestore, in milliseconds as in the documents' samples."""
    seconds, rest = divmod(round(instant.timestamp() * 1000), 1000)
    return {"_seconds": seconds, "_nanoseconds": rest * 1_000_000}
