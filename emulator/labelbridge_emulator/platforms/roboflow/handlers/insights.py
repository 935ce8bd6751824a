"""Annotation insights: counts of the work of labelers in a range of days."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, Handlers, Request
from labelbridge_emulator.platforms.roboflow.models import Activity, find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelbridge_emulator.platforms.roboflow.models import Workspace

handlers = Handlers()

FIRST_DAY = date(2023, 8, 1)
"""The first day with data, according to the document."""


@handlers("get_insights")
def get_insights(request: Request) -> JSON:
    """Return one row for each labeler and project with activity in the range, and the totals.

    The range includes both of its days; no document defines this. A filter by an unknown project or
    labeler matches nothing. ``labelers`` lists the labelers of the rows.
    """
    workspace = find_workspace(request)
    groups: dict[tuple[str, str], list[Activity]] = defaultdict(list)
    for each in filter(_Filter(workspace, request), workspace.activity):
        groups[each.project, each.labeler].append(each)
    names = {project.id: project.name for project in workspace.projects.values()}
    people = {member.id: member for member in workspace.members.values()}
    labelers = dict.fromkeys(labeler for _, labeler in groups)
    total = _sums(each for group in groups.values() for each in group)
    return {
        "data": [
            {
                "projectId": project,
                "projectName": names[project],
                "workspaceId": workspace.id,
                "labelerId": labeler,
                **_sums(group),
            }
            for (project, labeler), group in groups.items()
        ],
        "labelers": [
            {"id": each, "displayName": people[each].name, "email": people[each].email}
            for each in labelers
        ],
        "stats": {
            "numImagesLabeled": total["imagesLabeled"],
            "numBoxesDrawn": total["boxesDrawn"],
            "numImagesMarkedNull": total["markedNull"],
            "totalImagesUsingModelAssist": total["modelAssisted"],
            "approvalRate": total["approvalRate"],
        },
    }


class _Filter:
    """Filters activities by the query of a request.

    ``projectId`` is the document id of a project; ``project``, added in a later edition of the
    document, is its slug.
    """

    def __init__(self, workspace: Workspace, request: Request) -> None:
        query = request.query
        self._start = date.fromisoformat(query["startDate"]) if "startDate" in query else date.min
        self._end = date.fromisoformat(query["endDate"]) if "endDate" in query else date.max
        self._labeler = query.get("userId")
        self._projects = {
            each.id
            for each in workspace.projects.values()
            if query.get("projectId", each.id) == each.id
            and query.get("project", each.slug) == each.slug
        }

    def __call__(self, activity: Activity) -> bool:
        return (
            self._start <= activity.day <= self._end
            and activity.project in self._projects
            and self._labeler in (None, activity.labeler)
        )


def _sums(activity: Iterable[Activity]) -> dict[str, JSON]:
    """Return the sums of activities in the format of a row, with the approval rate."""
    listed = list(activity)
    approved = sum(each.approved for each in listed)
    rejected = sum(each.rejected for each in listed)
    return {
        "imagesLabeled": sum(each.images_labeled for each in listed),
        "boxesDrawn": sum(each.boxes_drawn for each in listed),
        "markedNull": sum(each.marked_null for each in listed),
        "modelAssisted": sum(each.model_assisted for each in listed),
        "approved": approved,
        "rejected": rejected,
        "approvalRate": _rate(approved, rejected),
    }


def _rate(approved: int, rejected: int) -> float | None:
    """Return percent with two decimals, or None without reviews; no document shows this case."""
    reviewed = approved + rejected
    return round(100 * approved / reviewed, 2) if reviewed else None
