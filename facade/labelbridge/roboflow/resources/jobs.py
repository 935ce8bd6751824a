"""Annotation jobs: images of a batch, assigned to a labeler and a reviewer."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.pagination import PageFetcher
from labelbridge.roboflow._inputs.checks import email, project_path, slug, text
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.jobs import create_job, get_job, list_jobs
from labelbridge_api.roboflow.models import Job, JobEnvelope, JobInput
from labelbridge_api.roboflow.types import UNSET


class Jobs(Resource[C]):
    """Annotation jobs of a project."""

    @listing
    def list(self, workspace: Name, project: Name) -> PageFetcher[Job]:
        """List the annotation jobs of a project.

        Known values of `status` are `assigned` and `complete`; others may exist. The platform
        returns all jobs in one response, so there is one page.

        Documented in "Annotation Jobs".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.

        Raises:
            NotFound: The project does not exist.
        """
        plan = list_jobs.plan(*project_path(workspace, project))
        return single_page(plan, lambda found: list_items(found, "jobs", operation=plan.operation))

    @operation
    def get(self, workspace: Name, project: Name, job_id: Name) -> Flow[Job]:
        """Return one job.

        Documented in "Annotation Jobs".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            job_id: Id of the job.

        Raises:
            NotFound: The project has no job with this id.
        """
        return _job(get_job.plan(*project_path(workspace, project), slug("job_id", job_id)))

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
        check: bool = True,
    ) -> Flow[Job]:
        """Assign images of a batch to a labeler and a reviewer.

        The images move from the batch to the job. If the batch has fewer images, the job gets all
        of them: `num_images` of the job is the actual number (in the documented example, 10 were
        requested and the job has 2). A failed request is retried only if it cannot have created a
        job.

        Documented in "Annotation Jobs"; `instructions` is from the vendor's SDK (roboflow 1.7.3).

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            name: Name of the job.
            batch_id: Id of the batch with the images (`batch.id`). A job's `source_batch` is
                `<project id>/<batch id>`: use the part after the slash.
            num_images: Number of images, at least 1.
            labeler_email: E-mail address of the member who labels.
            reviewer_email: E-mail address of the member who reviews; the labeler's address in
                workspaces without roles.
            instructions: Instructions for the labeler. Responses have them as `instructions_text`,
                which is "No instructions provided" when there are none.
            check: Whether addresses and the id must have their usual forms; False sends any text.

        Raises:
            NotFound: The project or the batch does not exist.
            BadRequest: Labeler or reviewer is not a member of the workspace.
        """
        to_id, to_email = (slug, email) if validate.boolean("check", check) else (text, text)
        body = JobInput(
            name=text("name", name),
            batch=to_id("batch_id", batch_id),
            num_images=validate.integer("num_images", num_images, minimum=1),
            labeler_email=to_email("labeler_email", labeler_email),
            reviewer_email=to_email("reviewer_email", reviewer_email),
            instruction_text=UNSET if instructions is None else text("instructions", instructions),
        )
        return _job(create_job.plan(*project_path(workspace, project), body=body))


def _job(plan: Plan[Job | JobEnvelope]) -> Flow[Job]:
    found = yield from send(plan)
    return found.job if isinstance(found, JobEnvelope) else found
