"""Pools of connections to one host.

The pool of httpx examines all connections and all waiting requests at the beginning and at the end
of each request: with 100 connections, a request costs ten times as much as with one. Here, each
connection has a transport of its own, and a request takes the one that was used last.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from threading import BoundedSemaphore
from typing import Any, Final, Generic, TypeVar

import anyio
import httpx

MAX_CONNECTIONS: Final = 100
"""Number of concurrent requests to a host; more of them wait. The default of httpx."""
KEEP_ALIVE: Final = 5.0
"""Seconds after which an unused connection is closed. The default of httpx."""

_LIMITS: Final = httpx.Limits(max_connections=1, keepalive_expiry=KEEP_ALIVE)

T = TypeVar("T")


class _Connections(Generic[T]):
    """The connections of a pool, and those that no request uses, with the last one at the end."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self.all: set[T] = set()
        self._free: deque[tuple[float, T]] = deque()

    def take(self) -> T:
        """Return a free connection, or a new one."""
        try:
            return self._free.pop()[1]
        except IndexError:
            added = self._make()
            self.all.add(added)
            return added

    def release(self, connection: T) -> None:
        """Make a connection free."""
        self._free.append((time.monotonic(), connection))

    def remove_expired(self) -> T | None:
        """Remove and return the connection that was not used for the longest time, if it expired.

        One for each request is enough, because each request adds at most one.
        """
        try:
            if time.monotonic() - self._free[0][0] < KEEP_ALIVE:
                return None
            _, connection = self._free.popleft()
        except IndexError:  # another thread has taken it
            return None
        self.all.discard(connection)
        return connection


def _pool_timeout(request: httpx.Request) -> float | None:
    limits: dict[str, float | None] = request.extensions.get("timeout", {})
    return limits.get("pool")


def _error(request: httpx.Request) -> httpx.PoolTimeout:
    problem = f"no connection was free: {MAX_CONNECTIONS} requests are running"
    return httpx.PoolTimeout(problem, request=request)


class Pool(httpx.BaseTransport):
    """Connections to one host for the threads of a process.

    Args:
        arguments: The arguments of `httpx.HTTPTransport`.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._connections = _Connections(partial(httpx.HTTPTransport, **arguments, limits=_LIMITS))
        self._slots = BoundedSemaphore(MAX_CONNECTIONS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as soon as a connection is free."""
        if not self._slots.acquire(timeout=_pool_timeout(request)):
            raise _error(request)
        connection = self._connections.take()
        try:
            response = connection.handle_request(request)
        except BaseException:
            self.release(connection)
            raise
        response.stream = _Body(self, connection, response.stream)
        return response

    def release(self, connection: httpx.HTTPTransport) -> None:
        """Make a connection free for the next request."""
        self._connections.release(connection)
        self._slots.release()
        if expired := self._connections.remove_expired():
            expired.close()

    def close(self) -> None:
        """Close all connections."""
        for connection in list(self._connections.all):
            connection.close()


class _Body(httpx.SyncByteStream):
    """The body of a response, which makes the connection free when it is closed."""

    def __init__(self, pool: Pool, connection: httpx.HTTPTransport, body: Any) -> None:
        self._pool, self._body = pool, body
        self._connection: httpx.HTTPTransport | None = connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            try:
                self._body.close()
            finally:
                self._pool.release(connection)


class AsyncPool(httpx.AsyncBaseTransport):
    """Connections to one host for the tasks of an event loop.

    Args:
        arguments: The arguments of `httpx.AsyncHTTPTransport`.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._connections = _Connections(
            partial(httpx.AsyncHTTPTransport, **arguments, limits=_LIMITS)
        )
        self._slots = anyio.Semaphore(MAX_CONNECTIONS)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as soon as a connection is free."""
        await self._acquire(request)
        connection = self._connections.take()
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            await self.release(connection)
            raise
        response.stream = _AsyncBody(self, connection, response.stream)
        return response

    async def _acquire(self, request: httpx.Request) -> None:
        try:
            return self._slots.acquire_nowait()
        except anyio.WouldBlock:
            pass
        try:
            with anyio.fail_after(_pool_timeout(request)):
                await self._slots.acquire()
        except TimeoutError:
            raise _error(request) from None

    async def release(self, connection: httpx.AsyncHTTPTransport) -> None:
        """Make a connection free for the next request."""
        self._connections.release(connection)
        self._slots.release()
        if expired := self._connections.remove_expired():
            with anyio.CancelScope(shield=True):
                await expired.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for connection in list(self._connections.all):
            await connection.aclose()


class _AsyncBody(httpx.AsyncByteStream):
    """The body of a response, which makes the connection free when it is closed."""

    def __init__(self, pool: AsyncPool, connection: httpx.AsyncHTTPTransport, body: Any) -> None:
        self._pool, self._body = pool, body
        self._connection: httpx.AsyncHTTPTransport | None = connection

    def __aiter__(self) -> AsyncIterator[bytes]:
        body: AsyncIterator[bytes] = aiter(self._body)
        return body

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            try:
                await self._body.aclose()
            finally:
                await self._pool.release(connection)
