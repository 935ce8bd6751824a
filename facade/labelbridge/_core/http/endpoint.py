"""Creating the requests to a platform or to its storage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, BinaryIO, Final, Generic, TypeVar

import httpx
from anyio.to_thread import run_sync
from attrs import frozen

from labelbridge._core.http.timeouts import Timeouts
from labelbridge.files import FileSource

Transport = TypeVar("Transport", httpx.BaseTransport, httpx.AsyncBaseTransport)

_EMPTY: Final = httpx.ByteStream(b"")
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})


@frozen
class Outgoing:
    """A request, the transport that sends it, and the operation that errors and logs name."""

    operation: str
    request: httpx.Request
    transport: Any


@frozen
class FileBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The content of a file that is uploaded, read in chunks."""

    source: FileSource
    file: BinaryIO

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.source.read(self.file), b"")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await run_sync(self.source.read, self.file):
            yield chunk


class Endpoint(Generic[Transport]):
    """Creates the requests to a platform, or to the hosts of signed URLs.

    Requests are passed to the transport directly. `httpx.Client.send` takes several times as long
    for what is not used here (authentication, cookies, redirections), and logs URLs, which contain
    the key of some platforms.

    Args:
        transport: Sends the requests.
        base_url: The begin of all URLs.
        headers: Headers of all requests.
        query: Parameter of all requests, encoded.

    Attributes:
        is_closed: Whether the client is closed.
    """

    def __init__(
        self, transport: Transport, base_url: str, headers: Mapping[str, str], query: str = ""
    ) -> None:
        self.is_closed = False
        self.transport: Transport = transport
        self._base_url, self._query = base_url, query
        self._headers = _encoded(headers)

    def outgoing(
        self,
        operation: str,
        method: str,
        url: str,
        *,
        timeouts: Timeouts,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        stream: httpx.SyncByteStream | httpx.AsyncByteStream | None = None,
    ) -> Outgoing:
        """Return a request.

        Args:
            operation: Id of the operation.
            method: The HTTP method in upper case.
            url: Path and query, or a complete URL if there is no base URL.
            timeouts: Its timeouts.
            headers: Additional headers.
            content: The body.
            stream: The body, if it is not in memory; requires a header Content-Length.

        Raises:
            httpx.InvalidURL: The URL is invalid.
            httpx.UnsupportedProtocol: The scheme is not http or https, or there is no host.
        """
        if self._query:
            url = f"{url}{'&' if '?' in url else '?'}{self._query}"
        target = httpx.URL(self._base_url + url)
        if target.scheme not in {"http", "https"} or not target.host:
            raise httpx.UnsupportedProtocol(
                "the URL must have the scheme http or https, and a host"
            )
        fields = [(b"Host", target.netloc), *self._headers]
        if headers:
            fields += _encoded(headers)
        if content is not None or (stream is None and method in _WITH_BODY):
            content = content or b""
            fields.append((b"Content-Length", b"%d" % len(content)))
        request = httpx.Request(
            method,
            target,
            headers=fields,
            stream=stream or (httpx.ByteStream(content) if content else _EMPTY),
            extensions={"timeout": timeouts},
        )
        return Outgoing(operation, request, self.transport)


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
