"""Batches: uploaded images that are not yet assigned to jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, ApiError, Handlers, Request
from labelbridge_emulator.platforms.roboflow.models import find_project, firestore_time

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.roboflow.models import Batch, Project

handlers = Handlers()


@handlers("list_batches")
def list_batches(request: Request) -> JSON:
    """Return all batches of the project, including those without images left."""
    return {"batches": [batch_json(batch) for batch in find_project(request).batches.values()]}


@handlers("get_batch")
def get_batch(request: Request) -> JSON:
    """Return a batch without a wrapper object, as documented."""
    return batch_json(find_batch(find_project(request), request.path["batch_id"]))


def find_batch(project: Project, batch_id: str) -> Batch:
    """Return a batch of a project.

    Raises:
        ApiError: 404, if the batch does not exist.
    """
    if batch_id not in project.batches:
        raise ApiError(404, "Batch not found")
    return project.batches[batch_id]


def batch_json(batch: Batch) -> JSON:
    """Return a batch in the format of the API."""
    return {
        "id": batch.id,
        "name": batch.name,
        "images": batch.images,
        "numJobs": batch.jobs,
        "uploaded": firestore_time(batch.uploaded),
    }
