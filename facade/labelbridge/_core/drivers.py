"""The drivers run flows and do all I/O.

There are two, sync and async, with the same methods. Logic without I/O (retries, redirections, the
interpretation of responses) is in other modules, so that only calls are written twice.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import anyio
import httpx
from anyio.to_thread import run_sync

from labelbridge._core import flow as steps
from labelbridge._core.flow import Flow, Open, Remote, Step
from labelbridge._core.http import content_decoding as decoding
from labelbridge._core.http import exchange
from labelbridge._core.http.auth import signed_request
from labelbridge._core.http.exchange import CloseResponse, ReadBody, StartRequest, operation_of
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.partial_download import PartialDownload, is_folder
from labelbridge._core.retry import with_retries
from labelbridge.errors import ConnectionFailed, LabelbridgeError
from labelbridge.files import CHUNK, OpenFile
from labelbridge.options import RetryPolicy

T = TypeVar("T")
Client = TypeVar("Client", httpx.Client, httpx.AsyncClient)

_GET: Final = f"{exchange.STORAGE}.get"
_PUT: Final = f"{exchange.STORAGE}.put"

_MIN_TIMEOUT: Final = 1.0
_FILE_HEADERS: Final = {"Accept-Encoding": "identity"}
"""Most formats are compressed already, and a truncated compressed body may go unnoticed."""

_Steps = Generator[Step | StartRequest | ReadBody | CloseResponse, Any, T]


def _timeouts(defaults: httpx.Timeout, deadline: float | None) -> httpx.Timeout:
    """Return the timeouts, limited to the time until the deadline, or to a second after it."""
    if deadline is None:
        return defaults
    left = max(deadline - time.monotonic(), _MIN_TIMEOUT)
    return httpx.Timeout(**{key: min(it or left, left) for key, it in defaults.as_dict().items()})


class _Base(Generic[Client]):
    """What both drivers have: connections to the platform and to its storage, and requests."""

    def __init__(
        self, http: HttpInterface, policy: RetryPolicy, api: Client, storage: Client
    ) -> None:
        self._http, self._policy = http, policy
        self._api: Client = api
        self._storage: Client = storage

    def _request(self, step: StartRequest) -> httpx.Request:
        if isinstance(step.source, str):
            arguments = signed_request("GET", step.source, _FILE_HEADERS)
            return self._storage.build_request(**arguments)
        arguments = self._http.request_arguments(step.source)
        timeout = _timeouts(self._api.timeout, step.deadline)
        return self._api.build_request(**arguments, timeout=timeout)

    def _put_request(self, url: str, size: int, content: Any) -> httpx.Request:
        arguments = signed_request("PUT", url, {"Content-Length": str(size)})
        return self._storage.build_request(**arguments, content=content)

    def _check_upload(self, step: steps.Upload, response: httpx.Response) -> None:
        if not response.is_success:
            name = exchange.STORAGE
            raise self._http.api_error(_PUT, response, platform=name, signed_url=step.url)


class Driver(_Base[httpx.Client]):
    """Runs flows with blocking I/O."""

    def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end and return its value."""
        with self._http.redact_errors():
            return self._run_steps(flow)

    def _run_steps(self, generator: _Steps[T]) -> T:
        outcome: Any = None
        error: LabelbridgeError | None = None
        try:
            while True:
                step = generator.throw(error) if error else generator.send(outcome)
                outcome, error = None, None
                try:
                    outcome = self._perform(step)
                except LabelbridgeError as raised:
                    error = raised
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            generator.close()

    def _perform(self, step: Any) -> Any:
        match step:
            case steps.Sleep():
                return time.sleep(step.seconds)
            case steps.Now():
                return time.monotonic()
            case steps.Inspect():
                return step.source.info()
            case steps.Destination():
                return is_folder(step.to)
            case steps.Attempt():
                return self._attempt(step.step)
            case StartRequest():
                return self._start(step)
            case ReadBody():
                return self._read(step.response)
            case CloseResponse():
                return step.response.close()
            case _:
                return self._run_steps(with_retries(step, self._policy))

    def _attempt(self, step: Remote) -> Any:
        if self._api.is_closed:
            raise self._http.closed_error()
        match step:
            case steps.Send():
                with self._http.translate_errors(step.plan.operation):
                    response = self._read(self._start(StartRequest(step.plan, step.deadline)))
                return self._http.parse_response(step.plan, response)
            case steps.Upload():
                return self._upload(step)
            case steps.Download():
                return self._download(step)
            case steps.Open():
                with self._http.translate_errors(operation_of(step.at)):
                    return self._run_steps(self._http.open_response(step.at))

    def _start(self, step: StartRequest) -> httpx.Response:
        client = self._storage if isinstance(step.source, str) else self._api
        return client.send(self._request(step), stream=True)

    def _read(self, response: httpx.Response) -> httpx.Response:
        return exchange.with_decoded_body(response, decoding.read_body(response))

    def _upload(self, step: steps.Upload) -> None:
        with self._http.translate_errors(_PUT), step.source.open() as file:
            request = self._put_request(step.url, file.size, iter(file.read, b""))
            response = self._read(self._storage.send(request, stream=True))
        self._check_upload(step, response)

    def _download(self, step: steps.Download) -> Path:
        partial = PartialDownload(step.to, step.form, url=step.url, operation=_GET)
        with self._http.translate_errors(_GET):
            response: httpx.Response = self._run_steps(self._http.open_response(step.url))
            try:
                partial.open()
                for chunk in decoding.iter_decoded(response, CHUNK):
                    partial.write(chunk)
                return partial.commit()
            finally:
                response.close()
                partial.discard()

    def rows(self, flow: Flow[Open[T]]) -> Generator[T]:
        """Yield the rows that the flow opens; closing the iterator closes the connection."""
        opened = self.run(flow)
        reader = self._http.row_reader(opened.at, opened.row)
        response: httpx.Response = self._perform(opened)
        try:
            with self._http.translate_errors(operation_of(opened.at)):
                # chunks of any size: httpx would drop a CHUNK that the connection cuts short
                for chunk in decoding.iter_decoded(response, None):
                    yield from reader.feed(chunk)
                yield from reader.feed(b"", last=True)
        except ConnectionFailed:
            yield from reader.flush()
            raise
        finally:
            response.close()


