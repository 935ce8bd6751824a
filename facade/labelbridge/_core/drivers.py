"""The drivers: they run flows, and nothing else does I/O.

There are two, sync and async, with the same methods. What they share (retries, requests,
redirections, the meaning of answers) lives elsewhere without I/O, so that only the calls themselves
are written twice.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import anyio
import httpx
from anyio.to_thread import run_sync

from labelbridge._core.flow import (
    Attempt,
    Destination,
    Download,
    Flow,
    Inspect,
    Now,
    Open,
    Remote,
    Send,
    Sleep,
    Step,
    Upload,
)
from labelbridge._core.http.auth import signed
from labelbridge._core.http.content_decoding import unpacked, unpacked_async, whole, whole_async
from labelbridge._core.http.response import STORAGE, Fetch, Finish, Wire, operation_of, read
from labelbridge._core.retry import retrying
from labelbridge.errors import ConnectionFailed, LabelbridgeError
from labelbridge.files import CHUNK, FileSource, Part, is_folder
from labelbridge.options import RetryPolicy

T = TypeVar("T")

_GET: Final = f"{STORAGE}.get"
_PUT: Final = f"{STORAGE}.put"
_LEAST: Final = 1.0
_BARE: Final = {"Accept-Encoding": "identity"}
"""Files are asked for as they are: most are packed already, and packed ones can be cut unseen."""


def _within(limits: httpx.Timeout, deadline: float | None) -> httpx.Timeout:
    """Return the timeouts of a request that has to keep a deadline; it gets a second at least."""
    if deadline is None:
        return limits
    left = max(deadline - time.monotonic(), _LEAST)
    pauses = {name: min(value or left, left) for name, value in limits.as_dict().items()}
    return httpx.Timeout(**pauses)


class Driver:
    """Runs flows, blocking."""

    def __init__(
        self, wire: Wire, policy: RetryPolicy, api: httpx.Client, storage: httpx.Client
    ) -> None:
        self._wire, self._policy = wire, policy
        self._api, self._storage = api, storage

    def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end and return its value."""
        with self._wire.cleaning():
            return self._play(flow)

    def _play(self, steps: Generator[Step | Fetch | Finish, Any, T]) -> T:
        outcome: Any = None
        error: LabelbridgeError | None = None
        try:
            while True:
                step = steps.throw(error) if error else steps.send(outcome)
                outcome, error = None, None
                try:
                    outcome = self._do(step)
                except LabelbridgeError as raised:
                    error = raised
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            steps.close()

    def _do(self, step: Step | Fetch | Finish) -> Any:
        match step:
            case Sleep():
                return time.sleep(step.seconds)
            case Now():
                return time.monotonic()
            case Inspect():
                return step.source.facts()
            case Destination():
                return is_folder(step.to)
            case Attempt():
                return self._attempt(step.step)
            case Fetch():
                return self._fetch(step)
            case Finish():
                return self._whole(step.response) if step.read else step.response.close()
            case _:
                return self._play(retrying(step, self._policy))

    def _attempt(self, step: Remote) -> Any:
        if self._api.is_closed:
            raise self._wire.closed()
        match step:
            case Send():
                with self._wire.translating(step.plan.operation):
                    response = self._whole(self._fetch(Fetch(step.plan, step.deadline)))
                return self._wire.result(step.plan, response)
            case Upload():
                return self._upload(step)
            case Download():
                return self._download(step)
            case Open():
                with self._wire.translating(operation_of(step.at)):
                    return self._play(self._wire.opening(step.at))

    def _fetch(self, step: Fetch) -> httpx.Response:
        if isinstance(step.source, str):
            request = self._storage.build_request(**signed("GET", step.source, _BARE))
            return self._storage.send(request, stream=True)
        limits = _within(self._api.timeout, step.deadline)
        request = self._api.build_request(**self._wire.request(step.source), timeout=limits)
        return self._api.send(request, stream=True)

    def _whole(self, response: httpx.Response) -> httpx.Response:
        return read(response, whole(response))

    def _upload(self, step: Upload) -> None:
        with self._wire.translating(_PUT), step.source.open() as file:
            headers = {"Content-Length": str(step.source.facts().size)}
            content = iter(lambda: step.source.read(file), b"")
            sent = self._storage.build_request(**signed("PUT", step.url, headers), content=content)
            response = self._whole(self._storage.send(sent, stream=True))
        if not response.is_success:
            raise self._wire.refusal(_PUT, response, platform=STORAGE, signed=step.url)

    def _download(self, step: Download) -> Path:
        part = Part(step.to, step.begins, operation=_GET)
        with self._wire.translating(_GET):
            response: httpx.Response = self._play(self._wire.opening(step.url))
            try:
                part.open()
                for piece in unpacked(response, CHUNK):
                    part.write(piece)
                return part.keep()
            finally:
                response.close()
                part.drop()

    def rows(self, flow: Flow[Open[T]]) -> Generator[T]:
        """Open what the flow says, and yield its rows; closed when the iterator is."""
        opened = self.run(flow)
        reader = self._wire.reader(opened.at, opened.row)
        response: httpx.Response = self._do(opened)
        try:
            with self._wire.translating(operation_of(opened.at)):
                # as they come: of a full CHUNK that breaks off, httpx would give nothing
                for piece in unpacked(response, None):
                    yield from reader.feed(piece)
                yield from reader.feed(b"", last=True)
        except ConnectionFailed:
            yield from reader.rest()
            raise
        finally:
            response.close()


