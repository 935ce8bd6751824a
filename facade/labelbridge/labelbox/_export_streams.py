"""The flows of exports v2: the state of a task, and the chunks of its streams."""

from __future__ import annotations

from functools import partial
from typing import Any, Final, Literal

import attrs
import msgspec

from labelbridge._core.chunks import Chunk, Chunks
from labelbridge._core.flow import Flow, fetch, send
from labelbridge._core.json.decode import list_items, structure, unread_value
from labelbridge._core.polling import wait_until
from labelbridge.errors import JobFailed, LabelbridgeError, NotFound, ResponseFormatError
from labelbridge.labelbox._inputs import export_tasks as inputs
from labelbridge.labelbox.export_tasks import ExportTask
from labelbridge_api.labelbox.api.labels import execute_graphql
from labelbridge_api.labelbox.models import GraphQLData, GraphQLRequest

Stream = Literal["RESULT", "ERRORS"]

OPERATION: Final = "execute_graphql"

_DONE: Final = "COMPLETE"
_FAILED: Final = frozenset({"FAILED", "CANCELED"})

_SHOWN_ERRORS: Final = 3
"""Errors of a failed task in the message of the exception."""
_KEPT_ERRORS: Final = 100
"""Errors of a failed task in the exception."""


def execute(request: GraphQLRequest, *, deadline: float | None = None) -> Flow[GraphQLData]:
    """Execute a query, and return its data."""
    return _data(execute_graphql.plan(body=request), deadline)


def mutate(request: GraphQLRequest) -> Flow[GraphQLData]:
    """Execute a mutation that must not be repeated, and return its data."""
    plan = execute_graphql.plan(body=request)
    return _data(attrs.evolve(plan, idempotent=False), None)


def _data(plan: Any, deadline: float | None) -> Flow[GraphQLData]:
    response = yield from send(plan, deadline=deadline)
    if response.data is None:
        raise _error("the response has neither data nor an error")
    data: GraphQLData = response.data
    return data


def time_zone() -> Flow[str]:
    """Return the time zone of the user, in which the platform reads dates."""
    data = yield from execute(inputs.request(inputs.TIME_ZONE))
    return (data.user.timezone if data.user else None) or "UTC"


def read_task(task_id: str, *, deadline: float | None = None) -> Flow[ExportTask]:
    """Return the state of a task."""
    data = yield from execute(inputs.request(inputs.TASK, id=task_id), deadline=deadline)
    if data.user is None:
        raise _error("the response has neither a user nor an error")
    tasks = list_items(data.user, "createdTasks", operation=OPERATION, attribute="created_tasks")
    if not tasks:
        raise NotFound(
            f"there is no task {task_id}, or another user has created it",
            vendor="labelbox",
            operation=OPERATION,
            status=404,
        )
    task: ExportTask = structure(tasks[0].to_dict(), ExportTask, operation=OPERATION)
    return task


def wait_for(task_id: str, timeout: float, created: ExportTask | None = None) -> Flow[ExportTask]:
    """Read a task until it is complete, and return it.

    Args:
        task_id: Its id.
        timeout: Seconds until WaitTimeout is raised.
        created: The task, if it was just created.

    Raises:
        JobFailed: The task failed; it has the errors that the platform lists.
    """

    def poll(deadline: float) -> Flow[ExportTask]:
        return read_task(task_id, deadline=deadline)

    what = f"export {task_id}"
    task = yield from wait_until(poll, _has_ended, what=what, timeout=timeout, state=created)
    if task.status in _FAILED:
        errors = yield from _errors_of(task)
        shown = "; ".join(msgspec.json.encode(each).decode() for each in errors[:_SHOWN_ERRORS])
        reason = f": {shown:.500}" if shown else ", without a reason"
        raise JobFailed(
            f"{what} ended with the status {task.status}{reason}", last=task, errors=errors
        )
    return task


def _has_ended(task: ExportTask) -> bool:
    return task.status == _DONE or task.status in _FAILED


def open_stream(task: ExportTask, stream: Stream) -> Flow[Chunks | str]:
    """Return the chunks of a stream, or the URL of the file of a task without streams."""
    url = task.result if stream == "RESULT" else task.errors
    if url:
        return url
    variables = {"where": {"id": task.id}, "stream": stream}
    data = yield from execute(inputs.request(inputs.HEADER, **variables))
    found = data.task
    if found is None:
        raise _error("the response has neither a task nor an error")
    header = found.export_metadata_header
    # without rows, a stream does not exist; a header of another form must not look like that
    if header is None and unread_value(found, "exportMetadataHeader") not in (None, found):
        raise _error("exportMetadataHeader is not an object")
    size = 0 if header is None else _number("totalSize", header.total_size)
    return Chunks(partial(_chunk, variables), size, operation=OPERATION)


def _chunk(variables: dict[str, Any], offset: int) -> Flow[Chunk]:
    request = inputs.request(inputs.CHUNK, **variables, offset=str(offset))
    data = yield from execute(request)
    chunk = data.task.export_file_from_offset if data.task else None
    if not chunk or not chunk.offsets or not chunk.file:
        raise _error(f"the response has no chunk for byte {offset}")
    start = _number("start", chunk.offsets.start)
    return Chunk(chunk.file, start, _number("end", chunk.offsets.end))


def _number(name: str, value: int | str | None) -> int:
    try:
        number = int(value if value is not None else "")
    except ValueError:
        number = -1
    if number < 0:
        raise _error(f"{name} is not a number of bytes")
    return number


def _errors_of(task: ExportTask) -> Flow[list[Any]]:
    """Return the first errors of a failed task; empty if they cannot be read."""
    try:
        opened = yield from open_stream(task, "ERRORS")
        if not isinstance(opened, str):
            if not opened.size:
                return []
            opened = (yield from opened.locate(0)).url
        content = yield from fetch(opened)
    except LabelbridgeError:
        return []
    return _complete_lines(content)


def _complete_lines(content: bytes) -> list[Any]:
    """Return the values of the first lines; a chunk may end within a line."""
    found: list[Any] = []
    for line in content.splitlines()[:_KEPT_ERRORS]:
        try:
            found.append(msgspec.json.decode(line))
        except msgspec.DecodeError:
            break
    return found


def _error(problem: str) -> ResponseFormatError:
    return ResponseFormatError(f"{OPERATION}: {problem}", operation=OPERATION)
