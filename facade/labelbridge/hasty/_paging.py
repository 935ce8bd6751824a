"""How Hasty pages: offset and limit in the query, the total in `meta`."""

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
A = TypeVar("A")


class Envelope(Protocol[T_co]):
    """The answer of every list that has pages."""

    @property
    def meta(self) -> PageMeta | Unset:
        """Where the page lies, and the total."""

    @property
    def items(self) -> Sequence[T_co] | Unset:
        """The page's items."""

    @property
    def additional_properties(self) -> Mapping[str, Any]:
        """What the contract does not know."""


def page(plan: Plan[Envelope[T]]) -> Flow[Page[T]]:
    """Fetch one page."""
    answer = yield from send(plan)
    total = answer.meta.total if answer.meta is not UNSET else UNSET
    items = list_items(answer.items, "items", answer, operation=plan.operation)
    came = answer.additional_properties.get("items") or items
    return Page(
        items,
        None if total is UNSET else total,
        plan.operation,
        left_out=len(came) - len(items),
    )


def whole(plan: Plan[A], items: Callable[[A], Sequence[T]]) -> PageFetcher[T]:
    """Return how a list is fetched that the platform does not cut into pages: all at once.

    Args:
        plan: Asks for the list.
        items: Finds the items in the answer.
    """

    def fetch(offset: int, _limit: int) -> Flow[Page[T]]:
        found = items((yield from send(plan)))
        return Page(found[offset:], len(found), plan.operation)

    return fetch
