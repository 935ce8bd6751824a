"""Timeouts of requests that end at a deadline."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from math import inf
from typing import Final

import anyio

from labelbridge._core.cancellation import Cancellation

_SHORTEST: Final = 0.001
"""Seconds; 0 would make a socket non-blocking."""


class Timeouts(Mapping[str, float]):
    """The timeouts of a request by name, each limited to the time until a deadline.

    Transports read a timeout when the wait begins, so that the sum of all waits is limited.

    Args:
        defaults: The timeouts without the deadline, with the names that httpx uses.
        deadline: A time of the monotonic clock.
        cancellation: Whether the request is cancelled, if it is sent in a thread of a step.
    """

    __slots__ = ("_deadline", "_defaults", "cancellation")

    def __init__(
        self,
        defaults: Mapping[str, float],
        deadline: float = inf,
        cancellation: Cancellation | None = None,
    ) -> None:
        self._defaults, self._deadline = defaults, deadline
        self.cancellation = cancellation

    def __getitem__(self, name: str) -> float:
        return max(min(self._defaults[name], self._left()), _SHORTEST)

    def __iter__(self) -> Iterator[str]:
        return iter(self._defaults)

    def __len__(self) -> int:
        return len(self._defaults)

    def check(self) -> None:
        """Raise TimeoutError after the deadline, and Cancelled if the request is cancelled."""
        if self.cancellation:
            self.cancellation.check()
        if self._left() <= 0:
            raise TimeoutError("the deadline passed")

    def limit_async(self) -> AbstractContextManager[object]:
        """Return a context in which async code raises TimeoutError at the deadline."""
        left = self._left()
        return nullcontext() if left == inf else anyio.fail_after(left)

    def _left(self) -> float:
        return self._deadline - time.monotonic()
