"""Proxies from the environment: which of them a URL uses, if any.

httpx has patterns of URLs for this, which cannot express networks such as 10.0.0.0/8.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

import httpx
from attrs import field, frozen

from labelbridge._core.http.url import is_host
from labelbridge.errors import ConfigurationError

_SCHEMES: Final = ("http", "https", "all")
_PORTS: Final = {"http": 80, "https": 443}


@frozen
class _Exclusion:
    """An entry of no_proxy: a network, or a domain with its subdomains."""

    network: IPv4Network | IPv6Network | None = None
    domain: str = ""
    port: int | None = None
    scheme: str | None = None

    def matches(self, url: httpx.URL, host: str, address: IPv4Address | IPv6Address | None) -> bool:
        if self.scheme not in (None, url.scheme):
            return False
        if self.port not in (None, url.port or _PORTS.get(url.scheme)):
            return False
        if self.network is not None:
            return address is not None and address in self.network
        return f".{host}".endswith(f".{self.domain}")


@frozen
class Proxies:
    """The proxies of a process, as the environment has them at one moment.

    Hosts of this machine are always reached without a proxy, as curl and Go do: they may be an
    emulator.

    Attributes:
        urls: URLs of proxies, with their passwords, by the scheme of requests; "all" is for the
            other schemes.
        excluded: The hosts that are reached without a proxy.
        of_system: Whether they are settings of macOS or Windows, not environment variables.
    """

    urls: Mapping[str, str] = field(repr=False)
    excluded: tuple[_Exclusion, ...] = ()
    of_system: bool = False

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment variables, else the settings of macOS and Windows."""
        found = getproxies_environment()
        of_system = not found
        found = found or getproxies()
        entries = re.split(r"[,\s]+", found.get("no", ""))
        urls = {scheme: found[scheme] for scheme in _SCHEMES if found.get(scheme)}
        if "*" in entries:
            urls = {}
        return cls(urls, tuple(_exclusions(entries)), of_system)

    def select(self, url: httpx.URL) -> str | None:
        """Return the key in `urls` of the proxy for a URL, or None."""
        scheme = url.scheme if url.scheme in self.urls else "all"
        return None if scheme not in self.urls or self._is_excluded(url) else scheme

    def _is_excluded(self, url: httpx.URL) -> bool:
        host = url.raw_host.decode("ascii").lower().rstrip(".")
        address = _address(host)
        if host == "localhost" or (address is not None and address.is_loopback):
            return True
        if self.of_system:
            return bool(proxy_bypass(host))
        return any(entry.matches(url, host, address) for entry in self.excluded)

    def proxy(self, scheme: str, tls: Callable[[], ssl.SSLContext]) -> httpx.Proxy:
        """Return a proxy.

        Args:
            scheme: A key in `urls`.
            tls: Returns the TLS context for proxies that are reached with https.

        Raises:
            ConfigurationError: Its URL is invalid, or a package for it is not installed.
        """
        variable, text = f"{scheme}_proxy", self.urls[scheme]
        try:
            proxy = httpx.Proxy(text if "://" in text else f"http://{text}")
        except (ValueError, httpx.InvalidURL):
            proxy = None
        # not raised above: the context of the error would show the URL, which has a password
        if proxy is None or not is_host(proxy.url.raw_host.decode("ascii")):
            raise ConfigurationError(
                f"the environment variable {variable} is not the URL of a proxy; it must be like "
                "http://host:3128, with the scheme http, https, socks5 or socks5h"
            )
        if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
            raise ConfigurationError(
                f"the environment variable {variable} has a SOCKS proxy, which requires another "
                'package: pip install "httpx[socks]". To reach a host without the proxy, add it '
                "to no_proxy"
            )
        if proxy.url.scheme == "https":
            proxy.ssl_context = tls()
        return proxy


def _exclusions(entries: list[str]) -> Iterator[_Exclusion]:
    """Read the entries of no_proxy. Those that match no host are left out."""
    for entry in filter(None, entries):
        scheme, _, rest = entry.rpartition("://")
        try:
            yield _exclusion(rest, scheme.lower() or None)
        except (ValueError, httpx.InvalidURL):
            continue


def _exclusion(entry: str, scheme: str | None) -> _Exclusion:
    """Read an entry without its scheme: a host with an optional port, or a network.

    Raises:
        ValueError: It is neither.
        httpx.InvalidURL: It is neither.
    """
    try:
        return _Exclusion(ip_network(entry, strict=False), scheme=scheme)
    except ValueError:
        parts = urlsplit(f"//{entry}")
    host, port = parts.hostname or "", parts.port
    try:
        return _Exclusion(ip_network(host + parts.path, strict=False), port=port, scheme=scheme)
    except ValueError:
        domain = httpx.URL(scheme="http", host=host.lstrip("*."))
    if not domain.host:
        raise ValueError("the entry has no host")
    name = domain.raw_host.decode("ascii").lower().rstrip(".")
    return _Exclusion(domain=name, port=port, scheme=scheme)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
