"""Projects, and the images, labels, videos and exports in them.

Parents hold their children in the order of creation, and children refer to their parents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.hasty.models.attributes import Attribute, Attributes
from labelbridge_emulator.platforms.hasty.models.keypoints import Keypoints, KeypointSchema
from labelbridge_emulator.platforms.hasty.models.tags import Tag, TagClass, TagGroup, Tags
from labelbridge_emulator.platforms.hasty.models.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.models.activity_types import ActivityType
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo, VideoInfo
    from labelbridge_emulator.platforms.hasty.models.model_state import (
        Experiment,
        LabelingJob,
        Model,
        Ranking,
    )

VIDEO_POLLS = 1
"""Number of requests for which a new video has the status PROCESSING."""


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

    def unlabeled_images(self, dataset_ids: Collection[str] = ()) -> list[Image]:
        """The NEW images without labels, in some datasets or, without ids, in all of them."""
        return [
            image
            for image in self.images.values()
            if image.status == "NEW"
            and not image.labels
            and (not dataset_ids or image.dataset.id in dataset_ids)
        ]

    def remove_attribute(self, attribute: Attribute) -> None:
        """Remove an attribute with its links and its values on labels."""
        for label in self.labels.values():
            label.attributes.pop(attribute.id, None)
        self.attributes.remove(attribute)

    def remove_tag_class(self, tag_class: TagClass) -> None:
        """Remove a tag class and the tags of that class."""
        for image in self.images.values():
            tag = image.tag_of(tag_class)
            if tag is not None:
                del image.tags[tag.id]
        del self.tags.classes[tag_class.id]

    def remove_activity_type(self, activity_type: ActivityType) -> None:
        """Remove an activity type, and the segments that have no other type."""
        del self.activity_types[activity_type.id]
        for video in self.videos.values():
            for segment in list(video.segments.values()):
                segment.activities = [a for a in segment.activities if a is not activity_type]
                if not segment.activities:
                    del video.segments[segment.id]


@dataclass(slots=True, kw_only=True, eq=False)
class Dataset:
    """A dataset, its images by file name, which is unique in a dataset, and its videos by id."""

    id: str
    project: Project = field(repr=False)
    name: str
    norder: float | None
    images: dict[str, Image] = field(default_factory=dict, repr=False)
    videos: dict[str, Video] = field(default_factory=dict, repr=False)


@dataclass(slots=True, kw_only=True, eq=False)
class Image:
    """An image, its labels and its tags by id.

    Attributes:
        status_on: When the status was last set.
        url: The source URL of an image that is not in the emulator's storage.
        public_path: Path and query of the public URL of an image that is in the storage.
    """

    id: str
    dataset: Dataset = field(repr=False)
    name: str
    info: ImageInfo
    status: str
    status_on: datetime
    uploaded_on: datetime
    update_date: datetime
    updated_by: str
    external_id: str | None
    url: str = ""
    public_path: str | None = None
    workflow: Workflow = field(default_factory=Workflow)
    labels: dict[str, Label] = field(default_factory=dict, repr=False)
    tags: dict[str, Tag] = field(default_factory=dict, repr=False)

    @property
    def storage_key(self) -> str:
        """The key of its bytes in the storage."""
        return f"hasty/images/{self.id}"

    @property
    def lacks_required_attribute(self) -> bool:
        """Whether a label has no value of an attribute that its class requires."""
        attributes = self.dataset.project.attributes
        required = {
            label_class: [a for a in attributes.of_class(label_class) if a.is_required]
            for label_class in {label.label_class for label in self.labels.values()}
        }
        return any(
            attribute.id not in label.attributes
            for label in self.labels.values()
            for attribute in required[label.label_class]
        )

    @property
    def lacks_required_tag(self) -> bool:
        """Whether the image has no tag of a required group."""
        groups = self.dataset.project.tags.groups.values()
        return any(group.is_required and not self.tags_in(group) for group in groups)

    def tag_of(self, tag_class: TagClass) -> Tag | None:
        """The tag of a class. An image has at most one tag per class."""
        return next((tag for tag in self.tags.values() if tag.tag_class is tag_class), None)

    def tags_in(self, group: TagGroup) -> list[Tag]:
        """The tags whose class belongs to a group."""
        return [tag for tag in self.tags.values() if tag.tag_class.group is group]


@dataclass(slots=True, kw_only=True, eq=False)
class Label:
    """A label. Its geometry is stored as it was sent.

    Attributes:
        created_by: The user who created it.
        labeled_by: The user who last changed it.
        attributes: Values by attribute id; no value is None.
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

    @property
    def keypoint_schema(self) -> KeypointSchema | None:
        """The schema of the keypoints. All keypoints of a label have the same schema."""
        if not self.keypoints:
            return None
        schemas = self.image.dataset.project.keypoints
        return schemas.schema_with(self.keypoints[0]["keypoint_class_id"])

    def has_attribute(self, attribute: Attribute) -> bool:
        """Whether the class is linked to an attribute, or the label has a value of it."""
        links = self.image.dataset.project.attributes.links
        return (attribute.id, self.label_class.id) in links or attribute.id in self.attributes

    def set_attribute(self, attribute: Attribute, value: Any) -> None:
        """Set the value of an attribute. None removes it."""
        if value is None:
            self.attributes.pop(attribute.id, None)
        else:
            self.attributes[attribute.id] = value


