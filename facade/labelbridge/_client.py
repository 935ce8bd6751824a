"""What the clients of all platforms share: options, connections, and their end."""

from __future__ import annotations

import os
import ssl
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import TracebackType
from typing import Any, ClassVar, Final, Self
from urllib.request import getproxies

import httpx
from attrs import frozen

from labelbridge._auth import (
    AsyncRewritingTransport,
    Rewrite,
    RewritingTransport,
    adding_key,
    adding_signature,
)
from labelbridge._bind import Async, Holder, Sync
from labelbridge._drivers import AsyncDriver, Driver
from labelbridge._vendor import Vendor
from labelbridge._version import __version__
from labelbridge._wire import Wire
from labelbridge.errors import ConfigurationError
from labelbridge.options import ClientOptions, RetryPolicy, Timeout


@cache
def _trust() -> ssl.SSLContext:
    """Return whom TLS trusts: made once, for it takes longer than all else of a client."""
    return httpx.create_ssl_context()


DEFAULT_TIMEOUT: Final = Timeout()
DEFAULT_RETRY: Final = RetryPolicy()
DEFAULT_OPTIONS: Final = ClientOptions()


def _operations(vendor: str) -> set[str]:
    """Return the ids of a platform's operations: the names of the modules that hold their plans."""
    package = import_module(f"labelbridge_api.{vendor}.api")
    modules = walk_packages(package.__path__, f"{package.__name__}.")
    return {name.rpartition(".")[2] for _, name, is_package in modules if not is_package}


@frozen
class _Settings:
    """A client's arguments, checked; what both colours make their connections from."""

    wire: Wire
    base_url: str
    timeout: Timeout

    @classmethod
    def of(
        cls,
        vendor: Vendor,
        api_key: str | None,
        base_url: str | None,
        timeout: float | Timeout,
        options: ClientOptions,
    ) -> Self:
        unknown = set(options.paths) - _operations(vendor.name) if options.paths else set()
        if unknown:
            raise ConfigurationError(f"paths: {vendor.name} has no operation {min(unknown)!r}")
        wire = Wire(vendor, vendor.secret(api_key, os.environ), options)
        return cls(wire, vendor.url(base_url, os.environ), Timeout.of(timeout))

    def arguments(self) -> dict[str, Any]:
        """Return what both httpx clients are made with."""
        limits = httpx.Timeout(
            connect=self.timeout.connect,
            read=self.timeout.read,
            write=self.timeout.write,
            pool=self.timeout.pool,
        )
        # redirections are the driver's: it knows where the key may go
        return {
            "timeout": limits,
            "headers": {"User-Agent": f"labelbridge/{__version__}"},
            "follow_redirects": False,
        }


_LOOPBACK: Final = ["all://localhost", "all://127.0.0.1", "all://[::1]"]
"""No proxy of another machine can reach these; an emulator is usually there."""


def _proxies() -> dict[str, str | None]:
    """Return the proxies of the environment, as httpx's patterns of URLs.

    httpx itself reads the environment only for transports that it makes.
    """
    found = getproxies()
    exceptions = [host.strip().lstrip("*.") for host in found.pop("no", "").split(",")]
    direct = dict.fromkeys([f"all://*{host}" for host in exceptions if host] + _LOOPBACK)
    return {
        f"{scheme}://": url if "://" in url else f"http://{url}" for scheme, url in found.items()
    } | direct


class SyncClient(Holder[Sync]):
    """A client that blocks.

    Use it in a `with`, or close it: it keeps connections open between requests.

    Args:
        api_key: The key; None takes the environment variable `<VENDOR>_API_KEY`.
        base_url: Replaces the platform's host, and may have a path prefix; None takes
            `<VENDOR>_BASE_URL`, else the platform's own.
        timeout: Seconds that one request may take, or a Timeout.
        retry: When a failed request is tried again.
        transport: Replaces the network, for tests: a transport of httpx.
        options: Ways around a contract that turns out to be wrong.

    Raises:
        ConfigurationError: The key or the host is missing or impossible.
    """

    vendor: ClassVar[Vendor]

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
        settings = _Settings.of(self.vendor, api_key, base_url, timeout, options)
        rewrite = adding_key(self.vendor.credential, settings.wire.secret)

        def connect(base_url: str, rewrite: Rewrite) -> httpx.Client:
            return httpx.Client(
                base_url=base_url,
                transport=RewritingTransport(transport or httpx.HTTPTransport(_trust()), rewrite),
                mounts={}
                if transport
                else {
                    pattern: RewritingTransport(httpx.HTTPTransport(_trust(), proxy=proxy), rewrite)
                    for pattern, proxy in _proxies().items()
                },
                **settings.arguments(),
            )

        self._base_url = settings.base_url
        self._api = connect(settings.base_url, rewrite)
        self._storage = connect("", adding_signature)
        super().__init__(Sync(Driver(settings.wire, retry, self._api, self._storage)))

    def close(self) -> None:
        """Close the connections. The client cannot be used any more."""
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


class AsyncClient(Holder[Async]):
    """A client for async code; it must be used in the event loop that it was first used in.

    Args:
        api_key: The key; None takes the environment variable `<VENDOR>_API_KEY`.
        base_url: Replaces the platform's host, and may have a path prefix; None takes
            `<VENDOR>_BASE_URL`, else the platform's own.
        timeout: Seconds that one request may take, or a Timeout.
        retry: When a failed request is tried again.
        transport: Replaces the network, for tests: an async transport of httpx.
        options: Ways around a contract that turns out to be wrong.

    Raises:
        ConfigurationError: The key or the host is missing or impossible.
    """

    vendor: ClassVar[Vendor]

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
        settings = _Settings.of(self.vendor, api_key, base_url, timeout, options)
        rewrite = adding_key(self.vendor.credential, settings.wire.secret)

        def connect(base_url: str, rewrite: Rewrite) -> httpx.AsyncClient:
            return httpx.AsyncClient(
                base_url=base_url,
                transport=AsyncRewritingTransport(
                    transport or httpx.AsyncHTTPTransport(_trust()), rewrite
                ),
                mounts={}
                if transport
                else {
                    pattern: AsyncRewritingTransport(
                        httpx.AsyncHTTPTransport(_trust(), proxy=proxy), rewrite
                    )
                    for pattern, proxy in _proxies().items()
                },
                **settings.arguments(),
            )

        self._base_url = settings.base_url
        self._api = connect(settings.base_url, rewrite)
        self._storage = connect("", adding_signature)
        super().__init__(Async(AsyncDriver(settings.wire, retry, self._api, self._storage)))

    async def close(self) -> None:
        """Close the connections. The client cannot be used any more."""
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
