"""Pagers, the return values of list methods.

Creating a pager sends no request. Each iteration starts with the first page and requests one page
after another; only the pager decides which offsets are requested, and when.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from attrs import frozen

from labelbridge._core.flow import Flow
from labelbridge._core.json.validate import integer
from labelbridge.errors import ResponseFormatError

if TYPE_CHECKING:
    from labelbridge._core.drivers import AsyncDriver, Driver

T = TypeVar("T")

PAGE_SIZE: Final = 100
"""Default number of items per page, the same as in the vendors' SDKs."""


@frozen
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: Its items.
        total: Number of items of the complete list; None if the response does not have it.
        operation: Id of the operation that returned the page.
        left_out: Number of null items, which are not in `items`.
    """

    items: Sequence[T]
    total: int | None
    operation: str
    left_out: int = 0


PageFetcher = Callable[[int, int], Flow[Page[T]]]
"""A function that returns the flow for the page at (offset, limit)."""


def _next_offset(offset: int, page: Page[T], before: Page[T] | None) -> int | None:
    """Return the offset of the next page, None after the last one.

    A list ends at its total or with an empty page. A short page does not end it, because a platform
    may return fewer items than requested.

    Raises:
        ResponseFormatError: The list ends before its total, or a page repeats the previous one.
    """
    after = offset + len(page.items) + page.left_out
    if after == offset:
        if page.total is not None and offset < page.total:
            raise _error(page, f"the list ends after {offset} items, but its total is {page.total}")
        return None
    if before and page.items and page.items == before.items:
        raise _error(
            page,
            f"the page at offset {offset} repeats the {len(page.items)} items before it: the "
            "platform ignores the offset",
        )
    return None if page.total is not None and after >= page.total else after


def _total_of(page: Page[T]) -> int:
    if page.total is None:
        raise _error(page, "the response has no total number of items")
    return page.total


def _error(page: Page[T], problem: str) -> ResponseFormatError:
    return ResponseFormatError(f"{page.operation}: {problem}", operation=page.operation)


def _page_size(size: int) -> int:
    return integer("size", size, minimum=1)


class Pager(Generic[T]):
    """A list on the platform: `for image in client.images.list(project_id)`."""

    def __init__(self, driver: Driver, fetch: PageFetcher[T]) -> None:
        self._driver, self._fetch = driver, fetch

    def pages(self, *, size: int = PAGE_SIZE) -> Iterator[Page[T]]:
        """Return an iterator over the pages, with up to `size` items each."""
        return self._pages(_page_size(size))

    def _pages(self, size: int) -> Iterator[Page[T]]:
        offset: int | None = 0
        before: Page[T] | None = None
        while offset is not None:
            page = self._driver.run(self._fetch(offset, size))
            offset, before = _next_offset(offset, page, before), page
            yield page

    def __iter__(self) -> Iterator[T]:
        for page in self._pages(PAGE_SIZE):
            yield from page.items

    def total(self) -> int:
        """Request the number of items, without fetching them."""
        return _total_of(self._driver.run(self._fetch(0, 0)))

    def first(self) -> T | None:
        """Fetch only the first item; None if the list is empty."""
        return next((item for page in self._pages(1) for item in page.items), None)

    def __repr__(self) -> str:
        return "<Pager: iterate it for items>"


class AsyncPager(Generic[T]):
    """A list on the platform: `async for image in client.images.list(project_id)`."""

    def __init__(self, driver: AsyncDriver, fetch: PageFetcher[T]) -> None:
        self._driver, self._fetch = driver, fetch

    def pages(self, *, size: int = PAGE_SIZE) -> AsyncIterator[Page[T]]:
        """Return an iterator over the pages, with up to `size` items each."""
        return self._pages(_page_size(size))

    async def _pages(self, size: int) -> AsyncGenerator[Page[T]]:
        offset: int | None = 0
        before: Page[T] | None = None
        while offset is not None:
            page = await self._driver.run(self._fetch(offset, size))
            offset, before = _next_offset(offset, page, before), page
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self._pages(PAGE_SIZE):
            for item in page.items:
                yield item

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
        return "<AsyncPager: iterate it with async for>"
