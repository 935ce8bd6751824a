"""Datasets: named groups of images or videos in a project."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import optional, text, uuids
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.datasets import (
    create_dataset,
    delete_dataset,
    get_dataset,
    list_datasets,
    update_dataset,
)
from labelbridge_api.hasty.models import Dataset, DatasetInput


class Datasets(Resource[C]):
    """The datasets of a project."""

    @listing
    def list(self, project_id: Id, *, name: str | None = None) -> PageFetcher[Dataset]:
        """List the datasets of a project.

        Args:
            project_id: The project.
            name: Only datasets whose name contains this text, ignoring case.
        """
        project, part = check.uuid("project_id", project_id), optional(text, "name", name)
        return pages(list_datasets.plan, project, name=part)

    @operation
    def get(self, project_id: Id, dataset_id: Id) -> Flow[Dataset]:
        """Return one dataset.

        Raises:
            NotFound: The project has no dataset with this id.
        """
        return send(get_dataset.plan(*uuids(project_id=project_id, dataset_id=dataset_id)))

    @operation
    def create(
        self, project_id: Id, *, name: str, norder: float | Null | None = None
    ) -> Flow[Dataset]:
        """Create a dataset.

        Args:
            project_id: The project.
            name: Name of the dataset, unique in the project.
            norder: Sort position among the project's datasets; fractions are allowed.

        Raises:
            Conflict: The project has a dataset with this name.
        """
        body = request_body(DatasetInput, {"name": name, "norder": norder})
        return send(create_dataset.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self, project_id: Id, dataset_id: Id, *, name: str, norder: float | Null | None = None
    ) -> Flow[Dataset]:
        """Update a dataset.

        Arguments that are not given keep their values; the platform requires the name in every
        request.

        Args:
            project_id: The project.
            dataset_id: The dataset.
            name: The new or current name.
            norder: Sort position among the project's datasets; NULL removes it.

        Raises:
            Conflict: Another dataset of the project has this name.
        """
        body = request_body(DatasetInput, {"name": name, "norder": norder})
        ids = uuids(project_id=project_id, dataset_id=dataset_id)
        return send(update_dataset.plan(*ids, body=body))

    @operation
    def delete(self, project_id: Id, dataset_id: Id) -> Flow[None]:
        """Delete a dataset with its images."""
        return send(delete_dataset.plan(*uuids(project_id=project_id, dataset_id=dataset_id)))
