"""The storage origin: signed URLs take and give the bytes of uploads and exports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request

from labelbridge_emulator.contract.binding import bind
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.emulation import Outdated
from labelbridge_emulator.server.response import Answer, send_answer
from labelbridge_emulator.store import IN_MEMORY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from labelbridge_emulator.server.emulation import Emulation
    from labelbridge_emulator.server.faults import Rule
    from labelbridge_emulator.store import Files

_OPERATIONS = {"PUT": "storage.put", "GET": "storage.get", "HEAD": "storage.get"}


class Storage:
    """The ASGI application of the storage origin.

    It asks for no key and takes whatever headers come: a signature is all that opens an object.
    Errors are XML, as object stores answer them.

    Objects that a contract describes (operations with servers of their own) are held against it, as
    far as they are short enough to lie in memory.

    A request acts on the files of the world that it came to: after a reset, nobody sees its object.
    """

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        self._described = [
            (_pattern(operation.path), operation)
            for platform in all_platforms()
            for operation in bind(platform.name)
            if operation.elsewhere and operation.method == "GET"
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        operation = _OPERATIONS.get(request.method)
        emulation, rule = self._emulation, None
        epoch = emulation.epoch
        try:
            if operation is not None:
                rule = await emulation.strike(operation, epoch)
            with emulation.still(epoch) as store:
                files = store.files
            answer = await self._answer(request, rule, files)
            with emulation.still(epoch):
                emulation.record.add(operation, request, answer.status)
        except ClientDisconnect:
            return
        except Outdated:
            answer = _error(503, "Reset")
        await send_answer(answer, scope, send, cut=rule is not None and rule.cut)

    async def _answer(self, request: Request, rule: Rule | None, files: Files) -> Answer:
        if request.method not in _OPERATIONS:
            return _error(405, "MethodNotAllowed", {"allow": ", ".join(_OPERATIONS)})
        if rule is not None and rule.stands_in:
            await _drained(request)
            return rule.answer(lambda refusal: _error(refusal.status, "InternalError"), 200)
        answer = await self._true_answer(request, files)
        return answer if rule is None else self._emulation.edited(rule, answer)

    async def _true_answer(self, request: Request, files: Files) -> Answer:
        path = request.url.path
        key = path.removeprefix("/")
        if not _allowed(files, request, key):
            await _drained(request)
            return _error(403, "AccessDenied")
        if request.method == "PUT":
            return await _put(request, files, key)
        stored = files.get(key)
        if stored is None:
            return _error(404, "NoSuchKey")
        answer = Answer(200, stored, stored.content_type or "application/octet-stream")
        for pattern, operation in self._described:
            if pattern.fullmatch(path) and stored.size <= IN_MEMORY:
                return self._emulation.judged(operation, answer)
        return answer


async def _put(request: Request, files: Files, key: str) -> Answer:
    """Take a body of any length; one that breaks off stores nothing."""
    with files.create(key, request.headers.get("content-type", "")) as target:
        async for chunk in request.stream():
            target.write(chunk)
    return Answer(200)


def _allowed(files: Files, request: Request, key: str) -> bool:
    query = request.query_params
    method = "GET" if request.method == "HEAD" else request.method
    return files.verify(method, key, query.get("Expires", ""), query.get("Signature", ""))


async def _drained(request: Request) -> None:
    """Read a body that nobody wants, so that its sender gets to read the answer."""
    async for _ in request.stream():
        pass


def _error(status: int, code: str, headers: Mapping[str, str] | None = None) -> Answer:
    content = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code></Error>"
    return Answer(status, content.encode(), "application/xml", headers or {})


def _pattern(template: str) -> re.Pattern[str]:
    """Matches the paths that a template stands for."""
    steps = ("[^/]+" if step.startswith("{") else re.escape(step) for step in template.split("/"))
    return re.compile("/".join(steps))