class AsyncDriver(_Base[httpx.AsyncClient]):
    """Runs flows without blocking the event loop: files are read and written in threads."""

    async def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end and return its value."""
        with self._http.redact_errors():
            return await self._run_steps(flow)

    async def _run_steps(self, generator: _Steps[T]) -> T:
        outcome: Any = None
        error: LabelbridgeError | None = None
        try:
            while True:
                step = generator.throw(error) if error else generator.send(outcome)
                outcome, error = None, None
                try:
                    outcome = await self._perform(step)
                except LabelbridgeError as raised:
                    error = raised
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            generator.close()

    async def _perform(self, step: Any) -> Any:
        match step:
            case steps.Sleep():
                return await anyio.sleep(step.seconds)
            case steps.Now():
                return time.monotonic()
            case steps.Inspect():
                return await run_sync(step.source.info)
            case steps.Destination():
                return await run_sync(is_folder, step.to)
            case steps.Attempt():
                return await self._attempt(step.step)
            case StartRequest():
                return await self._start(step)
            case ReadBody():
                return await self._read(step.response)
            case CloseResponse():
                return await step.response.aclose()
            case _:
                return await self._run_steps(with_retries(step, self._policy))

    async def _attempt(self, step: Remote) -> Any:
        if self._api.is_closed:
            raise self._http.closed_error()
        match step:
            case steps.Send():
                with self._http.translate_errors(step.plan.operation):
                    response = await self._start(StartRequest(step.plan, step.deadline))
                    response = await self._read(response)
                return self._http.parse_response(step.plan, response)
            case steps.Upload():
                return await self._upload(step)
            case steps.Download():
                return await self._download(step)
            case steps.Open():
                with self._http.translate_errors(operation_of(step.at)):
                    return await self._run_steps(self._http.open_response(step.at))

    async def _start(self, step: StartRequest) -> httpx.Response:
        client = self._storage if isinstance(step.source, str) else self._api
        return await client.send(self._request(step), stream=True)

    async def _read(self, response: httpx.Response) -> httpx.Response:
        return exchange.with_decoded_body(response, await decoding.read_body_async(response))

    async def _upload(self, step: steps.Upload) -> None:
        with self._http.translate_errors(_PUT), await run_sync(step.source.open) as file:
            request = self._put_request(step.url, file.size, _iter_file(file))
            response = await self._read(await self._storage.send(request, stream=True))
        self._check_upload(step, response)

    async def _download(self, step: steps.Download) -> Path:
        partial = PartialDownload(step.to, step.form, url=step.url, operation=_GET)
        with self._http.translate_errors(_GET):
            response: httpx.Response = await self._run_steps(self._http.open_response(step.url))
            try:
                await run_sync(partial.open)
                async for chunk in decoding.iter_decoded_async(response, CHUNK):
                    await run_sync(partial.write, chunk)
                return await run_sync(partial.commit)
            finally:
                with anyio.CancelScope(shield=True):
                    await response.aclose()
                    await run_sync(partial.discard)

    async def rows(self, flow: Flow[Open[T]]) -> AsyncGenerator[T]:
        """Yield the rows that the flow opens; closing the iterator closes the connection."""
        opened = await self.run(flow)
        reader = self._http.row_reader(opened.at, opened.row)
        response: httpx.Response = await self._perform(opened)
        try:
            with self._http.translate_errors(operation_of(opened.at)):
                async for chunk in decoding.iter_decoded_async(response, None):
                    for row in reader.feed(chunk):
                        yield row
                for row in reader.feed(b"", last=True):
                    yield row
        except ConnectionFailed:
            for row in reader.flush():
                yield row
            raise
        finally:
            with anyio.CancelScope(shield=True):
                await response.aclose()


async def _iter_file(file: OpenFile) -> AsyncIterator[bytes]:
    while chunk := await run_sync(file.read):
        yield chunk
