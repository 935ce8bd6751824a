"""The GraphQL fields of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from labelbridge_emulator.platforms.labelbox.models import Project, State, timestamp

if TYPE_CHECKING:
    from graphql import GraphQLResolveInfo

    from labelbridge_emulator.handler import Request


def project(info: GraphQLResolveInfo[Request], where: dict[str, Any]) -> dict[str, Any]:
    """Resolve the field ``project``: return all fields, from which the document selects.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if the project does not exist.
    """
    found = find_project(info.context, where["id"])
    activity = [each.row.last_activity for each in found.rows.values()]
    return {
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "createdAt": timestamp(found.created),
        "updatedAt": timestamp(found.updated),
        "setupComplete": timestamp(found.created),
        "lastActivityTime": timestamp(max(activity)) if activity else None,
        "queueMode": "BATCH",
        "autoAuditNumberOfLabels": 1,
        "autoAuditPercentage": 1.0,
        "allowedMediaType": found.media_type,
        "editorTaskType": None,
        "dataRowCount": len(found.rows),
        "modelSetupComplete": None,
        "uploadType": None,
        "isBenchmarkEnabled": found.is_benchmark_enabled,
        "isConsensusEnabled": False,
    }


def find_project(request: Request, project_id: str) -> Project:
    """Return a project by its id.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if it does not exist.
    """
    projects = request.store.state(State).projects
    if project_id not in projects:
        raise not_found("Project", project_id)
    return projects[project_id]


def not_found(kind: str, id_: Any) -> GraphQLError:
    """Return the error for an unknown id."""
    return GraphQLError(
        f"Resource {kind!r} not found for params: {id_!r}",
        extensions={"code": "RESOURCE_NOT_FOUND"},
    )
