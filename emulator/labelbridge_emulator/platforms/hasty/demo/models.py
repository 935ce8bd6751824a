"""Experiments, jobs, workflow state and a bucket of the demo.

Ids are those of the document's samples where possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.model_fixtures import TASKS, add_experiment, add_object
from labelbridge_emulator.platforms.hasty.models.bucket_state import Bucket, Buckets
from labelbridge_emulator.platforms.hasty.models.model_state import LabelingJob, Ranking
from labelbridge_emulator.platforms.hasty.models.workflow import Finding

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.project import Project
    from labelbridge_emulator.store import Store

SAMPLE = "4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad"
"""The id of an experiment, a job, a session, a run and a bucket in the document's samples."""
QUEUE = "8912827e-6c2c-402a-a0f3-1eb63f7b12c8"

OBJECTS = ("dashcam/001.jpg", "dashcam/002.png", "dashcam/drive.mp4", "dashcam/readme.txt")


def add_models(store: Store, project: Project) -> None:
    """Add experiments, a labeling job without images, a ranking, workflow state and a bucket.

    One image each is in a queue, is in a batch, and has a finding of the error finder.
    """
    for task in TASKS:
        experiment_id = SAMPLE if task == TASKS[0] else None
        name = task.replace("_", " ").capitalize()
        add_experiment(
            store, project_id=project.id, name=name, task=task, experiment_id=experiment_id
        )
    now = store.clock.now()
    project.labeling_jobs[SAMPLE] = LabelingJob(
        id=SAMPLE,
        experiment=project.experiments[SAMPLE],
        status="DONE",
        user_id=project.owner_id,
        started_on=now,
        completed_on=now,
        confidence_threshold=0.8,
        max_detections_per_image=100,
        num_images=0,
        masker_threshold=0.5,
        min_size=0,
        run_name="My Finish Him Run",
        waiting=[],
        total=0,
    )
    ranked = tuple(image.id for image in project.unlabeled_images())
    project.rankings[SAMPLE] = Ranking(id=SAMPLE, image_ids=ranked)
    first, second, third, *_ = project.images.values()
    first.workflow.batch_ids.append(store.ids.uuid())
    second.workflow.findings.append(Finding(SAMPLE, "LOW_IOU", resolved=False))
    third.workflow.queue_ids.append(QUEUE)
    bucket = Bucket(
        id=SAMPLE,
        description="Autonomous car dashcam pictures",
        cloud_provider="s3",
        created_at=now,
        update_at=now,
    )
    store.state(Buckets).add(project.workspace_id, bucket)
    for path in OBJECTS:
        add_object(store, bucket_id=SAMPLE, path=path)
