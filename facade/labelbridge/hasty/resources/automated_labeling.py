"""Automated labeling: jobs in which a model labels the images of a project."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.polling import wait_until
from labelbridge.hasty._inputs.checks import FROM_0, FROM_1, PROBABILITY, in_range, uuids
from labelbridge.hasty._paging import pages
from labelbridge.hasty._states import succeeded
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
        return pages(list_automated_labeling_jobs.plan, validate.uuid("project_id", project_id))

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
        check: bool = True,
    ) -> Flow[AutomatedLabelingJob]:
        """Start a job. Use `wait` to wait for its end. The defaults are from the document.

        Args:
            project_id: The project.
            experiment_id: The experiment of the Model Playground whose model labels the images.
            confidence_threshold: Minimum confidence of an object, from 0 to less than 1; the
                platform's default is 0.8.
            max_detections_per_image: Maximum number of objects per image; the platform's default is
                100.
            num_images: Number of images to label; 0, the default, labels all images.
            masker_threshold: Minimum confidence of a mask pixel, from 0 to less than 1; the
                platform's default is 0.5.
            min_size: Minimum size of an object in pixels; the platform's default is 0.
            dataset_id: Only images of this dataset. NULL means all datasets, like the default; the
                vendor's SDK sends it.
            check: Whether numbers must be within their limits; False sends any.
        """
        body = request_body(
            AutomatedLabelingJobInput,
            {
                "experiment_id": validate.uuid("experiment_id", experiment_id),
                "confidence_threshold": confidence_threshold,
                "max_detections_per_image": max_detections_per_image,
                "num_images": num_images,
                "masker_threshold": masker_threshold,
                "min_size": min_size,
                "dataset_id": _dataset(dataset_id),
            },
        )
        in_range(
            body,
            check=check,
            confidence_threshold=PROBABILITY,
            max_detections_per_image=FROM_1,
            num_images=FROM_0,
            masker_threshold=PROBABILITY,
            min_size=FROM_0,
        )
        project = validate.uuid("project_id", project_id)
        return send(create_automated_labeling_job.plan(project, body=body))

    @operation
    def get(self, project_id: Id, job_id: Id) -> Flow[AutomatedLabelingJob]:
        """Return the current state of a job: its status, and its progress from 0 to 1.

        Raises:
            NotFound: The project has no job with this id.
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
            timeout: Maximum time to wait, in seconds; the job continues after it.

        Raises:
            JobFailed: The job failed.
            WaitTimeout: The job did not end in time. Both errors have the job in `last`.
        """
        ids = uuids(project_id=project_id, job_id=job_id)
        what = f"automated labeling job {ids[1]}"
        return wait_until(
            lambda limit: _get(*ids, deadline=limit),
            lambda job: succeeded("DONE", job.status, what=what, state=job),
            what=what,
            timeout=timeout,
        )


def _dataset(dataset_id: Id | Null | None) -> str | Null | None:
    # the contract has any text here, but all datasets have UUIDs
    if dataset_id is None or isinstance(dataset_id, Null):
        return dataset_id
    return str(validate.uuid("dataset_id", dataset_id))


def _get(
    project_id: Id, job_id: Id, *, deadline: float | None = None
) -> Flow[AutomatedLabelingJob]:
    plan = get_automated_labeling_job.plan(*uuids(project_id=project_id, job_id=job_id))
    return send(plan, deadline=deadline)
