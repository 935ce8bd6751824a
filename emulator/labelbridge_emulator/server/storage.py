"""The storage origin: uploads and downloads by signed URLs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request

from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.emulation import ResetDuringRequest
from labelbridge_emulator.server.response import HttpResponse, send_response
from labelbridge_emulator.store import IN_MEMORY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from labelbridge_emulator.server.emulation import Emulation
    from labelbridge_emulator.server.faults import Rule
    from labelbridge_emulator.store import Files

_RANGE = re.compile(r"bytes=(\d+)-")
_OPERATIONS = {"PUT": "storage.put", "GET": "storage.get", "HEAD": "storage.get"}


class Storage:
    """The ASGI application of the storage origin.

    It needs no API key and accepts any headers; access is granted by the signature alone. Errors
    are XML, as in object stores.

    Objects that a contract describes (operations with their own servers) are validated if they are
    small enough to be in memory.

    A request uses the files that existed when it arrived, also if the emulator is reset meanwhile.
    """

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        self._described = [
            (_pattern(operation.path), operation)
            for platform in all_platforms()
            for operation in load_operations(platform.name)
            if operation.has_own_server and operation.method == "GET"
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request."""
        request = Request(scope, receive)
        operation = _OPERATIONS.get(request.method)
        emulation, rule = self._emulation, None
        epoch = emulation.epoch
        try:
            if operation is not None:
                rule = await emulation.next_fault(operation, epoch)
            with emulation.locked(epoch) as store:
                files = store.files
            response = await self._respond(request, rule, files)
            with emulation.locked(epoch):
                emulation.request_log.add(operation, request, response.status)
        except ClientDisconnect:
            return
        except ResetDuringRequest:
            response = _error(503, "Reset")
        await send_response(response, scope, send, cut=rule is not None and rule.cut)

    async def _respond(self, request: Request, rule: Rule | None, files: Files) -> HttpResponse:
        if request.method not in _OPERATIONS:
            return _error(405, "MethodNotAllowed", {"allow": ", ".join(_OPERATIONS)})
        if rule is not None and rule.replaces_response:
            await _drain(request)
            return rule.response(lambda error: _error(error.status, "InternalError"), 200)
        response = await self._handle(request, files)
        return response if rule is None else self._emulation.edited(rule, response)

    async def _handle(self, request: Request, files: Files) -> HttpResponse:
        path = request.url.path
        key = path.removeprefix("/")
        if not _allowed(files, request, key):
            await _drain(request)
            return _error(403, "AccessDenied")
        if request.method == "PUT":
            return await _put(request, files, key)
        stored = files.get(key)
        if stored is None:
            return _error(404, "NoSuchKey")
        response = HttpResponse(200, stored, stored.content_type or "application/octet-stream")
        for pattern, operation in self._described:
            if pattern.fullmatch(path) and stored.size <= IN_MEMORY:
                response = self._emulation.validated(operation, response)
        return _ranged(request, response)


def _ranged(request: Request, response: HttpResponse) -> HttpResponse:
    """Return the requested range of a small object, from one byte to the end."""
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    start, size = int(found[1]) if found else 0, response.size
    if response.status != 200 or not 0 < start < size <= IN_MEMORY:
        return response
    headers = {**response.headers, "content-range": f"bytes {start}-{size - 1}/{size}"}
    return HttpResponse(206, response.read()[start:], response.media_type, headers)


async def _put(request: Request, files: Files, key: str) -> HttpResponse:
    """Store a body of any length; an incomplete one is discarded."""
    with files.create(key, request.headers.get("content-type", "")) as target:
        async for chunk in request.stream():
            target.write(chunk)
    return HttpResponse(200)


def _allowed(files: Files, request: Request, key: str) -> bool:
    query = request.query_params
    method = "GET" if request.method == "HEAD" else request.method
    return files.verify(method, key, query.get("Expires", ""), query.get("Signature", ""))


async def _drain(request: Request) -> None:
    """Read and discard the body, so that the client can finish sending and read the response."""
    async for _ in request.stream():
        pass


def _error(status: int, code: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    content = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code></Error>"
    return HttpResponse(status, content.encode(), "application/xml", headers or {})


def _pattern(template: str) -> re.Pattern[str]:
    """Return a pattern that matches the paths of a template."""
    steps = ("[^/]+" if step.startswith("{") else re.escape(step) for step in template.split("/"))
    return re.compile("/".join(steps))
