"""The drivers run flows and do all I/O.

There are two, sync and async, with the same methods. Logic without I/O (retries, redirections, the
interpretation of responses) is in other modules, so that only calls are written twice.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Any, TypeVar

import anyio
import httpx
from anyio.to_thread import run_sync

from labelbridge._core import driver_parts
from labelbridge._core import flow as steps
from labelbridge._core.cancellation import Cancellation
from labelbridge._core.concurrency import Received, run_in_tasks, run_in_threads
from labelbridge._core.driver_base import PUT, BaseDriver
from labelbridge._core.driver_rows import read_rows, read_rows_async
from labelbridge._core.flow import Flow, Remote, Step
from labelbridge._core.http import content_decoding as decoding
from labelbridge._core.http.endpoint import Outgoing
from labelbridge._core.http.exchange import Opening
from labelbridge._core.http.response import FAILURES, Source
from labelbridge._core.partial_download import is_folder
from labelbridge._core.postponed_file import PostponedFile
from labelbridge._core.retry import Attempts
from labelbridge.errors import LabelbridgeError

T = TypeVar("T")


class Driver(BaseDriver[httpx.BaseTransport]):
    """Runs flows with blocking I/O."""

    def run(self, flow: Flow[T], deadline: float | None = None) -> T:
        """Run a flow to its end, or to the deadline of the call, and return its value."""
        deadline = deadline or self.call_deadline(time.monotonic())
        outcome: Any = None
        error: LabelbridgeError | None = None
        try:
            while True:
                step = flow.throw(error) if error else flow.send(outcome)
                outcome, error = None, None
                try:
                    outcome = self._perform(step, deadline)
                except LabelbridgeError as raised:
                    error = raised
        except StopIteration as stop:
            value: T = stop.value
            return value
        except LabelbridgeError as raised:
            self._http.raise_final(raised)
        finally:
            flow.close()

    def _perform(
        self, step: Step, deadline: float, cancellation: Cancellation | None = None
    ) -> Any:
        match step:
            case (
                steps.Send()
                | steps.Open()
                | steps.OpenBody()
                | steps.Fetch()
                | steps.Upload()
                | steps.Download()
            ):
                return self.repeat(step, deadline, cancellation)
            case steps.ReadBody() | steps.Recover() | steps.Save():
                return driver_parts.perform(self, step, deadline, cancellation)
            case steps.Concurrently():
                perform = partial(self._perform, deadline=deadline)
                parent = cancellation or self._api.closing
                with self._cancelled_by_closing():
                    return run_in_threads(step, perform, self._http.parse_response, parent)
            case steps.Sleep():
                return self.sleep(step.seconds, cancellation)
            case steps.Now():
                return time.monotonic()
            case steps.Deadline():
                return deadline
            case steps.Inspect():
                return step.source.info()
            case steps.Destination():
                return is_folder(step.to)

    def repeat(
        self, step: Remote, deadline: float, cancellation: Cancellation | None = None
    ) -> Any:
        """Perform a step that uses the network, as often as the policy allows."""
        attempts = self.attempts(step, time.monotonic(), deadline, cancellation)
        while True:
            try:
                return self._attempt(step, attempts)
            except LabelbridgeError as error:
                wait = self.pause(step, attempts, error, time.monotonic())
                if wait is None:
                    raise
            self.sleep(wait, cancellation)

    def sleep(self, seconds: float, cancellation: Cancellation | None = None) -> None:
        """Wait for some seconds; closing the client ends the wait."""
        with self._cancelled_by_closing():
            (cancellation or self._api.closing).sleep(seconds)

    def _attempt(self, step: Remote, attempts: Attempts) -> Any:
        match step:
            case steps.Send():
                response, content = self._send(self.request(step.plan, attempts), attempts)
                if attempts.timeouts.cancellation and self._http.is_final(response):
                    return Received(step.plan, response, content)
                return self._http.parse_response(step.plan, response, content)
            case steps.Open():
                return self.open(step.at, attempts)  # type: ignore[arg-type]  # never Parts
            case steps.OpenBody():
                return driver_parts.open_body(self, step, attempts)
            case steps.Fetch():
                return driver_parts.fetch(self, step, attempts)
            case steps.Upload():
                return self._upload(step, attempts)
            case steps.Download():
                return driver_parts.download(self, step, attempts)

    def _send(
        self, out: Outgoing, attempts: Attempts, *, stream: bool = False
    ) -> tuple[httpx.Response, bytes]:
        """Return a response and its body; with `stream`, the body of a success is not read."""
        began = time.monotonic()
        try:
            attempts.timeouts.check()
            response = out.transport.handle_request(out.request)
            is_open = stream and response.is_success
            content = b"" if is_open else decoding.read_body(response, attempts.timeouts.check)
        except FAILURES as error:
            raise self.failure(out, attempts, error, time.monotonic() - began) from None
        self.log(out, attempts, response.status_code, time.monotonic() - began)
        return response, content

    def open(self, source: Source, attempts: Attempts, start: int = 0) -> httpx.Response:
        """Return a response whose body is not read, after redirections."""
        opening = Opening(self._http, source)
        while True:
            out = self.request(opening.at, attempts, start)
            response, content = self._send(out, attempts, stream=True)
            try:
                if opening.is_open(response, content, out.request.url):
                    return response
            except BaseException:
                response.close()
                raise

    def _upload(self, step: steps.Upload, attempts: Attempts) -> None:
        with PostponedFile(step.source) as file:
            out = self.upload_request(step, file, attempts)
            response, content = self._send(out, attempts)
        self._http.check_upload(PUT, step.url, response, content)

    rows = read_rows


class AsyncDriver(BaseDriver[httpx.AsyncBaseTransport]):
    """Runs flows without blocking the event loop: files are read and written in threads."""

    async def run(self, flow: Flow[T], deadline: float | None = None) -> T:
        """Run a flow to its end, or to the deadline of the call, and return its value."""
        deadline = deadline or self.call_deadline(time.monotonic())
        outcome: Any = None
        error: LabelbridgeError | None = None
        try:
            while True:
                step = flow.throw(error) if error else flow.send(outcome)
                outcome, error = None, None
                try:
                    outcome = await self._perform(step, deadline)
                except LabelbridgeError as raised:
                    error = raised
        except StopIteration as stop:
            value: T = stop.value
            return value
        except LabelbridgeError as raised:
            self._http.raise_final(raised)
        finally:
            flow.close()

    async def _perform(self, step: Step, deadline: float) -> Any:
        match step:
            case (
                steps.Send()
                | steps.Open()
                | steps.OpenBody()
                | steps.Fetch()
                | steps.Upload()
                | steps.Download()
            ):
                return await self.repeat(step, deadline)
            case steps.ReadBody() | steps.Recover() | steps.Save():
                return await driver_parts.perform_async(self, step, deadline)
            case steps.Concurrently():
                return await run_in_tasks(step, partial(self.run, deadline=deadline))
            case steps.Sleep():
                return await self.sleep(step.seconds)
            case steps.Now():
                return time.monotonic()
            case steps.Deadline():
                return deadline
            case steps.Inspect():
                return await run_sync(step.source.info)
            case steps.Destination():
                return await run_sync(is_folder, step.to)

    async def repeat(self, step: Remote, deadline: float) -> Any:
        """Perform a step that uses the network, as often as the policy allows."""
        attempts = self.attempts(step, time.monotonic(), deadline)
        while True:
            try:
                return await self._attempt(step, attempts)
            except LabelbridgeError as error:
                wait = self.pause(step, attempts, error, time.monotonic())
                if wait is None:
                    raise
            await self.sleep(wait)

    async def sleep(self, seconds: float) -> None:
        """Wait for some seconds; closing the client ends the wait."""
        with self._cancelled_by_closing():
            await self._api.closing.sleep_async(seconds)

    async def _attempt(self, step: Remote, attempts: Attempts) -> Any:
        match step:
            case steps.Send():
                response, content = await self._send(self.request(step.plan, attempts), attempts)
                return self._http.parse_response(step.plan, response, content)
            case steps.Open():
                return await self.open(step.at, attempts)  # type: ignore[arg-type]  # never Parts
            case steps.OpenBody():
                return await driver_parts.open_body_async(self, step, attempts)
            case steps.Fetch():
                return await driver_parts.fetch_async(self, step, attempts)
            case steps.Upload():
                return await self._upload(step, attempts)
            case steps.Download():
                return await driver_parts.download_async(self, step, attempts)

    async def _send(
        self, out: Outgoing, attempts: Attempts, *, stream: bool = False
    ) -> tuple[httpx.Response, bytes]:
        """Return a response and its body; with `stream`, the body of a success is not read."""
        began = time.monotonic()
        try:
            attempts.timeouts.check()
            with attempts.timeouts.limit_async():
                response = await out.transport.handle_async_request(out.request)
                content = b""
                if not (stream and response.is_success):
                    content = await decoding.read_body_async(response, attempts.timeouts.check)
        except FAILURES as error:
            raise self.failure(out, attempts, error, time.monotonic() - began) from None
        self.log(out, attempts, response.status_code, time.monotonic() - began)
        return response, content

    async def open(self, source: Source, attempts: Attempts, start: int = 0) -> httpx.Response:
        """Return a response whose body is not read, after redirections."""
        opening = Opening(self._http, source)
        while True:
            out = self.request(opening.at, attempts, start)
            response, content = await self._send(out, attempts, stream=True)
            try:
                if opening.is_open(response, content, out.request.url):
                    return response
            except BaseException:
                with anyio.CancelScope(shield=True):
                    await response.aclose()
                raise

    async def _upload(self, step: steps.Upload, attempts: Attempts) -> None:
        with await run_sync(PostponedFile, step.source) as file:
            out = self.upload_request(step, file, attempts)
            response, content = await self._send(out, attempts)
        self._http.check_upload(PUT, step.url, response, content)

    rows = read_rows_async
