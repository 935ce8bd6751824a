"""Bodies of a driver that are read part by part: of one response, or of the chunks of a file."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any, Final

import anyio
from anyio.to_thread import run_sync
from attrs import define

from labelbridge._core.cancellation import Cancellation
from labelbridge._core.flow import Download, Fetch, OpenBody, Parts, ReadBody, Recover, Save
from labelbridge._core.http import content_decoding as decoding
from labelbridge._core.http.response import FAILURES, STORAGE, operation_of
from labelbridge._core.partial_download import PartialDownload
from labelbridge._core.retry import Attempts
from labelbridge.files import CHUNK

_GET: Final = f"{STORAGE}.get"
_RANGE: Final = re.compile(r"bytes (\d+)-")


@define(eq=False)
class Body:
    """An open response and its parts.

    Attributes:
        start: Offset of its first byte; 0 if the server sends all bytes instead of a range.
        size: Number of its bytes, if the server states it.
    """

    start: int
    size: int | None
    response: Any
    parts: Any

    @classmethod
    def of(cls, step: OpenBody, response: Any, parts: Callable[[Any], Any]) -> Body:
        """Return the body of a response; `parts` returns an iterator over its parts."""
        start = 0
        if response.status_code == 206:
            found = _RANGE.match(response.headers.get("Content-Range", ""))
            start = int(found[1]) if found else step.start
        length = response.headers.get("Content-Length", "")
        is_plain = "Content-Encoding" not in response.headers
        size = int(length) if is_plain and length.isdecimal() else None
        return cls(start, size, response, parts(response))


def open_body(driver: Any, step: OpenBody, attempts: Attempts) -> Body:
    """Open a signed URL."""
    response = driver.open(step.url, attempts, step.start)
    return Body.of(step, response, decoding.iter_decoded)


async def open_body_async(driver: Any, step: OpenBody, attempts: Attempts) -> Body:
    """The async version of `open_body`."""
    response = await driver.open(step.url, attempts, step.start)
    return Body.of(step, response, decoding.iter_decoded_async)


def fetch(driver: Any, step: Fetch, attempts: Attempts) -> bytes:
    """Return the complete response of an operation or of a signed URL."""
    response = driver.open(step.at, attempts)
    try:
        return decoding.read_body(response, attempts.timeouts.check)
    except FAILURES as error:
        raise driver.error(operation_of(step.at), error) from None


async def fetch_async(driver: Any, step: Fetch, attempts: Attempts) -> bytes:
    """The async version of `fetch`."""
    response = await driver.open(step.at, attempts)
    try:
        return await decoding.read_body_async(response, attempts.timeouts.check)
    except FAILURES as error:
        raise driver.error(operation_of(step.at), error) from None


def download(driver: Any, step: Download, attempts: Attempts) -> Path:
    """Write the content of a signed URL to a file."""
    partial = PartialDownload(step.to, form=step.form, url=step.url, operation=_GET)
    response = driver.open(step.url, attempts)
    try:
        partial.open()
        for chunk in decoding.iter_decoded(response):
            partial.write(chunk)
            attempts.timeouts.check()
        return partial.commit()
    except FAILURES as error:
        raise driver.error(_GET, error) from None
    finally:
        response.close()
        partial.discard()


async def download_async(driver: Any, step: Download, attempts: Attempts) -> Path:
    """The async version of `download`."""
    partial = PartialDownload(step.to, form=step.form, url=step.url, operation=_GET)
    response = await driver.open(step.url, attempts)
    try:
        await run_sync(partial.open)
        # large chunks, because each is written in a thread
        async with aclosing(decoding.iter_decoded_async(response, CHUNK)) as chunks:
            async for chunk in chunks:
                await run_sync(partial.write, chunk)
                attempts.timeouts.check()
        return await run_sync(partial.commit)
    except FAILURES as error:
        raise driver.error(_GET, error) from None
    finally:
        with anyio.CancelScope(shield=True):
            await response.aclose()
            await run_sync(partial.discard)


def _read(driver: Any, body: Body) -> bytes | None:
    try:
        part: bytes | None = next(body.parts, None)
    except FAILURES as error:
        body.response.close()
        raise driver.error(_GET, error) from None
    if part is None:
        body.response.close()
    return part


async def _read_async(driver: Any, body: Body) -> bytes | None:
    try:
        part: bytes | None = await anext(body.parts, None)
    except FAILURES as error:
        await _close(body)
        raise driver.error(_GET, error) from None
    if part is None:
        await _close(body)
    return part


async def _close(body: Body) -> None:
    with anyio.CancelScope(shield=True):
        await body.parts.aclose()
        await body.response.aclose()


def perform(
    driver: Any,
    step: ReadBody | Recover | Save,
    deadline: float,
    cancellation: Cancellation | None,
) -> Any:
    """Perform a step that reads bodies."""
    match step:
        case ReadBody():
            return _read(driver, step.body)
        case Recover():
            wait = driver.wait_after(step, time.monotonic(), deadline)
            return driver.sleep(wait, cancellation)
        case Save():
            return _save(driver, step, deadline)


async def perform_async(driver: Any, step: ReadBody | Recover | Save, deadline: float) -> Any:
    """The async version of `perform`."""
    match step:
        case ReadBody():
            return await _read_async(driver, step.body)
        case Recover():
            return await driver.sleep(driver.wait_after(step, time.monotonic(), deadline))
        case Save():
            return await _save_async(driver, step, deadline)


def parts_of_response(response: Any) -> Generator[bytes]:
    try:
        yield from decoding.iter_decoded(response)
    finally:
        response.close()


async def parts_of_response_async(response: Any) -> AsyncGenerator[bytes]:
    try:
        async with aclosing(decoding.iter_decoded_async(response)) as parts:
            async for part in parts:
                yield part
    finally:
        with anyio.CancelScope(shield=True):
            await response.aclose()


def _always() -> bool:
    return True


def parts_of_bodies(
    driver: Any, parts: Parts, deadline: float, ahead: Callable[[], bool] = _always
) -> Generator[bytes]:
    """Yield the bytes of several bodies; `ahead` returns whether a body may be opened ahead."""
    may_open_two = driver.read_ahead > 1
    try:
        while True:
            flow = parts.next_part(ahead=may_open_two and ahead())
            part: bytes | None = driver.run(flow, deadline)
            if part is None:
                return
            yield part
    finally:
        for body in parts.bodies:
            body.response.close()


async def parts_of_bodies_async(
    driver: Any, parts: Parts, deadline: float, ahead: Callable[[], bool] = _always
) -> AsyncGenerator[bytes]:
    may_open_two = driver.read_ahead > 1
    try:
        while True:
            flow = parts.next_part(ahead=may_open_two and ahead())
            part: bytes | None = await driver.run(flow, deadline)
            if part is None:
                return
            yield part
    finally:
        for body in parts.bodies:
            await _close(body)


def _save(driver: Any, step: Save, deadline: float) -> Path:
    partial = PartialDownload(step.to, operation=step.parts.operation)
    try:
        partial.open()
        with closing(parts_of_bodies(driver, step.parts, deadline)) as parts:
            for part in parts:
                partial.write(part)
        return partial.commit()
    finally:
        partial.discard()


async def _save_async(driver: Any, step: Save, deadline: float) -> Path:
    partial = PartialDownload(step.to, operation=step.parts.operation)
    try:
        await run_sync(partial.open)
        async with aclosing(parts_of_bodies_async(driver, step.parts, deadline)) as parts:
            async for part in parts:
                await run_sync(partial.write, part)
        return await run_sync(partial.commit)
    finally:
        with anyio.CancelScope(shield=True):
            await run_sync(partial.discard)
