"""HTTP responses, and how they are sent: complete, or truncated by a fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from labelbridge_emulator.contract import strict_json
from labelbridge_emulator.handler import Response
from labelbridge_emulator.store import StoredFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope, Send

JSON_TYPE = "application/json"
CHUNK = 256 * 1024
"""Bytes sent in one message."""
BODILESS = (204, 304)
"""Statuses of responses without a body."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response before it is sent; the content is bytes, or a stored object to stream."""

    status: int
    content: bytes | StoredFile = b""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Length of the content in bytes."""
        return self.content.size if isinstance(self.content, StoredFile) else len(self.content)

    def open(self) -> IO[bytes]:
        """Return a reader of the content, which the caller closes."""
        return (
            self.content.open() if isinstance(self.content, StoredFile) else BytesIO(self.content)
        )

    def read(self) -> bytes:
        """Return the complete content."""
        return self.content.read() if isinstance(self.content, StoredFile) else self.content


def json_response(
    status: int, value: Any, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return a response with a JSON body."""
    return HttpResponse(status, strict_json.dumps(value), JSON_TYPE, headers or {})


def http_response(result: Any, success: int) -> HttpResponse:
    """Convert the result of a handler; ``success`` is the default status."""
    response = result if isinstance(result, Response) else Response(json=result)
    status = success if response.status is None else response.status
    if response.content is not None:
        return HttpResponse(status, response.content, response.media_type, response.headers)
    if response.json is None:
        return HttpResponse(status, headers=response.headers)
    return json_response(status, response.json, response.headers)


async def send_response(
    response: HttpResponse, scope: Scope, send: Send, *, cut: bool = False
) -> None:
    """Send a response in chunks.

    Args:
        response: The response.
        scope: The ASGI scope of the request. The response to HEAD has no body.
        send: The ASGI send function.
        cut: Announce the full length but send only half of it; the server then closes the
            connection.
    """
    headers = {key.lower(): value for key, value in response.headers.items()}
    if response.media_type:
        headers.setdefault("content-type", response.media_type)
    if response.status not in BODILESS:
        headers.setdefault("content-length", str(max(response.size, 1) if cut else response.size))
    raw = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    bodiless = scope["method"] == "HEAD" or response.status in BODILESS
    left = 0 if bodiless else response.size
    if cut:
        left //= 2
    with response.open() as source:
        while left > 0:
            chunk = source.read(min(CHUNK, left))
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    if not cut:
        await send({"type": "http.response.body", "body": b""})
