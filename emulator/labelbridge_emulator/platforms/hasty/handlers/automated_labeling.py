"""Automated labeling jobs, in which a model labels images.

A job processes half of its images when it is read first, and the rest when it is read next.

The vendor's pages ("Automated labeling") say that a job takes the unlabeled images of the project
or of a dataset, and sets them to AUTO-LABELLED. Images without predictions keep their status
(``update_no_predictions`` is false, as in the document's sample). The labels have the tool
``finish_him``, the name of such runs in the document's samples.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, user_of
from labelbridge_emulator.platforms.hasty.models.model_state import LabelingJob
from labelbridge_emulator.platforms.hasty.models.project import Label
from labelbridge_emulator.platforms.hasty.models.state import State
from labelbridge_emulator.platforms.hasty.predictions import (
    input_from_image,
    predict_objects,
    predict_regions,
    with_masks,
)
from labelbridge_emulator.platforms.hasty.responses import page, timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Image, Project
    from labelbridge_emulator.platforms.hasty.predictions import Prediction
    from labelbridge_emulator.store import Store

handlers = Handlers()

DEFAULTS = {
    "confidence_threshold": 0.8,
    "max_detections_per_image": 100,
    "num_images": 0,
    "masker_threshold": 0.5,
    "min_size": 0,
}
"""The document's default settings."""

INTERNAL = ("experiment", "waiting", "total")
"""Fields of a job that the document does not have."""


@handlers("list_automated_labeling_jobs")
def list_automated_labeling_jobs(request: Request) -> JSON:
    """List jobs in the order of their start."""
    project = project_of(request)
    for job in project.labeling_jobs.values():
        _advance(request.store, project, job)
    return page(request, project.labeling_jobs.values(), lambda job: _render(project, job))


@handlers("create_automated_labeling_job")
def create_automated_labeling_job(request: Request) -> JSON:
    """Start a job. As in the vendor's SDK, ``num_images`` 0 selects all images."""
    project, body = project_of(request), request.body
    experiment = find(project.experiments, body["experiment_id"], "experiment")
    datasets: list[str] = []
    if dataset_id := body.get("dataset_id"):
        datasets = [find(project.datasets, dataset_id, "dataset").id]
    settings: dict[str, Any] = DEFAULTS | {k: v for k, v in body.items() if k in DEFAULTS}
    num_images = settings["num_images"] = int(settings["num_images"])
    settings["max_detections_per_image"] = int(settings["max_detections_per_image"])
    images = [image.id for image in project.unlabeled_images(datasets)]
    selected = images[:num_images] if num_images > 0 else images
    job = LabelingJob(
        id=request.store.ids.uuid(),
        experiment=experiment,
        user_id=user_of(request),
        started_on=request.store.clock.now(),
        run_name=f"Run {len(project.labeling_jobs) + 1} of {experiment.name}",
        waiting=selected,
        total=len(selected),
        **settings,
    )
    project.labeling_jobs[job.id] = job
    return _render(project, job)


@handlers("get_automated_labeling_job")
def get_automated_labeling_job(request: Request) -> JSON:
    """Get a job: PROCESSING the first time, then DONE."""
    project = project_of(request)
    job = find(project.labeling_jobs, request.path["job_id"], "labeling job")
    _advance(request.store, project, job)
    return _render(project, job)


def _advance(store: Store, project: Project, job: LabelingJob) -> None:
    """Process the next half of the images."""
    if job.status == "DONE":
        return
    last = job.status == "PROCESSING"
    target = job.total if last else job.total // 2
    while job.images_processed < target:
        image = project.images.get(job.waiting.pop(0))
        if image is not None and not image.labels:  # not deleted or labeled since the start
            _label(store, job, image)
        job.images_processed += 1
    job.status = "DONE" if last else "PROCESSING"
    if last:
        job.completed_on = store.clock.now()


def _label(store: Store, job: LabelingJob, image: Image) -> None:
    for prediction in _predictions(store, job, image):
        now = store.clock.now()
        label = Label(
            id=store.ids.uuid(),
            image=image,
            label_class=prediction.label_class,
            created_by=job.user_id,
            labeled_by=job.user_id,
            created_on=now,
            updated_on=now,
            bbox=prediction.bbox,
            mask=prediction.mask,
            z_index=len(image.labels),
            tool_used="finish_him",
        )
        store.state(State).add_label(label)
    if image.labels:
        image.status = "AUTO-LABELLED"
        image.status_on = image.update_date = store.clock.now()
        image.updated_by = job.user_id


def _predictions(store: Store, job: LabelingJob, image: Image) -> list[Prediction]:
    """The predictions that meet the settings of the job."""
    source = input_from_image(store.files, image)
    classes = list(image.dataset.project.label_classes.values())
    if job.experiment.task == "semantic_segmentation":
        found = predict_regions(source, classes, job.masker_threshold)
    else:
        found = predict_objects(source, classes)
    if job.experiment.task == "instance_segmentation":
        found = with_masks(found, job.masker_threshold)
    return [
        each
        for each in found
        if each.score >= job.confidence_threshold and each.area >= job.min_size
    ][: max(job.max_detections_per_image, 0)]


def _render(project: Project, job: LabelingJob) -> JSON:
    names = [field.name for field in fields(job) if field.name not in INTERNAL]
    done = job.images_processed / job.total if job.total else float(job.status == "DONE")
    return {name: getattr(job, name) for name in names} | {
        "project_id": project.id,
        "progress": round(done, 3),
        "started_on": timestamp(job.started_on),
        "completed_on": timestamp(job.completed_on),
        "experiment_id": job.experiment.id,
        "update_no_predictions": False,
    }
