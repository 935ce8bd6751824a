"""The data behind the Hasty side: workspaces, projects and what belongs to them.

Parents hold their children in the order of creation, children point at their parents, and removing
a parent removes its children and their files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.hasty.models.attributes import Attributes
from labelbridge_emulator.platforms.hasty.models.keypoints import Keypoints
from labelbridge_emulator.platforms.hasty.models.tags import Tags
from labelbridge_emulator.platforms.hasty.models.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.media.image_probe import Facts
    from labelbridge_emulator.platforms.hasty.models.model_state import (
        Experiment,
        LabelingJob,
        Model,
        Ranking,
    )
    from labelbridge_emulator.platforms.hasty.models.tags import Tag
    from labelbridge_emulator.platforms.hasty.models.video_state import ActivityType, Video
    from labelbridge_emulator.store import Store

STATUSES = ("NEW", "IN PROGRESS", "TO REVIEW", "DONE", "SKIPPED", "AUTO-LABELLED", "COMPLETED")
"""The document's DefaultStatus; every project has an id of its own for each."""

FOR_EVER = 100 * 365 * 24 * 3600.0
"""Seconds; a public URL is not meant to expire."""


@dataclass(slots=True, kw_only=True)
class Workspace:
    """A workspace; its fields are the document's."""

    id: str
    name: str
    unique_name: str | None = None
    description: str | None = None
    logo_url: str | None = None
    is_public: bool = False
    is_default: bool = False
    background_color: str | None = None
    subscription: str = "basic"
    parked_on: datetime | None = None
    user_role: str = "Owner"
    allow_support: bool = False
    support_email: str | None = None
    feature_mounting_buckets: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Project:
    """A project, its children by id, and the ids of its statuses by name."""

    id: str
    name: str
    workspace_id: str
    owner_id: str
    description: str | None
    content_type: str
    created_on: datetime
    statuses: dict[str, str]
    datasets: dict[str, Dataset] = field(default_factory=dict, repr=False)
    label_classes: dict[str, LabelClass] = field(default_factory=dict, repr=False)
    attributes: Attributes = field(default_factory=Attributes, repr=False)
    tags: Tags = field(default_factory=Tags, repr=False)
    keypoints: Keypoints = field(default_factory=Keypoints, repr=False)
    images: dict[str, Image] = field(default_factory=dict, repr=False)
    labels: dict[str, Label] = field(default_factory=dict, repr=False)
    exports: dict[str, Export] = field(default_factory=dict, repr=False)
    videos: dict[str, Video] = field(default_factory=dict, repr=False)
    activity_types: dict[str, ActivityType] = field(default_factory=dict, repr=False)
    experiments: dict[str, Experiment] = field(default_factory=dict, repr=False)
    labeling_jobs: dict[str, LabelingJob] = field(default_factory=dict, repr=False)
    rankings: dict[str, Ranking] = field(default_factory=dict, repr=False)
    models: dict[str, Model] = field(default_factory=dict, repr=False)
    uploads: set[str] = field(default_factory=set, repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class Dataset:
    """A dataset, its images by file name, which occurs once in a dataset, and its videos by id."""

    id: str
    project: Project = field(repr=False)
    name: str
    norder: float | None
    images: dict[str, Image] = field(default_factory=dict, repr=False)
    videos: dict[str, Video] = field(default_factory=dict, repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class LabelClass:
    """A label class; its fields are the document's."""

    id: str
    name: str
    description: str | None = None
    type: str = "object"
    color: str | None = None
    icon_url: str | None = None
    norder: float | None = None
    parent_id: str | None = None
    external_id: str | None = None
    use_description_as_prompt: bool | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Image:
    """An image, its labels and its tags by id.

    Attributes:
        status_on: When the status was last set.
        url: Where it came from, for an image that is not in the emulator's own storage.
        stored: Path and query of its public URL on the storage origin, for one that is.
    """

    id: str
    dataset: Dataset = field(repr=False)
    name: str
    facts: Facts
    status: str
    status_on: datetime
    uploaded_on: datetime
    update_date: datetime
    updated_by: str
    external_id: str | None
    url: str = ""
    stored: str | None = None
    workflow: Workflow = field(default_factory=Workflow)
    labels: dict[str, Label] = field(default_factory=dict, repr=False)
    tags: dict[str, Tag] = field(default_factory=dict, repr=False)

    @property
    def file(self) -> str:
        """The key of its bytes in the storage."""
        return f"hasty/images/{self.id}"


@dataclass(slots=True, kw_only=True, eq=False)
class Label:
    """A label; geometry is kept as it was sent.

    Attributes:
        created_by: The user who made it.
        labeled_by: The user who changed it last.
        attributes: Values by attribute id; none is None.
    """

    id: str
    image: Image = field(repr=False)
    label_class: LabelClass = field(repr=False)
    created_by: str
    labeled_by: str
    created_on: datetime
    updated_on: datetime
    bbox: list[int] | None = None
    polygon: list[list[int]] | None = None
    mask: list[int] | None = None
    keypoints: list[dict[str, Any]] | None = None
    z_index: int | None = None
    tool_used: str | None = None
    border_mask: str | None = None
    external_id: str | None = None
    external_event_id: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class Export:
    """An export job and how often it was asked for."""

    id: str
    project: Project = field(repr=False)
    name: str
    started_by: str
    started_on: datetime
    completed_on: datetime | None = None
    polls: int = 0

    @property
    def file(self) -> str:
        """The key of the archive in the storage."""
        return f"hasty/exports/{self.id}"


class State:
    """All workspaces and projects, by id.

    Attributes:
        users: The id of the user behind each API key, given when the key is first seen.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.workspaces: dict[str, Workspace] = {}
        self.projects: dict[str, Project] = {}
        self.users: dict[str, str] = {}

    def user(self, key: str) -> str:
        """The id of the user behind an API key."""
        if key not in self.users:
            self.users[key] = self._store.ids.uuid()
        return self.users[key]

    def add_project(
        self,
        *,
        id: str,  # noqa: A002 - the field's own name
        name: str,
        workspace_id: str,
        owner_id: str,
        description: str | None = None,
        content_type: str = "IMAGES",
        statuses: dict[str, str] | None = None,
    ) -> Project:
        """Add a project with an id for each status, given or new."""
        given = statuses or {}
        project = Project(
            id=id,
            name=name,
            workspace_id=workspace_id,
            owner_id=owner_id,
            description=description,
            content_type=content_type,
            created_on=self._store.clock.now(),
            statuses={s: given.get(s) or self._store.ids.uuid() for s in STATUSES},
        )
        self.projects[id] = project
        return project

    def add_label(self, label: Label) -> None:
        """Add a label to its image and its project."""
        label.image.labels[label.id] = label
        label.image.dataset.project.labels[label.id] = label

    def remove_project(self, project: Project) -> None:
        """Remove a project and everything in it."""
        self._forget(image.file for image in project.images.values())
        self._forget(video.file for video in project.videos.values())
        self._forget(export.file for export in project.exports.values())
        self._forget(upload_key(upload_id) for upload_id in project.uploads)
        del self.projects[project.id]

    def remove_dataset(self, dataset: Dataset) -> None:
        """Remove a dataset with its images and videos."""
        for image in list(dataset.images.values()):
            self.remove_image(image)
        for video in list(dataset.videos.values()):
            self.remove_video(video)
        del dataset.project.datasets[dataset.id]

    def remove_label_class(self, project: Project, label_class: LabelClass) -> None:
        """Remove a label class, the labels of that class and its links."""
        for label in list(project.labels.values()):
            if label.label_class is label_class:
                self.remove_label(label)
        project.attributes.remove_class(label_class)
        project.keypoints.remove_class(label_class)
        del project.label_classes[label_class.id]

    def remove_image(self, image: Image) -> None:
        """Remove an image, its labels and its bytes."""
        for label in list(image.labels.values()):
            self.remove_label(label)
        self._forget([image.file])
        del image.dataset.images[image.name]
        del image.dataset.project.images[image.id]

    def remove_video(self, video: Video) -> None:
        """Remove a video, its segments and its bytes."""
        self._forget([video.file])
        del video.dataset.videos[video.id]
        del video.dataset.project.videos[video.id]

    def remove_label(self, label: Label) -> None:
        """Remove a label."""
        del label.image.labels[label.id]
        del label.image.dataset.project.labels[label.id]

    def _forget(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._store.files.delete(key)


def upload_key(upload_id: str) -> str:
    """The key under which the bytes of an upload are stored."""
    return f"hasty/uploads/{upload_id}"
