"""The pages of a list: which are requested together, and the checks of their totals."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from attrs import field, frozen

from labelbridge._core.flow import Flow, concurrently
from labelbridge._core.json.direct import detach, references
from labelbridge.errors import LabelbridgeError, ListChanged, ResponseFormatError

T = TypeVar("T")

PAGE_SIZE: Final = 100
"""Default number of items per page, the same as in the vendors' SDKs."""

LATENCY: Final = 0.008
"""Seconds of waiting for which it is worth to request pages together."""
CERTAIN: Final = 2 * LATENCY
"""Seconds of waiting for the first page after which as many pages as allowed are requested."""
PER_PAGE: Final = 0.0005
"""Seconds of waiting that each page of several takes without latency."""

_MAX_GAPS: Final = 10
"""How often `collect` goes back to lower offsets without finding new items."""


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


class _Summary(NamedTuple):
    """What a pager keeps of a page while it reads the next one.

    The page itself may be large, and objects that live longer are examined more often by Python's
    garbage collector.
    """

    total: int | None
    length: int
    ends: tuple[object, ...]

    @classmethod
    def of(cls, page: Page[Any]) -> _Summary:
        """Return the total, the number of items, and the ids of the first and the last item."""
        ends = [*page.items[:1], *page.items[-1:]]
        ids = [item if _id(item) is None else _id(item) for item in ends]
        return cls(page.total, len(page.items), tuple(ids))


PageFetcher = Callable[[int, int], Flow[Page[T]]]
"""A function that returns the flow for the page at (offset, limit)."""


def _next_offset(offset: int, page: Page[T], before: _Summary | None) -> int | None:
    """Return the offset of the next page, None after the last one.

    A list ends at its total or with an empty page. A short page does not end it, because a platform
    may return fewer items than requested.

    Raises:
        ListChanged: The total is lower than that of the previous page.
        ResponseFormatError: The list ends before its total, or a page repeats the previous one.
    """
    if before and _removed(page, before):
        raise _list_changed(page, before)
    after = offset + len(page.items) + page.left_out
    if after == offset:
        if page.total is not None and offset < page.total:
            raise _error(page, f"the list ends after {offset} items, but its total is {page.total}")
        return None
    # a list that grew may repeat items
    if page.items and before == _Summary.of(page):
        raise _error(
            page,
            f"the page at offset {offset} repeats the {len(page.items)} items before it: the "
            "platform ignores the offset",
        )
    return None if page.total is not None and after >= page.total else after


def _removed(page: Page[T], before: _Summary) -> int:
    """Return by how many items the list became shorter since the previous page."""
    if page.total is None or before.total is None:
        return 0
    return max(before.total - page.total, 0)


def _list_changed(page: Page[T], before: _Summary) -> ListChanged:
    return ListChanged(
        f"{page.operation}: the list became shorter while it was read, from {before.total} to "
        f"{page.total} items, so that items would be skipped. Read it completely before its items "
        "are changed or deleted: iterate over the result of collect()",
        operation=page.operation,
    )


def collect(fetch: PageFetcher[T]) -> Flow[list[T]]:
    """Return all items of a list that may change meanwhile.

    All items at offsets below `read` are read. After a removal, the items that follow them are at
    lower offsets, by at most the number of removed items. The next page begins that much earlier,
    in case as many items are removed again.
    """
    found: list[T] = []
    ids: set[object] = set()
    read, margin, gaps = 0, 0, 0
    before: _Summary | None = None
    while True:
        offset = max(read - margin, 0)
        page = yield from fetch(offset, PAGE_SIZE)
        new = [item for item in page.items if _id(item) is None or _id(item) not in ids]
        found += new
        detach(references(new))
        ids.update(map(_id, new))
        margin = _removed(page, before) if before else 0
        if before and margin and offset > max(read - margin, 0):
            gaps = 0 if new else gaps + 1
            if None in ids or gaps > _MAX_GAPS:
                raise _list_changed(page, before)
            read = max(read - margin, 0)
        else:
            # pages that overlap may have equal items, and a removal did no harm here
            following = _next_offset(offset, page, None if margin or offset < read else before)
            if following is None:
                return found
            read = following
        before = _Summary.of(page)


def _id(item: object) -> UUID | str | int | None:
    """Return the id of an item; None if it has none, or the response has none."""
    value = getattr(item, "id", None)
    return value if isinstance(value, UUID | str | int) else None


