"""Batches: images as they were uploaded, waiting to be assigned."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.pagination import Page, PageFetcher
from labelbridge.roboflow._envelopes import there
from labelbridge.roboflow._inputs.checks import project as project_slug
from labelbridge.roboflow._inputs.checks import slug
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.batches import get_batch, list_batches
from labelbridge_api.roboflow.models import Batch, BatchEnvelope, BatchList


class Batches(Resource[C]):
    """Images as they were uploaded."""

    @listing
    def list(self, workspace: Name, project: Name) -> PageFetcher[Batch]:
        """List the batches that a project's uploaded images are grouped into.

        `images` counts what is left in a batch: images that went into jobs are not in it. Names are
        not unique. The platform gives all batches at once, so that there is one page.

        Documented in "List Image Batches".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.

        Raises:
            NotFound: There is no such project.
        """
        plan = list_batches.plan(slug("workspace", workspace), project_slug(project))
        return lambda _offset, _limit: _all(plan)

    @operation
    def get(self, workspace: Name, project: Name, batch_id: Name) -> Flow[Batch]:
        """Return one batch.

        Documented in "List Image Batches".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            batch_id: Its id. A job's `source_batch` is `<project id>/<batch id>`: take what
                follows the slash.

        Raises:
            NotFound: There is none with this id.
        """
        return _one(
            get_batch.plan(
                slug("workspace", workspace), project_slug(project), slug("batch_id", batch_id)
            )
        )


def _all(plan: Plan[BatchList]) -> Flow[Page[Batch]]:
    answer = yield from send(plan)
    batches = list_items(answer.batches, "batches", answer, operation=plan.operation)
    return Page(batches, len(batches), plan.operation)


def _one(plan: Plan[Batch | BatchEnvelope]) -> Flow[Batch]:
    answer = yield from send(plan)
    batch = answer.batch if isinstance(answer, BatchEnvelope) else answer
    return there(batch, "batch", operation=plan.operation)
