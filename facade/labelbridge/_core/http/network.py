"""How a client reaches hosts: through which proxy, and with which certificate authorities."""

from __future__ import annotations

import os
import ssl
from os import PathLike
from typing import Any, NamedTuple, Self

import httpx
from attrs import frozen

from labelbridge._core.http.certificates import Certificates
from labelbridge._core.http.proxies import Proxies
from labelbridge.errors import ConfigurationError


class Route(NamedTuple):
    """The way to a host.

    Attributes:
        scheme: The scheme of the URL.
        proxy: The name of the proxy in `Proxies.urls`; None without a proxy.
    """

    scheme: str
    proxy: str | None


class Target(NamedTuple):
    """A host and the way to it. Requests with the same target can share connections.

    Attributes:
        route: The way.
        host: The name or address of the host.
        port: The port; None for that of the scheme.
    """

    route: Route
    host: bytes
    port: int | None


@frozen
class Network:
    """The proxies and certificates of a client, from its options and the environment.

    Both are read from the environment when the client is created. A pickled network reads the
    environment of the other process.

    Attributes:
        proxies: The proxies.
        certificates: The trusted certificate authorities.
        verify: The option that the certificates come from.
    """

    proxies: Proxies
    certificates: Certificates
    verify: str | PathLike[str] | ssl.SSLContext | None = None

    @classmethod
    def of(cls, verify: str | PathLike[str] | ssl.SSLContext | None) -> Self:
        """Return the network for the option `verify`."""
        return cls(Proxies.from_environment(), Certificates.of(verify, os.environ), verify)

    def __reduce__(self) -> tuple[Any, ...]:
        if isinstance(self.verify, ssl.SSLContext):
            raise ConfigurationError(
                "a client whose option verify is an ssl.SSLContext cannot be pickled; use a path, "
                "or create the client in the other process"
            )
        return Network.of, (self.verify,)

    def route(self, url: httpx.URL) -> Route:
        """Return the route to a URL."""
        return Route(url.scheme, self.proxies.select(url))

    def target(self, url: httpx.URL) -> Target:
        """Return the target of a request to a URL."""
        return Target(self.route(url), url.raw_host, url.port)

    def check(self, url: str) -> None:
        """Check the proxy and the certificates for a URL.

        Raises:
            ConfigurationError: They are not usable.
        """
        self.transport_arguments(self.route(httpx.URL(url)))

    def transport_arguments(self, route: Route) -> dict[str, Any]:
        """Return the arguments of `httpx.HTTPTransport` for a route.

        Raises:
            ConfigurationError: The proxy or the certificates are not usable.
        """
        tls = self.certificates.context
        return {
            "proxy": route.proxy and self.proxies.proxy(route.proxy, tls),
            # a context without authorities for http, which needs no TLS
            "verify": tls() if route.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            "trust_env": False,
        }
