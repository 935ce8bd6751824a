"""The API origin: every vendor under its prefix, and the control routes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route

from labelbridge_emulator.contract.binding import bind
from labelbridge_emulator.handler import ApiError, Platform
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.control import control_routes
from labelbridge_emulator.server.emulation import Emulation, Outdated
from labelbridge_emulator.server.response import json_answer, send_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import Receive, Scope, Send

    from labelbridge_emulator.contract.operation import Operation


def create_app(emulation: Emulation | None = None) -> Starlette:
    """The ASGI application of the API origin.

    Args:
        emulation: What it serves; a new one with the demo seed when None. It is also
            ``app.state.emulation``.

    Raises:
        LookupError: A contract's operations and a vendor's handlers are not the same.
    """
    emulation = emulation or Emulation()
    routes: list[Route] = control_routes(emulation)
    for platform in all_platforms():
        routes += _platform_routes(emulation, platform)
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    app.router.default = _Nowhere(emulation)
    app.state.emulation = emulation
    return app


def _platform_routes(emulation: Emulation, platform: Platform) -> Iterator[Route]:
    served = [operation for operation in bind(platform.name) if not operation.elsewhere]
    differing = {operation.id for operation in served} ^ set(platform.handlers)
    if differing:
        raise LookupError(f"{platform.name}: handlers and contract differ: {sorted(differing)}")
    by_path: dict[str, list[Operation]] = defaultdict(list)
    for operation in served:
        by_path[operation.path].append(operation)
    for path in sorted(by_path, key=_parameters_last):
        yield Route(f"/{platform.name}{path}", _Path(emulation, platform, by_path[path]))


def _parameters_last(path: str) -> list[tuple[bool, str]]:
    """Sorts ``/{workspace}/stats`` before ``/{workspace}/{project}``, which would take it too."""
    return [(step.startswith("{"), step) for step in path.split("/")]


class _Path:
    """All methods of one path."""

    def __init__(
        self, emulation: Emulation, platform: Platform, operations: Sequence[Operation]
    ) -> None:
        self._emulation = emulation
        self._platform = platform
        self._operations = {operation.method: operation for operation in operations}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        operation = self._operations.get(request.method)
        if operation is None:
            await self._refuse_method(request, send)
            return
        emulation, rule = self._emulation, None
        epoch = emulation.epoch
        try:
            body = await request.body()
            rule = await emulation.strike(f"{self._platform.name}.{operation.id}", epoch)
            with emulation.still(epoch):
                answer = emulation.answer(self._platform, operation, request, body, rule)
                emulation.record.add(operation.id, request, answer.status)
        except ClientDisconnect:
            return
        except Outdated as gone:
            answer = json_answer(503, {"error": str(gone)})
        await send_answer(answer, scope, send, cut=rule is not None and rule.cut)

    async def _refuse_method(self, request: Request, send: Send) -> None:
        allowed = ", ".join(self._operations)
        refusal = ApiError(405, f"{request.method} is not allowed here; {allowed} is.")
        self._emulation.record.add(None, request, 405)
        answer = json_answer(405, self._platform.error_body(refusal), {"allow": allowed})
        await send_answer(answer, request.scope, send)


class _Nowhere:
    """Answers where there is no path, in the shape of the vendor whose prefix it has, if any."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._emulation.record.add(None, request, 404)
        refusal = ApiError(404, f"There is no path {request.url.path}.")
        prefix = request.url.path.split("/")[1]
        shapes = [platform.error_body for platform in all_platforms() if platform.name == prefix]
        body = shapes[0](refusal) if shapes else {"error": refusal.message}
        await send_answer(json_answer(404, body), scope, send)
