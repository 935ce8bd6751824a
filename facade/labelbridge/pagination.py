"""What list methods return.

A pager is made without a request. Each iteration starts afresh and asks page after page; the pager
alone decides which offsets are asked for, and when.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from attrs import frozen

from labelbridge._flow import Flow
from labelbridge.errors import InvalidArgument, ResponseFormatError

if TYPE_CHECKING:
    from labelbridge._drivers import AsyncDriver, Driver

T = TypeVar("T")

PAGE_SIZE: Final = 100
"""Items that are asked for at a time; what the vendors' own clients ask for."""


@frozen
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: Its items.
        total: How many items the whole list has, as the platform says; None if it does not.
    """

    items: Sequence[T]
    total: int | None


Fetch = Callable[[int, int], Flow[Page[T]]]
"""Fetches the page at (offset, limit)."""


def _next_offset(offset: int, page: Page[T]) -> int | None:
    """Return where the next page begins, None after the last.

    A page shorter than asked for does not end a list (a platform may give fewer than it was asked
    for): its total does, or an empty page.
    """
    after = offset + len(page.items)
    if not page.items or (page.total is not None and after >= page.total):
        return None
    return after


def _known(total: int | None) -> int:
    if total is None:
        raise ResponseFormatError("the platform's answer does not say how many items there are")
    return total


def _checked(size: int) -> int:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise InvalidArgument("size", f"must be a whole number from 1, not {size!r}")
    return size


class Pager(Generic[T]):
    """A list on the platform: `for image in client.images.list(project_id)`."""

    def __init__(self, driver: Driver, fetch: Fetch[T]) -> None:
        self._driver, self._fetch = driver, fetch

    def pages(self, *, size: int = PAGE_SIZE) -> Iterator[Page[T]]:
        """Return an iterator over the pages, `size` items asked for at a time."""
        return self._pages(_checked(size))

    def _pages(self, size: int) -> Iterator[Page[T]]:
        offset: int | None = 0
        while offset is not None:
            page = self._driver.run(self._fetch(offset, size))
            yield page
            offset = _next_offset(offset, page)

    def __iter__(self) -> Iterator[T]:
        for page in self._pages(PAGE_SIZE):
            yield from page.items

    def total(self) -> int:
        """Ask how many items there are, without fetching them."""
        return _known(self._driver.run(self._fetch(0, 0)).total)

    def first(self) -> T | None:
        """Fetch the first item only; None when there is none."""
        return next(iter(self._driver.run(self._fetch(0, 1)).items), None)

    def __repr__(self) -> str:
        return "<Pager: iterate it for items>"


class AsyncPager(Generic[T]):
    """A list on the platform: `async for image in client.images.list(project_id)`."""

    def __init__(self, driver: AsyncDriver, fetch: Fetch[T]) -> None:
        self._driver, self._fetch = driver, fetch

    def pages(self, *, size: int = PAGE_SIZE) -> AsyncIterator[Page[T]]:
        """Return an iterator over the pages, `size` items asked for at a time."""
        return self._pages(_checked(size))

    async def _pages(self, size: int) -> AsyncIterator[Page[T]]:
        offset: int | None = 0
        while offset is not None:
            page = await self._driver.run(self._fetch(offset, size))
            yield page
            offset = _next_offset(offset, page)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self._pages(PAGE_SIZE):
            for item in page.items:
                yield item

    async def total(self) -> int:
        """Ask how many items there are, without fetching them."""
        return _known((await self._driver.run(self._fetch(0, 0))).total)

    async def first(self) -> T | None:
        """Fetch the first item only; None when there is none."""
        return next(iter((await self._driver.run(self._fetch(0, 1))).items), None)

    def __repr__(self) -> str:
        return "<AsyncPager: iterate it with async for>"
