"""Label exports: requested and polled by GraphQL, then downloaded from the storage origin."""

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
"""Seconds during which the file of an export is reused."""
LIFETIME = 14 * 24 * 3600.0
"""Lifetime of the URL of a file, in seconds, as in the vendor's sample."""


def export_labels(info: GraphQLResolveInfo[Request], data: dict[str, Any]) -> dict[str, Any]:
    """Resolve the field ``exportLabels``: the file of an export, or ``shouldPoll``.

    The file contains the labels at the time when it becomes ready. As documented in the vendor's
    SDK, it is reused for 30 minutes for the same project and filters, even if labels change
    (``POST /_emulator/clock`` advances the clock). No source says whether this also holds for
    exports with other filters; here each combination of filters has its own file.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND for an unknown project, MALFORMED_REQUEST for an invalid
            date.
    """
    request = info.context
    state = request.store.state(State)
    project = find_project(request, data["projectId"])
    filters = data.get("filters") or {}
    created = read_range(filters.get("labelCreatedAt"))
    activity = read_range(filters.get("lastActivityAt"))
    key = (project.id, created, activity)
    export = state.exports.get(key)
    if export is None or _expired(export, request):
        export = state.exports[key] = Export(state.settings.polls)
    if export.created is None and export.polls > 0:
        export.polls -= 1
        return {"downloadUrl": None, "createdAt": None, "shouldPoll": True}
    if export.created is None:
        export.created = request.store.clock.now()
        labels = [
            label
            for label in project.labels.values()
            if label.annotations is None  # the others are in the format of export v2
            and created.contains(label.created)
            and activity.contains(label.row.last_activity)
        ]
        export.url = _write_file(request, project, export.created, labels)
    return {
        "downloadUrl": export.url,
        "createdAt": timestamp(export.created),
        "shouldPoll": False,
    }


def _expired(export: Export, request: Request) -> bool:
    if export.created is None:
        return False
    return (request.store.clock.peek() - export.created).total_seconds() >= FRESH


def _write_file(
    request: Request, project: Project, created: datetime, labels: Iterable[Label]
) -> str:
    """Write labels as a JSON array to the storage origin and return its signed URL."""
    key = f"labelbox-exports/{ORGANIZATION}/{project.id}/export-{timestamp(created)}.json"
    with request.store.files.create(key, "application/json") as target:
        target.write(b"[")
        for number, label in enumerate(labels):
            row = json.dumps(row_json(request, project, label), ensure_ascii=False)
            target.write(b"," * (number > 0) + row.encode())
        target.write(b"]")
    return request.signed_url("GET", key, lifetime=LIFETIME)
