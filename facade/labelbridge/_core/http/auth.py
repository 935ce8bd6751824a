"""Authentication: transports that add the key to requests.

The key is added in a transport, below the layers of httpx that log requests at INFO or attach them
to exceptions. Signed URLs are secrets too: their query is added in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import httpx

from labelbridge._core.platform import Credential
from labelbridge._core.secrets import Secret

SIGNED_QUERY: Final = "labelbridge.signed_query"
"""Name of the request extension with the query of a signed URL, which httpx does not log."""

Rewrite = Callable[[httpx.Request], httpx.Request]


def add_key(credential: Credential, secret: Secret) -> Rewrite:
    """Return a function that adds the key to a request."""
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

    The query of the URL is moved to a request extension.

    Raises:
        httpx.UnsupportedProtocol: The scheme is not http or https.
    """
    parsed = httpx.URL(url)
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise httpx.UnsupportedProtocol("the URL must have the scheme http or https, and a host")
    return {
        "method": method,
        "url": parsed.copy_with(query=None, fragment=None),
        "headers": headers,
        "extensions": {SIGNED_QUERY: parsed.query} if parsed.query else {},
    }


def add_signed_query(request: httpx.Request) -> httpx.Request:
    """Restore the query of a signed URL."""
    query: bytes = request.extensions.get(SIGNED_QUERY, b"")
    return _copy(
        request, request.url.copy_with(query=query) if query else request.url, request.headers
    )


def _copy(request: httpx.Request, url: httpx.URL, headers: httpx.Headers) -> httpx.Request:
    extensions = {name: value for name, value in request.extensions.items() if name != SIGNED_QUERY}
    return httpx.Request(
        request.method, url, headers=headers, stream=request.stream, extensions=extensions
    )


def _strip_response(response: httpx.Response) -> httpx.Response:
    """Remove the reason phrase and the cookies of a response.

    httpx logs the reason phrase, which may contain secrets. It sends cookies with all later
    requests, and fails each time if one is not ASCII.
    """
    response.extensions.pop("reason_phrase", None)
    response.headers.pop("Set-Cookie", None)
    return response


class RewritingTransport(httpx.BaseTransport):
    """A transport that changes each request with `rewrite` before it is sent."""

    def __init__(self, inner: httpx.BaseTransport, rewrite: Rewrite) -> None:
        self._inner, self._rewrite = inner, rewrite

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the rewritten request."""
        return _strip_response(self._inner.handle_request(self._rewrite(request)))

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class AsyncRewritingTransport(httpx.AsyncBaseTransport):
    """The async version of RewritingTransport."""

    def __init__(self, inner: httpx.AsyncBaseTransport, rewrite: Rewrite) -> None:
        self._inner, self._rewrite = inner, rewrite

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the rewritten request."""
        return _strip_response(await self._inner.handle_async_request(self._rewrite(request)))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
