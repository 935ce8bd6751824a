"""Proxies from the environment, which httpx reads only for transports that it creates itself."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Final, TypeVar
from urllib.request import getproxies

import httpx

from labelbridge.errors import ConfigurationError

T = TypeVar("T")

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
"""Hosts that are always reached without a proxy, such as an emulator on this machine."""


def proxy_transports(connect: Callable[[str | None], T]) -> dict[str, T]:
    """Return a transport for each pattern of URLs, as httpx expects them.

    Args:
        connect: Creates a transport for a proxy, or for None without one.

    Raises:
        ConfigurationError: The URL of a proxy is invalid.
    """
    found = getproxies()
    excluded = [host.strip() for host in found.get("no", "").split(",") if host.strip()]
    proxies = {scheme: found[scheme] for scheme in ("http", "https", "all") if found.get(scheme)}
    if "*" in excluded or not proxies:
        return {}
    urls = {
        f"{scheme}://": proxy if "://" in proxy else f"http://{proxy}"
        for scheme, proxy in proxies.items()
    }
    try:
        transports = {pattern: connect(url) for pattern, url in urls.items()}
    except (ImportError, ValueError, httpx.InvalidURL):
        names = ", ".join(f"{scheme}_proxy" for scheme in proxies)
        raise ConfigurationError(
            f"the environment ({names}) has a proxy URL that is invalid or of an unsupported kind"
        ) from None
    return transports | {_pattern(host): connect(None) for host in (*excluded, *_LOOPBACK)}


def _pattern(host: str) -> str:
    """Return the pattern for the URLs of a host, or of a domain and its subdomains."""
    if "://" in host:
        return host
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return "all://localhost" if host == "localhost" else f"all://*{host.removeprefix('*')}"
    return f"all://[{address}]" if address.version == 6 else f"all://{address}"
