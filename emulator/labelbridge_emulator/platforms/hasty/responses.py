"""Response formats that several resources share: pages, lists, timestamps and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from labelbridge_emulator.handler import JSON, ApiError, Request

T = TypeVar("T")

LIMIT = 100
"""The default page size, which the vendor's SDK requests too (``helper.py``)."""

CODES = {
    400: "bad_request",
    401: "unauthorized",
    402: "payment_required",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    413: "payload_too_large",
    422: "unprocessable_entity",
    429: "too_many_requests",
}
"""The vendor's own codes are not published; its Go client only shows that there is a ``code``."""


def page(request: Request, items: Iterable[T], render: Callable[[T], JSON]) -> JSON:
    """The page of a list that the request's offset and limit select, with the total.

    A limit of 0 returns no items. ``search_parameters`` repeats the other query parameters.
    """
    found = list(items)
    offset = request.query.get("offset", 0)
    limit = request.query.get("limit", LIMIT)
    search = {k: v for k, v in request.query.items() if k not in {"offset", "limit"}}
    return {
        "meta": {
            "object": "list",
            "limit": limit,
            "offset": offset,
            "total": len(found),
            "search_parameters": search,
        },
        "items": [render(item) for item in found[offset : offset + limit]],
    }


def unpaged(items: list[Any]) -> JSON:
    """All items of a list that has no pages."""
    return {"meta": {"object": "list", "total": len(items)}, "items": items}


def contains(name: str, part: str | None) -> bool:
    """Whether a name contains a part, ignoring case. None matches every name."""
    return part is None or part.casefold() in name.casefold()


def timestamp(moment: datetime | None) -> str | None:
    """Format an instant as the platform does, ``2019-08-24T14:15:22.123Z``."""
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def error_body(error: ApiError) -> JSON:
    """The body of an error: a code and a message (``errors.go`` of the vendor's Go client)."""
    code = error.code or CODES.get(error.status, "internal_error")
    return {"code": code, "message": error.message}
