"""The API origin: all platforms under their prefixes, and the control routes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route

from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.handler import ApiError, Platform
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.control import control_routes
from labelbridge_emulator.server.emulation import Emulation, ResetDuringRequest
from labelbridge_emulator.server.response import json_response, send_response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import Receive, Scope, Send

    from labelbridge_emulator.contract.operation import Operation


def create_app(emulation: Emulation | None = None) -> Starlette:
    """Create the ASGI application of the API origin.

    Args:
        emulation: What to serve; None creates one with the demo seed. It is also available as
            ``app.state.emulation``.

    Raises:
        LookupError: The operations of a contract and the handlers of its platform differ.
    """
    emulation = emulation or Emulation()
    routes: list[Route] = control_routes(emulation)
    for platform in all_platforms():
        routes += _platform_routes(emulation, platform)
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    app.router.default = _NotFound(emulation)
    app.state.emulation = emulation
    return app


def _platform_routes(emulation: Emulation, platform: Platform) -> Iterator[Route]:
    served = [each for each in load_operations(platform.name) if not each.has_own_server]
    if difference := {operation.id for operation in served} ^ set(platform.handlers):
        raise LookupError(f"{platform.name}: handlers and contract differ: {sorted(difference)}")
    by_path: dict[str, list[Operation]] = defaultdict(list)
    for operation in served:
        by_path[operation.path].append(operation)
    for path in sorted(by_path, key=_parameters_last):
        yield Route(f"/{platform.name}{path}", _Path(emulation, platform, by_path[path]))


def _parameters_last(path: str) -> list[tuple[bool, str]]:
    """Return a key that sorts ``/{a}/stats`` before ``/{a}/{b}``, which would match it too."""
    return [(step.startswith("{"), step) for step in path.split("/")]


class _Path:
    """Serves all methods of a path."""

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
            await self._send_method_not_allowed(request, send)
            return
        emulation, rule = self._emulation, None
        epoch = emulation.epoch
        try:
            body = await request.body()
            rule = await emulation.next_fault(f"{self._platform.name}.{operation.id}", epoch)
            with emulation.locked(epoch):
                response = emulation.respond(self._platform, operation, request, body, rule)
                emulation.request_log.add(operation.id, request, response.status)
        except ClientDisconnect:
            return
        except ResetDuringRequest as error:
            response = json_response(503, {"error": str(error)})
        await send_response(response, scope, send, cut=rule is not None and rule.cut)

    async def _send_method_not_allowed(self, request: Request, send: Send) -> None:
        allowed = ", ".join(self._operations)
        error = ApiError(405, f"Method {request.method} is not allowed; use {allowed}.")
        self._emulation.request_log.add(None, request, 405)
        response = json_response(405, self._platform.error_body(error), {"allow": allowed})
        await send_response(response, request.scope, send)


class _NotFound:
    """Responds to unknown paths, in the format of the platform whose prefix they have."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._emulation.request_log.add(None, request, 404)
        error = ApiError(404, f"Path {request.url.path} does not exist.")
        prefix = request.url.path.split("/")[1]
        formats = [platform.error_body for platform in all_platforms() if platform.name == prefix]
        body = formats[0](error) if formats else {"error": error.message}
        await send_response(json_response(404, body), scope, send)
