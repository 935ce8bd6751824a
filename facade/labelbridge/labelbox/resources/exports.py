"""Exports of data rows (export v2), the ones that the platform has today."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from labelbridge._core.chunks import Chunks
from labelbridge._core.flow import Flow, Open, destination, download, save
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id, Name
from labelbridge._core.methods import C, Resource, operation, stream
from labelbridge.files import FileTarget
from labelbridge.labelbox._export_creation import create_task, search_query
from labelbridge.labelbox._export_streams import open_stream, read_task, wait_for
from labelbridge.labelbox._inputs import export_tasks as inputs
from labelbridge.labelbox._inputs.data_row_filters import Instant, WorkflowStatus, search_items
from labelbridge.labelbox._inputs.export_tasks import Include
from labelbridge.labelbox.data_rows import DataRowExport
from labelbridge.labelbox.export_tasks import ExportTask
from labelbridge.labelbox.resources.catalog_exports import CatalogExports
from labelbridge_api.labelbox.models import ExportProblem

TIMEOUT: Final = 7200.0
"""Maximum time to wait for an export in seconds, as in the vendor's SDK."""


class ProjectExports(Resource[C]):
    """Exports of the data rows of a project."""

    @stream
    def rows(
        self,
        project_id: Id,
        *,
        since: Instant | None = None,
        until: Instant | None = None,
        created_since: Instant | None = None,
        created_until: Instant | None = None,
        workflow_status: WorkflowStatus | str | None = None,
        global_keys: Iterable[Id] | None = None,
        data_row_ids: Iterable[Id] | None = None,
        batch_ids: Iterable[Id] | None = None,
        include: Iterable[Include | str] = (),
        name: str | None = None,
        timeout: float = TIMEOUT,
    ) -> Flow[Open[DataRowExport]]:
        """Export the data rows of a project, and return them while they are downloaded.

        It creates a task when the first row is read, waits until it is complete, and reads its
        chunks one after another; the next one is requested ahead. A chunk that breaks off is
        continued, so that each row is returned once. Use `create` and `read` to read an export
        again without another task.

        All filters must match. Bounds of time are datetimes with a time zone, also as text in ISO
        8601, or dates, which the platform reads in the time zone of the user. They have a
        resolution of one second.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            project_id: The project.
            since: Only data rows whose last activity was at or after this time: a label, review,
                workflow step, issue, comment or metadata was created, changed or deleted.
            until: Only data rows whose last activity was at or before this time.
            created_since: Only data rows with a label created at or after this time.
            created_until: Only data rows with a label created at or before this time.
            workflow_status: Only data rows with this status: ToLabel, InReview, InRework or Done.
            global_keys: Only data rows with these keys, up to 2,000. Unknown ones are no error.
            data_row_ids: Only these data rows, up to 2,000, instead of `global_keys`.
            batch_ids: Only data rows of these batches, up to 2,000.
            include: Parts of rows that are left out by default: `attachments`, `data_row_details`,
                `embeddings`, `interpolated_frames` (all frames of videos, not only key frames),
                `label_details`, `metadata_fields`, `performance_details`, `project_details`.
            name: A name for the task.
            timeout: Maximum time to wait until the export is complete, in seconds.

        Raises:
            NotFound: The project does not exist.
            RateLimited: Too many requests, or too many exports are in progress.
            JobFailed: The export failed; `errors` has the reasons, if the platform lists any.
            WaitTimeout: The export was not complete in time. It continues: `last.id` is its id for
                `read`.
            ConnectionFailed: A chunk is incomplete, after retries; the rows before are returned
                first.
            ResponseFormatError: A row is invalid; the rows before it are returned first.
        """
        create = _create_in_project(
            project_id,
            name,
            include,
            since=since,
            until=until,
            created_since=created_since,
            created_until=created_until,
            workflow_status=workflow_status,
            global_keys=global_keys,
            data_row_ids=data_row_ids,
            batch_ids=batch_ids,
        )
        return _created_rows(create, check.seconds("timeout", timeout))

    @operation
    def create(
        self,
        project_id: Id,
        *,
        since: Instant | None = None,
        until: Instant | None = None,
        created_since: Instant | None = None,
        created_until: Instant | None = None,
        workflow_status: WorkflowStatus | str | None = None,
        global_keys: Iterable[Id] | None = None,
        data_row_ids: Iterable[Id] | None = None,
        batch_ids: Iterable[Id] | None = None,
        include: Iterable[Include | str] = (),
        name: str | None = None,
    ) -> Flow[ExportTask]:
        """Start an export of the data rows of a project. Then use `read` or `download`.

        The arguments are those of `rows`.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            project_id: The project.
            since: Only data rows whose last activity was at or after this time.
            until: Only data rows whose last activity was at or before this time.
            created_since: Only data rows with a label created at or after this time.
            created_until: Only data rows with a label created at or before this time.
            workflow_status: Only data rows with this status: ToLabel, InReview, InRework or Done.
            global_keys: Only data rows with these keys, up to 2,000.
            data_row_ids: Only these data rows, up to 2,000, instead of `global_keys`.
            batch_ids: Only data rows of these batches, up to 2,000.
            include: Parts of rows that are left out by default.
            name: A name for the task.

        Raises:
            NotFound: The project does not exist.
            RateLimited: Too many requests, or too many exports are in progress.
        """
        return _create_in_project(
            project_id,
            name,
            include,
            since=since,
            until=until,
            created_since=created_since,
            created_until=created_until,
            workflow_status=workflow_status,
            global_keys=global_keys,
            data_row_ids=data_row_ids,
            batch_ids=batch_ids,
        )


