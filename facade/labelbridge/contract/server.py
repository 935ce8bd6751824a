"""The server that is tested."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests


@dataclass(frozen=True, slots=True)
class Server:
    """A server that implements a platform's contract.

    Attributes:
        platform: The platform's name.
        base_url: The base URL, without a trailing slash.
        key: A valid API key.
        storage: The origin of operations with a server of their own; None if unknown.
        reset: Resets the server's data; None if that is not possible.
    """

    platform: str
    base_url: str
    key: str
    storage: str | None = None
    reset: Callable[[], None] | None = None

    def session(self) -> requests.Session:
        """Return a session for requests to the server."""
        session = requests.Session()
        # reading .netrc and the proxies takes longer than a request to this machine
        session.trust_env = not is_loopback(self.base_url)
        return session


def is_loopback(url: str) -> bool:
    """Return whether the host of a URL is this machine; only `localhost` and addresses count."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
