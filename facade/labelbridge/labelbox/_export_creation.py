"""The flows that create tasks of exports v2."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labelbridge._core.flow import Flow
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox._export_streams import OPERATION, mutate, time_zone
from labelbridge.labelbox._inputs import data_row_filters as filters
from labelbridge.labelbox._inputs import export_tasks as inputs
from labelbridge.labelbox.export_tasks import ExportTask


def create_in_project(
    project_id: Id, name: str | None, include: Iterable[str], **bounds: Any
) -> Flow[ExportTask]:
    """Check the arguments, and return the flow that creates a task for a project.

    Args:
        project_id: The project.
        name: A name for the task.
        include: Parts of rows that are left out by default.
        bounds: The arguments of `search_items`.
    """
    items = filters.search_items(**bounds)
    selection = {
        "projectId": check.name("project_id", project_id),
        "searchQuery": {"scope": None, "query": items},
    }
    return _create(items, inputs.create_input(selection, inputs.included(include), name=name))


def _create(items: list[filters.Item], body: dict[str, Any]) -> Flow[ExportTask]:
    if filters.need_time_zone(items):
        filters.set_time_zone(items, (yield from time_zone()))
    data = yield from mutate(inputs.request(inputs.CREATE_IN_PROJECT, input=body))
    created = data.export_data_rows_in_project
    if not created or not created.task_id:
        raise ResponseFormatError(
            f"{OPERATION}: the response has neither a task nor an error", operation=OPERATION
        )
    return ExportTask(id=created.task_id, status="IN_PROGRESS", name=body["taskName"])