class AsyncDriver:
    """Runs flows without blocking the event loop: files are read and written in threads."""

    def __init__(
        self, wire: Wire, policy: RetryPolicy, api: httpx.AsyncClient, storage: httpx.AsyncClient
    ) -> None:
        self._wire, self._policy = wire, policy
        self._api, self._storage = api, storage

    async def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end and return its value."""
        with self._wire.cleaning():
            return await self._play(flow)

    async def _play(self, steps: Generator[Step | Fetch | Finish, Any, T]) -> T:
        outcome: Any = None
        error: LabelbridgeError | None = None
        try:
            while True:
                step = steps.throw(error) if error else steps.send(outcome)
                outcome, error = None, None
                try:
                    outcome = await self._do(step)
                except LabelbridgeError as raised:
                    error = raised
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            steps.close()

    async def _do(self, step: Step | Fetch | Finish) -> Any:
        match step:
            case Sleep():
                return await anyio.sleep(step.seconds)
            case Now():
                return time.monotonic()
            case Inspect():
                return await run_sync(step.source.facts)
            case Destination():
                return await run_sync(is_folder, step.to)
            case Attempt():
                return await self._attempt(step.step)
            case Fetch():
                return await self._fetch(step)
            case Finish():
                return await (self._whole(step.response) if step.read else step.response.aclose())
            case _:
                return await self._play(retrying(step, self._policy))

    async def _attempt(self, step: Remote) -> Any:
        if self._api.is_closed:
            raise self._wire.closed()
        match step:
            case Send():
                with self._wire.translating(step.plan.operation):
                    response = await self._fetch(Fetch(step.plan, step.deadline))
                    response = await self._whole(response)
                return self._wire.result(step.plan, response)
            case Upload():
                return await self._upload(step)
            case Download():
                return await self._download(step)
            case Open():
                with self._wire.translating(operation_of(step.at)):
                    return await self._play(self._wire.opening(step.at))

    async def _fetch(self, step: Fetch) -> httpx.Response:
        if isinstance(step.source, str):
            request = self._storage.build_request(**signed("GET", step.source, _BARE))
            return await self._storage.send(request, stream=True)
        limits = _within(self._api.timeout, step.deadline)
        request = self._api.build_request(**self._wire.request(step.source), timeout=limits)
        return await self._api.send(request, stream=True)

    async def _whole(self, response: httpx.Response) -> httpx.Response:
        return read(response, await whole_async(response))

    async def _upload(self, step: Upload) -> None:
        with self._wire.translating(_PUT), await run_sync(step.source.open) as file:
            headers = {"Content-Length": str((await run_sync(step.source.facts)).size)}
            content = _pieces(step.source, file)
            sent = self._storage.build_request(**signed("PUT", step.url, headers), content=content)
            response = await self._whole(await self._storage.send(sent, stream=True))
        if not response.is_success:
            raise self._wire.refusal(_PUT, response, platform=STORAGE, signed=step.url)

    async def _download(self, step: Download) -> Path:
        part = Part(step.to, step.begins, operation=_GET)
        with self._wire.translating(_GET):
            response: httpx.Response = await self._play(self._wire.opening(step.url))
            try:
                await run_sync(part.open)
                async for piece in unpacked_async(response, CHUNK):
                    await run_sync(part.write, piece)
                return await run_sync(part.keep)
            finally:
                with anyio.CancelScope(shield=True):
                    await response.aclose()
                    await run_sync(part.drop)

    async def rows(self, flow: Flow[Open[T]]) -> AsyncGenerator[T]:
        """Open what the flow says, and yield its rows; closed when the iterator is."""
        opened = await self.run(flow)
        reader = self._wire.reader(opened.at, opened.row)
        response: httpx.Response = await self._do(opened)
        try:
            with self._wire.translating(operation_of(opened.at)):
                async for piece in unpacked_async(response, None):
                    for row in reader.feed(piece):
                        yield row
                for row in reader.feed(b"", last=True):
                    yield row
        except ConnectionFailed:
            for row in reader.rest():
                yield row
            raise
        finally:
            with anyio.CancelScope(shield=True):
                await response.aclose()


async def _pieces(source: FileSource, file: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await run_sync(source.read, file):
        yield piece
