"""What httpx raises, as errors of labelbridge."""

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
    platform: str, operation: str, error: Exception, clean: Callable[[str], str]
) -> LabelbridgeError:
    """Return the error that an exception of httpx stands for.

    Args:
        platform: Name of the platform.
        operation: What was asked for.
        error: The exception.
        clean: Takes secrets out of a text.
    """
    text = clean(str(error)) or type(error).__name__
    match error:
        case httpx.TimeoutException():
            return RequestTimeout(
                f"{platform} {operation}: no answer in time ({type(error).__name__})"
            )
        case httpx.DecodingError():
            return ResponseFormatError(
                f"{operation}: the answer cannot be unpacked ({text})", operation=operation
            )
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return ResponseFormatError(
                f"{operation}: the platform named an address that is none ({text})",
                operation=operation,
            )
        case _:
            return ConnectionFailed(f"{platform} {operation}: {text}")
