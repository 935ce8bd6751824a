"""Running several flows at once: in threads, or in tasks of the event loop.

In threads, only I/O is concurrent. Flows run, and responses are decoded, in the thread of the
caller: decoding needs the interpreter, for which threads would only compete.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol

import anyio

from labelbridge._core.cancellation import Cancellation
from labelbridge._core.flow import Concurrently, Flow, Step
from labelbridge.errors import LabelbridgeError


class Received(NamedTuple):
    """A response that is not decoded yet: the arguments of `HttpInterface.parse_response`."""

    plan: Any
    response: Any
    content: bytes


class _Perform(Protocol):
    def __call__(self, step: Step, /, *, cancellation: Cancellation) -> Any: ...


class _Threads:
    """The flows of one step, and the threads that perform their steps."""

    def __init__(
        self,
        step: Concurrently,
        perform: _Perform,
        parse: Callable[..., Any],
        cancellation: Cancellation,
    ) -> None:
        self._flows, self._perform, self._parse = step.flows, perform, parse
        self._cancellation = cancellation
        self._done: SimpleQueue[Future[Any]] = SimpleQueue()
        self._running: dict[Future[Any], int] = {}
        self._values: list[Any] = [None] * len(step.flows)
        self._waiting = iter(range(len(step.flows)))
        self._limit = min(step.limit, len(step.flows))

    def run(self) -> list[Any]:
        """Run all flows, and return their values."""
        with ThreadPoolExecutor(self._limit, "labelbridge") as self._threads:
            try:
                for _ in range(self._limit):
                    self._start()
                while self._running:
                    self._continue(self._done.get())
            except BaseException:
                self._cancellation.interrupt()
                raise
        return self._values

    def _start(self) -> None:
        """Start the next flow, if one is left."""
        number = next(self._waiting, None)
        if number is not None:
            self._advance(number, self._flows[number].send, None)

    def _advance(self, number: int, act: Callable[[Any], Step], outcome: Any) -> None:
        """Run a flow until its next step, which a thread performs, or until its end."""
        try:
            step = act(outcome)
        except StopIteration as stop:
            self._values[number] = stop.value
            self._start()
        else:
            future = self._threads.submit(self._perform, step, cancellation=self._cancellation)
            self._running[future] = number
            future.add_done_callback(self._done.put)

    def _continue(self, future: Future[Any]) -> None:
        """Pass the outcome of a step to its flow."""
        number = self._running.pop(future)
        flow = self._flows[number]
        act, outcome = flow.send, None
        try:
            outcome = future.result()
            if isinstance(outcome, Received):
                outcome = self._parse(*outcome)
        except LabelbridgeError as error:
            act, outcome = flow.throw, error
        self._advance(number, act, outcome)


def run_in_threads(
    step: Concurrently,
    perform: _Perform,
    parse: Callable[..., Any],
    parent: Cancellation,
) -> list[Any]:
    """Run flows in this thread and their steps in others, which have ended when this returns.

    Args:
        step: The flows.
        perform: Performs a step in a thread.
        parse: Decodes a response.
        parent: What cancels this step.
    """
    if not step.flows:
        return []
    cancellation = Cancellation(parent)
    try:
        return _Threads(step, perform, parse, cancellation).run()
    finally:
        cancellation.end()
        for flow in step.flows:
            flow.close()


async def run_in_tasks(step: Concurrently, run: Callable[[Flow[Any]], Awaitable[Any]]) -> list[Any]:
    """Run flows in tasks, which have ended when this returns.

    Args:
        step: The flows.
        run: Runs a flow.
    """
    values: list[Any] = [None] * len(step.flows)
    errors: list[Exception] = []
    waiting = iter(enumerate(step.flows))

    async def work() -> None:
        try:
            for number, flow in waiting:
                values[number] = await run(flow)
        except Exception as error:  # noqa: BLE001 - raised below
            errors.append(error)
            tasks.cancel_scope.cancel()

    try:
        async with anyio.create_task_group() as tasks:
            for _ in range(min(step.limit, len(step.flows))):
                tasks.start_soon(work)
    except BaseExceptionGroup as group:
        # trio raises it in the task group; the caller knows of no group
        if group.subgroup(KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise
    finally:
        for flow in step.flows:
            flow.close()
    if errors:
        raise errors[0]
    return values
