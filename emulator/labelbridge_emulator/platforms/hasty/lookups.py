"""Finding what a request names, or refusing it.

What a body refers to is treated like what a path names: the vendor's SDK explains a 404 with
"Referred object not found" (``exception.py``), and no document gives another status for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.models.bucket_state import Buckets
from labelbridge_emulator.platforms.hasty.models.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.bucket_state import Bucket
    from labelbridge_emulator.platforms.hasty.models.model_state import LabelingJob
    from labelbridge_emulator.platforms.hasty.models.state import (
        Dataset,
        Export,
        Image,
        Label,
        LabelClass,
        Project,
        Workspace,
    )
    from labelbridge_emulator.platforms.hasty.models.video_state import ActivityType, Segment, Video

T = TypeVar("T")


def find(things: Mapping[str, T], id_: str, what: str) -> T:
    """The thing of that id; ids are compared without regard to case, as UUIDs are.

    Raises:
        ApiError: 404, there is none.
    """
    thing = things.get(id_.lower())
    if thing is None:
        raise ApiError(404, f"There is no {what} {id_} here.")
    return thing


def state_of(request: Request) -> State:
    """The Hasty side of the world."""
    return request.store.state(State)


def workspace_of(request: Request) -> Workspace:
    """The workspace that the path names."""
    return find(state_of(request).workspaces, request.path["workspace_id"], "workspace")


def project_of(request: Request) -> Project:
    """The project that the path names."""
    return find(state_of(request).projects, request.path["project_id"], "project")


def dataset_of(request: Request) -> Dataset:
    """The dataset that the path names."""
    return find(project_of(request).datasets, request.path["dataset_id"], "dataset")


def label_class_of(request: Request) -> LabelClass:
    """The label class that the path names."""
    return find(project_of(request).label_classes, request.path["label_class_id"], "label class")


def attribute_of(request: Request) -> Attribute:
    """The attribute that the path names."""
    return find(project_of(request).attributes.by_id, request.path["attribute_id"], "attribute")


def image_of(request: Request) -> Image:
    """The image that the path names."""
    return find(project_of(request).images, request.path["image_id"], "image")


def label_of(request: Request) -> Label:
    """The label that the path names."""
    return find(project_of(request).labels, request.path["label_id"], "label")


def export_of(request: Request) -> Export:
    """The export job that the path names."""
    return find(project_of(request).exports, request.path["export_id"], "export job")


def video_of(request: Request) -> Video:
    """The video that the path names."""
    return find(project_of(request).videos, request.path["video_id"], "video")


def segment_of(request: Request) -> Segment:
    """The segment that the path names, of whichever video of the project."""
    videos = project_of(request).videos.values()
    segments = {id_: each for video in videos for id_, each in video.segments.items()}
    return find(segments, request.path["segment_id"], "segment")


def activity_type_of(request: Request) -> ActivityType:
    """The activity type that the path names."""
    return find(
        project_of(request).activity_types, request.path["activity_type_id"], "activity type"
    )


def labeling_job_of(request: Request) -> LabelingJob:
    """The job of automated labeling that the path names."""
    return find(project_of(request).labeling_jobs, request.path["job_id"], "labeling job")


def bucket_of(request: Request) -> Bucket:
    """The bucket that the path names."""
    buckets = request.store.state(Buckets).of(workspace_of(request).id)
    return find(buckets, request.path["bucket_id"], "bucket")
