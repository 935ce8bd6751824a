"""The GraphQL fields of exports v2: creating tasks, users with their tasks, streams in chunks."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.dates import malformed
from labelbridge_emulator.platforms.labelbox.export_tasks import ExportTask, RowQuery, Stream, User
from labelbridge_emulator.platforms.labelbox.exporters.data_rows import rows_json
from labelbridge_emulator.platforms.labelbox.handlers.projects import find_project, not_found
from labelbridge_emulator.platforms.labelbox.models import ORGANIZATION, State, timestamp
from labelbridge_emulator.platforms.labelbox.row_query import row_filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import GraphQLResolveInfo

    from labelbridge_emulator.handler import Request

    Info = GraphQLResolveInfo[Request]

FOLDER = "labelbox-export-tasks"


def export_project(info: Info, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - the name in the schema
    """Resolve ``exportDataRowsInProject``: create a task for the data rows of a project.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND for an unknown project, MALFORMED_REQUEST for an invalid
            filter.
    """
    project = find_project(info.context, input["filters"]["projectId"])
    return _create(info.context, input, project=project.id)


def export_catalog(info: Info, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - as above
    """Resolve ``exportDataRowsInCatalog``: create a task for data rows of the catalog.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND for an unknown project or model run, MALFORMED_REQUEST for
            an invalid filter.
    """
    return _create(info.context, input)


def export_slice(info: Info, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - as above
    """Resolve ``exportDataRowsInSlice``: create a task for the data rows of a slice.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND for an unknown slice, project or model run.
    """
    slices = info.context.store.state(State).slices
    slice_id = input["filters"]["sliceId"]
    if slice_id not in slices:
        raise not_found("Slice", slice_id)
    return _create(info.context, input, items=slices[slice_id].query)


def export_model_run(info: Info, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - as above
    """Resolve ``exportDataRowsInModelRun``: create a task for the data rows of a model run.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND for an unknown model run.
    """
    run = input["filters"]["modelRunId"]
    if run not in info.context.store.state(State).runs:
        raise not_found("ModelRun", run)
    return _create(info.context, input, run=run)


def _create(
    request: Request,
    given: Mapping[str, Any],
    *,
    project: str | None = None,
    run: str | None = None,
    items: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    state = request.store.state(State)
    params = given.get("params") or {}
    for name, known in (("projectIds", state.projects), ("modelRunIds", state.runs)):
        for each in params.get(name) or ():
            if each not in known:
                raise not_found({"projectIds": "Project"}.get(name, "ModelRun"), each)
    search = given["filters"].get("searchQuery") or {}
    query = RowQuery([*items, *(search.get("query") or ())], params, project, run)
    row_filters(state, query.items, project)  # invalid ones are rejected before there is a task
    settings = copy.deepcopy(state.settings)
    now = request.store.clock.now()
    made = ExportTask(
        id=state.ids.cuid(),
        name=given.get("taskName"),
        user=user_of(request).id,
        created=now,
        updated=now,
        query=query,
        settings=settings,
        streamable=settings.streamable and given.get("streamable") is not False,
        polls=settings.polls,
    )
    state.tasks[made.id] = made
    return {"taskId": made.id, "isStreamable": made.streamable}


def user_of(request: Request) -> User:
    """Return the user of the key of a request; each key has its own."""
    state = request.store.state(State)
    if request.key and (first := state.users.pop("", None)) is not None:
        state.users[request.key] = first  # the demo data has a user without a key
    found = state.users.get(request.key)
    if found is None:
        number = len(state.users) + 1
        email = f"user{number}@example.com"
        found = User(state.ids.cuid(), email, request.store.clock.peek())
        state.users[request.key] = found
    return found


def user(info: Info, where: dict[str, Any] | None = None) -> dict[str, Any]:
    """Resolve ``user``: the user of the key, or one with an id.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if there is no such user.
    """
    request = info.context
    state = request.store.state(State)
    found = user_of(request)
    if where is not None:
        found = next((each for each in state.users.values() if each.id == where["id"]), found)
        if found.id != where["id"]:
            raise not_found("User", where["id"])

    def created_tasks(
        _info: Info,
        where: dict[str, Any] | None = None,
        skip: int | None = None,
        first: int | None = None,
    ) -> list[dict[str, Any]]:
        wanted = (where or {}).get("id")
        tasks = [
            each
            for each in state.tasks.values()
            if each.user == found.id and wanted in (None, each.id)
        ]
        start = max(skip or 0, 0)
        last = len(tasks) if first is None else start + max(first, 0)
        return [_polled(request, state, each) for each in tasks[start:last]]

    name = found.email.partition("@")[0]
    return {
        "id": found.id,
        "email": found.email,
        "name": name,
        "nickname": name,
        "picture": None,
        "createdAt": timestamp(found.created),
        "updatedAt": timestamp(found.created),
        "lastLoginAt": None,
        "isExternalUser": False,
        "isViewer": False,
        "timezone": state.settings.timezone,
        "createdTasks": created_tasks,
    }


def task(info: Info, where: dict[str, Any] | None = None) -> dict[str, Any]:
    """Resolve ``task``: a task that the user has created.

    Raises:
        GraphQLError: RESOURCE_NOT_FOUND, if the user has created no such task.
    """
    request = info.context
    state = request.store.state(State)
    found = state.tasks.get((where or {}).get("id", ""))
    if found is None or found.user != user_of(request).id:
        raise not_found("Task", (where or {}).get("id"))
    return _fields(request, state, found)


def organization(info: Info) -> dict[str, Any]:
    """Resolve ``organization``."""
    created = timestamp(user_of(info.context).created)
    return {"id": ORGANIZATION, "name": "Samples", "createdAt": created, "updatedAt": created}


def _polled(request: Request, state: State, task: ExportTask) -> dict[str, Any]:
    """Return the fields of a task, which ends when it was polled often enough."""
    found = _fields(request, state, task)
    task.polls = max(task.polls - 1, 0)
    return found


def _fields(request: Request, state: State, task: ExportTask) -> dict[str, Any]:
    if not task.polls and task.streams is None:
        _end(request, state, task)
    streams = task.streams or {}
    urls = {kind: _file_url(request, task, kind) for kind in streams if not task.streamable}
    given = task.settings

    def header(_info: Info, streamType: str) -> dict[str, Any] | None:  # noqa: N803 - the name in the schema
        stream = streams.get(streamType) if task.streamable else None
        if stream is None or "header" in given.missing:
            return None
        return {"totalSize": _uint(task, stream.size), "totalLines": _uint(task, stream.lines)}

    def file(_info: Info, streamType: str, offset: Any) -> dict[str, Any] | None:  # noqa: N803 - as above
        stream = streams.get(streamType) if task.streamable else None
        if stream is None or "file" in given.missing:
            return None
        return _chunk(request, task, stream, offset)

    return {
        "id": task.id,
        "name": task.name,
        "type": "export-data-rows",
        "status": "IN_PROGRESS" if task.polls else given.status,
        "completionPercentage": 100 - 100 * task.polls / max(given.polls, 1),
        "createdAt": timestamp(task.created),
        "updatedAt": timestamp(task.updated),
        "result": urls.get("RESULT"),
        "errors": urls.get("ERRORS"),
        "metadata": None,
        "exportMetadataHeader": header,
        "exportFileFromOffset": file,
    }


def _end(request: Request, state: State, task: ExportTask) -> None:
    """Write the streams of a task; one without rows does not exist."""
    task.updated = request.store.clock.now()
    rows = rows_json(request, state, task) if task.settings.status == "COMPLETE" else ()
    contents = {"RESULT": rows, "ERRORS": task.settings.errors}
    streams = {
        kind: Stream(request.store.files, _key(task, kind), content, task.settings.chunk_size)
        for kind, content in contents.items()
    }
    task.streams = {kind: stream for kind, stream in streams.items() if stream.size}


def _key(task: ExportTask, kind: str) -> str:
    return f"{FOLDER}/{task.id}/{kind.lower()}"


def _file_url(request: Request, task: ExportTask, kind: str) -> str:
    return request.signed_url("GET", _key(task, kind), lifetime=task.settings.url_lifetime)


def _chunk(request: Request, task: ExportTask, stream: Stream, offset: Any) -> dict[str, Any]:
    try:
        found = stream.chunk(int(offset))
    except (TypeError, ValueError) as error:
        raise malformed(str(error)) from None
    key = stream.store(request.store.files, found)
    return {
        **{
            name: {"start": _uint(task, first), "end": _uint(task, last)}
            for name, (first, last) in (("offsets", found.offsets), ("lines", found.lines))
        },
        "file": request.signed_url("GET", key, lifetime=task.settings.url_lifetime),
    }


def _uint(task: ExportTask, number: int) -> int | str:
    return str(number) if task.settings.numbers == "text" else number
