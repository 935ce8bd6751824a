"""Jobs in which a model labels images, over several polls.

The vendor's pages ("Automated labeling") say what it takes: the images without annotations, of the
whole project or of a dataset; and what it leaves: images are AUTO-LABELLED, but for those on which
nothing was predicted (``update_no_predictions`` is false, as in the document's sample). The labels
say ``finish_him``, by which the document's samples call such a run, for their tool.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, labeling_job_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.models.model_state import LabelingJob
from labelbridge_emulator.platforms.hasty.models.state import Label, State
from labelbridge_emulator.platforms.hasty.predictions import masked, objects, regions, view_of_image
from labelbridge_emulator.platforms.hasty.responses import instant, page

if TYPE_CHECKING:
    from collections.abc import Collection

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Image, Project
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
"""The document's."""

HIDDEN = ("experiment", "waiting", "total")
"""Fields of a job that the document's lacks."""


@handlers("list_automated_labeling_jobs")
def list_automated_labeling_jobs(request: Request) -> JSON:
    """Jobs in the order of their start."""
    project = project_of(request)
    for job in project.labeling_jobs.values():
        _go_on(request.store, project, job)
    jobs = list(project.labeling_jobs.values())
    return page(request, jobs, lambda job: _render(project, job))


@handlers("create_automated_labeling_job")
def create_automated_labeling_job(request: Request) -> JSON:
    """Start a job; ``num_images`` 0 takes all images, as the vendor's SDK says."""
    project, body = project_of(request), request.body
    experiment = find(project.experiments, body["experiment_id"], "experiment")
    datasets: list[str] = []
    if dataset_id := body.get("dataset_id"):
        datasets = [find(project.datasets, dataset_id, "dataset").id]
    settings: dict[str, Any] = DEFAULTS | {k: v for k, v in body.items() if k in DEFAULTS}
    num_images = settings["num_images"] = int(settings["num_images"])
    settings["max_detections_per_image"] = int(settings["max_detections_per_image"])
    images = [image.id for image in unannotated(project, datasets)]
    chosen = images[:num_images] if num_images > 0 else images
    job = LabelingJob(
        id=request.store.ids.uuid(),
        experiment=experiment,
        user_id=state_of(request).user(request.key),
        started_on=request.store.clock.now(),
        run_name=f"Run {len(project.labeling_jobs) + 1} of {experiment.name}",
        waiting=chosen,
        total=len(chosen),
        **settings,
    )
    project.labeling_jobs[job.id] = job
    return _render(project, job)


@handlers("get_automated_labeling_job")
def get_automated_labeling_job(request: Request) -> JSON:
    """One job: at half of its images the first time, then DONE."""
    project, job = project_of(request), labeling_job_of(request)
    _go_on(request.store, project, job)
    return _render(project, job)


def unannotated(project: Project, dataset_ids: Collection[str]) -> list[Image]:
    """The images that nobody has labeled or looked at, of some datasets or, with none, of all."""
    return [
        image
        for image in project.images.values()
        if image.status == "NEW"
        and not image.labels
        and (not dataset_ids or image.dataset.id in dataset_ids)
    ]


def _go_on(store: Store, project: Project, job: LabelingJob) -> None:
    """Work until the next poll."""
    if job.status == "DONE":
        return
    last = job.status == "PROCESSING"
    goal = job.total if last else job.total // 2
    while job.images_processed < goal:
        image = project.images.get(job.waiting.pop(0))
        if image is not None and not image.labels:  # nor has anybody labeled it meanwhile
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
    """What the job's model is sure enough of."""
    view = view_of_image(store.files, image)
    classes = list(image.dataset.project.label_classes.values())
    if job.experiment.task == "semantic_segmentation":
        found = regions(view, classes, job.masker_threshold)
    else:
        found = objects(view, classes)
    if job.experiment.task == "instance_segmentation":
        found = masked(found, job.masker_threshold)
    sure = [each for each in found if each.score >= job.confidence_threshold]
    return [each for each in sure if each.area >= job.min_size][
        : max(job.max_detections_per_image, 0)
    ]


def _render(project: Project, job: LabelingJob) -> JSON:
    """A job as the platform shows it; its progress is the part of its images that it has seen."""
    shown = {each.name: getattr(job, each.name) for each in fields(job) if each.name not in HIDDEN}
    done = job.images_processed / job.total if job.total else float(job.status == "DONE")
    return shown | {
        "project_id": project.id,
        "progress": round(done, 3),
        "started_on": instant(job.started_on),
        "completed_on": instant(job.completed_on),
        "experiment_id": job.experiment.id,
        "update_no_predictions": False,
    }
