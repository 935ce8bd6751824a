"""Requests to an ASGI application without any server."""

from typing import Any

import anyio
import httpx
from starlette.types import ASGIApp


def request(app: ASGIApp, method: str, path: str, **options: Any) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://emulator") as client:
            return await client.request(method, path, **options)

    return anyio.run(send)
