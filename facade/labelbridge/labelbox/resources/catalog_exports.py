"""Exports of data rows that are not selected by a project."""

from __future__ import annotations

from collections.abc import Iterable

from labelbridge._core.flow import Flow
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, operation
from labelbridge.labelbox._export_creation import create_task, search_query
from labelbridge.labelbox._inputs import export_tasks as inputs
from labelbridge.labelbox._inputs.data_row_filters import Instant, search_items
from labelbridge.labelbox._inputs.export_tasks import CatalogInclude, RunInclude
from labelbridge.labelbox.export_tasks import ExportTask


class CatalogExports(Resource[C]):
    """Exports of data rows of the catalog, of a slice of it, or of a model run."""

    @operation
    def create_from_catalog(
        self,
        *,
        dataset_ids: Iterable[Id] | None = None,
        data_row_ids: Iterable[Id] | None = None,
        global_keys: Iterable[Id] | None = None,
        since: Instant | None = None,
        until: Instant | None = None,
        created_since: Instant | None = None,
        created_until: Instant | None = None,
        project_ids: Iterable[Id] | None = None,
        model_run_ids: Iterable[Id] | None = None,
        all_projects: bool = False,
        all_model_runs: bool = False,
        include: Iterable[CatalogInclude | str] = (),
        name: str | None = None,
    ) -> Flow[ExportTask]:
        """Start an export of data rows of the catalog: of datasets, or by ids or keys.

        Then use `read` or `download`. All filters must match; without one, all data rows of the
        catalog are exported. Rows have the labels of the projects and model runs that are given.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            dataset_ids: Only data rows of these datasets, up to 2,000.
            data_row_ids: Only these data rows, up to 2,000.
            global_keys: Only data rows with these keys, up to 2,000, instead of `data_row_ids`.
            since: Only data rows whose last activity was at or after this time.
            until: Only data rows whose last activity was at or before this time.
            created_since: Only data rows with a label created at or after this time.
            created_until: Only data rows with a label created at or before this time.
            project_ids: Projects whose labels are exported, up to 30.
            model_run_ids: Model runs whose labels are exported, up to 30.
            all_projects: Whether the labels of all projects are exported.
            all_model_runs: Whether the labels of all model runs are exported.
            include: Parts of rows that are left out by default: those of `rows`, and `predictions`.
            name: A name for the task.

        Raises:
            RateLimited: Too many requests, or too many exports are in progress.
        """
        items = search_items(
            since=since,
            until=until,
            created_since=created_since,
            created_until=created_until,
            data_row_ids=data_row_ids,
            global_keys=global_keys,
            dataset_ids=dataset_ids,
        )
        parameters = inputs.included("Catalog", include) | inputs.sources(
            project_ids, model_run_ids, all_projects=all_projects, all_model_runs=all_model_runs
        )
        body = inputs.create_input(search_query(items), parameters, name=name)
        return create_task("Catalog", body, items)

    @operation
    def create_from_slice(
        self,
        slice_id: Id,
        *,
        project_ids: Iterable[Id] | None = None,
        model_run_ids: Iterable[Id] | None = None,
        all_projects: bool = False,
        all_model_runs: bool = False,
        include: Iterable[CatalogInclude | str] = (),
        name: str | None = None,
    ) -> Flow[ExportTask]:
        """Start an export of the data rows of a slice. Then use `read` or `download`.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            slice_id: The slice.
            project_ids: Projects whose labels are exported, up to 30.
            model_run_ids: Model runs whose labels are exported, up to 30.
            all_projects: Whether the labels of all projects are exported.
            all_model_runs: Whether the labels of all model runs are exported.
            include: Parts of rows that are left out by default: those of `rows`, and `predictions`.
            name: A name for the task.

        Raises:
            NotFound: The slice does not exist.
            RateLimited: Too many requests, or too many exports are in progress.
        """
        parameters = inputs.included("Slice", include) | inputs.sources(
            project_ids, model_run_ids, all_projects=all_projects, all_model_runs=all_model_runs
        )
        where = {"sliceId": check.name("slice_id", slice_id)}
        return create_task("Slice", inputs.create_input(where, parameters, name=name))

    @operation
    def create_from_model_run(
        self,
        model_run_id: Id,
        *,
        include: Iterable[RunInclude | str] = (),
        name: str | None = None,
    ) -> Flow[ExportTask]:
        """Start an export of the data rows of a model run. Then use `read` or `download`.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            model_run_id: The model run.
            include: Parts of rows that are left out by default: `attachments`, `data_row_details`,
                `embeddings`, `metadata_fields`, `model_run_details`, `predictions`.
            name: A name for the task.

        Raises:
            NotFound: The model run does not exist.
            RateLimited: Too many requests, or too many exports are in progress.
        """
        where = {"modelRunId": check.name("model_run_id", model_run_id)}
        parameters = inputs.included("ModelRun", include)
        return create_task("ModelRun", inputs.create_input(where, parameters, name=name))
