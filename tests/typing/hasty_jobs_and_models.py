"""Typical use of Hasty's videos, jobs, buckets and models, only type-checked like `api`."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type
from uuid import UUID

from labelbridge import NULL, AsyncHasty, Hasty
from labelbridge.hasty.credentials import GcsCredentials, S3Credentials
from labelbridge.hasty.models import (
    ActiveLearningHeuristic,
    ActiveLearningSession,
    ActivityType,
    AttributePrediction,
    AutomatedLabelingJob,
    BucketAssetType,
    BucketCredential,
    Detection,
    InstanceMask,
    ModelFamily,
    ModelStatus,
    Segment,
    SemanticMask,
    Video,
    VideoHealthStatus,
    VideoStatus,
)
from labelbridge.pagination import AsyncPager, Pager


def sync(hasty: Hasty, id_: UUID) -> None:
    statuses = [VideoStatus.NEW, "our own"]
    videos = hasty.videos.list(id_, video_status=statuses, health_status=VideoHealthStatus.OK)
    assert_type(videos, Pager[Video])
    assert_type(hasty.videos.upload(id_, Path("a.mp4"), dataset_id="id"), Video)
    assert_type(hasty.videos.wait(id_, "id", timeout=60), Video)
    assert_type(hasty.videos.set_status(id_, "id", status="DONE"), None)
    kind = hasty.activity_types.create(id_, name="walk", color=NULL)
    assert_type(kind, ActivityType)
    part = hasty.segments.create(id_, "id", start_time_ms=0, end_time_ms=5, activities=[id_, "id"])
    assert_type(part, Segment)
    assert_type(hasty.segments.list(id_, "id", start_time_ms=0), Pager[Segment])
    job = hasty.automated_labeling.create(id_, experiment_id="id", dataset_id=NULL)
    assert_type(job, AutomatedLabelingJob)
    assert_type(hasty.automated_labeling.list(id_), Pager[AutomatedLabelingJob])
    assert_type(hasty.active_learning.heuristics(id_), Pager[ActiveLearningHeuristic])
    session = hasty.active_learning.rank(id_, model_family=ModelFamily.DETECTOR)
    assert_type(session, ActiveLearningSession)
    credentials = S3Credentials(bucket="b", role="arn:aws:iam::1:role/r")
    assert_type(hasty.buckets.create(id_, credentials), BucketCredential)
    assert_type(hasty.buckets.list(id_), Pager[BucketCredential])
    assert_type(hasty.buckets.files(id_, "id", prefix="a/"), Pager[str])
    videos_only = BucketAssetType.VIDEOS
    assert_type(hasty.buckets.import_files(id_, "id", dataset_id=id_, asset_type=videos_only), None)
    model = hasty.inference.wait(id_, "object_detector")
    assert_type(model, ModelStatus)
    named = model.model_id  # accepted by predictions although it may be None
    assert_type(hasty.inference.detect_objects(id_, "a.jpg", model_id=named), list[Detection])
    masks = hasty.inference.segment_instances(id_, b"", model_id=named)
    assert_type(masks, list[InstanceMask])
    regions = hasty.inference.segment_semantics(id_, url="http://x", model_id=7)
    assert_type(regions, list[SemanticMask])
    boxes = hasty.inference.predict_attributes(id_, "a.jpg", bboxes=[(1, 2, 3, 4)], model_id="m")
    assert_type(boxes, list[list[AttributePrediction]])


async def asynchronous(hasty: AsyncHasty, id_: UUID) -> None:
    assert_type(hasty.videos.list(id_, activity="id"), AsyncPager[Video])
    assert_type(await hasty.videos.wait(id_, "id"), Video)
    assert_type(hasty.active_learning.heuristics(id_), AsyncPager[ActiveLearningHeuristic])
    assert_type(hasty.buckets.files(id_, "id"), AsyncPager[str])
    assert_type(await hasty.buckets.update(id_, "id", description="x"), BucketCredential)
    assert_type(await hasty.automated_labeling.wait(id_, "id"), AutomatedLabelingJob)
    model = await hasty.inference.model(id_, "attributer")
    found = await hasty.inference.detect_objects(id_, "a.jpg", model_id=model.model_id)
    assert_type(found, list[Detection])


async def type_errors(hasty: Hasty, other: AsyncHasty, id_: UUID) -> None:
    hasty.inference.model(id_, "detector")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    hasty.inference.detect_objects(id_, "a.jpg")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    hasty.videos.list(id_, image_status="NEW")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    hasty.segments.create(id_, "id", start_time_ms=0, end_time_ms=5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    hasty.buckets.create(id_, {"secret": "s"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    GcsCredentials(bucket="b")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await other.segments.delete(id_)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    other.segments.delete(id_, "id")  # type: ignore[unused-coroutine]  # pyright: ignore[reportUnusedCoroutine]
