"""A static server: `python -m benchmarks.server [SECONDS]`, in a process of its own.

It listens on two ports, of the API and of the storage for uploads. Each response waits for the
latency, without delaying those of other connections. The bodies are made once, so that the
server's own time is small. The process prints the port of the API. For each line of stdin, it
prints what it has counted since the last line as JSON. It ends when its stdin is closed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from functools import partial
from typing import Final

from benchmarks.responses import END, Responses

BACKLOG: Final = 4096
LENGTH: Final = b"\r\ncontent-length:"


class Host:
    """Counts the connections of a port since the counts were taken.

    A connection counts as open from its first request on, because other clients may have
    connections that they do not use.
    """

    def __init__(self) -> None:
        self._used: set[Connection] = set()
        self._opened = self._most = 0

    def open(self) -> None:
        """Count a connection."""
        self._opened += 1

    def use(self, connection: Connection) -> None:
        """Count a connection that sends a request."""
        self._used.add(connection)
        self._most = max(self._most, len(self._used))

    def close(self, connection: Connection) -> None:
        """Remove a connection."""
        self._used.discard(connection)

    def take(self) -> dict[str, int]:
        """Return the counts, and begin again."""
        found = {"opened": self._opened, "at once": self._most}
        self._used.clear()
        self._most = self._opened = 0
        return found


class Connection(asyncio.Protocol):
    """A connection, which is kept open between requests.

    Args:
        responses: Makes the responses.
        latency: Seconds before each response.
        host: Counts the connections of this port.
    """

    def __init__(self, responses: Responses, latency: float, host: Host) -> None:
        self._responses, self._latency, self._host = responses, latency, host
        self._received, self._waiting, self._needed = bytearray(), 0, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type
        self._transport = transport
        self._host.open()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count an error if a request or its response is incomplete."""
        self._host.close(self)
        if exc or self._received or self._waiting:
            self._responses.counts["errors"] += 1

    def data_received(self, data: bytes) -> None:
        """Send the responses to the requests that are complete."""
        self._received += data
        self._host.use(self)
        while len(self._received) >= self._needed and (request := self._next()):
            response = self._responses.respond(*request)
            if self._latency:
                self._waiting += 1
                asyncio.get_running_loop().call_later(self._latency, self._send, response)
            else:
                self._transport.write(response)

    def _next(self) -> tuple[str, str, bytearray] | None:
        """Take the next request that is complete: its method, its path with query, its body."""
        end = self._received.find(END)
        if end < 0:
            return None
        start, head = end + len(END), self._received[:end]
        length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
        self._needed = start + int(length or 0)
        if len(self._received) < self._needed:
            return None
        body = self._received[start : self._needed]
        del self._received[: self._needed]
        self._needed = 0
        method, target, _ = head.decode().split(" ", 2)
        return method, target, body

    def _send(self, response: bytes) -> None:
        self._waiting -= 1
        self._transport.write(response)


async def serve(latency: float) -> None:
    """Serve until stdin is closed."""
    loop = asyncio.get_running_loop()
    ports, made, hosts = [], Responses(), (Host(), Host())
    for host in hosts:
        make = partial(Connection, made, latency, host)
        server = await loop.create_server(make, "127.0.0.1", 0, backlog=BACKLOG)
        ports.append(server.sockets[0].getsockname()[1])
    made.storage = f"http://127.0.0.1:{ports[1]}"
    print(ports[0], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        connections = [host.take() for host in hosts]
        most = {
            f"connections {name}": max(each[name] for each in connections)
            for name in connections[0]
        }
        print(json.dumps(made.counts | most), flush=True)
        made.counts.clear()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) if sys.argv[1:] else 0.0))
