"""Hasty's pages: `offset` and `limit` in the query, the total in `meta`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from labelbridge._core.flow import Flow, send
from labelbridge._core.json.decode import list_items
from labelbridge.pagination import Page, PageFetcher
from labelbridge_api.hasty.models import PageMeta
from labelbridge_api.hasty.types import UNSET, Unset
from labelbridge_api.plan import Plan

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Envelope(Protocol[T_co]):
    """The response of a list operation with pages."""

    @property
    def meta(self) -> PageMeta | Unset:
        """Offset, limit and total."""

    @property
    def items(self) -> Sequence[T_co] | Unset:
        """The items of the page."""

    @property
    def additional_properties(self) -> Mapping[str, Any]:
        """Properties that are not in the contract."""


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
    total = response.meta.total if response.meta is not UNSET else UNSET
    items = list_items(response.items, "items", response, operation=plan.operation)
    received = response.additional_properties.get("items") or items
    return Page(
        items,
        None if total is UNSET else total,
        plan.operation,
        left_out=len(received) - len(items),
    )
