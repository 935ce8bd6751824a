"""Finding what a request names, or refusing it.

What a body refers to is treated like what a path names: the vendor's SDK explains a 404 with
"Referred object not found" (``exception.py``), and no document gives another status for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from labelbridge_emulator.handler import Refusal
from labelbridge_emulator.platforms.hasty.models.bucket_state import Buckets
from labelbridge_emulator.platforms.hasty.models.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.handler import Call
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
        Refusal: 404, there is none.
    """
    thing = things.get(id_.lower())
    if thing is None:
        raise Refusal(404, f"There is no {what} {id_} here.")
    return thing


def state_of(call: Call) -> State:
    """The Hasty side of the world."""
    return call.world.of(State)


def workspace_of(call: Call) -> Workspace:
    """The workspace that the path names."""
    return find(state_of(call).workspaces, call.path["workspace_id"], "workspace")


def project_of(call: Call) -> Project:
    """The project that the path names."""
    return find(state_of(call).projects, call.path["project_id"], "project")


def dataset_of(call: Call) -> Dataset:
    """The dataset that the path names."""
    return find(project_of(call).datasets, call.path["dataset_id"], "dataset")


def label_class_of(call: Call) -> LabelClass:
    """The label class that the path names."""
    return find(project_of(call).label_classes, call.path["label_class_id"], "label class")


def attribute_of(call: Call) -> Attribute:
    """The attribute that the path names."""
    return find(project_of(call).attributes.by_id, call.path["attribute_id"], "attribute")


def image_of(call: Call) -> Image:
    """The image that the path names."""
    return find(project_of(call).images, call.path["image_id"], "image")


def label_of(call: Call) -> Label:
    """The label that the path names."""
    return find(project_of(call).labels, call.path["label_id"], "label")


def export_of(call: Call) -> Export:
    """The export job that the path names."""
    return find(project_of(call).exports, call.path["export_id"], "export job")


def video_of(call: Call) -> Video:
    """The video that the path names."""
    return find(project_of(call).videos, call.path["video_id"], "video")


def segment_of(call: Call) -> Segment:
    """The segment that the path names, of whichever video of the project."""
    videos = project_of(call).videos.values()
    segments = {id_: each for video in videos for id_, each in video.segments.items()}
    return find(segments, call.path["segment_id"], "segment")


def activity_type_of(call: Call) -> ActivityType:
    """The activity type that the path names."""
    return find(project_of(call).activity_types, call.path["activity_type_id"], "activity type")


def labeling_job_of(call: Call) -> LabelingJob:
    """The job of automated labeling that the path names."""
    return find(project_of(call).labeling_jobs, call.path["job_id"], "labeling job")


def bucket_of(call: Call) -> Bucket:
    """The bucket that the path names."""
    buckets = call.world.of(Buckets).of(workspace_of(call).id)
    return find(buckets, call.path["bucket_id"], "bucket")
