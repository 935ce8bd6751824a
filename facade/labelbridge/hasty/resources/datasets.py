"""Datasets: named groups of a project's images."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import optional, text
from labelbridge.hasty._paging import page
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
            name: Only datasets whose name contains this, in any case.
        """
        project, part = check.uuid("project_id", project_id), optional(text, "name", name)
        return lambda offset, limit: page(
            list_datasets.plan(project, offset=offset, limit=limit, name=part)
        )

    @operation
    def get(self, project_id: Id, dataset_id: Id) -> Flow[Dataset]:
        """Return one dataset.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            get_dataset.plan(
                check.uuid("project_id", project_id), check.uuid("dataset_id", dataset_id)
            )
        )

    @operation
    def create(
        self, project_id: Id, *, name: str, norder: float | Null | None = None
    ) -> Flow[Dataset]:
        """Make a dataset.

        Args:
            project_id: The project it shall be in.
            name: Its name, unique in the project.
            norder: Its place among the project's datasets; a fraction puts it between two others.

        Raises:
            Conflict: The project has a dataset of this name.
        """
        body = request_body(DatasetInput, {"name": name, "norder": norder})
        return send(create_dataset.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self, project_id: Id, dataset_id: Id, *, name: str, norder: float | Null | None = None
    ) -> Flow[Dataset]:
        """Change a dataset.

        What is not given stays as it is; the platform wants the name each time.

        Args:
            project_id: The project.
            dataset_id: The dataset.
            name: Its name, new or old.
            norder: Its place among the project's datasets; NULL removes it.

        Raises:
            Conflict: Another dataset of the project has this name.
        """
        body = request_body(DatasetInput, {"name": name, "norder": norder})
        return send(
            update_dataset.plan(
                check.uuid("project_id", project_id),
                check.uuid("dataset_id", dataset_id),
                body=body,
            )
        )

    @operation
    def delete(self, project_id: Id, dataset_id: Id) -> Flow[None]:
        """Delete a dataset with its images."""
        return send(
            delete_dataset.plan(
                check.uuid("project_id", project_id), check.uuid("dataset_id", dataset_id)
            )
        )
