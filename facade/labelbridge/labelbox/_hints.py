"""Errors of the platform with a remedy that the platform does not mention."""

from __future__ import annotations

from labelbridge.errors import ApiError


def with_hint(error: ApiError, hint: str) -> ApiError:
    """Return an error with a hint after the platform's message."""
    return type(error)(
        f"{error.message.rstrip('.')} ({hint})",
        vendor=error.vendor,
        operation=error.operation,
        status=error.status,
        code=error.code,
        request_id=error.request_id,
        retry_after=error.retry_after,
        body=error.body,
    )
