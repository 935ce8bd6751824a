"""Automated labeling: jobs in which a model draws labels on a project's images."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.polling import wait_until
from labelbridge.hasty._inputs.checks import CERTAINTY, FROM_0, FROM_1, within
from labelbridge.hasty._paging import page
from labelbridge.hasty._states import reached
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.automated_labeling import (
    create_automated_labeling_job,
    get_automated_labeling_job,
    list_automated_labeling_jobs,
)
from labelbridge_api.hasty.models import AutomatedLabelingJob, AutomatedLabelingJobInput


class AutomatedLabeling(Resource[C]):
    """The automated labeling jobs of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[AutomatedLabelingJob]:
        """List the automated labeling jobs of a project."""
        project = check.uuid("project_id", project_id)
        return lambda offset, limit: page(
            list_automated_labeling_jobs.plan(project, offset=offset, limit=limit)
        )

    @operation
    def create(
        self,
        project_id: Id,
        *,
        experiment_id: Id,
        confidence_threshold: float | None = None,
        max_detections_per_image: int | None = None,
        num_images: int | None = None,
        masker_threshold: float | None = None,
        min_size: float | None = None,
        dataset_id: Id | Null | None = None,
    ) -> Flow[AutomatedLabelingJob]:
        """Start a job; `wait` for it. The platform's defaults are those of the document.

        Args:
            project_id: The project.
            experiment_id: The experiment of the Model Playground whose model draws the labels.
            confidence_threshold: How sure it must be of an object: from 0 to less than 1, 0.8 when
                not given.
            max_detections_per_image: How many objects an image may get, 100 when not given.
            num_images: How many images to label; 0, or not given, is all of them.
            masker_threshold: How sure it must be of a pixel of a mask: from 0 to less than 1, 0.5
                when not given. The platform spells it so.
            min_size: Size in pixels of the smallest object, 0 when not given.
            dataset_id: Only images of this dataset. NULL, like none given, means all: the vendor's
                SDK sends it.
        """
        body = request_body(
            AutomatedLabelingJobInput,
            {
                "experiment_id": check.uuid("experiment_id", experiment_id),
                "confidence_threshold": confidence_threshold,
                "max_detections_per_image": max_detections_per_image,
                "num_images": num_images,
                "masker_threshold": masker_threshold,
                "min_size": min_size,
                "dataset_id": _dataset(dataset_id),
            },
        )
        within(
            body,
            confidence_threshold=CERTAINTY,
            max_detections_per_image=FROM_1,
            num_images=FROM_0,
            masker_threshold=CERTAINTY,
            min_size=FROM_0,
        )
        project = check.uuid("project_id", project_id)
        return send(create_automated_labeling_job.plan(project, body=body))

    @operation
    def get(self, project_id: Id, job_id: Id) -> Flow[AutomatedLabelingJob]:
        """Return a job as it is now: its status, and its progress from 0 to 1.

        Raises:
            NotFound: The project has none with this id.
        """
        return _get(project_id, job_id)

    @operation
    def wait(
        self, project_id: Id, job_id: Id, *, timeout: float = 3600.0
    ) -> Flow[AutomatedLabelingJob]:
        """Wait until a job is DONE.

        Args:
            project_id: The project.
            job_id: The job.
            timeout: Seconds until the wait gives up; the job itself goes on.

        Raises:
            JobFailed: The platform gave the job up.
            WaitTimeout: It did not end in time. Both errors carry the job in `last`.
        """
        ids = check.uuid("project_id", project_id), check.uuid("job_id", job_id)
        what = f"automated labeling job {ids[1]}"
        return wait_until(
            lambda limit: _get(*ids, deadline=limit),
            lambda job: reached("DONE", job.status, what=what, state=job),
            what=what,
            timeout=timeout,
        )


def _dataset(dataset_id: Id | Null | None) -> str | Null | None:
    # a text without a form in this table alone: all datasets have UUIDs
    if dataset_id is None or isinstance(dataset_id, Null):
        return dataset_id
    return str(check.uuid("dataset_id", dataset_id))


def _get(
    project_id: Id, job_id: Id, *, deadline: float | None = None
) -> Flow[AutomatedLabelingJob]:
    project, job = check.uuid("project_id", project_id), check.uuid("job_id", job_id)
    return send(get_automated_labeling_job.plan(project, job), deadline=deadline)
