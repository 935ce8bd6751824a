"""The one place that sends a key.

The key is added in a transport, below everything of httpx that logs or keeps requests: the request
that httpx logs at INFO and attaches to its errors never holds it. Signed URLs are secrets too,
while they live: their query takes the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import httpx

from labelbridge._core.platform import Credential
from labelbridge._core.secrets import Secret

SIGNED: Final = "labelbridge.signed_query"
"""Name of the request extension that carries the query of a signed URL past httpx's log."""

Rewrite = Callable[[httpx.Request], httpx.Request]


def add_key(credential: Credential, secret: Secret) -> Rewrite:
    """Return a rewrite that gives each request of the platform's client its key."""
    return partial(_with_key, credential, secret)


def _with_key(credential: Credential, secret: Secret, request: httpx.Request) -> httpx.Request:
    headers, url = request.headers.copy(), request.url
    if credential.place == "header":
        headers[credential.name] = credential.prefix + secret.reveal()
    else:
        url = url.copy_merge_params({credential.name: secret.reveal()})
    return _copy(request, url, headers)


def signed_request(method: str, url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments of `httpx.Client.build_request` for a signed URL.

    The URL goes without its query, which a request extension carries.

    Raises:
        httpx.UnsupportedProtocol: It is none of http or https, whatever carries requests.
    """
    whole = httpx.URL(url)
    if whole.scheme not in {"http", "https"} or not whole.host:
        raise httpx.UnsupportedProtocol("it does not begin with http:// or https:// and a host")
    return {
        "method": method,
        "url": whole.copy_with(query=None, fragment=None),
        "headers": headers,
        "extensions": {SIGNED: whole.query} if whole.query else {},
    }


def add_signed_query(request: httpx.Request) -> httpx.Request:
    """Rewrite a request to the whole signed URL."""
    query: bytes = request.extensions.get(SIGNED, b"")
    return _copy(
        request, request.url.copy_with(query=query) if query else request.url, request.headers
    )


def _copy(request: httpx.Request, url: httpx.URL, headers: httpx.Headers) -> httpx.Request:
    extensions = {name: value for name, value in request.extensions.items() if name != SIGNED}
    return httpx.Request(
        request.method, url, headers=headers, stream=request.stream, extensions=extensions
    )


def _plain(response: httpx.Response) -> httpx.Response:
    """Drop what httpx would make use of, and the client has none for.

    The server's own words for its status: httpx would log them, whatever they hold. Cookies: httpx
    would send them with every later request, or fail to, for good, if one is not ASCII.
    """
    response.extensions.pop("reason_phrase", None)
    response.headers.pop("Set-Cookie", None)
    return response


class RewritingTransport(httpx.BaseTransport):
    """Sends each request as `rewrite` makes it."""

    def __init__(self, inner: httpx.BaseTransport, rewrite: Rewrite) -> None:
        self._inner, self._rewrite = inner, rewrite

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the rewritten request."""
        return _plain(self._inner.handle_request(self._rewrite(request)))

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class AsyncRewritingTransport(httpx.AsyncBaseTransport):
    """Sends each request as `rewrite` makes it, async."""

    def __init__(self, inner: httpx.AsyncBaseTransport, rewrite: Rewrite) -> None:
        self._inner, self._rewrite = inner, rewrite

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the rewritten request."""
        return _plain(await self._inner.handle_async_request(self._rewrite(request)))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
