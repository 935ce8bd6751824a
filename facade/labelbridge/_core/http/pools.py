"""Pools of connections to one host.

The pool of httpx examines all connections and all waiting requests at the begin and at the end of
each request: with 100 connections, a request costs ten times as much as with one. Here, each
connection has a transport of its own, and a request takes the one that was used last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator
from threading import BoundedSemaphore
from typing import Any, Final

import anyio
import httpx

MAX_CONNECTIONS: Final = 100
"""Number of concurrent requests to a host; more of them wait. The default of httpx."""
MAX_IDLE: Final = 20
"""Number of connections that stay open when no request uses them. The default of httpx."""

_LIMITS: Final = httpx.Limits(max_connections=1)


def _waited(request: httpx.Request) -> httpx.PoolTimeout:
    problem = f"no connection was free: {MAX_CONNECTIONS} requests are running"
    return httpx.PoolTimeout(problem, request=request)


def _pool_timeout(request: httpx.Request) -> float | None:
    limits: dict[str, float | None] = request.extensions.get("timeout", {})
    return limits.get("pool")


class Pool(httpx.BaseTransport):
    """Connections to one host for the threads of a process.

    Args:
        arguments: The arguments of `httpx.HTTPTransport`.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._arguments = arguments
        self._all: set[httpx.HTTPTransport] = set()
        self._free: deque[httpx.HTTPTransport] = deque()
        self._requests: set[httpx.Request] = set()
        self._slots = BoundedSemaphore(MAX_CONNECTIONS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as soon as a connection is free."""
        self._requests.add(request)
        try:
            if not self._slots.acquire(timeout=_pool_timeout(request)):
                raise _waited(request)
            connection = self._take()
            try:
                response = connection.handle_request(request)
            except BaseException:
                self._release(connection)
                raise
        except BaseException:
            self._requests.discard(request)
            raise
        response.stream = _Stream(self, connection, request, response.stream)
        return response

    def _take(self) -> httpx.HTTPTransport:
        try:
            return self._free.pop()
        except IndexError:
            added = httpx.HTTPTransport(**self._arguments, limits=_LIMITS)
            self._all.add(added)
            return added

    def _release(self, connection: httpx.HTTPTransport) -> None:
        self._free.append(connection)
        self._slots.release()

    def end(self, request: httpx.Request, connection: httpx.HTTPTransport) -> None:
        """End a request: make its connection free, or close it if enough of them are."""
        self._requests.discard(request)
        if len(self._all) - len(self._requests) <= MAX_IDLE:
            return self._release(connection)
        self._all.discard(connection)
        try:
            connection.close()
        finally:
            self._slots.release()

    def close(self) -> None:
        """Close all connections."""
        for connection in list(self._all):
            connection.close()


class _Stream(httpx.SyncByteStream):
    """The body of a response, which makes the connection free when it is closed."""

    def __init__(
        self, pool: Pool, connection: httpx.HTTPTransport, request: httpx.Request, body: Any
    ) -> None:
        self._pool, self._connection, self._request, self._body = pool, connection, request, body
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            try:
                self._body.close()
            finally:
                self._pool.end(self._request, self._connection)


class AsyncPool(httpx.AsyncBaseTransport):
    """Connections to one host for the tasks of an event loop.

    Args:
        arguments: The arguments of `httpx.AsyncHTTPTransport`.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._arguments = arguments
        self._all: set[httpx.AsyncHTTPTransport] = set()
        self._free: deque[httpx.AsyncHTTPTransport] = deque()
        self._requests: set[httpx.Request] = set()
        self._slots = anyio.Semaphore(MAX_CONNECTIONS)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, as soon as a connection is free."""
        self._requests.add(request)
        try:
            await self._acquire(request)
            connection = self._take()
            try:
                response = await connection.handle_async_request(request)
            except BaseException:
                self._release(connection)
                raise
        except BaseException:
            self._requests.discard(request)
            raise
        response.stream = _AsyncStream(self, connection, request, response.stream)
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
            raise _waited(request) from None

    def _take(self) -> httpx.AsyncHTTPTransport:
        if self._free:
            return self._free.pop()
        added = httpx.AsyncHTTPTransport(**self._arguments, limits=_LIMITS)
        self._all.add(added)
        return added

    def _release(self, connection: httpx.AsyncHTTPTransport) -> None:
        self._free.append(connection)
        self._slots.release()

    async def end(self, request: httpx.Request, connection: httpx.AsyncHTTPTransport) -> None:
        """End a request: make its connection free, or close it if enough of them are."""
        self._requests.discard(request)
        if len(self._all) - len(self._requests) <= MAX_IDLE:
            return self._release(connection)
        self._all.discard(connection)
        try:
            with anyio.CancelScope(shield=True):
                await connection.aclose()
        finally:
            self._slots.release()

    async def aclose(self) -> None:
        """Close all connections."""
        for connection in list(self._all):
            await connection.aclose()


class _AsyncStream(httpx.AsyncByteStream):
    """The body of a response, which makes the connection free when it is closed."""

    def __init__(
        self,
        pool: AsyncPool,
        connection: httpx.AsyncHTTPTransport,
        request: httpx.Request,
        body: Any,
    ) -> None:
        self._pool, self._connection, self._request, self._body = pool, connection, request, body
        self._is_open = True

    def __aiter__(self) -> AsyncIterator[bytes]:
        body: AsyncIterator[bytes] = aiter(self._body)
        return body

    async def aclose(self) -> None:
        if self._is_open:
            self._is_open = False
            try:
                await self._body.aclose()
            finally:
                await self._pool.end(self._request, self._connection)
