"""Reading the pages of a list: which of them are requested together."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, Generic, Protocol, TypeVar

from labelbridge._core.flow import Flow, concurrently
from labelbridge._core.json.direct import detach, references
from labelbridge._core.pages import (
    PAGE_SIZE,
    Page,
    PageFetcher,
    Recent,
    Summary,
    growth,
    id_of,
    list_changed,
    next_offset,
)
from labelbridge.errors import LabelbridgeError

T = TypeVar("T")

LATENCY: Final = 0.008
"""Seconds of waiting for which it is worth to request pages together."""
CERTAIN: Final = 2 * LATENCY
"""Seconds of waiting for the first page after which as many pages as allowed are requested."""
PER_PAGE: Final = 0.0005
"""Seconds of waiting that each page of several takes without latency."""

_MAX_GAPS: Final = 10
"""How often `collect` goes back to lower offsets without finding new items."""


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
        self._is_first, self._is_irregular = True, False
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
            self._narrow()
        elif self.size > 1 and self._is_irregular:
            self.size = min(2 * self.size, self._largest)
            self._is_irregular = self.size < self._largest
        elif self.size > 1 or (is_first and waited > CERTAIN):
            self.size = self._largest
        else:
            # the wait may have been a delay of this machine
            self.size = min(self._largest, 2)

    def discard(self) -> None:
        """Request fewer pages together, because some were requested in vain, and widen slowly."""
        self._is_irregular = True
        self._narrow()

    def _narrow(self) -> None:
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
        self._recent = Recent()
        self._offset: int | None = 0
        self._length = size
        self._before: Summary | None = None
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
            # one more than needed if the last page is full
            pages = left // self._length + 1
            number = max(min(self._window.size, pages), 1)
        return range(first, first + number * self._length, self._length) if number > 1 else [first]

    def received(self) -> Iterator[Page[T]]:
        """Return the requested pages, up to one that has to be requested again."""
        pages, self._received = self._received, deque()
        is_first = True
        while pages and self._offset is not None:
            offset, page = pages.popleft()
            if offset != self._offset:
                return self._window.discard()
            if isinstance(page, LabelbridgeError):
                self._error = page
                return None
            # the list changed between these requests, which may have arrived in any order
            if not is_first and self._before and page.total != self._before.total:
                return self._window.discard()
            accepted = self._accept(offset, page)
            self._before, is_first = Summary.of(page), False
            self._length = len(page.items) + page.left_out
            del page
            yield accepted
            del accepted
        return None

    def _accept(self, offset: int, page: Page[T]) -> Page[T]:
        """Note the offset of the next page, and return the page without repeated items."""
        self._offset = next_offset(offset, self._size, page, self._before)
        return self._recent.without_repeated(page, self._before)


class Collector(PageReader[T]):
    """Reads a list that may change meanwhile.

    All items at offsets below `_read` are read. After a removal, the items that follow them are at
    lower offsets, by at most the number of removed items. The next page begins that much earlier,
    in case as many items are removed again.

    Attributes:
        found: The items.
    """

    def __init__(self, fetch: PageFetcher[T], driver: _Driver) -> None:
        super().__init__(fetch, PAGE_SIZE, driver)
        self.found: list[T] = []
        self._ids: set[object] = set()
        self._read, self._gaps = 0, 0

    def _accept(self, offset: int, page: Page[T]) -> Page[T]:
        before, change = self._before, growth(page, self._before) if self._before else 0
        new = [item for item in page.items if (id_ := id_of(item)) is None or id_ not in self._ids]
        self.found += new
        detach(references(new))
        self._ids.update(map(id_of, new))
        if before and change > 0 and None in self._ids:
            raise list_changed(page, before)
        margin = max(-change, 0)
        if before and margin and offset > max(self._read - margin, 0):
            self._gaps = 0 if new else self._gaps + 1
            if None in self._ids or self._gaps > _MAX_GAPS:
                raise list_changed(page, before)
            self._read = max(self._read - margin, 0)
        else:
            # pages that overlap may have equal items, and a removal did no harm here
            compared = None if margin or offset < self._read else before
            following = next_offset(offset, self._size, page, compared)
            if following is None:
                self._offset = None
                return page
            self._read = following
        self._offset = max(self._read - margin, 0)
        return page


def collect(fetch: PageFetcher[T], driver: _Driver) -> Flow[list[T]]:
    """Return all items of a list that may change meanwhile."""
    collector = Collector(fetch, driver)
    while not collector.is_complete:
        yield from collector.request()
        for _ in collector.received():
            pass
    return collector.found


def _attempt(flow: Flow[T]) -> Flow[T | LabelbridgeError]:
    """Return the value of a flow, or its error, which is raised after the pages before it."""
    try:
        return (yield from flow)
    except LabelbridgeError as error:
        return error
