"""What the emulator was sent: the evidence of what a client does, and to whom it sends its key."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST = 10_000
"""Requests kept; the oldest go first."""


class Entry(TypedDict):
    """One request as received; header names are in lower case, repeated ones are joined."""

    operation: str | None
    method: str
    url: str
    headers: dict[str, str]
    status: int


class Record:
    """The latest requests, oldest first; control requests are not among them."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=LONGEST)

    def add(self, operation: str | None, request: Request, status: int) -> None:
        """Keep one request; ``operation`` is None where the contract has no such path or method."""
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
        """All that is kept."""
        return list(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
