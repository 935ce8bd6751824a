"""Rows of an export, read one after another and never held in memory all together.

The request is sent when the first row is read. Close the rows, or use them in a `with` statement,
if not all rows are read.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from labelbridge._core.drivers import AsyncDriver, Driver
    from labelbridge._core.flow import Flow, Open

T = TypeVar("T")


class Rows(Generic[T]):
    """Rows that are parsed while they arrive: `for row in rows`."""

    def __init__(self, driver: Driver, flow: Flow[Open[T]]) -> None:
        self._rows = driver.rows(flow)

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._rows)

    def close(self) -> None:
        """Close the connection. Remaining rows are not read."""
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


class AsyncRows(Generic[T]):
    """Rows that are parsed while they arrive: `async for row in rows`."""

    def __init__(self, driver: AsyncDriver, flow: Flow[Open[T]]) -> None:
        self._rows = driver.rows(flow)

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        return await anext(self._rows)

    async def aclose(self) -> None:
        """Close the connection. Remaining rows are not read."""
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
