"""Routes under /_emulator: how a test or a person steers a running emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from labelbridge_emulator.contract import strict_json as strict
from labelbridge_emulator.server import seeding
from labelbridge_emulator.server.emulation import Emulation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    Endpoint = Callable[[Request], Awaitable[JSONResponse]]


def control_routes(emulation: Emulation) -> list[Route]:
    """The routes; none asks for a key, and none is recorded.

    ``GET /_emulator/health`` tells the URLs of all origins. ``POST /_emulator/reset`` starts from
    the seed again, ``POST /_emulator/seed`` (``{"seed": "empty"}``) from another one.
    ``POST /_emulator/clock`` (``{"advance": 1800}``) lets that many seconds pass.
    ``POST /_emulator/faults`` replaces the fault rules, ``GET /_emulator/requests`` lists what was
    received, and ``POST /_emulator/{vendor}/{face}`` adds to the world by the vendor's faces.
    """
    control = _Control(emulation)
    gets = {"health": control.health, "requests": control.requests}
    posts = {
        "reset": control.reset,
        "seed": control.seed,
        "clock": control.clock,
        "faults": control.faults,
        "{platform}/{fixture}": control.add,
    }
    return [
        *(Route(f"/_emulator/{path}", fixture, methods=["GET"]) for path, fixture in gets.items()),
        *(
            Route(f"/_emulator/{path}", _refusing(fixture), methods=["POST"])
            for path, fixture in posts.items()
        ),
    ]


class _Control:
    """The endpoints; what they cannot do is a 400 that says why."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation

    async def health(self, _request: Request) -> JSONResponse:
        urls = self._emulation.urls
        return JSONResponse({"status": "ok", "urls": {**urls.platforms, "storage": urls.storage}})

    async def requests(self, _request: Request) -> JSONResponse:
        return JSONResponse(self._emulation.record.entries())

    async def reset(self, _request: Request) -> JSONResponse:
        self._emulation.reset()
        return JSONResponse({})

    async def seed(self, request: Request) -> JSONResponse:
        body = await _json(request)
        if not isinstance(body, dict) or not isinstance(body.get("seed"), str):
            return _refused('send {"seed": "demo"} or another seed\'s name')
        self._emulation.seed(body["seed"])
        return JSONResponse({})

    async def clock(self, request: Request) -> JSONResponse:
        body = await _json(request)
        seconds = body.get("advance") if isinstance(body, dict) else None
        if not isinstance(seconds, int | float) or isinstance(seconds, bool):
            return _refused('send {"advance": 1800}, in seconds')
        with self._emulation.store.lock:
            self._emulation.store.clock.advance(seconds)
        return JSONResponse({})

    async def faults(self, request: Request) -> JSONResponse:
        self._emulation.faults.replace(await _json(request))
        return JSONResponse({})

    async def add(self, request: Request) -> JSONResponse:
        platform, fixture = request.path_params["platform"], request.path_params["fixture"]
        body = await _json(request)
        if not isinstance(body, dict):
            return _refused("send an object with the face's arguments")
        try:
            return JSONResponse(seeding.add(self._emulation.store, platform, fixture, body), 201)
        except seeding.UnknownFixtureError as error:
            return JSONResponse({"error": str(error)}, 404)


def _refusing(fixture: Endpoint) -> Endpoint:
    """An endpoint whose ValueErrors are 400s that say what they say."""

    async def answered(request: Request) -> JSONResponse:
        try:
            return await fixture(request)
        except ValueError as error:
            return _refused(str(error))

    return answered


def _refused(message: str) -> JSONResponse:
    return JSONResponse({"error": message}, 400)


async def _json(request: Request) -> Any:
    """The body; None when there is none, which every endpoint refuses by its shape.

    Raises:
        ValueError: It is not JSON.
    """
    raw = await request.body()
    try:
        return strict.loads(raw) if raw else None
    except ValueError as error:
        raise ValueError(f"the body is not JSON: {error}") from None
