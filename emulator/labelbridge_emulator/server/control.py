"""The routes under ``/_emulator``, which control a running emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from labelbridge_emulator.contract import strict_json
from labelbridge_emulator.server import fixtures
from labelbridge_emulator.server.emulation import Emulation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    Endpoint = Callable[[Request], Awaitable[JSONResponse]]


def control_routes(emulation: Emulation) -> list[Route]:
    """Return the control routes. They need no API key and are not in the request log.

    ``GET /_emulator/health`` returns the URLs of all origins. ``POST /_emulator/reset`` starts from
    the seed again, ``POST /_emulator/seed`` (``{"seed": "empty"}``) from another one.
    ``POST /_emulator/clock`` (``{"advance": 1800}``) advances the clock by seconds.
    ``POST /_emulator/faults`` replaces the fault rules, ``GET /_emulator/requests`` lists the
    received requests, and ``POST /_emulator/{platform}/{fixture}`` adds data by a fixture.
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
        *(
            Route(f"/_emulator/{path}", endpoint, methods=["GET"])
            for path, endpoint in gets.items()
        ),
        *(
            Route(f"/_emulator/{path}", _with_errors(endpoint), methods=["POST"])
            for path, endpoint in posts.items()
        ),
    ]


class _Control:
    """The endpoints; invalid requests get a 400 with a message."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation

    async def health(self, _request: Request) -> JSONResponse:
        urls = self._emulation.urls
        return JSONResponse({"status": "ok", "urls": {**urls.platforms, "storage": urls.storage}})

    async def requests(self, _request: Request) -> JSONResponse:
        return JSONResponse(self._emulation.request_log.entries())

    async def reset(self, _request: Request) -> JSONResponse:
        self._emulation.reset()
        return JSONResponse({})

    async def seed(self, request: Request) -> JSONResponse:
        body = await _json(request)
        if not isinstance(body, dict) or not isinstance(body.get("seed"), str):
            return _error('send {"seed": "demo"} or the name of another seed')
        self._emulation.seed(body["seed"])
        return JSONResponse({})

    async def clock(self, request: Request) -> JSONResponse:
        body = await _json(request)
        seconds = body.get("advance") if isinstance(body, dict) else None
        if not isinstance(seconds, int | float) or isinstance(seconds, bool):
            return _error('send {"advance": 1800}, in seconds')
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
            return _error("send a JSON object with the arguments of the fixture")
        try:
            return JSONResponse(fixtures.add(self._emulation.store, platform, fixture, body), 201)
        except fixtures.UnknownFixtureError as error:
            return _error(str(error), 404)


def _with_errors(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that responds to a ValueError with a 400."""

    async def wrapped(request: Request) -> JSONResponse:
        try:
            return await endpoint(request)
        except ValueError as error:
            return _error(str(error))

    return wrapped


def _error(message: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": message}, status)


async def _json(request: Request) -> Any:
    """Return the JSON body, or None without a body.

    Raises:
        ValueError: The body is not JSON.
    """
    raw = await request.body()
    try:
        return strict_json.loads(raw) if raw else None
    except ValueError as error:
        raise ValueError(f"the body is not JSON: {error}") from None
