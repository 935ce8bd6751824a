"""The flows that create tasks of exports v2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from labelbridge._core.flow import Flow
from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox._export_streams import OPERATION, mutate, time_zone
from labelbridge.labelbox._inputs import data_row_filters as filters
from labelbridge.labelbox._inputs import export_tasks as inputs
from labelbridge.labelbox._inputs.export_tasks import Target
from labelbridge.labelbox.export_tasks import ExportTask

_FIELDS: Final[Mapping[Target, str]] = {
    "Project": "export_data_rows_in_project",
    "Catalog": "export_data_rows_in_catalog",
    "Slice": "export_data_rows_in_slice",
    "ModelRun": "export_data_rows_in_model_run",
}
"""The fields of a response that have the created task."""


def search_query(items: Sequence[filters.Item]) -> dict[str, Any]:
    """Return filters as the platform expects them."""
    return {"searchQuery": {"scope": None, "query": items}}


def create_task(
    target: Target, body: dict[str, Any], items: Sequence[filters.Item] = ()
) -> Flow[ExportTask]:
    """Create a task.

    Args:
        target: Where the data rows are.
        body: The input of the mutation.
        items: The filters in it. Ranges of dates get the time zone of the user.
    """
    if filters.need_time_zone(items):
        filters.set_time_zone(items, (yield from time_zone()))
    data = yield from mutate(inputs.request(inputs.CREATE[target], input=body))
    created = getattr(data, _FIELDS[target])
    if not created or not created.task_id:
        raise ResponseFormatError(
            f"{OPERATION}: the response has neither a task nor an error", operation=OPERATION
        )
    return ExportTask(id=created.task_id, status="IN_PROGRESS", name=body["taskName"])
