"""Annotation jobs: images of a batch, assigned to a labeler and a reviewer."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.pagination import Page, PageFetcher
from labelbridge.roboflow._envelopes import there
from labelbridge.roboflow._inputs.checks import email, slug, text
from labelbridge.roboflow._inputs.checks import project as project_slug
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.jobs import create_job, get_job, list_jobs
from labelbridge_api.roboflow.models import Job, JobEnvelope, JobInput, JobList
from labelbridge_api.roboflow.types import UNSET


class Jobs(Resource[C]):
    """Annotation jobs of a project."""

    @listing
    def list(self, workspace: Name, project: Name) -> PageFetcher[Job]:
        """List the annotation jobs of a project.

        `status` is `assigned` or `complete` in what was seen; others may exist. The platform gives
        all jobs at once, so that there is one page.

        Documented in "Annotation Jobs".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.

        Raises:
            NotFound: There is no such project.
        """
        plan = list_jobs.plan(slug("workspace", workspace), project_slug(project))
        return lambda _offset, _limit: _all(plan)

    @operation
    def get(self, workspace: Name, project: Name, job_id: Name) -> Flow[Job]:
        """Return one job.

        Documented in "Annotation Jobs".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            job_id: Its id.

        Raises:
            NotFound: There is none with this id.
        """
        return _one(
            get_job.plan(
                slug("workspace", workspace), project_slug(project), slug("job_id", job_id)
            )
        )

    @operation
    def create(
        self,
        workspace: Name,
        project: Name,
        *,
        name: str,
        batch_id: Name,
        num_images: int,
        labeler_email: str,
        reviewer_email: str,
        instructions: str | None = None,
    ) -> Flow[Job]:
        """Assign images of a batch to a labeler and a reviewer.

        The images leave the batch for the job. A batch that holds fewer gives what it has: the
        job's `num_images` says how many it is (the documented answer has 2, asked were 10). The
        call is never repeated after a failure, since each one makes a job.

        Documented in "Annotation Jobs"; `instructions` is from the vendor's SDK (roboflow 1.7.3).

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            name: Name of the job.
            batch_id: Id of the batch that gives the images (`batch.id`). A job's `source_batch`
                is `<project id>/<batch id>`: take what follows the slash.
            num_images: How many images to take, from 1.
            labeler_email: E-mail address of the member who labels.
            reviewer_email: E-mail address of the member who reviews; the labeler's own where the
                workspace has no roles.
            instructions: What to do, for the labeler. It comes back as `instructions_text`, which
                says "No instructions provided" when there are none.

        Raises:
            NotFound: There is no such project or batch.
            BadRequest: Labeler or reviewer is not a member of the workspace.
        """
        body = JobInput(
            name=text("name", name),
            batch=slug("batch_id", batch_id),
            num_images=check.integer("num_images", num_images, minimum=1),
            labeler_email=email("labeler_email", labeler_email),
            reviewer_email=email("reviewer_email", reviewer_email),
            instruction_text=UNSET if instructions is None else text("instructions", instructions),
        )
        return _one(create_job.plan(slug("workspace", workspace), project_slug(project), body=body))


def _all(plan: Plan[JobList]) -> Flow[Page[Job]]:
    answer = yield from send(plan)
    jobs = list_items(answer.jobs, "jobs", answer, operation=plan.operation)
    return Page(jobs, len(jobs), plan.operation)


def _one(plan: Plan[Job | JobEnvelope]) -> Flow[Job]:
    answer = yield from send(plan)
    job = answer.job if isinstance(answer, JobEnvelope) else answer
    return there(job, "job", operation=plan.operation)
