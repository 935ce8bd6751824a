"""The base classes of all clients: options, connections, closing."""

from __future__ import annotations

import os
import ssl
from functools import cache
from types import TracebackType
from typing import Any, ClassVar, Final, Self

import httpx
from attrs import frozen

from labelbridge._core.drivers import AsyncDriver, Driver
from labelbridge._core.http.auth import (
    AsyncRewritingTransport,
    Rewrite,
    RewritingTransport,
    add_key,
    add_signed_query,
)
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

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `httpx.Client` and `httpx.AsyncClient`."""
        limits = httpx.Timeout(
            connect=self.timeout.connect,
            read=self.timeout.read,
            write=self.timeout.write,
            pool=self.timeout.pool,
        )
        # redirections are followed without the key, by HttpInterface.open_response
        return {
            "timeout": limits,
            "headers": {
                "User-Agent": f"labelbridge/{__version__}",
                "Accept-Encoding": "gzip, deflate",
            },
            "follow_redirects": False,
        }


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
        rewrite = add_key(self.platform.credential, settings.http.secret)

        def connect(base_url: str, rewrite: Rewrite) -> httpx.Client:
            def through(proxy: str | None) -> RewritingTransport:
                inner = transport or httpx.HTTPTransport(_ssl_context(), proxy=proxy)
                return RewritingTransport(inner, rewrite)

            return httpx.Client(
                base_url=base_url,
                transport=through(None),
                mounts={} if transport else proxy_transports(through),
                **settings.arguments(),
            )

        self._base_url = settings.base_url
        self._api = connect(settings.base_url, rewrite)
        self._storage = connect("", add_signed_query)
        super().__init__(Sync(Driver(settings.http, retry, self._api, self._storage)))

    def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        self._api.close()
        self._storage.close()

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
        rewrite = add_key(self.platform.credential, settings.http.secret)

        def connect(base_url: str, rewrite: Rewrite) -> httpx.AsyncClient:
            def through(proxy: str | None) -> AsyncRewritingTransport:
                inner = transport or httpx.AsyncHTTPTransport(_ssl_context(), proxy=proxy)
                return AsyncRewritingTransport(inner, rewrite)

            return httpx.AsyncClient(
                base_url=base_url,
                transport=through(None),
                mounts={} if transport else proxy_transports(through),
                **settings.arguments(),
            )

        self._base_url = settings.base_url
        self._api = connect(settings.base_url, rewrite)
        self._storage = connect("", add_signed_query)
        super().__init__(Async(AsyncDriver(settings.http, retry, self._api, self._storage)))

    async def close(self) -> None:
        """Close the connections. The client cannot be used afterwards."""
        await self._api.aclose()
        await self._storage.aclose()

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
