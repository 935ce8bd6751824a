"""How Hasty pages: offset and limit in the query, the total in `meta`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from labelbridge._flow import Flow, send
from labelbridge.pagination import Page
from labelbridge_api.hasty.models import PageMeta
from labelbridge_api.hasty.types import UNSET, Unset
from labelbridge_api.plan import Plan

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


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
