"""A static server: `python -m benchmarks.server`, in a process of its own.

It returns one project, any image, and the labels of an image, whose id has their number
(`data.image_id`). All bodies are made at the start, so that the server's own time is small. The
process prints its port, and ends when its stdin is closed.
"""

from __future__ import annotations

import asyncio
import sys
from functools import cache
from typing import Final
from urllib.parse import parse_qs, urlsplit

from benchmarks.data import IMAGE_BODY, PAGE, PROJECT_BODY, encode, label_pages

DIFFERENT_PAGES: Final = 20
END: Final = b"\r\n\r\n"

PAGES: Final = {
    (unknown, damaged): label_pages(DIFFERENT_PAGES, unknown=unknown, damaged=damaged)
    for unknown, damaged in ((False, False), (True, False), (False, True))
}


def _respond(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + END + body


@cache
def _project() -> bytes:
    return _respond(encode(PROJECT_BODY))


@cache
def _image(image: str) -> bytes:
    return _respond(encode(IMAGE_BODY | {"id": image}))


def _labels(image: str, offset: int) -> bytes:
    last = image.rpartition("-")[2]
    damaged, total, unknown = int(last[:4]), int(last[4:]), image[20:23] == "001"
    page = offset // PAGE
    items = b"[]"
    if offset < total:
        items = PAGES[unknown, page < damaged][page % DIFFERENT_PAGES]
    meta = {
        "object": "list",
        "limit": PAGE,
        "offset": offset,
        "total": total,
        "search_parameters": {},
    }
    return _respond(b'{"meta":' + encode(meta) + b',"items":' + items + b"}")


def response_of(target: str) -> bytes:
    """Return the complete response to a GET request for a path with its query."""
    url = urlsplit(target)
    match url.path.strip("/").split("/"):
        case [*_, "projects", _]:
            return _project()
        case [*_, "images", image]:
            return _image(image)
        case [*_, "images", image, "labels"]:
            query = parse_qs(url.query)
            return _labels(image, int(query.get("offset", ["0"])[0]))
        case _:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0" + END


class Connection(asyncio.Protocol):
    """A connection, which is kept open between requests.

    Args:
        latency: Seconds before each response.
    """

    def __init__(self, latency: float) -> None:
        self._latency, self._received = latency, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Send the responses to the requests that are complete. They have no bodies."""
        self._received += data
        while END in self._received:
            head, _, self._received = self._received.partition(END)
            response = response_of(head.split(b" ", 2)[1].decode())
            if self._latency:
                loop = asyncio.get_running_loop()
                loop.call_later(self._latency, self._transport.write, response)
            else:
                self._transport.write(response)


async def serve(latency: float) -> None:
    """Serve until stdin is closed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(latency), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) if sys.argv[1:] else 0.0))