def total_of(page: Page[T]) -> int:
    if page.total is None:
        raise _error(page, "the response has no total number of items")
    return page.total


def _error(page: Page[T], problem: str) -> ResponseFormatError:
    return ResponseFormatError(f"{page.operation}: {problem}", operation=page.operation)


class Window:
    """How many pages are requested together.

    It begins at one, and widens if a request waits: without latency, threads would only cost time.

    Args:
        largest: The largest number.

    Attributes:
        size: The current number.
    """

    def __init__(self, largest: int) -> None:
        self._largest = max(largest, 1)
        self._is_first = True
        self.size = 1

    def adapt(self, waited: float, *, is_rejected: bool) -> None:
        """Change the number after pages were requested.

        Args:
            waited: Seconds for which the program waited.
            is_rejected: Whether the platform rejected a request because there were too many.
        """
        is_first, self._is_first = self._is_first, False
        if is_rejected:
            self._largest = self.size = max(self.size // 2, 1)
        elif waited <= LATENCY + PER_PAGE * self.size:
            self.narrow()
        elif self.size > 1 or (is_first and waited > CERTAIN):
            self.size = self._largest
        else:
            # the wait may have been a delay of this machine
            self.size = min(self._largest, 2)

    def narrow(self) -> None:
        """Request fewer pages together."""
        self.size = max(self.size // 4, 1)


class _Driver(Protocol):
    """What decides about reading ahead."""

    rejections: int

    @property
    def read_ahead(self) -> int: ...


def _waited() -> float:
    """Return a time that advances while this thread waits."""
    return time.monotonic() - time.thread_time()


class PageReader(Generic[T]):
    """Reads the pages of a list in order.

    Pages are requested together only if the list has a total. All of them assume that the pages
    before them have as many items as the last one, and that the list does not change. A page for
    which this is wrong is requested again.

    Args:
        fetch: Returns the flow for a page.
        size: The number of items to request for each page.
        driver: The driver of the pager.
    """

    def __init__(self, fetch: PageFetcher[T], size: int, driver: _Driver) -> None:
        self._fetch, self._size, self._driver = fetch, size, driver
        self._window = Window(driver.read_ahead)
        self._offset: int | None = 0
        self._length = size
        self._before: _Summary | None = None
        self._error: LabelbridgeError | None = None
        self._received: deque[tuple[int, Page[T] | LabelbridgeError]] = deque()

    @property
    def is_complete(self) -> bool:
        """Whether the last page was returned."""
        return self._offset is None

    def request(self) -> Flow[None]:
        """Request the next page, or several."""
        if self._error:
            raise self._error
        began, rejections = _waited(), self._driver.rejections
        offsets = self._offsets()
        if len(offsets) == 1:
            pages: Sequence[Page[T] | LabelbridgeError] = [
                (yield from self._fetch(offsets[0], self._size))
            ]
        else:
            flows = [_attempt(self._fetch(offset, self._size)) for offset in offsets]
            pages = yield from concurrently(flows, limit=len(flows))
        self._received.extend(zip(offsets, pages, strict=True))
        self._window.adapt(_waited() - began, is_rejected=self._driver.rejections != rejections)

    def _offsets(self) -> Sequence[int]:
        first = self._offset or 0
        number = 1
        if self._before and self._before.total is not None and self._length:
            left = self._before.total - first
            number = max(min(self._window.size, -(-left // self._length)), 1)
        return range(first, first + number * self._length, self._length) if number > 1 else [first]

    def received(self) -> Iterator[Page[T]]:
        """Return the requested pages, up to one that has to be requested again."""
        pages, self._received = self._received, deque()
        is_first = True
        while pages and self._offset is not None:
            offset, page = pages.popleft()
            if offset != self._offset:
                return self._window.narrow()
            if isinstance(page, LabelbridgeError):
                self._error = page
                return None
            # the list changed between these requests, which may have arrived in any order
            if not is_first and self._before and page.total != self._before.total:
                return self._window.narrow()
            self._offset = _next_offset(offset, page, self._before)
            self._before, is_first = _Summary.of(page), False
            self._length = len(page.items) + page.left_out
            yield page
            del page
        return None


def _attempt(flow: Flow[T]) -> Flow[T | LabelbridgeError]:
    """Return the value of a flow, or its error, which is raised after the pages before it."""
    try:
        return (yield from flow)
    except LabelbridgeError as error:
        return error
