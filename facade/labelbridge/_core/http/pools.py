"""Pools of connections to one host.

The pool of httpx examines all connections and all waiting requests at the beginning and at the end
of each request: with 100 connections, a request costs ten times as much as with one. Here, each
connection has a transport of its own, and a request takes the one that was used last.
"""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import anyio
import httpx

from labelbridge._core.cancellation import Cancellation
from labelbridge._core.http.slots import AsyncSlots, Slots, closed
from labelbridge._core.http.timeouts import Timeouts

KEEP_ALIVE: Final = 5.0
"""Seconds after which an unused connection is closed. The default of httpx."""

_LIMITS: Final = httpx.Limits(max_connections=1, keepalive_expiry=KEEP_ALIVE)
_OPENED: Final = ("connect_tcp.complete", "start_tls.complete")
"""Events of httpcore with a new socket."""

T = TypeVar("T")


class _Free(Generic[T]):
    """The connections that no request uses, with the last one at the end."""

    def __init__(self) -> None:
        self._connections: deque[tuple[float, T]] = deque()

    def take(self) -> T | None:
        """Return the connection that was used last, if there is one."""
        return self._connections.pop()[1] if self._connections else None

    def add(self, connection: T) -> T | None:
        """Add a connection, and remove and return the oldest one if it expired.

        One for each request is enough, because each request adds at most one.
        """
        now = time.monotonic()
        self._connections.append((now, connection))
        if now - self._connections[0][0] < KEEP_ALIVE:
            return None
        return self._connections.popleft()[1]


class _Connection:
    """A connection of a thread, with its socket while it is open."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self.transport = httpx.HTTPTransport(**arguments, limits=_LIMITS)
        self._socket: socket.socket | None = None
        self._cancellation: Cancellation | None = None
        self.is_interrupted = False

    def begin(self, request: httpx.Request) -> None:
        """Let a request use this connection until the response is closed."""
        timeouts = request.extensions.get("timeout")
        cancellation = timeouts.cancellation if isinstance(timeouts, Timeouts) else None
        if cancellation:
            cancellation.add(self)
        self._cancellation = cancellation

    def end(self) -> None:
        """End the use by a request."""
        if self._cancellation:
            self._cancellation.discard(self)
            self._cancellation = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""

        def trace(event: str, info: dict[str, Any]) -> None:
            if event.endswith(_OPENED):
                self._socket = info["return_value"].get_extra_info("socket")
                if self.is_interrupted:
                    info["return_value"].close()
                    raise closed(request)

        request.extensions["trace"] = trace
        return self.transport.handle_request(request)

    def interrupt(self) -> None:
        """End the waits of the thread that uses this connection.

        The socket is closed by that thread: its number could be used again meanwhile.
        """
        self.is_interrupted = True
        if self._socket:
            with suppress(OSError):
                # not the method of ssl.SSLSocket, which changes the state of the other thread
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Pool(httpx.BaseTransport):
    """Connections to one host for the threads of a process.

    Args:
        arguments: The arguments of `httpx.HTTPTransport`.
        number: The largest number of connections; more requests wait.

    Attributes:
        is_closed: Whether the pool is closed.
    """

    def __init__(self, arguments: dict[str, Any], number: int) -> None:
        self._arguments = arguments
        self._slots = Slots(number)
        self._lock = Lock()
        self._free: _Free[_Connection] = _Free()
        self._used: set[_Connection] = set()
        self.is_closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as soon as a connection is free."""
        self._slots.acquire(request)
        try:
            connection = self._take(request)
        except BaseException:
            self._slots.release()
            raise
        try:
            connection.begin(request)
            response = connection.handle_request(request)
        except BaseException:
            self.release(connection, is_usable=False)
            raise
        response.stream = _Body(self, connection, response.stream)
        return response

    def _take(self, request: httpx.Request) -> _Connection:
        with self._lock:
            if self.is_closed:
                raise closed(request)
            connection = self._free.take() or _Connection(self._arguments)
            self._used.add(connection)
            return connection

    def release(self, connection: _Connection, *, is_usable: bool = True) -> None:
        """Make a connection free for the next request, or close it."""
        connection.end()
        with self._lock:
            self._used.discard(connection)
            is_usable = is_usable and not (self.is_closed or connection.is_interrupted)
            unused = self._free.add(connection) if is_usable else connection
        self._slots.release()
        if unused:
            unused.transport.close()

    def close(self) -> None:
        """Close all connections, and end the requests of other threads."""
        with self._lock:
            self.is_closed = True
            for used in self._used:
                used.interrupt()
        self._slots.close()
        while unused := self._free.take():
            unused.transport.close()


