"""The base classes of all clients: options, connections, closing."""

from __future__ import annotations

import logging
import os
from types import TracebackType
from typing import ClassVar, Final, Self

import httpx
from attrs import frozen

from labelbridge._core.client_base import ClientBase
from labelbridge._core.drivers import AsyncDriver, Driver
from labelbridge._core.http.connections import (
    AsyncConnections,
    AsyncUserTransport,
    Connections,
    UserTransport,
)
from labelbridge._core.http.endpoint import Endpoint, Transport
from labelbridge._core.http.network import Network
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.methods import Async, Sync
from labelbridge._core.operations import operation_ids
from labelbridge._core.platform import Platform
from labelbridge._core.version import __version__
from labelbridge.errors import ConfigurationError
from labelbridge.options import ClientOptions, RetryPolicy, Timeout

_HEADERS: Final = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": f"labelbridge/{__version__}",
}
_STORAGE_HEADERS: Final = {**_HEADERS, "Accept-Encoding": "identity"}
"""Most formats are compressed already, and a truncated compressed body may go unnoticed."""

_log: Final = logging.getLogger("labelbridge")

DEFAULT_TIMEOUT: Final = Timeout()
DEFAULT_RETRY: Final = RetryPolicy()
DEFAULT_OPTIONS: Final = ClientOptions()


@frozen
class _Settings:
    """The validated arguments of a sync or async client."""

    http: HttpInterface
    base_url: str
    timeout: Timeout
    network: Network

    @classmethod
    def of(
        cls,
        platform: Platform,
        api_key: str | None,
        base_url: str | None,
        timeout: float | Timeout,
        retry: RetryPolicy,
        options: ClientOptions,
        transport: object,
        transport_class: type,
    ) -> Self:
        _check_class("retry", retry, RetryPolicy)
        _check_class("options", options, ClientOptions)
        if transport is not None:
            _check_class("transport", transport, transport_class)
        unknown = options.paths.keys() - operation_ids(platform.name) if options.paths else set()
        if unknown:
            raise ConfigurationError(f"paths: {platform.name} has no operation {min(unknown)!r}")
        http = HttpInterface(platform, platform.resolve_key(api_key, os.environ), options)
        base_url = platform.resolve_base_url(base_url, os.environ)
        network = Network.of(options.verify)
        proxy = network.route(httpx.URL(base_url)).proxy
        if transport is None:
            network.check(base_url)
        elif proxy is not None:
            _log.info(
                "%s: the proxy in %s_proxy does not apply, because of transport=",
                platform.name,
                proxy,
            )
        return cls(http, base_url, Timeout.of(timeout), network)

    def endpoints(
        self, api: Transport, storage: Transport
    ) -> tuple[Endpoint[Transport], Endpoint[Transport]]:
        """Return the endpoint of the platform, with the key, and that of its storage."""
        key = self.http.platform.credential, self.http.secret
        return (
            Endpoint(api, self.base_url, _HEADERS, *key),
            Endpoint(storage, "", _STORAGE_HEADERS),
        )


def _check_class(argument: str, value: object, expected: type) -> None:
    if not isinstance(value, expected):
        module = "httpx." if expected.__module__ == "httpx" else ""
        article = "an" if module else "a"
        raise ConfigurationError(
            f"{argument} must be {article} {module}{expected.__name__}, not {value!r:.60}"
        )


class SyncClient(ClientBase[Sync]):
    """Base class of sync clients.

    Use a client in a `with` statement, or close it: it keeps connections open between requests.
    Threads can share a client, and so can forked processes: each process has its own connections.

    Args:
        api_key: The key; None takes the environment variable `<PLATFORM>_API_KEY`.
        base_url: Replaces the platform's host, and may have a path prefix; None takes
            `<PLATFORM>_BASE_URL`, else the platform's own.
        timeout: Seconds that each wait of a request may take, or a Timeout.
        retry: When failed requests are retried.
        transport: An httpx transport that sends all requests, for example in tests. Proxies and
            certificates from the environment and the options do not apply to it.
        options: Options for contracts that differ from the platform.

    Raises:
        ConfigurationError: The key, the host or another option is missing or invalid.
    """

    platform: ClassVar[Platform]

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | Timeout = DEFAULT_TIMEOUT,
        retry: RetryPolicy = DEFAULT_RETRY,
        transport: httpx.BaseTransport | None = None,
        options: ClientOptions = DEFAULT_OPTIONS,
    ) -> None:
        settings = _Settings.of(
            self.platform,
            api_key,
            base_url,
            timeout,
            retry,
            options,
            transport,
            httpx.BaseTransport,
        )

        given = None if transport is None else UserTransport(transport)
        self._base_url = settings.base_url
        self._api, self._storage = settings.endpoints(
            given or Connections(settings.network, options.connections),
            given or Connections(settings.network, options.connections),
        )
        super().__init__(
            Sync(Driver(settings.http, self._api, self._storage, retry, settings.timeout))
        )

    def close(self) -> None:
        """Close the connections. The client cannot be used afterwards.

        A client of `with_options` leaves the connections open.
        """
        if self._context.driver.close():
            self._api.transport.close()
            self._storage.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"


class AsyncClient(ClientBase[Async]):
    """Base class of async clients.

    A client can be used in several event loops, such as those of two calls of `asyncio.run`. Each
    has its own connections, which are closed when it ends.

    Args:
        api_key: The key; None takes the environment variable `<PLATFORM>_API_KEY`.
        base_url: Replaces the platform's host, and may have a path prefix; None takes
            `<PLATFORM>_BASE_URL`, else the platform's own.
        timeout: Seconds that each wait of a request may take, or a Timeout.
        retry: When failed requests are retried.
        transport: An async httpx transport that sends all requests, for example in tests. Proxies
            and certificates from the environment and the options do not apply to it.
        options: Options for contracts that differ from the platform.

    Raises:
        ConfigurationError: The key, the host or another option is missing or invalid.
    """

    platform: ClassVar[Platform]

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | Timeout = DEFAULT_TIMEOUT,
        retry: RetryPolicy = DEFAULT_RETRY,
        transport: httpx.AsyncBaseTransport | None = None,
        options: ClientOptions = DEFAULT_OPTIONS,
    ) -> None:
        settings = _Settings.of(
            self.platform,
            api_key,
            base_url,
            timeout,
            retry,
            options,
            transport,
            httpx.AsyncBaseTransport,
        )

        given = None if transport is None else AsyncUserTransport(transport)
        self._base_url = settings.base_url
        self._api, self._storage = settings.endpoints(
            given or AsyncConnections(settings.network, options.connections),
            given or AsyncConnections(settings.network, options.connections),
        )
        super().__init__(
            Async(AsyncDriver(settings.http, self._api, self._storage, retry, settings.timeout))
        )

    async def close(self) -> None:
        """Close the connections. The client cannot be used afterwards.

        A client of `with_options` leaves the connections open.
        """
        if self._context.driver.close():
            await self._api.transport.aclose()
            await self._storage.transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"
