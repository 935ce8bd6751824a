"""Creating the requests to a platform or to its storage."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final, Generic, TypeVar

import httpx
from anyio.to_thread import run_sync
from attrs import frozen

from labelbridge._core.cancellation import Cancellation
from labelbridge._core.copies import SharedByCopies
from labelbridge._core.http.auth import add_key
from labelbridge._core.http.timeouts import Timeouts
from labelbridge._core.http.url import is_host
from labelbridge._core.platform import Credential
from labelbridge._core.postponed_file import PostponedFile
from labelbridge._core.secrets import Secret

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
class _FileBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The content of a file that is uploaded, read in chunks."""

    file: PostponedFile

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.file.read, b"")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await run_sync(self.file.read):
            yield chunk


class Endpoint(SharedByCopies, Generic[Transport]):
    """Creates the requests to a platform, or to the hosts of signed URLs.

    Requests are passed to the transport directly. `httpx.Client.send` takes several times as long
    for what is not used here (authentication, cookies, redirections), and logs URLs, which contain
    the key of some platforms.

    Args:
        transport: Sends the requests.
        base_url: The begin of all URLs.
        headers: Headers of all requests.
        credential: Where the key of all requests is sent, if they have one.
        secret: The key.

    Attributes:
        is_closed: Whether the client is closed.
    """

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        headers: Mapping[str, str],
        credential: Credential | None = None,
        secret: Secret | None = None,
    ) -> None:
        self.is_closed = False
        self._closings: dict[int, Cancellation] = {}
        self.transport: Transport = transport
        self.base_url = base_url
        self._arguments: tuple[Any, ...] = (transport, base_url, headers, credential, secret)
        self._query = ""
        if credential and secret:
            headers, self._query = add_key(credential, secret, headers)
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    def __reduce__(self) -> tuple[Any, ...]:
        # the key is in the headers or the query, too
        return Endpoint, self._arguments, {"is_closed": self.is_closed}

    @property
    def closing(self) -> Cancellation:
        """What closing the client cancels in this process."""
        # a fork could copy its lock while it is held
        process = os.getpid()
        return self._closings.get(process) or self._closings.setdefault(process, Cancellation())

    def close(self) -> None:
        """Send no further requests, and end the pauses between them."""
        self.is_closed = True
        self.closing.interrupt()

    def outgoing(
        self,
        operation: str,
        method: str,
        url: str,
        *,
        timeouts: Timeouts,
        content: bytes | None = None,
        file: PostponedFile | None = None,
        start: int = 0,
    ) -> Outgoing:
        """Return a request.

        Args:
            operation: Id of the operation.
            method: The HTTP method in upper case.
            url: Path and query, or a complete URL if there is no base URL.
            timeouts: Its timeouts.
            content: The body, as JSON.
            file: The file that is the body.
            start: The first byte that the response should have.

        Raises:
            httpx.InvalidURL: The URL is invalid.
            httpx.UnsupportedProtocol: The scheme is not http or https, or there is no host.
        """
        if self._query:
            url = f"{url}{'&' if '?' in url else '?'}{self._query}"
        target = httpx.URL(self.base_url + url)
        # not `host`, which raises an error of another package for some names that begin with xn--
        host = target.raw_host.decode("ascii")
        if target.scheme not in {"http", "https"} or not host:
            raise httpx.UnsupportedProtocol(
                "the URL must have the scheme http or https, and a host"
            )
        if not is_host(host):
            raise httpx.InvalidURL("its host is not a valid name")
        headers = [(b"Host", target.netloc), *self._headers]
        if start:
            headers.append((b"Range", b"bytes=%d-" % start))
        stream: httpx.ByteStream | _FileBody = _EMPTY
        if content is not None:
            headers.append((b"Content-Type", b"application/json"))
            stream = httpx.ByteStream(content)
        if file is not None:
            stream = _FileBody(file)
        if method in _WITH_BODY or content is not None:
            size = file.size if file is not None else len(content or b"")
            headers.append((b"Content-Length", b"%d" % size))
        request = httpx.Request(
            method, target, headers=headers, stream=stream, extensions={"timeout": timeouts}
        )
        return Outgoing(operation, request, self.transport)
