"""What goes back over the wire, whole or, when a fault says so, cut in the middle."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from labelbridge_emulator.contract import strict_json as strict
from labelbridge_emulator.handler import Response
from labelbridge_emulator.store import StoredFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope, Send

JSON_TYPE = "application/json"
CHUNK = 256 * 1024
"""Bytes sent at a time."""
BODILESS = (204, 304)
"""Statuses whose answers end with their headers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is sent; ``content`` is bytes, or a stored object to stream."""

    status: int
    content: bytes | StoredFile = b""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Length of the content in bytes."""
        return self.content.size if isinstance(self.content, StoredFile) else len(self.content)

    def open(self) -> IO[bytes]:
        """A reader of the content, which the caller closes."""
        return (
            self.content.open() if isinstance(self.content, StoredFile) else BytesIO(self.content)
        )

    def read(self) -> bytes:
        """The whole content."""
        return self.content.read() if isinstance(self.content, StoredFile) else self.content


def json_answer(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body."""
    return Answer(status, strict.dumps(value), JSON_TYPE, headers or {})


def answer_of(result: Any, success: int) -> Answer:
    """What a handler returned, as an answer; ``success`` is the status when it names none."""
    reply = result if isinstance(result, Response) else Response(json=result)
    status = success if reply.status is None else reply.status
    if reply.content is not None:
        return Answer(status, reply.content, reply.media_type, reply.headers)
    if reply.json is None:
        return Answer(status, headers=reply.headers)
    return json_answer(status, reply.json, reply.headers)


async def send_answer(answer: Answer, scope: Scope, send: Send, *, cut: bool = False) -> None:
    """Send an answer in chunks.

    Args:
        answer: What to send.
        scope: The request's ASGI scope; HEAD gets the headers alone.
        send: The request's ASGI channel.
        cut: Announce the whole length, send half, and end there: the server closes the connection.
    """
    headers = {key.lower(): value for key, value in answer.headers.items()}
    if answer.media_type:
        headers.setdefault("content-type", answer.media_type)
    if answer.status not in BODILESS:
        headers.setdefault("content-length", str(max(answer.size, 1) if cut else answer.size))
    raw = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    bodiless = scope["method"] == "HEAD" or answer.status in BODILESS
    left = 0 if bodiless else answer.size
    if cut:
        left //= 2
    with answer.open() as source:
        while left > 0:
            chunk = source.read(min(CHUNK, left))
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    if not cut:
        await send({"type": "http.response.body", "body": b""})
