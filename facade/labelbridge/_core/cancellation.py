"""Ending the steps that run in threads."""

from __future__ import annotations

from threading import Event, Lock
from typing import Final, Protocol

POLL: Final = 0.5
"""Seconds after which a thread that waits for a connection looks whether its step is cancelled."""


class Cancelled(BaseException):
    """A thread ends because its step was cancelled; no caller receives it."""


class Interruptible(Protocol):
    """What a thread waits for."""

    def interrupt(self) -> None:
        """End the wait."""


class Cancellation:
    """Whether steps in threads are cancelled, and what the threads wait for.

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
