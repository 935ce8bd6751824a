"""Waiting for a free connection, in the order of the requests."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from math import inf
from threading import Lock

import anyio
import httpx

from labelbridge._core.cancellation import POLL
from labelbridge._core.http.timeouts import Timeouts


class _Wait:
    """How long a request may wait: as long as other requests free connections.

    The timeout begins again with each connection that becomes free.
    """

    def __init__(self, request: httpx.Request, number: int) -> None:
        self._request, self._number = request, number
        self._timeouts: Mapping[str, float] = request.extensions.get("timeout", {})
        self._began = time.monotonic()

    def left(self, last_freed: float) -> float:
        """Return the seconds that are left.

        Raises:
            httpx.PoolTimeout: The time is up.
            TimeoutError: The deadline passed.
        """
        longest = inf
        if isinstance(self._timeouts, Timeouts):
            self._timeouts.check()
            longest = POLL if self._timeouts.cancellation else inf
        waited = time.monotonic() - max(self._began, last_freed)
        left = self._timeouts.get("pool", 3600.0) - waited
        if left <= 0:
            raise httpx.PoolTimeout(
                f"no connection was free: {self._number} requests are running, and none ended",
                request=self._request,
            )
        return min(left, longest)


def closed(request: httpx.Request) -> httpx.TransportError:
    """Return the error of a request whose client was closed."""
    return httpx.ConnectError("the client was closed", request=request)


class Slots:
    """The right of a thread to use a connection: a limited number, given in order.

    A slot that becomes free is passed to the first waiting thread, so that none waits while others
    get several.
    """

    def __init__(self, number: int) -> None:
        self._number = self._free = number
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()
        self._last_freed = 0.0
        self._is_closed = False

    def acquire(self, request: httpx.Request) -> None:
        """Wait for a slot."""
        with self._lock:
            if self._is_closed:
                raise closed(request)
            if self._free:
                self._free -= 1
                return
            given = Lock()
            given.acquire()
            self._waiting.append(given)
        wait = _Wait(request, self._number)
        try:
            while not given.acquire(timeout=wait.left(self._last_freed)):
                pass
        except BaseException:
            with self._lock:
                if given in self._waiting:
                    self._waiting.remove(given)
                    raise
            self.release()
            raise
        if self._is_closed:
            raise closed(request)

    def release(self) -> None:
        """Pass the slot on."""
        with self._lock:
            self._last_freed = time.monotonic()
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def close(self) -> None:
        """End all waits."""
        with self._lock:
            self._is_closed = True
            while self._waiting:
                self._waiting.popleft().release()


class AsyncSlots:
    """The right of a task to use a connection: a limited number, given in order."""

    def __init__(self, number: int) -> None:
        self._number = self._free = number
        self._waiting: deque[anyio.Event] = deque()
        self._last_freed = 0.0

    async def acquire(self, request: httpx.Request) -> None:
        """Wait for a slot."""
        if self._free:
            self._free -= 1
            return
        given = anyio.Event()
        self._waiting.append(given)
        wait = _Wait(request, self._number)
        try:
            while not given.is_set():
                with anyio.move_on_after(wait.left(self._last_freed)):
                    await given.wait()
        except BaseException:
            if given.is_set():
                self.release()
            else:
                self._waiting.remove(given)
            raise

    def release(self) -> None:
        """Pass the slot on."""
        self._last_freed = time.monotonic()
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._free += 1
