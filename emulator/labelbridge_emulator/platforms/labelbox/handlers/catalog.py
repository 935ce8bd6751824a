"""The GraphQL fields of what an export can start from: datasets, slices and model runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.handlers.projects import not_found
from labelbridge_emulator.platforms.labelbox.models import State, timestamp

if TYPE_CHECKING:
    from graphql import GraphQLResolveInfo

    from labelbridge_emulator.handler import Request

    Info = GraphQLResolveInfo[Request]


def dataset(info: Info, where: dict[str, Any]) -> dict[str, Any]:
    """Resolve ``dataset``; it was created with its first data row.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if it does not exist.
    """
    state = info.context.store.state(State)
    name = next((name for name, id_ in state.datasets.items() if id_ == where["id"]), None)
    rows = [row for row in state.rows.values() if row.dataset == name]
    if name is None or not rows:
        raise not_found("Dataset", where["id"])
    times = sorted(row.created for row in rows)
    return {
        "id": where["id"],
        "name": name,
        "description": None,
        "createdAt": timestamp(times[0]),
        "updatedAt": timestamp(times[-1]),
        "rowCount": len(rows),
    }


def saved_query(info: Info, id: str) -> dict[str, Any]:  # noqa: A002 - the name in the schema
    """Resolve ``getSavedQuery``: a slice of the catalog.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if it does not exist.
    """
    found = info.context.store.state(State).slices.get(id)
    if found is None:
        raise not_found("Slice", id)
    created = timestamp(found.created)
    return {
        "id": found.id,
        "name": found.name,
        "description": None,
        "filter": found.query,
        "createdAt": created,
        "updatedAt": created,
    }


def model_run(info: Info, where: dict[str, Any]) -> dict[str, Any]:
    """Resolve ``modelRun``.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if it does not exist.
    """
    found = info.context.store.state(State).runs.get(where["id"])
    if found is None:
        raise not_found("ModelRun", where["id"])
    created = timestamp(found.created)
    return {
        "id": found.id,
        "name": found.name,
        "createdAt": created,
        "updatedAt": created,
        "createdBy": None,
        "modelId": found.model_id,
        "modelAppId": None,
        "trainingMetadata": None,
    }
