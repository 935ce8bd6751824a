"""How Labelbox makes an export: it is asked for, and asked for again until it is ready."""

from __future__ import annotations

from datetime import date
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.polling import wait_until
from labelbridge.errors import ResponseFormatError
from labelbridge_api.labelbox.api.labels import execute_graphql
from labelbridge_api.labelbox.models import (
    GraphQLData,
    GraphQLRequest,
    GraphQLResponse,
    GraphQLVariables,
    LabelExport,
)
from labelbridge_api.plan import Plan

Moment = str | date | None
"""`YYYY-MM-DD`, `YYYY-MM-DD hh:mm:ss`, a date, a datetime, or no bound."""

_DOCUMENT: Final = """\
mutation ExportLabels($projectId: ID!) {
  exportLabels(data: {projectId: $projectId%s}) {
    downloadUrl
    createdAt
    shouldPoll
  }
}
"""


def export_plan(
    project_id: Id,
    *,
    start: Moment,
    end: Moment,
    last_activity_start: Moment,
    last_activity_end: Moment,
) -> Plan[GraphQLResponse]:
    """Return the call that asks for an export, and whether it is ready."""
    filters = [
        _range("labelCreatedAt", ("start", start), ("end", end)),
        _range(
            "lastActivityAt",
            ("last_activity_start", last_activity_start),
            ("last_activity_end", last_activity_end),
        ),
    ]
    given = ", ".join(filter(None, filters))
    # the names of the filters' input types are not known, so that they cannot be variables; what is
    # written into the document is nothing but dates
    document = _DOCUMENT % (f", filters: {{{given}}}" if given else "")
    variables = GraphQLVariables.from_dict({"projectId": check.name("project_id", project_id)})
    return execute_graphql.plan(body=GraphQLRequest(query=document, variables=variables))


def _range(name: str, first: tuple[str, Moment], second: tuple[str, Moment]) -> str:
    """Write a filter as a literal of GraphQL; nothing when it has no bound."""
    start, end = check.timestamp(*first), check.timestamp(*second)
    check.check_range(first[0], start, second[0], end)
    bounds = [
        f'{word}: "{moment}"'
        for word, moment in (("start", start), ("end", end))
        if moment is not None
    ]
    return f"{name}: {{{', '.join(bounds)}}}" if bounds else ""


def ready(plan: Plan[GraphQLResponse], *, timeout: float) -> Flow[str]:
    """Ask until the export is ready, and return the signed address of its file."""

    def poll(deadline: float) -> Flow[LabelExport]:
        return _state(plan, deadline)

    export = yield from wait_until(poll, _is_ready, what="the export", timeout=timeout)
    return str(export.download_url)


def _is_ready(export: LabelExport) -> bool:
    return bool(export.download_url) and not export.should_poll


def _state(plan: Plan[GraphQLResponse], deadline: float) -> Flow[LabelExport]:
    answer = yield from send(plan, deadline=deadline)
    match answer.data:
        case GraphQLData(export_labels=LabelExport() as export):
            if export.should_poll:
                # of no use yet, but a secret, which the text of a WaitTimeout would show
                export.download_url = None
            return export
        case _:
            raise ResponseFormatError(
                f"{plan.operation}: the answer holds neither an export nor an error",
                operation=plan.operation,
            )
