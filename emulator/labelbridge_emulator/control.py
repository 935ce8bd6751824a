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


_LONGEST = 100 * 365 * 24 * 3600
"""Seconds; how far time goes at once."""


def control_routes(emulation: Emulation) -> list[Route]:
    """The routes; none asks for a key, and none is recorded.

    ``GET /_emulator/health`` tells the URLs of all origins. ``POST /_emulator/reset`` starts from
    the seed again, ``POST /_emulator/seed`` (``{"seed": "empty"}``) from another one.
    ``POST /_emulator/clock`` (``{"advance": 1800}``) lets that many seconds pass.
    ``POST /_emulator/faults`` replaces the fault rules, ``GET /_emulator/requests`` lists what was
    received, and ``POST /_emulator/{vendor}/{face}`` adds to the world by the vendor's faces.
    """
    control = _Control(emulation)
    posts = {
        "reset": control.reset,
        "seed": control.seed,
        "clock": control.clock,
        "faults": control.faults,
    }
    return [
        Route("/_emulator/health", control.health, methods=["GET"]),
        Route("/_emulator/requests", control.requests, methods=["GET"]),
        *(Route(f"/_emulator/{name}", face, methods=["POST"]) for name, face in posts.items()),
        Route("/_emulator/{vendor}/{face}", control.add, methods=["POST"]),
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

    async def clock(self, request: Request) -> JSONResponse:
        body = await _json(request)
        seconds = body.get("advance") if isinstance(body, dict) else None
        if not isinstance(seconds, int | float) or not 0 <= seconds <= _LONGEST:
            return _refused(f'send {{"advance": 1800}}, seconds up to {_LONGEST}')
        with self._emulation.world.lock:
            self._emulation.world.clock.advance(seconds)
        return JSONResponse({})

    async def faults(self, request: Request) -> JSONResponse:
        rules = await _json(request)
        try:
            self._emulation.faults.replace(rules)
        except ValueError as error:
            return _refused(str(error))
        return JSONResponse({})

    async def add(self, request: Request) -> JSONResponse:
        vendor, name = request.path_params["vendor"], request.path_params["face"]
        faces = {each.name: each.faces for each in vendors()}
        if name not in faces.get(vendor, {}):
            return JSONResponse({"error": f"{vendor!r} has no face {name!r}"}, 404)
        face = faces[vendor][name]
        body = await _json(request)
        if not isinstance(body, dict):
            return _refused("send an object with the face's arguments")
        world = self._emulation.world
        try:
            bound = inspect.signature(face).bind(world, **body)
        except TypeError as error:
            return _refused(str(error))
        try:
            with world.lock:
                return JSONResponse(face(*bound.args, **bound.kwargs), 201)
        except (AttributeError, TypeError, ValueError) as error:  # the first two: a value's type
            return _refused(str(error))


async def _json(request: Request) -> Any:
    """The body; None when it is not JSON, which every endpoint refuses by its shape."""
    try:
        return json.loads(await request.body())
    except ValueError:
        return None


def _refused(message: str) -> JSONResponse:
    return JSONResponse({"error": message}, 400)
