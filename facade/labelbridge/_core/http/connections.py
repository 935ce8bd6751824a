"""Transports that own connections, and know who may use them.

Connections belong to the process that opened them, and async connections to its event loop, too. If
a forked process used them, it could receive the responses to the requests of other processes. In
another process or event loop, new connections are opened, and the old ones are not touched.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from typing import Any, Final, NamedTuple

import httpx

from labelbridge._core.copies import SharedByCopies
from labelbridge._core.http.network import Network, Target
from labelbridge._core.http.pools import AsyncPool, Pool
from labelbridge._core.owner import Owner
from labelbridge.errors import ConfigurationError

_IN_MEMORY: Final = (httpx.MockTransport, httpx.WSGITransport, httpx.ASGITransport)
"""Transports without connections."""


class Connections(SharedByCopies, httpx.BaseTransport):
    """Connections that are opened when they are needed, for each process."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._pools: dict[tuple[int, Target], Pool] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Connections, (self._network,)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        target, process = self._network.target(request.url), os.getpid()
        pool = self._pools.get((process, target))
        if pool is None:
            # no lock, which a fork could copy while it is held; a second pool of another thread
            # has no connections
            new = Pool(self._network.transport_arguments(target.route))
            pool = self._pools.setdefault((process, target), new)
        try:
            return pool.handle_request(request)
        except Exception as error:
            _raise_proxy_error(error)
            raise

    def close(self) -> None:
        """Close the connections of this process."""
        for (process, _target), pool in list(self._pools.items()):
            if process == os.getpid():
                pool.close()


class _LoopConnections(NamedTuple):
    """The connections of one event loop."""

    pools: dict[Target, AsyncPool]
    closer: AsyncGenerator[None]


class AsyncConnections(SharedByCopies, httpx.AsyncBaseTransport):
    """Connections that are opened when they are needed, for each event loop."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._loops: dict[Owner, _LoopConnections] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return AsyncConnections, (self._network,)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        owner = Owner.current()
        pools = (self._loops.get(owner) or await self._add(owner)).pools
        target = self._network.target(request.url)
        pool = pools.get(target)
        if pool is None:
            pool = AsyncPool(self._network.transport_arguments(target.route))
            pools[target] = pool
        try:
            return await pool.handle_async_request(request)
        except Exception as error:
            _raise_proxy_error(error)
            raise

    async def _add(self, owner: Owner) -> _LoopConnections:
        for known in filter(Owner.is_finished, list(self._loops)):
            self._loops.pop(known, None)
        pools: dict[Target, AsyncPool] = {}
        added = self._loops[owner] = _LoopConnections(pools, _close_with_loop(pools))
        await anext(added.closer)
        return added

    async def aclose(self) -> None:
        """Close the connections of this event loop."""
        if own := self._loops.pop(Owner.current(), None):
            await own.closer.aclose()


async def _close_with_loop(pools: dict[Target, AsyncPool]) -> AsyncGenerator[None]:
    """Close pools when this generator is closed, which event loops do before they end."""
    try:
        yield
    finally:
        for pool in pools.values():
            await pool.aclose()


def _raise_proxy_error(error: Exception) -> None:
    """Translate an exception of the package for SOCKS proxies, which httpx does not."""
    if type(error).__module__.startswith("socksio."):
        raise httpx.ProxyError(f"the SOCKS proxy sent an invalid reply ({error})") from None


class _NotPicklable(SharedByCopies):
    """Base class of the transports of the user."""

    def __reduce__(self) -> tuple[Any, ...]:
        raise ConfigurationError(
            "a client with transport= cannot be pickled; create it in the other process"
        )


class UserTransport(_NotPicklable, httpx.BaseTransport):
    """The transport of the user, which is used only in the process that used it first."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self._process: int | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        if self._process is None:
            self._process = os.getpid()
        if self._process != os.getpid() and not isinstance(self._inner, _IN_MEMORY):
            raise _transport_error("a forked process")
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the transport."""
        if self._process in (None, os.getpid()):
            self._inner.close()


class AsyncUserTransport(_NotPicklable, httpx.AsyncBaseTransport):
    """The async transport of the user, which is used only in the process that used it first."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._owner: Owner | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        current = Owner.current()
        if self._owner is None:
            self._owner = current
        if self._owner.process != current.process and not isinstance(self._inner, _IN_MEMORY):
            raise _transport_error("a forked process")
        # other transports may not belong to an event loop
        if self._owner.loop != current.loop and isinstance(self._inner, httpx.AsyncHTTPTransport):
            raise _transport_error("another event loop")
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the transport."""
        if self._owner in (None, Owner.current()):
            await self._inner.aclose()


def _transport_error(place: str) -> ConfigurationError:
    return ConfigurationError(
        f"the transport that was given as transport= cannot be used in {place}, because it may "
        "hold connections; create a client there, or omit transport="
    )