class Exports(ProjectExports[C], CatalogExports[C]):
    """Exports of data rows."""

    @operation
    def get(self, task: ExportTask | Name) -> Flow[ExportTask]:
        """Return the present state of an export.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            task: A task, or its id.

        Raises:
            NotFound: The task does not exist, or another user has created it.
        """
        return read_task(_task_id(task))

    @operation
    def wait(self, task: ExportTask | Name, *, timeout: float = TIMEOUT) -> Flow[ExportTask]:
        """Wait until an export is complete, and return its state.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            task: A task, or its id.
            timeout: Maximum time to wait, in seconds.

        Raises:
            NotFound: The task does not exist, or another user has created it.
            JobFailed: The export failed; `errors` has the reasons, if the platform lists any.
            WaitTimeout: The export was not complete in time. It continues.
        """
        return wait_for(_task_id(task), check.seconds("timeout", timeout))

    @stream
    def read(
        self, task: ExportTask | Name, *, timeout: float = TIMEOUT
    ) -> Flow[Open[DataRowExport]]:
        """Return the rows of an export that was created before, also in another process.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            task: A task, or its id.
            timeout: Maximum time to wait until the export is complete, in seconds.

        Raises:
            NotFound: The task does not exist, or another user has created it.
            JobFailed: The export failed; `errors` has the reasons, if the platform lists any.
            WaitTimeout: The export was not complete in time. It continues.
            ConnectionFailed: A chunk is incomplete, after retries; the rows before are returned
                first.
            ResponseFormatError: A row is invalid; the rows before it are returned first.
        """
        return _rows_of(_task_id(task), check.seconds("timeout", timeout))

    @operation
    def download(
        self, task: ExportTask | Name, *, to: FileTarget, timeout: float = TIMEOUT
    ) -> Flow[Path]:
        """Write the rows of an export to a file, one JSON object per line (NDJSON).

        `labelbridge.labelbox.read_export` reads it. An export without rows is an empty file.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            task: A task, or its id.
            to: Path of the file. An existing file is replaced when the download is complete.
            timeout: Maximum time to wait until the export is complete, in seconds.

        Returns:
            The path of the file.

        Raises:
            NotFound: The task does not exist, or another user has created it.
            JobFailed: The export failed; `errors` has the reasons, if the platform lists any.
            WaitTimeout: The export was not complete in time. It continues.
            ConnectionFailed: A chunk is incomplete, after retries.
        """
        return _download(_task_id(task), to, check.seconds("timeout", timeout))

    @stream
    def errors(self, task: ExportTask | Name) -> Flow[Open[ExportProblem]]:
        """Return the errors of an export. Usually there are none.

        The form of an error is not known: `to_dict()` returns what the platform sent.

        Evidence: the vendor's SDK (labelbox 7.17.0).

        Args:
            task: A task that is complete or failed, or its id.

        Raises:
            NotFound: The task does not exist, or another user has created it.
        """
        return _errors(_task_id(task))


def _create_in_project(
    project_id: Id, name: str | None, include: Iterable[str], **given: Any
) -> Flow[ExportTask]:
    items = search_items(**given)
    where = {"projectId": check.name("project_id", project_id), **search_query(items)}
    body = inputs.create_input(where, inputs.included("Project", include), name=name)
    return create_task("Project", body, items)


def _created_rows(create: Flow[ExportTask], timeout: float) -> Flow[Open[DataRowExport]]:
    task = yield from create
    return (yield from _rows_of(task.id, timeout, task))


def _rows_of(
    task_id: str, timeout: float, created: ExportTask | None = None
) -> Flow[Open[DataRowExport]]:
    task = yield from wait_for(task_id, timeout, created)
    return Open((yield from open_stream(task, "RESULT")), DataRowExport)


def _errors(task_id: str) -> Flow[Open[ExportProblem]]:
    task = yield from read_task(task_id)
    return Open((yield from open_stream(task, "ERRORS")), ExportProblem)


def _download(task_id: str, to: FileTarget, timeout: float) -> Flow[Path]:
    path = yield from destination(to)
    task = yield from wait_for(task_id, timeout)
    opened = yield from open_stream(task, "RESULT")
    if isinstance(opened, Chunks):
        return (yield from save(opened, path))
    return (yield from download(opened, path, form="json"))


def _task_id(task: ExportTask | Name) -> str:
    return check.name("task", task.id if isinstance(task, ExportTask) else task)
