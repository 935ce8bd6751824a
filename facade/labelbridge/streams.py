"""Rows of an export, read one after another and never held in memory all together.

The request is sent when the first row is read. Close the rows, or use them in a `with` statement,
if not all rows are read. The process and the event loop that read the first row read the others.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from labelbridge._core.call import item_of
from labelbridge._core.columns import BATCH_SIZE, Table
from labelbridge._core.copies import NotPicklable
from labelbridge._core.owner import Owner

if TYPE_CHECKING:
    import pyarrow as pa

    from labelbridge._core.drivers import AsyncDriver, Driver
    from labelbridge._core.flow import Flow, Open

T = TypeVar("T")


class Rows(NotPicklable, Generic[T]):
    """Rows that are parsed while they arrive: `for row in rows`."""

    def __init__(self, driver: Driver, flow: Flow[Open[T]], call: object = "an export") -> None:
        self._rows, self._call = driver.rows(flow), call
        self._owner: Owner | None = None

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        current = Owner.sync()
        self._owner = self._owner or current
        self._owner.check_rows(current)
        return next(self._rows)

    def to_arrow(self, *, batch_size: int = BATCH_SIZE) -> pa.RecordBatchReader:
        """Return the rows as columns: a reader of record batches of Apache Arrow.

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
        return f"<Rows of {self._call}>"

    def close(self) -> None:
        """Close the connection. Remaining rows are not read."""
        if self._owner in (None, Owner.sync()):
            self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class AsyncRows(NotPicklable, Generic[T]):
    """Rows that are parsed while they arrive: `async for row in rows`."""

    def __init__(
        self, driver: AsyncDriver, flow: Flow[Open[T]], call: object = "an export"
    ) -> None:
        self._rows, self._call = driver.rows(flow), call
        self._owner: Owner | None = None

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        current = Owner.current()
        self._owner = self._owner or current
        # an event loop that ends closes the iterator, which then has no more rows
        self._owner.check_rows(current)
        return await anext(self._rows)

    def to_arrow(self, *, batch_size: int = BATCH_SIZE) -> AsyncGenerator[pa.RecordBatch]:
        """Return the rows as columns: an iterator over record batches of Apache Arrow.

        `pyarrow.Table.from_batches([batch async for batch in rows.to_arrow()])` is a table. See
        the sync method for the columns.

        Args:
            batch_size: The largest number of rows of a record batch.

        Raises:
            ConfigurationError: pyarrow is missing. The extra `arrow` installs it.
        """
        return Table(item_of(self._call), batch_size).batches_async(aiter(self))

    def __repr__(self) -> str:
        return f"<AsyncRows of {self._call}>"

    async def aclose(self) -> None:
        """Close the connection. Remaining rows are not read."""
        if self._owner in (None, Owner.current()):
            await self._rows.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()