@dataclass(slots=True, kw_only=True, eq=False)
class Export:
    """An export job, and how many requests have read it."""

    id: str
    project: Project = field(repr=False)
    name: str
    started_by: str
    started_on: datetime
    completed_on: datetime | None = None
    polls: int = 0

    @property
    def storage_key(self) -> str:
        """The key of the archive in the storage."""
        return f"hasty/exports/{self.id}"


@dataclass(slots=True, kw_only=True, eq=False)
class Video:
    """A video, and its segments by id.

    Attributes:
        info: Properties of its file; None if the file is not a video.
        status_on: When the status was last set.
        url: The source URL of a video that is not in the emulator's storage.
        public_path: Path and query of the public URL of a video that is in the storage.
        polls: How many requests have read it.
        health: The health status that a fixture has set, which overrides that of the file.
    """

    id: str
    dataset: Dataset = field(repr=False)
    name: str
    info: VideoInfo | None
    status: str
    status_on: datetime
    uploaded_at: datetime
    url: str = ""
    public_path: str | None = None
    polls: int = 0
    health: str | None = None
    workflow: Workflow = field(default_factory=Workflow)
    segments: dict[str, Segment] = field(default_factory=dict, repr=False)

    @property
    def storage_key(self) -> str:
        """The key of its bytes in the storage."""
        return f"hasty/videos/{self.id}"

    @property
    def health_status(self) -> str:
        """PROCESSING at first, then OK, or ERROR if the file is not a video."""
        if self.health is not None:
            return self.health
        if self.polls <= VIDEO_POLLS:
            return "PROCESSING"
        return "ERROR" if self.info is None else "OK"


@dataclass(slots=True, kw_only=True, eq=False)
class Segment:
    """A time range of a video in milliseconds, with at least one activity type."""

    id: str
    video: Video = field(repr=False)
    start_time_ms: int
    end_time_ms: int
    activities: list[ActivityType]
    prediction_id: str | None
    created_by: str
    created_at: datetime

    def overlaps(self, start_time_ms: int, end_time_ms: int) -> bool:
        """Whether the segment overlaps a time range, whose end is exclusive.

        A segment of length 0, such as the one in the document's sample, counts as one millisecond.
        """
        end = max(end_time_ms, start_time_ms + 1)
        own_end = max(self.end_time_ms, self.start_time_ms + 1)
        return self.start_time_ms < end and start_time_ms < own_end
