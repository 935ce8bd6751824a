"""Batches: uploaded images that are not assigned to jobs yet."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.pagination import PageFetcher
from labelbridge.roboflow._inputs.checks import project_path, slug
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.batches import get_batch, list_batches
from labelbridge_api.roboflow.models import Batch, BatchEnvelope


class Batches(Resource[C]):
    """Batches of uploaded images."""

    @listing
    def list(self, workspace: Name, project: Name) -> PageFetcher[Batch]:
        """List the batches of a project.

        `images` is the number of images that remain in a batch, without those in jobs. Names are
        not unique. The platform returns all batches in one response, so there is one page.

        Documented in "List Image Batches".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.

        Raises:
            NotFound: The project does not exist.
        """
        plan = list_batches.plan(*project_path(workspace, project))
        return single_page(
            plan,
            lambda found: list_items(found, "batches", operation=plan.operation),
        )

    @operation
    def get(self, workspace: Name, project: Name, batch_id: Name) -> Flow[Batch]:
        """Return one batch.

        Documented in "List Image Batches".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            batch_id: Id of the batch. A job's `source_batch` is `<project id>/<batch id>`: use the
                part after the slash.

        Raises:
            NotFound: The project has no batch with this id.
        """
        return _batch(get_batch.plan(*project_path(workspace, project), slug("batch_id", batch_id)))


def _batch(plan: Plan[Batch | BatchEnvelope]) -> Flow[Batch]:
    found = yield from send(plan)
    return found.batch if isinstance(found, BatchEnvelope) else found
