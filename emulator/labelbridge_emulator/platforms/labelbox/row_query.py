"""The data rows that an export v2 selects: targets and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.dates import malformed, read_condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from labelbridge_emulator.platforms.labelbox.export_tasks import RowQuery
    from labelbridge_emulator.platforms.labelbox.models import (
        DataRow,
        ModelRun,
        Project,
        State,
    )

    Filter = Callable[[DataRow], bool]

MAX_IDS = 2000
"""Maximum number of ids in a filter (https://docs.labelbox.com/docs/limits)."""


def projects_of(state: State, query: RowQuery) -> list[Project]:
    """Return the projects whose labels are exported."""
    if query.project is not None:
        return [state.projects[query.project]]
    if query.params.get("allProjects"):
        return [*state.projects.values()]
    return [state.projects[each] for each in query.params.get("projectIds") or ()]


def runs_of(state: State, query: RowQuery) -> list[ModelRun]:
    """Return the model runs whose labels are exported."""
    if query.run is not None:
        return [state.runs[query.run]]
    if query.params.get("allModelRuns"):
        return [*state.runs.values()]
    return [state.runs[each] for each in query.params.get("modelRunIds") or ()]


def select_rows(state: State, query: RowQuery) -> Iterator[DataRow]:
    """Yield the data rows of a query."""
    filters = row_filters(state, query.items, query.project)
    if query.project is not None:
        rows = [each.row for each in state.projects[query.project].rows.values()]
    elif query.run is not None:
        rows = [*state.runs[query.run].rows.values()]
    else:
        rows = [*state.rows.values()]
    wanted = query.params.get("mediaTypeOverride")
    for row in rows:
        if all(each(row) for each in filters) and (not wanted or _media_type(row) == wanted):
            yield row


def row_filters(
    state: State, items: Sequence[Mapping[str, Any]], project: str | None
) -> list[Filter]:
    """Return the filters of a search query, all of which a data row must pass.

    Args:
        state: The state of the platform.
        items: The items of the query.
        project: The id of the project whose labels and workflow count; None for all projects.

    Raises:
        GraphQLError: MALFORMED_REQUEST for an invalid item.
    """
    kinds = {item["type"] for item in items}
    if {"data_row_id", "global_key"} <= kinds:
        raise malformed("data_row_id and global_key exclude each other")
    projects = [state.projects[project]] if project else [*state.projects.values()]
    return [_filter(state, item, projects) for item in items]


def _filter(state: State, item: Mapping[str, Any], projects: list[Project]) -> Filter:
    kind = item["type"]
    if kind == "data_row_last_activity_at":
        activity = read_condition(kind, item.get("value"))
        return lambda row: activity.contains(row.last_activity)
    if kind == "labeled_at":
        created = read_condition(kind, item.get("value"))
        return lambda row: any(
            created.contains(label.created)
            for project in projects
            for label in project.labels_of(row)
        )
    if kind in ("data_row_id", "global_key", "dataset", "batch"):
        return _with_ids(state, kind, _ids(item), projects)
    if kind == "task_queue_not_exist":
        return lambda row: "ToLabel" in _statuses(row, projects)
    if kind == "task_queue_status":
        status = item.get("status")
        if status not in ("InReview", "InRework", "Done"):
            raise malformed(f"{kind}: unknown status {status!r}")
        return lambda row: status in _statuses(row, projects)
    raise malformed(f"unknown type {kind!r} of a filter")


def _with_ids(state: State, kind: str, ids: frozenset[str], projects: list[Project]) -> Filter:
    if kind == "data_row_id":
        return lambda row: row.id in ids
    if kind == "global_key":
        return lambda row: row.global_key in ids
    if kind == "dataset":
        return lambda row: state.dataset(row.dataset) in ids
    return lambda row: any(
        row.id in project.rows and project.rows[row.id].batch[0] in ids for project in projects
    )


def _ids(item: Mapping[str, Any]) -> frozenset[str]:
    ids = item.get("ids") or ()
    if item.get("operator") != "is":
        raise malformed(f"{item['type']}: the operator must be 'is'")
    if not 1 <= len(ids) <= MAX_IDS:
        raise malformed(f"{item['type']}: {len(ids)} ids; use 1 to {MAX_IDS}")
    return frozenset(ids)


def _statuses(row: DataRow, projects: list[Project]) -> set[str]:
    return {project.rows[row.id].status for project in projects if row.id in project.rows}


def _media_type(row: DataRow) -> str:
    """Return the ``ExportMediaType`` of a data row."""
    kind = str(row.media.get("asset_type", "image"))
    return {"document": "PDF", "geospatial": "TMS_GEO"}.get(kind, kind.upper())