class _Body(httpx.SyncByteStream):
    """The body of a response, which makes the connection free when it is closed."""

    def __init__(self, pool: Pool, connection: _Connection, body: Any) -> None:
        self._pool, self._body = pool, body
        self._connection: _Connection | None = connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            is_usable = False
            try:
                self._body.close()
                is_usable = True
            finally:
                self._pool.release(connection, is_usable=is_usable)


class AsyncPool(httpx.AsyncBaseTransport):
    """Connections to one host for the tasks of an event loop.

    Args:
        arguments: The arguments of `httpx.AsyncHTTPTransport`.
        number: The largest number of connections; more requests wait.
    """

    def __init__(self, arguments: dict[str, Any], number: int) -> None:
        self._arguments = arguments
        self._slots = AsyncSlots(number)
        self._free: _Free[httpx.AsyncHTTPTransport] = _Free()
        self._used: set[httpx.AsyncHTTPTransport] = set()
        self._waits: set[anyio.CancelScope] = set()
        self._is_closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as soon as a connection is free."""
        if self._is_closed:
            raise closed(request)
        with anyio.CancelScope() as scope:
            self._waits.add(scope)
            try:
                return await self._send(request)
            finally:
                self._waits.discard(scope)
        raise closed(request)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        await self._slots.acquire(request)
        connection = self._free.take() or httpx.AsyncHTTPTransport(
            **self._arguments, limits=_LIMITS
        )
        self._used.add(connection)
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            # httpcore can leave the connection of a cancelled request in a state in which all
            # further requests wait for it
            await self.release(connection, is_usable=False)
            raise
        response.stream = _AsyncBody(self, connection, response.stream)
        return response

    async def release(
        self, connection: httpx.AsyncHTTPTransport, *, is_usable: bool = True
    ) -> None:
        """Make a connection free for the next request, or close it."""
        self._used.discard(connection)
        is_usable = is_usable and not self._is_closed
        unused = self._free.add(connection) if is_usable else connection
        self._slots.release()
        if unused:
            with anyio.CancelScope(shield=True):
                await unused.aclose()

    async def aclose(self) -> None:
        """Close all connections, and end the requests of other tasks."""
        self._is_closed = True
        for scope in self._waits:
            scope.cancel()
        for used in list(self._used):
            await used.aclose()
        while unused := self._free.take():
            await unused.aclose()


class _AsyncBody(httpx.AsyncByteStream):
    """The body of a response, which makes the connection free when it is closed.

    The generators of httpx and httpcore run to their end, also if only a part of the body is read:
    event loops would otherwise end them later, and trio warns about them.
    """

    def __init__(self, pool: AsyncPool, connection: httpx.AsyncHTTPTransport, body: Any) -> None:
        self._pool, self._body = pool, body
        self._connection: httpx.AsyncHTTPTransport | None = connection
        self._parts: AsyncIterator[bytes] | None = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._parts = aiter(self._body)
        return self

    async def __anext__(self) -> bytes:
        if self._parts is None:
            raise StopAsyncIteration
        return await anext(self._parts)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            is_usable = False
            try:
                await self._body.aclose()
                await self._end()
                is_usable = True
            finally:
                await self._pool.release(connection, is_usable=is_usable)

    async def _end(self) -> None:
        """Read until reading fails, because the socket is closed."""
        if self._parts:
            with suppress(httpx.HTTPError, httpx.StreamError):
                async for _part in self._parts:
                    pass
