"""Cancelled async calls leave no file and no open response, with every event loop."""

import anyio
import httpx
import pytest

from tests.core.conftest import AsyncToolClient
from tests.support.modes import BACKENDS

CALLS = {
    "send": lambda tools, folder: tools.get(),
    "upload": lambda tools, folder: tools.put(b"data"),
    "download": lambda tools, folder: tools.fetch(folder / "a"),
    "rows": lambda tools, folder: _read(tools.rows()),
}


async def _read(rows):
    return [row async for row in rows]


class Endless(httpx.AsyncByteStream):
    """A body whose second chunk never arrives."""

    def __init__(self, closed):
        self._closed = closed

    async def __aiter__(self):
        yield b"["
        await anyio.sleep_forever()

    async def aclose(self):
        await anyio.lowlevel.checkpoint()  # raises if the call is cancelled
        self._closed.append(True)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", CALLS)
def test_a_cancelled_call_closes_its_response_and_leaves_no_file(backend, name, tmp_path):
    closed, complete = [], []

    async def respond(_request):
        if complete:
            return httpx.Response(200, json={"a": 1})
        return httpx.Response(200, stream=Endless(closed))

    async def main():
        transport = httpx.MockTransport(respond)
        async with AsyncToolClient("key", transport=transport) as client:
            with anyio.move_on_after(0.05) as scope:
                await CALLS[name](client.tools, tmp_path)
            assert scope.cancelled_caught
            assert closed == [True]
            assert list(tmp_path.iterdir()) == []
            complete.append(True)
            await CALLS[name](client.tools, tmp_path)

    anyio.run(main, backend=backend)
