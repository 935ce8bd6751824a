"""Translating exceptions of httpx into errors of labelbridge."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from labelbridge.errors import (
    ConnectionFailed,
    LabelbridgeError,
    RequestTimeout,
    ResponseFormatError,
)


def transport_error(
    platform: str, operation: str, error: Exception, redact: Callable[[str], str]
) -> LabelbridgeError:
    """Return the error of labelbridge for an exception of httpx.

    Args:
        platform: Name of the platform.
        operation: Id of the operation.
        error: The exception.
        redact: Removes secrets from a text.
    """
    text = redact(str(error)) or type(error).__name__
    match error:
        case httpx.TimeoutException():
            return RequestTimeout(
                f"{platform} {operation}: no response in time ({type(error).__name__})"
            )
        case httpx.DecodingError():
            return ResponseFormatError(
                f"{operation}: the response body cannot be decoded ({text})", operation=operation
            )
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return ResponseFormatError(
                f"{operation}: the platform returned an invalid URL ({text})",
                operation=operation,
            )
        case _:
            return ConnectionFailed(f"{platform} {operation}: {text}")
