"""Label exports: asked for, asked for again until ready, then a file on the storage origin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.dates import read_range
from labelbridge_emulator.platforms.labelbox.exporters.rows import row_json
from labelbridge_emulator.platforms.labelbox.handlers.projects import find_project
from labelbridge_emulator.platforms.labelbox.models import (
    ORGANIZATION,
    Export,
    Label,
    State,
    timestamp,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from graphql import GraphQLResolveInfo

    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.labelbox.models import Project

FRESH = 30 * 60
"""Seconds; a project's file is not made anew before."""
LIFETIME = 14 * 24 * 3600.0
"""Seconds until the address of a file expires, as the vendor's own sample has it."""


def export_labels(info: GraphQLResolveInfo[Request], data: dict[str, Any]) -> dict[str, Any]:
    """The field ``exportLabels``: a file with a project's labels, or that it is to be asked again.

    The file holds what is stored when it becomes ready. As the vendor's SDK says, it is not made
    anew for 30 minutes: until then the same question has the same answer, whatever has changed
    (``POST /_emulator/clock`` lets time pass). The same question is the same project with the same
    filters; that files of other filters wait too, no source says.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND for the project, MALFORMED_REQUEST for a bound that is no
            date.
    """
    request = info.context
    state = request.store.state(State)
    project = find_project(request, data["projectId"])
    filters = data.get("filters") or {}
    created = read_range(filters.get("labelCreatedAt"))
    activity = read_range(filters.get("lastActivityAt"))
    question = (project.id, created, activity)
    export = state.exports.get(question)
    if export is None or _stale(export, request):
        export = state.exports[question] = Export(state.polls)
    if export.created is None and export.polls > 0:
        export.polls -= 1
        return {"downloadUrl": None, "createdAt": None, "shouldPoll": True}
    if export.created is None:
        export.created = request.store.clock.now()
        labels = [
            label
            for label in project.labels.values()
            if created.holds(label.created) and activity.holds(label.last_activity)
        ]
        export.url = _stored(request, project, export.created, labels)
    return {
        "downloadUrl": export.url,
        "createdAt": timestamp(export.created),
        "shouldPoll": False,
    }


def _stale(export: Export, request: Request) -> bool:
    if export.created is None:
        return False
    return (request.store.clock.peek() - export.created).total_seconds() >= FRESH


def _stored(request: Request, project: Project, made: datetime, labels: Iterable[Label]) -> str:
    """Write the labels as one JSON array to the storage origin; its signed address."""
    key = f"labelbox-exports/{ORGANIZATION}/{project.id}/export-{timestamp(made)}.json"
    with request.store.files.create(key, "application/json") as target:
        target.write(b"[")
        for number, label in enumerate(labels):
            row = json.dumps(row_json(request, project, label), ensure_ascii=False)
            target.write(b"," * (number > 0) + row.encode())
        target.write(b"]")
    return request.signed_url("GET", key, lifetime=LIFETIME)
