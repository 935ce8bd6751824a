"""All workspaces and projects, and removal with everything that belongs to the removed object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.models.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Dataset, Image, Label, Video
    from labelbridge_emulator.store import Store

STATUSES = ("NEW", "IN PROGRESS", "TO REVIEW", "DONE", "SKIPPED", "AUTO-LABELLED", "COMPLETED")
"""The document's DefaultStatus. Every project has its own id for each."""


@dataclass(slots=True, kw_only=True)
class Workspace:
    """A workspace, with the fields of the document."""

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


class State:
    """All workspaces and projects, by id.

    Attributes:
        users: The user id of each API key; a new key gets a new id.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.workspaces: dict[str, Workspace] = {}
        self.projects: dict[str, Project] = {}
        self.users: dict[str, str] = {}

    def user(self, key: str) -> str:
        """The user id of an API key."""
        if key not in self.users:
            self.users[key] = self._store.ids.uuid()
        return self.users[key]

    def add_project(
        self,
        *,
        id: str,  # noqa: A002 - the name of the field
        name: str,
        workspace_id: str,
        owner_id: str,
        description: str | None = None,
        content_type: str = "IMAGES",
        statuses: dict[str, str] | None = None,
    ) -> Project:
        """Add a project. Statuses without a given id get a new one."""
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
        self._delete_files(image.storage_key for image in project.images.values())
        self._delete_files(video.storage_key for video in project.videos.values())
        self._delete_files(export.storage_key for export in project.exports.values())
        self._delete_files(upload_key(upload_id) for upload_id in project.uploads)
        del self.projects[project.id]

    def remove_dataset(self, dataset: Dataset) -> None:
        """Remove a dataset with its images and videos."""
        for image in list(dataset.images.values()):
            self.remove_image(image)
        for video in list(dataset.videos.values()):
            self.remove_video(video)
        del dataset.project.datasets[dataset.id]

    def remove_label_class(self, project: Project, label_class: LabelClass) -> None:
        """Remove a label class with its labels and its links."""
        for label in list(project.labels.values()):
            if label.label_class is label_class:
                self.remove_label(label)
        project.attributes.remove_class(label_class)
        project.keypoints.remove_class(label_class)
        del project.label_classes[label_class.id]

    def remove_image(self, image: Image) -> None:
        """Remove an image with its labels and its bytes."""
        for label in list(image.labels.values()):
            self.remove_label(label)
        self._delete_files([image.storage_key])
        del image.dataset.images[image.name]
        del image.dataset.project.images[image.id]

    def remove_video(self, video: Video) -> None:
        """Remove a video with its segments and its bytes."""
        self._delete_files([video.storage_key])
        del video.dataset.videos[video.id]
        del video.dataset.project.videos[video.id]

    def remove_label(self, label: Label) -> None:
        """Remove a label from its image and its project."""
        del label.image.labels[label.id]
        del label.image.dataset.project.labels[label.id]

    def _delete_files(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._store.files.delete(key)


def upload_key(upload_id: str) -> str:
    """The storage key of an upload."""
    return f"hasty/uploads/{upload_id}"
