"""The pages of a list, and the checks of their totals and their items."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from attrs import evolve, field, frozen

from labelbridge._core.flow import Flow
from labelbridge.errors import ListChanged, ResponseFormatError

T = TypeVar("T")

PAGE_SIZE: Final = 100
"""Default number of items per page, the same as in the vendors' SDKs."""

_ID: Final = UUID | str | int
_KEPT: Final = 1000
"""Number of ids that are kept, to find items that were returned already."""


@frozen
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: Its items.
        total: Number of items of the complete list; None if the response does not have it.
        operation: Id of the operation that returned the page.
        left_out: Number of null items, which are not in `items`.
    """

    items: Sequence[T] = field(repr=lambda items: f"<{len(items)} items>")
    total: int | None
    operation: str
    left_out: int = 0


class Summary(NamedTuple):
    """What a pager keeps of a page while it reads the next one.

    The page itself may be large, and objects that live longer are examined more often by Python's
    garbage collector.
    """

    total: int | None
    length: int
    ends: tuple[object, ...]

    @classmethod
    def of(cls, page: Page[Any]) -> Summary:
        """Return the total, the number of items, and the ids of the first and the last item."""
        ends = [*page.items[:1], *page.items[-1:]]
        ids = [item if id_of(item) is None else id_of(item) for item in ends]
        return cls(page.total, len(page.items), tuple(ids))


PageFetcher = Callable[[int, int], Flow[Page[T]]]
"""A function that returns the flow for the page at (offset, limit)."""


def next_offset(offset: int, size: int, page: Page[T], before: Summary | None) -> int | None:
    """Return the offset of the next page, None after the last one.

    A list ends with an empty page, or at its total if the page is short: after a full page, another
    one is requested, because the total may be too low. A short page does not end a list, because a
    platform may return fewer items than requested.

    Args:
        offset: The offset of the page.
        size: The number of requested items.
        page: The page.
        before: The summary of the page before it, if there is one.

    Raises:
        ListChanged: The total is lower than that of the previous page.
        ResponseFormatError: The list ends before its total, or a page repeats the previous one.
    """
    if before and growth(page, before) < 0:
        raise list_changed(page, before)
    after = offset + len(page.items) + page.left_out
    if after == offset:
        if page.total is not None and offset < page.total:
            raise _error(page, f"the list ends after {offset} items, but its total is {page.total}")
        return None
    # a list that grew may repeat items
    if page.items and before == Summary.of(page):
        raise _error(
            page,
            f"the page at offset {offset} repeats the {len(page.items)} items before it: the "
            "platform ignores the offset",
        )
    return None if after == page.total and after != offset + size else after


def growth(page: Page[T], before: Summary) -> int:
    """Return by how many items the list became longer since the previous page."""
    if page.total is None or before.total is None:
        return 0
    return page.total - before.total


def list_changed(page: Page[T], before: Summary) -> ListChanged:
    """Return the error of a list that changed while it was read."""
    change, effect = (
        ("longer", "returned twice") if growth(page, before) > 0 else ("shorter", "skipped")
    )
    return ListChanged(
        f"{page.operation}: the list became {change} while it was read, from {before.total} to "
        f"{page.total} items, so that items would be {effect}. Read it completely before its items "
        "are changed or deleted: iterate over the result of collect()",
        operation=page.operation,
    )


class Recent:
    """The ids of the items that were returned last.

    Items that are added to a list move those behind them to higher offsets, where they are read
    again.
    """

    def __init__(self) -> None:
        self._ids: deque[object] = deque(maxlen=_KEPT)
        self._last_page: list[object] = []
        self._suspect = 0

    def without_repeated(self, page: Page[T], before: Summary | None) -> Page[T]:
        """Return a page without the items that were returned already.

        Raises:
            ListChanged: The list grew, and items have no ids, or too many were added.
        """
        ids: list[object] = [getattr(item, "id", None) for item in page.items]
        if before and growth(page, before) > 0:
            # as many items from here on may be repeated
            self._suspect += growth(page, before)
            is_too_long = len(self._ids) == _KEPT < self._suspect
            if is_too_long or None in map(id_of, page.items):
                raise list_changed(page, before)
        elif ids and ids[0] is not None and ids[0] in self._last_page:
            self._suspect = max(self._suspect, len(ids))
        if self._suspect and ids:
            self._suspect = max(self._suspect - len(ids) - page.left_out, 0)
            known = {one for one in self._ids if isinstance(one, _ID)}
            new = [item for item in page.items if id_of(item) not in known]
            page, ids = evolve(page, items=new), [*map(id_of, new)]
        if ids:
            self._last_page = ids
            self._ids += ids
        return page


def id_of(item: object) -> UUID | str | int | None:
    """Return the id of an item; None if it has none, or the response has none."""
    value = getattr(item, "id", None)
    return value if isinstance(value, _ID) else None


def total_of(page: Page[T]) -> int:
    if page.total is None:
        raise _error(page, "the response has no total number of items")
    return page.total


def _error(page: Page[T], problem: str) -> ResponseFormatError:
    return ResponseFormatError(f"{page.operation}: {problem}", operation=page.operation)
