"""What list methods return.

A pager is made without a request. Each iteration starts afresh and asks page after page; the pager
alone decides which offsets are asked for, and when.
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
"""Items that are asked for at a time; what the vendors' own clients ask for."""


@frozen
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: Its items.
        total: How many items the whole list has, as the platform says; None if it does not.
        operation: Id of the operation that gave it.
        left_out: How many of its items were null, and are not in `items`.
    """

    items: Sequence[T]
    total: int | None
    operation: str
    left_out: int = 0


PageFetcher = Callable[[int, int], Flow[Page[T]]]
"""Fetches the page at (offset, limit)."""


def _next_offset(offset: int, page: Page[T], before: Page[T] | None) -> int | None:
    """Return where the page after one begins, None after the last.

    A page shorter than asked for does not end a list (a platform may give fewer than it was asked
    for): its total does, or an empty page.

    Raises:
        ResponseFormatError: The list ends before its total, or a page is the one before it once
            more, which would never end.
    """
    after = offset + len(page.items) + page.left_out
    if after == offset:
        if page.total is not None and offset < page.total:
            raise _error(
                page, f"the platform says that there are {page.total} items, and gave {offset}"
            )
        return None
    if before and page.items and page.items == before.items:
        raise _error(
            page,
            f"the platform gave the {len(page.items)} items before offset {offset} once more, "
            "as if it knew no offsets",
        )
    return None if page.total is not None and after >= page.total else after


def _known(page: Page[T]) -> int:
    if page.total is None:
        raise _error(page, "the platform's answer does not say how many items there are")
    return page.total


def _error(page: Page[T], problem: str) -> ResponseFormatError:
    return ResponseFormatError(f"{page.operation}: {problem}", operation=page.operation)


def _checked(size: int) -> int:
    return integer("size", size, minimum=1)


class Pager(Generic[T]):
    """A list on the platform: `for image in client.images.list(project_id)`."""

    def __init__(self, driver: Driver, fetch: PageFetcher[T]) -> None:
        self._driver, self._fetch = driver, fetch

    def pages(self, *, size: int = PAGE_SIZE) -> Iterator[Page[T]]:
        """Return an iterator over the pages, `size` items asked for at a time."""
        return self._pages(_checked(size))

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
        """Ask how many items there are, without fetching them."""
        return _known(self._driver.run(self._fetch(0, 0)))

    def first(self) -> T | None:
        """Fetch the first item only; None when there is none."""
        return next((item for page in self._pages(1) for item in page.items), None)

    def __repr__(self) -> str:
        return "<Pager: iterate it for items>"


class AsyncPager(Generic[T]):
    """A list on the platform: `async for image in client.images.list(project_id)`."""

    def __init__(self, driver: AsyncDriver, fetch: PageFetcher[T]) -> None:
        self._driver, self._fetch = driver, fetch

    def pages(self, *, size: int = PAGE_SIZE) -> AsyncIterator[Page[T]]:
        """Return an iterator over the pages, `size` items asked for at a time."""
        return self._pages(_checked(size))

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
        """Ask how many items there are, without fetching them."""
        return _known(await self._driver.run(self._fetch(0, 0)))

    async def first(self) -> T | None:
        """Fetch the first item only; None when there is none."""
        async with aclosing(self._pages(1)) as pages:
            async for page in pages:
                for item in page.items:
                    return item
        return None

    def __repr__(self) -> str:
        return "<AsyncPager: iterate it with async for>"
