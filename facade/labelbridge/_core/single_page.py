"""Lists that a platform returns in one response, without pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from labelbridge._core.flow import Flow, send
from labelbridge.pagination import Page, PageFetcher
from labelbridge_api.plan import Plan

T = TypeVar("T")
A = TypeVar("A")


def single_page(plan: Plan[A], items: Callable[[A], Sequence[T]]) -> PageFetcher[T]:
    """Return the function that fetches a list without pages.

    Args:
        plan: The request for the list.
        items: Returns the items of the response.
    """

    def fetch(offset: int, _limit: int) -> Flow[Page[T]]:
        found = items((yield from send(plan)))
        return Page(found[offset:], len(found), plan.operation)

    return fetch
