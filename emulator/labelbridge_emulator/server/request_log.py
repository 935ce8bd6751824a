"""The log of received requests."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_ENTRIES = 10_000
"""Number of requests that are kept; the oldest are dropped first."""


class Entry(TypedDict):
    """A request as received; header names are in lower case, repeated headers are joined."""

    operation: str | None
    method: str
    url: str
    headers: dict[str, str]
    status: int


class RequestLog:
    """The latest requests, oldest first, without control requests."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MAX_ENTRIES)

    def add(self, operation: str | None, request: Request, status: int) -> None:
        """Add a request; ``operation`` is None if the contract has no such path or method."""
        headers: dict[str, str] = {}
        for name, value in request.headers.items():
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        self._entries.append(
            {
                "operation": operation,
                "method": request.method,
                "url": str(request.url),
                "headers": headers,
                "status": status,
            }
        )

    def entries(self) -> list[Entry]:
        """Return all entries."""
        return list(self._entries)

    def clear(self) -> None:
        """Remove all entries."""
        self._entries.clear()
