"""Translating exceptions of transports into errors of labelbridge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import httpx

from labelbridge._core.http.content_decoding import ContentDecodingError
from labelbridge.errors import (
    ConnectionFailed,
    LabelbridgeError,
    RequestTimeout,
    ResponseFormatError,
)

_NOTHING_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)
"""Exceptions that are raised before anything is sent to the server."""


def transport_error(
    platform: str, operation: str, error: Exception, redact: Callable[[str], str]
) -> LabelbridgeError:
    """Return the error of labelbridge for an exception of httpx or of the functions around it.

    Args:
        platform: Name of the platform.
        operation: Id of the operation.
        error: The exception.
        redact: Removes secrets from a text.
    """
    text = redact(_text(error))
    match error:
        case httpx.TimeoutException() | TimeoutError():
            is_deadline = isinstance(error, TimeoutError)
            detail = "the deadline passed" if is_deadline else type(error).__name__
            if isinstance(error, httpx.PoolTimeout):
                detail = text
            found: ConnectionFailed = RequestTimeout(
                f"{platform} {operation}: no response in time ({detail})"
            )
        case httpx.DecodingError() | ContentDecodingError():
            return ResponseFormatError(
                f"{operation}: the response body cannot be decoded ({text})", operation=operation
            )
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return ResponseFormatError(
                f"{operation}: the platform returned an invalid URL ({text})",
                operation=operation,
            )
        case _:
            if "CERTIFICATE_VERIFY_FAILED" in text:
                text += (
                    ". Trusted certificate authorities are set with ClientOptions(verify=...) or "
                    "the environment variable SSL_CERT_FILE"
                )
            found = ConnectionFailed(f"{platform} {operation}: {text}")
    found.request_sent = not isinstance(error, _NOTHING_SENT)
    return found


def _text(error: BaseException) -> str:
    """Return the text of an exception, or else of its first cause with a text."""
    cause: BaseException | None = error
    while cause and not str(cause):
        cause = cause.__cause__ or cause.__context__
    return str(cause or type(error).__name__)
