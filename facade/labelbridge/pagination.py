"""Pagers, the return values of list methods.

Creating a pager sends no request. Each iteration starts with the first page and requests one page
after another; only the pager decides which offsets are requested, and when.

Pages are found by their offset. If items leave the list while it is read, later items move to
offsets that were read already. An iteration then raises ListChanged, because it would skip them.
`collect` reads the complete list first, so that a loop may change or delete its items:

    for image in hasty.images.list(project_id, image_status="NEW").collect():
        hasty.images.set_status(project_id, image.id, status="DONE")

If items are added while a list is read, an iteration may return an item twice. A removal is not
detected if as many items are added at the same time, or if the platform sends no total.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from attrs import field, frozen

from labelbridge._core.copies import NotPicklable
from labelbridge._core.flow import Flow
from labelbridge._core.json.validate import integer
from labelbridge.errors import ListChanged, ResponseFormatError

if TYPE_CHECKING:
    from labelbridge._core.drivers import AsyncDriver, Driver

T = TypeVar("T")

PAGE_SIZE: Final = 100
"""Default number of items per page, the same as in the vendors' SDKs."""

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


def _collect(fetch: PageFetcher[T]) -> Flow[list[T]]:
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


def _total_of(page: Page[T]) -> int:
    if page.total is None:
        raise _error(page, "the response has no total number of items")
    return page.total


def _error(page: Page[T], problem: str) -> ResponseFormatError:
    return ResponseFormatError(f"{page.operation}: {problem}", operation=page.operation)


def _page_size(size: int) -> int:
    return integer("size", size, minimum=1)


class Pager(NotPicklable, Generic[T]):
    """A list on the platform: `for image in client.images.list(project_id)`."""

    def __init__(self, driver: Driver, fetch: PageFetcher[T], call: object = "a list") -> None:
        self._driver, self._fetch, self._call = driver, fetch, call

    def pages(self, *, size: int = PAGE_SIZE) -> Iterator[Page[T]]:
        """Return an iterator over the pages, with up to `size` items each."""
        return self._pages(_page_size(size))

    def _pages(self, size: int) -> Iterator[Page[T]]:
        offset: int | None = 0
        before: _Summary | None = None
        while offset is not None:
            page = self._driver.run(self._fetch(offset, size))
            offset, before = _next_offset(offset, page, before), _Summary.of(page)
            yield page
            del page

    def __iter__(self) -> Iterator[T]:
        for page in self._pages(PAGE_SIZE):
            yield from page.items
            del page  # before the next one is read

    def collect(self) -> list[T]:
        """Read the complete list, for example before its items are changed or deleted.

        An item that is in the list all the time is returned once, also if other items are added or
        removed meanwhile.

        Raises:
            ListChanged: Items that have no id are removed meanwhile, or items are removed faster
                than they are read.
        """
        return self._driver.run(_collect(self._fetch))

    def total(self) -> int:
        """Request the number of items, without fetching them."""
        return _total_of(self._driver.run(self._fetch(0, 0)))

    def first(self) -> T | None:
        """Fetch only the first item; None if the list is empty."""
        return next((item for page in self._pages(1) for item in page.items), None)

    def __repr__(self) -> str:
        return f"<Pager of {self._call}>"


class AsyncPager(NotPicklable, Generic[T]):
    """A list on the platform: `async for image in client.images.list(project_id)`."""

    def __init__(self, driver: AsyncDriver, fetch: PageFetcher[T], call: object = "a list") -> None:
        self._driver, self._fetch, self._call = driver, fetch, call

    def pages(self, *, size: int = PAGE_SIZE) -> AsyncIterator[Page[T]]:
        """Return an iterator over the pages, with up to `size` items each."""
        return self._pages(_page_size(size))

    async def _pages(self, size: int) -> AsyncGenerator[Page[T]]:
        offset: int | None = 0
        before: _Summary | None = None
        while offset is not None:
            page = await self._driver.run(self._fetch(offset, size))
            offset, before = _next_offset(offset, page, before), _Summary.of(page)
            yield page
            del page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self._pages(PAGE_SIZE):
            for item in page.items:
                yield item
            del page

    async def collect(self) -> list[T]:
        """Read the complete list, for example before its items are changed or deleted.

        An item that is in the list all the time is returned once, also if other items are added or
        removed meanwhile.

        Raises:
            ListChanged: Items that have no id are removed meanwhile, or items are removed faster
                than they are read.
        """
        return await self._driver.run(_collect(self._fetch))

    async def total(self) -> int:
        """Request the number of items, without fetching them."""
        return _total_of(await self._driver.run(self._fetch(0, 0)))

    async def first(self) -> T | None:
        """Fetch only the first item; None if the list is empty."""
        async with aclosing(self._pages(1)) as pages:
            async for page in pages:
                for item in page.items:
                    return item
        return None

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._call}>"
