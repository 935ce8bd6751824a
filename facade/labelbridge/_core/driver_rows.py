"""Rows of a driver: an iterator over the rows that a flow opens."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from typing import Any, TypeVar

import anyio

from labelbridge._core.flow import Flow, Open
from labelbridge._core.http import content_decoding as decoding
from labelbridge._core.http.response import FAILURES, operation_of
from labelbridge.errors import ConnectionFailed

T = TypeVar("T")


def read_rows(driver: Any, flow: Flow[Open[T]]) -> Generator[T]:
    """Yield the rows that the flow opens; closing the iterator closes the connection."""
    deadline = driver.call_deadline(time.monotonic())
    opened = driver.run(flow, deadline)
    reader = driver.row_reader(opened.at, opened.row)
    response: Any = driver.repeat(opened, deadline)
    try:
        for chunk in decoding.iter_decoded(response):
            yield from reader.feed(chunk)
        yield from reader.feed(b"", last=True)
    except FAILURES as raised:
        error = driver.error(operation_of(opened.at), raised)
        if isinstance(error, ConnectionFailed):
            yield from reader.flush()
        raise error from None
    finally:
        response.close()


async def read_rows_async(driver: Any, flow: Flow[Open[T]]) -> AsyncGenerator[T]:
    """Yield the rows that the flow opens; closing the iterator closes the connection."""
    deadline = driver.call_deadline(time.monotonic())
    opened = await driver.run(flow, deadline)
    reader = driver.row_reader(opened.at, opened.row)
    response: Any = await driver.repeat(opened, deadline)
    try:
        async with aclosing(decoding.iter_decoded_async(response)) as chunks:
            async for chunk in chunks:
                for row in reader.feed(chunk):
                    yield row
        for row in reader.feed(b"", last=True):
            yield row
    except FAILURES as raised:
        error = driver.error(operation_of(opened.at), raised)
        if isinstance(error, ConnectionFailed):
            for row in reader.flush():
                yield row
        raise error from None
    finally:
        with anyio.CancelScope(shield=True):
            await response.aclose()
