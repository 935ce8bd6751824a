"""The base classes of all clients: options, connections, closing."""

from __future__ import annotations

import os
import ssl
from functools import cache
from types import TracebackType
from typing import ClassVar, Final, Self

import httpx
from attrs import frozen

from labelbridge._core.drivers import AsyncDriver, Driver
from labelbridge._core.http.auth import add_key
from labelbridge._core.http.connection import Client, Connection
from labelbridge._core.http.proxies import proxy_transports
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.methods import Async, HasContext, Sync
from labelbridge._core.operations import operation_ids
from labelbridge._core.platform import Platform
from labelbridge._core.version import __version__
from labelbridge.errors import ConfigurationError
from labelbridge.options import ClientOptions, RetryPolicy, Timeout


@cache
def _ssl_context() -> ssl.SSLContext:
    """Return the TLS context. Creating it takes longer than all other parts of a client."""
    return httpx.create_ssl_context()


_HEADERS: Final = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": f"labelbridge/{__version__}",
}
_STORAGE_HEADERS: Final = {**_HEADERS, "Accept-Encoding": "identity"}
"""Most formats are compressed already, and a truncated compressed body may go unnoticed."""

DEFAULT_TIMEOUT: Final = Timeout()
DEFAULT_RETRY: Final = RetryPolicy()
DEFAULT_OPTIONS: Final = ClientOptions()


@frozen
class _Settings:
    """The validated arguments of a sync or async client."""

    http: HttpInterface
    base_url: str
    timeout: Timeout

    @classmethod
    def of(
        cls,
        platform: Platform,
        api_key: str | None,
        base_url: str | None,
        timeout: float | Timeout,
        retry: RetryPolicy,
        options: ClientOptions,
    ) -> Self:
        for name, value, kind in (
            ("retry", retry, RetryPolicy),
            ("options", options, ClientOptions),
        ):
            if not isinstance(value, kind):
                raise ConfigurationError(f"{name} must be a {kind.__name__}, not {value!r:.60}")
        unknown = options.paths.keys() - operation_ids(platform.name) if options.paths else set()
        if unknown:
            raise ConfigurationError(f"paths: {platform.name} has no operation {min(unknown)!r}")
        http = HttpInterface(platform, platform.resolve_key(api_key, os.environ), options)
        return cls(http, platform.resolve_base_url(base_url, os.environ), Timeout.of(timeout))

    def connections(
        self, platform: Platform, api: Client, storage: Client
    ) -> tuple[Connection[Client], Connection[Client]]:
        """Return the connections to the platform, with the key, and to its storage."""
        key = add_key(platform.credential, self.http.secret, _HEADERS)
        return Connection(api, self.base_url, **key), Connection(storage, "", _STORAGE_HEADERS)


class SyncClient(HasContext[Sync]):
    """Base class of sync clients.

    Use a client in a `with` statement, or close it: it keeps connections open between requests.

    Args:
        api_key: The key; None takes the environment variable `<PLATFORM>_API_KEY`.
        base_url: Replaces the platform's host, and may have a path prefix; None takes
            `<PLATFORM>_BASE_URL`, else the platform's own.
        timeout: Seconds that each wait of a request may take, or a Timeout.
        retry: When failed requests are retried.
        transport: An httpx transport that replaces the network, for tests.
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
        settings = _Settings.of(self.platform, api_key, base_url, timeout, retry, options)

        def through(proxy: str | None) -> httpx.BaseTransport:
            return transport or httpx.HTTPTransport(_ssl_context(), proxy=proxy)

        def connect() -> httpx.Client:
            mounts = {} if transport else proxy_transports(through)
            return httpx.Client(transport=through(None), mounts=mounts)

        self._base_url = settings.base_url
        self._api, self._storage = settings.connections(self.platform, connect(), connect())
        super().__init__(
            Sync(Driver(settings.http, self._api, self._storage, retry, settings.timeout))
        )

    def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        self._api.http.close()
        self._storage.http.close()

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


class AsyncClient(HasContext[Async]):
    """Base class of async clients. A client belongs to the event loop in which it is first used.

    Args:
        api_key: The key; None takes the environment variable `<PLATFORM>_API_KEY`.
        base_url: Replaces the platform's host, and may have a path prefix; None takes
            `<PLATFORM>_BASE_URL`, else the platform's own.
        timeout: Seconds that each wait of a request may take, or a Timeout.
        retry: When failed requests are retried.
        transport: An async httpx transport that replaces the network, for tests.
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
        settings = _Settings.of(self.platform, api_key, base_url, timeout, retry, options)

        def through(proxy: str | None) -> httpx.AsyncBaseTransport:
            return transport or httpx.AsyncHTTPTransport(_ssl_context(), proxy=proxy)

        def connect() -> httpx.AsyncClient:
            mounts = {} if transport else proxy_transports(through)
            return httpx.AsyncClient(transport=through(None), mounts=mounts)

        self._base_url = settings.base_url
        self._api, self._storage = settings.connections(self.platform, connect(), connect())
        super().__init__(
            Async(AsyncDriver(settings.http, self._api, self._storage, retry, settings.timeout))
        )

    async def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        await self._api.http.aclose()
        await self._storage.http.aclose()

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
