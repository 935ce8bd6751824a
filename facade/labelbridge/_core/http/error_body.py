"""Parsing the bodies of error responses, which have different shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def parse_error_body(body: Any) -> tuple[str | None, str | None]:
    """Return code and message of the body of an error.

    Supported shapes: `{code, message}`, `{error: "text"}`, `{error: "code", message}`,
    `{error: {message, type}}`, `{message}`, `{errors: [{message, extensions: {code}}]}`, and text
    that is not JSON.
    """
    match body:
        case {"errors": [{**first}, *_]}:
            extensions = first.get("extensions")
            code = extensions.get("code") if isinstance(extensions, Mapping) else None
            return _string(code), _string(first.get("message"))
        case {"error": {**inner}}:
            return _string(inner.get("code") or inner.get("type")), _string(inner.get("message"))
        case {"error": str(code), "message": message}:
            return code, _string(message)
        case {"error": error}:
            return None, _string(error)
        case {**flat}:
            return _string(flat.get("code")), _string(flat.get("message"))
        case str(text):
            return None, " ".join(text.split())[:200] or None
        case _:
            return None, None


def graphql_error_status(body: Any) -> int | None:
    """Return the HTTP status inside a GraphQL error, if it has one.

    The code may be INTERNAL_SERVER_ERROR for an invalid request, which must not be retried.
    """
    match body:
        case {"errors": [{"extensions": {"exception": {"status": int(status)}}}, *_]}:
            return status if 400 <= status <= 599 else None
        case _:
            return None


def is_rate_limit(body: Mapping[str, Any], start: str | None) -> bool:
    """Return whether a body has no data, but a message that begins like that of a rate limit."""
    if not start or body.get("data"):
        return False
    _code, message = parse_error_body(body)
    return bool(message and message.startswith(start))


def _string(value: Any) -> str | None:
    return None if value is None else str(value)
