"""Hasty's pages: `offset` and `limit` in the query, the total in `meta`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from labelbridge._core.flow import Flow, send
from labelbridge._core.json.decode import list_items, unread_value
from labelbridge.errors import MissingValue
from labelbridge.pagination import Page, PageFetcher
from labelbridge_api.hasty.models import PageMeta
from labelbridge_api.plan import Plan

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Envelope(Protocol[T_co]):
    """The response of a list operation with pages."""

    @property
    def meta(self) -> PageMeta:
        """Offset, limit and total."""

    @property
    def items(self) -> Sequence[T_co]:
        """The items of the page."""


def pages(
    make_plan: Callable[..., Plan[Envelope[T]]], *ids: object, **query: Any
) -> PageFetcher[T]:
    """Return the function that fetches the page at an offset.

    Args:
        make_plan: The `plan` function of a list operation.
        *ids: Its path parameters.
        **query: Its query parameters, without `offset` and `limit`.
    """
    return lambda offset, limit: _page(make_plan(*ids, offset=offset, limit=limit, **query))


def _page(plan: Plan[Envelope[T]]) -> Flow[Page[T]]:
    response = yield from send(plan)
    items: Sequence[T] = list_items(response, "items", operation=plan.operation)
    received = unread_value(response, "items")
    left_out = len(received) - len(items) if isinstance(received, list) else 0
    return Page(items, _total(response), plan.operation, left_out)


def _total(response: Envelope[T]) -> int | None:
    """Return the total of a list; a pager works without it."""
    try:
        return response.meta.total
    except MissingValue:
        return None
