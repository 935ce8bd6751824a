"""Batches: images as they were uploaded, from which jobs take theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, ApiError, Handlers, Request
from labelbridge_emulator.platforms.roboflow.models import firestore_time, project_of

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.roboflow.models import Batch, Project

handlers = Handlers()


@handlers("list_batches")
def list_batches(request: Request) -> JSON:
    """All batches of the project, also those whose images are all taken."""
    return {"batches": [batch_json(batch) for batch in project_of(request).batches.values()]}


@handlers("get_batch")
def get_batch(request: Request) -> JSON:
    """One batch, bare as documented."""
    return batch_json(find_batch(project_of(request), request.path["batch_id"]))


def find_batch(project: Project, batch_id: str) -> Batch:
    """A batch of the project.

    Raises:
        ApiError: 404, when there is none of that id.
    """
    if batch_id not in project.batches:
        raise ApiError(404, "Batch not found")
    return project.batches[batch_id]


def batch_json(batch: Batch) -> JSON:
    """A batch in the platform's own field names."""
    return {
        "id": batch.id,
        "name": batch.name,
        "images": batch.images,
        "numJobs": batch.jobs,
        "uploaded": firestore_time(batch.uploaded),
    }
