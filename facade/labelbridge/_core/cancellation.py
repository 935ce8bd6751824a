"""Ending the steps that run in threads, and the pauses of a client that is closed."""

from __future__ import annotations

from threading import Event, Lock
from typing import Final, Protocol

import anyio

from labelbridge._core.owner import Owner

POLL: Final = 0.5
"""Seconds after which a thread that waits for a connection looks whether its step is cancelled."""


class Cancelled(BaseException):
    """A thread ends because its step was cancelled; no caller receives it."""


class Interruptible(Protocol):
    """What a thread waits for."""

    def interrupt(self) -> None:
        """End the wait."""


class _Pause:
    """A pause of a task, which only code of its event loop can end."""

    def __init__(self) -> None:
        self.scope, self._owner = anyio.CancelScope(), Owner.current()

    def interrupt(self) -> None:
        """End the pause."""
        if self._owner == Owner.current():
            self.scope.cancel()


class Cancellation:
    """Whether steps are cancelled, and what they wait for.

    Args:
        parent: The cancellation of the step that runs these steps, which cancels them too.
    """

    def __init__(self, parent: Cancellation | None = None) -> None:
        self._parent = parent
        self._lock = Lock()
        self._waits: set[Interruptible] = set()
        self._event = Event()
        if parent:
            parent.add(self)

    def add(self, wait: Interruptible) -> None:
        """Add what a thread waits for.

        Raises:
            Cancelled: The steps are cancelled.
        """
        with self._lock:
            self.check()
            self._waits.add(wait)

    def discard(self, wait: Interruptible) -> None:
        """Remove what a thread waited for."""
        with self._lock:
            self._waits.discard(wait)

    def check(self) -> None:
        """Raise Cancelled if the steps are cancelled."""
        if self._event.is_set():
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Wait for some seconds, or raise Cancelled as soon as the steps are cancelled."""
        if self._event.wait(seconds):
            raise Cancelled

    async def sleep_async(self, seconds: float) -> None:
        """The async version of `sleep`."""
        pause = _Pause()
        self.add(pause)
        try:
            with pause.scope:
                await anyio.sleep(seconds)
        finally:
            self.discard(pause)
        self.check()

    def interrupt(self) -> None:
        """Cancel the steps."""
        with self._lock:
            self._event.set()
            for wait in self._waits:
                wait.interrupt()

    def end(self) -> None:
        """Tell the parent that the steps ended."""
        if self._parent:
            self._parent.discard(self)
