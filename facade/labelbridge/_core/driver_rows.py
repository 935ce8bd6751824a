"""Rows of a driver: an iterator over the rows that a flow opens."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from typing import Any, Final, TypeVar

from labelbridge._core.chunks import Chunks
from labelbridge._core.driver_parts import (
    parts_of_bodies,
    parts_of_bodies_async,
    parts_of_response,
    parts_of_response_async,
)
from labelbridge._core.flow import Flow, Open
from labelbridge._core.http.response import FAILURES, operation_of
from labelbridge.errors import ApiError, ConnectionFailed, LabelbridgeError

T = TypeVar("T")


_OF_BYTES: Final = (ApiError, ConnectionFailed)
"""Errors of reading bytes, and not of a row: the complete rows before them are returned."""


def _error(driver: Any, opened: Open[T], raised: Exception) -> LabelbridgeError:
    if isinstance(raised, _OF_BYTES):
        return raised
    error: LabelbridgeError = driver.error(operation_of(opened.at), raised)
    return error


def read_rows(driver: Any, flow: Flow[Open[T]]) -> Generator[T]:
    """Yield the rows that the flow opens; closing the iterator closes the connection."""
    deadline = driver.call_deadline(time.monotonic())
    opened = driver.run(flow, deadline)
    reader = driver.row_reader(opened.at, opened.row)
    if isinstance(opened.at, Chunks):
        parts = parts_of_bodies(driver, opened.at, deadline, lambda: reader.count > 0)
    else:
        parts = parts_of_response(driver.repeat(opened, deadline))
    with closing(parts):
        try:
            for part in parts:
                yield from reader.feed(part)
            yield from reader.feed(b"", last=True)
        except (*FAILURES, *_OF_BYTES) as raised:
            error = _error(driver, opened, raised)
            if isinstance(error, _OF_BYTES):
                yield from reader.flush()
            raise error from None


async def read_rows_async(driver: Any, flow: Flow[Open[T]]) -> AsyncGenerator[T]:
    """Yield the rows that the flow opens; closing the iterator closes the connection."""
    deadline = driver.call_deadline(time.monotonic())
    opened = await driver.run(flow, deadline)
    reader = driver.row_reader(opened.at, opened.row)
    if isinstance(opened.at, Chunks):
        parts = parts_of_bodies_async(driver, opened.at, deadline, lambda: reader.count > 0)
    else:
        parts = parts_of_response_async(await driver.repeat(opened, deadline))
    async with aclosing(parts):
        try:
            async for part in parts:
                for row in reader.feed(part):
                    yield row
            for row in reader.feed(b"", last=True):
                yield row
        except (*FAILURES, *_OF_BYTES) as raised:
            error = _error(driver, opened, raised)
            if isinstance(error, _OF_BYTES):
                for row in reader.flush():
                    yield row
            raise error from None
