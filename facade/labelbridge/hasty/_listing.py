"""How Hasty pages: offset and limit in the query, the total in `meta`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from labelbridge._flow import Flow, send
from labelbridge.pagination import Fetch, Page
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


def page(plan: Plan[Envelope[T]]) -> Flow[Page[T]]:
    """Fetch one page."""
    answer = yield from send(plan)
    total = answer.meta.total if answer.meta is not UNSET else UNSET
    return Page(answer.items or [], total if isinstance(total, int) else None)


def whole(plan: Plan[A], items: Callable[[A], Sequence[T] | Unset]) -> Fetch[T]:
    """Return how a list is fetched that the platform does not cut into pages: all at once.

    Args:
        plan: Asks for the list.
        items: Finds the items in the answer.
    """

    def fetch(offset: int, _limit: int) -> Flow[Page[T]]:
        found = items((yield from send(plan))) or []
        return Page(found[offset:], len(found))

    return fetch
