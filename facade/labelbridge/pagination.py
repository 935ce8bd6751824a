"""Pagers, the return values of list methods.

Creating a pager sends no request. Each iteration starts with the first page. If requests wait, the
following pages are requested together, at most `ClientOptions(read_ahead=16)` of them, and returned
in order. So an iteration may have requested some pages that the program does not read.

Pages are found by their offset. If items leave the list while it is read, later items move to
offsets that were read already. An iteration then raises ListChanged, because it would skip them.
`collect` reads the complete list first, so that a loop may change or delete its items:

    for image in hasty.images.list(project_id, image_status="NEW").collect():
        hasty.images.set_status(project_id, image.id, status="DONE")

If items are added while a list is read, the items behind them are at offsets that follow, where
they are left out. ListChanged is raised if that is impossible: items have no id, or more than 1,000
were added between two pages. A removal is not detected if as many items are added at the same time,
or if the platform sends no total.

A total that is too high raises ResponseFormatError after the last item. One that is too low ends a
list only if the page before it has fewer items than requested.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import ref

from labelbridge._core.call import item_of
from labelbridge._core.columns import BATCH_SIZE, Table
from labelbridge._core.copies import NotPicklable
from labelbridge._core.json.direct import detach, references
from labelbridge._core.json.validate import integer
from labelbridge._core.page_reader import PageReader, collect
from labelbridge._core.pages import PAGE_SIZE, Page, PageFetcher, total_of

if TYPE_CHECKING:
    import pyarrow as pa

    from labelbridge._core.drivers import AsyncDriver, Driver

__all__ = ["PAGE_SIZE", "AsyncPager", "Page", "PageFetcher", "Pager"]

T = TypeVar("T")


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
        reader = PageReader(self._fetch, size, self._driver)
        used: list[ref[Any]] = []
        while not reader.is_complete:
            self._driver.run(reader.request())
            for page in reader.received():
                yield page
                # not those of this page, because the loop still has its last item
                detach(used)
                used = references(page.items)
                del page
        detach(used)

    def __iter__(self) -> Iterator[T]:
        for page in self._pages(PAGE_SIZE):
            yield from page.items
            del page  # before the next one is read

    def collect(self) -> list[T]:
        """Read the complete list, for example before its items are changed or deleted.

        An item that is in the list all the time is returned once, also if other items are added or
        removed meanwhile.

        Raises:
            ListChanged: The list changes meanwhile, and its items have no id, or items are removed
                faster than they are read.
        """
        return self._driver.run(collect(self._fetch, self._driver))

    def total(self) -> int:
        """Request the number of items, without fetching them."""
        return total_of(self._driver.run(self._fetch(0, 0)))

    def first(self) -> T | None:
        """Fetch only the first item; None if the list is empty."""
        return next((item for page in self._pages(1) for item in page.items), None)

    def to_arrow(self, *, batch_size: int = BATCH_SIZE) -> pa.RecordBatchReader:
        """Return the items as columns: a reader of record batches of Apache Arrow.

        Nothing is requested before the reader is read: `reader.read_all()` returns a table,
        `reader.read_pandas()` a data frame of pandas, `polars.from_arrow(reader)` one of polars.
        At most one batch is in memory. Columns have the names and types of the properties of the
        model: UUIDs are strings, instants are timestamps in UTC, lists and objects are nested, and
        objects of any form are JSON text. Properties that the contract does not have are left out.

        Args:
            batch_size: The largest number of rows of a record batch.

        Raises:
            ConfigurationError: pyarrow is missing. The extra `arrow` installs it.
        """
        return Table(item_of(self._call), batch_size).reader(self)

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
        reader = PageReader(self._fetch, size, self._driver)
        used: list[ref[Any]] = []
        while not reader.is_complete:
            await self._driver.run(reader.request())
            for page in reader.received():
                yield page
                detach(used)
                used = references(page.items)
                del page
        detach(used)

    async def __aiter__(self) -> AsyncIterator[T]:
        async with aclosing(self._pages(PAGE_SIZE)) as pages:
            async for page in pages:
                for item in page.items:
                    yield item
                del page

    async def collect(self) -> list[T]:
        """Read the complete list, for example before its items are changed or deleted.

        An item that is in the list all the time is returned once, also if other items are added or
        removed meanwhile.

        Raises:
            ListChanged: The list changes meanwhile, and its items have no id, or items are removed
                faster than they are read.
        """
        return await self._driver.run(collect(self._fetch, self._driver))

    async def total(self) -> int:
        """Request the number of items, without fetching them."""
        return total_of(await self._driver.run(self._fetch(0, 0)))

    async def first(self) -> T | None:
        """Fetch only the first item; None if the list is empty."""
        async with aclosing(self._pages(1)) as pages:
            async for page in pages:
                for item in page.items:
                    return item
        return None

    def to_arrow(self, *, batch_size: int = BATCH_SIZE) -> AsyncGenerator[pa.RecordBatch]:
        """Return the items as columns: an iterator over record batches of Apache Arrow.

        `pyarrow.Table.from_batches([batch async for batch in pager.to_arrow()])` is a table. See
        the sync method for the columns.

        Args:
            batch_size: The largest number of rows of a record batch.

        Raises:
            ConfigurationError: pyarrow is missing. The extra `arrow` installs it.
        """
        return Table(item_of(self._call), batch_size).batches_async(aiter(self))

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._call}>"
