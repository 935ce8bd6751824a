"""The server that is tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
