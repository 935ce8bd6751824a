"""The GraphQL request for an export of labels."""

from __future__ import annotations

from datetime import date
from typing import Final

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge_api.labelbox.models import GraphQLRequest, GraphQLVariables

Moment = str | date | None
"""`YYYY-MM-DD`, `YYYY-MM-DD hh:mm:ss`, a date, a datetime, or None for no bound."""

_DOCUMENT: Final = """\
mutation ExportLabels($projectId: ID!) {
  exportLabels(data: {projectId: $projectId%s}) {
    downloadUrl
    createdAt
    shouldPoll
  }
}
"""


def export_request(
    project_id: Id,
    *,
    start: Moment = None,
    end: Moment = None,
    last_activity_start: Moment = None,
    last_activity_end: Moment = None,
) -> GraphQLRequest:
    """Return the body that starts an export, and returns its state when it is sent again."""
    filters = [
        _range("labelCreatedAt", ("start", start), ("end", end)),
        _range(
            "lastActivityAt",
            ("last_activity_start", last_activity_start),
            ("last_activity_end", last_activity_end),
        ),
    ]
    given = ", ".join(filter(None, filters))
    # The filters cannot be variables, because the names of their input types are unknown. Only
    # validated dates are written into the document.
    document = _DOCUMENT % (f", filters: {{{given}}}" if given else "")
    variables = GraphQLVariables.from_dict({"projectId": check.name("project_id", project_id)})
    return GraphQLRequest(query=document, variables=variables)


def _range(name: str, first: tuple[str, Moment], second: tuple[str, Moment]) -> str:
    """Return a filter as a GraphQL literal, or an empty string without bounds."""
    start, end = check.timestamp(*first), check.timestamp(*second)
    check.check_range(first[0], start, second[0], end)
    bounds = [
        f'{bound}: "{moment}"'
        for bound, moment in (("start", start), ("end", end))
        if moment is not None
    ]
    return f"{name}: {{{', '.join(bounds)}}}" if bounds else ""
