"""Polling a platform until a condition holds, with a deadline and growing pauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from labelbridge._core.flow import Flow, call_deadline, now, sleep
from labelbridge._core.json.validate import seconds
from labelbridge.errors import RequestTimeout, WaitTimeout

T = TypeVar("T")

FIRST_PAUSE: Final = 0.5
GROWTH: Final = 1.5
LONGEST_PAUSE: Final = 10.0

_LAST_POLL: Final = 1.0
"""Seconds, or a tenth of the timeout, that are left for the last poll."""


def wait_until(
    poll: Callable[[float], Flow[T]],
    done: Callable[[T], bool],
    *,
    what: str,
    timeout: float,
    state_attribute: str = "status",
    pause: float = FIRST_PAUSE,
    state: T | None = None,
) -> Flow[T]:
    """Poll until the state is final, and return it.

    Args:
        poll: Returns the flow for the current state. Its argument is the deadline, which also
            limits retries.
        done: Returns whether a state is final. It raises if the state is a failure.
        what: The subject of the error message.
        timeout: Seconds until WaitTimeout is raised, requests and pauses included. The deadline of
            the call also limits them.
        state_attribute: The attribute of the state that the error message shows.
        pause: Seconds before the second poll; later pauses grow by half, up to ten seconds.
        state: The state before the first poll, if it is known.

    Raises:
        WaitTimeout: The time is up; it has the last state, or `state` if no request had a response.
    """
    began = yield from now()
    timeout = min(seconds("timeout", timeout), max((yield from call_deadline()) - began, 0.0))
    limit = began + timeout
    last_poll = limit - min(_LAST_POLL, timeout / 10)
    while True:
        try:
            state = yield from poll(limit)
        except RequestTimeout:
            if (yield from now()) < last_poll:
                raise
        else:
            if done(state):
                return state
        left = last_poll - (yield from now())
        if left <= 0:
            # other attributes may contain signed URLs
            last = getattr(state, state_attribute, None)
            seen = "" if last is None else f"; its last {state_attribute}: {last!s:.60}"
            raise WaitTimeout(f"{what} did not finish within {timeout:g} s{seen}", last=state)
        yield from sleep(min(pause, left))
        pause = min(pause * GROWTH, LONGEST_PAUSE)
