"""The steps of one exchange with a server, below a flow's steps.

Opening a response may take several requests, because redirections are followed here and not by
httpx. An exchange is a generator like a flow: it yields these steps, and the drivers perform them.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import httpx
from attrs import frozen

from labelbridge_api.plan import Plan

STORAGE: Final = "storage"
"""The name that errors use for the host of signed URLs."""

Source = Plan[Any] | str
"""Where data comes from: an operation of the platform, or a signed URL."""


def operation_of(source: Source) -> str:
    """Return the name of the operation that errors report."""
    return f"{STORAGE}.get" if isinstance(source, str) else source.operation


@frozen
class StartRequest:
    """Send a request. The outcome is a response whose body is not read yet."""

    source: Source
    deadline: float | None = None


@frozen
class ReadBody:
    """Read the body of a response. The outcome is the response with its decoded body."""

    response: httpx.Response


@frozen
class CloseResponse:
    """Close a response without reading its body."""

    response: httpx.Response


Exchange = Generator[StartRequest | ReadBody | CloseResponse, Any, httpx.Response]


def with_decoded_body(response: httpx.Response, content: bytes) -> httpx.Response:
    """Return a response that holds a body which is decoded already."""
    headers = [item for item in response.headers.raw if item[0].lower() != b"content-encoding"]
    return httpx.Response(response.status_code, headers=headers, content=content)
