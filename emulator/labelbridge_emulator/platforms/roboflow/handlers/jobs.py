"""Annotation jobs: images of a batch, assigned to a labeler and a reviewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, ApiError, Handlers, Request
from labelbridge_emulator.platforms.roboflow.handlers.batches import find_batch
from labelbridge_emulator.platforms.roboflow.models import (
    Job,
    find_project,
    find_workspace,
    firestore_time,
)

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.roboflow.models import Project, Workspace

handlers = Handlers()

NO_INSTRUCTIONS = "No instructions provided"


@handlers("list_jobs")
def list_jobs(request: Request) -> JSON:
    """Return all jobs of the project."""
    workspace, project = find_workspace(request), find_project(request)
    return {"jobs": [job_json(workspace, project, job) for job in project.jobs.values()]}


@handlers("get_job")
def get_job(request: Request) -> JSON:
    """Return a job without a wrapper object, as documented."""
    workspace, project = find_workspace(request), find_project(request)
    if request.path["job_id"] not in project.jobs:
        raise ApiError(404, "Job not found")
    return job_json(workspace, project, project.jobs[request.path["job_id"]])


@handlers("create_job")
def create_job(request: Request) -> JSON:
    """Move images from a batch to a new job.

    The job gets fewer images than requested if the batch has fewer, as in the response of the
    document. A missing or null count, which the vendor's SDK sends, takes all images. A batch
    without images and a count below 1 are errors. Labeler and reviewer must be members of the
    workspace, as the document on annotation jobs says.
    """
    workspace, project, body = find_workspace(request), find_project(request), request.body
    batch = find_batch(project, body["batch"])
    for field in ("labelerEmail", "reviewerEmail"):
        if body[field] not in workspace.members:
            raise ApiError(400, f"{field} is not a member of this workspace.")
    wanted = body.get("num_images")
    if wanted is not None and wanted < 1:
        raise ApiError(400, "num_images must be at least 1.")
    if batch.images == 0:
        raise ApiError(400, "The batch has no images left.")
    taken = batch.images if wanted is None else min(wanted, batch.images)
    batch.images -= taken
    batch.jobs += 1
    job = Job(
        id=request.store.ids.firestore_id(),
        name=body.get("name") or f"{batch.name}: Job {batch.jobs}",
        batch=batch.id,
        labeler=body["labelerEmail"],
        reviewer=body["reviewerEmail"],
        instructions=body.get("instructionText") or NO_INSTRUCTIONS,
        created_by="API",
        created=request.store.clock.now(),
        images=taken,
        unannotated=taken,
    )
    project.jobs[job.id] = job
    return job_json(workspace, project, job)


def job_json(workspace: Workspace, project: Project, job: Job) -> JSON:
    """Return a job in the format of the API."""
    return {
        "id": job.id,
        "name": job.name,
        "status": job.status,
        "project": project.id,
        "sourceBatch": f"{project.id}/{job.batch}",
        "owner": workspace.owner,
        "createdBy": job.created_by,
        "labeler": job.labeler,
        "reviewer": job.reviewer,
        "instructionsText": job.instructions,
        "numImages": job.images,
        "annotated": job.annotated,
        "unannotated": job.unannotated,
        "approved": job.approved,
        "rejected": job.rejected,
        "created": firestore_time(job.created),
    }
