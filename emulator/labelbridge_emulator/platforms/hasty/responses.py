"""The shapes that answers of several resources share: pages, lists, instants, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from labelbridge_emulator.handler import JSON, ApiError, Request

T = TypeVar("T")

LIMIT = 100
"""Items of a page unless the request says; what the vendor's SDK asks for (``helper.py``)."""

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


def page(request: Request, things: Sequence[T], render: Callable[[T], JSON]) -> JSON:
    """The part of a list that the request's offset and limit ask for, and its true total.

    A limit of 0 gives the meta alone. ``search_parameters`` repeats the other query parameters.
    """
    offset = request.query.get("offset", 0)
    limit = request.query.get("limit", LIMIT)
    search = {k: v for k, v in request.query.items() if k not in {"offset", "limit"}}
    return {
        "meta": {
            "object": "list",
            "limit": limit,
            "offset": offset,
            "total": len(things),
            "search_parameters": search,
        },
        "items": [render(thing) for thing in things[offset : offset + limit]],
    }


def listing(items: list[Any]) -> JSON:
    """All items of a list that has no pages."""
    return {"meta": {"object": "list", "total": len(items)}, "items": items}


def contains(name: str, part: str | None) -> bool:
    """Whether a name filter lets a name through: any part of it, in any case."""
    return part is None or part.casefold() in name.casefold()


def instant(moment: datetime | None) -> str | None:
    """A moment as the platform writes it, ``2019-08-24T14:15:22.123Z``."""
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def error(refusal: ApiError) -> JSON:
    """The body of an error: a code and a message (``errors.go`` of the vendor's Go client)."""
    code = refusal.code or CODES.get(refusal.status, "internal_error")
    return {"code": code, "message": refusal.message}
