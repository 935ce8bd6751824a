"""Routes under /_emulator: how a test or a person steers a running emulator."""

from __future__ import annotations

import inspect
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from labelbridge_emulator.emulation import Emulation, vendors

if TYPE_CHECKING:
    from starlette.requests import Request


def control_routes(emulation: Emulation) -> list[Route]:
    """The routes; none asks for a key, and none is recorded.

    ``GET /_emulator/health`` tells the URLs of all origins. ``POST /_emulator/reset`` starts from
    the seed again, ``POST /_emulator/seed`` (``{"seed": "empty"}``) from another one.
    ``POST /_emulator/faults`` replaces the fault rules, ``GET /_emulator/requests`` lists what was
    received, and ``POST /_emulator/{vendor}/{thing}`` adds to the world by the vendor's faces.
    """
    control = _Control(emulation)
    posts = {"reset": control.reset, "seed": control.seed, "faults": control.faults}
    return [
        Route("/_emulator/health", control.health, methods=["GET"]),
        Route("/_emulator/requests", control.requests, methods=["GET"]),
        *(Route(f"/_emulator/{name}", face, methods=["POST"]) for name, face in posts.items()),
        Route("/_emulator/{vendor}/{thing}", control.add, methods=["POST"]),
    ]


class _Control:
    """The endpoints; what they cannot do is a 400 that says why."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation

    async def health(self, _request: Request) -> JSONResponse:
        urls = asdict(self._emulation.urls)
        return JSONResponse({"status": "ok", "urls": urls})

    async def requests(self, _request: Request) -> JSONResponse:
        return JSONResponse(self._emulation.record.entries())

    async def reset(self, _request: Request) -> JSONResponse:
        self._emulation.reset()
        return JSONResponse({})

    async def seed(self, request: Request) -> JSONResponse:
        body = await _json(request)
        if not isinstance(body, dict) or not isinstance(body.get("seed"), str):
            return _refused('send {"seed": "demo"} or another seed\'s name')
        try:
            self._emulation.seed(body["seed"])
        except ValueError as error:
            return _refused(str(error))
        return JSONResponse({})

    async def faults(self, request: Request) -> JSONResponse:
        rules = await _json(request)
        try:
            self._emulation.faults.replace(rules)
        except ValueError as error:
            return _refused(str(error))
        return JSONResponse({})

    async def add(self, request: Request) -> JSONResponse:
        name, thing = request.path_params["vendor"], request.path_params["thing"]
        faces = {vendor.name: vendor.faces for vendor in vendors()}
        if thing not in faces.get(name, {}):
            return JSONResponse({"error": f"nothing adds a {thing!r} to {name!r}"}, 404)
        face = faces[name][thing]
        body = await _json(request)
        world = self._emulation.world
        try:
            bound = inspect.signature(face).bind(world, **body)
        except TypeError as error:
            return _refused(str(error))
        try:
            with world.lock:
                return JSONResponse(face(*bound.args, **bound.kwargs), 201)
        except ValueError as error:
            return _refused(str(error))


async def _json(request: Request) -> Any:
    """The body; None when it is not JSON, which every endpoint refuses by its shape."""
    try:
        return json.loads(await request.body())
    except ValueError:
        return None


def _refused(message: str) -> JSONResponse:
    return JSONResponse({"error": message}, 400)
