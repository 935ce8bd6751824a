"""Waiting for something on a platform to end: with a deadline, and growing pauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from labelbridge._core.flow import Flow, now, sleep
from labelbridge._core.json.validate import seconds
from labelbridge.errors import RequestTimeout, WaitTimeout

T = TypeVar("T")

FIRST_PAUSE: Final = 0.5
GROWTH: Final = 1.5
LONGEST_PAUSE: Final = 10.0


def wait_until(
    poll: Callable[[float], Flow[T]],
    done: Callable[[T], bool],
    *,
    what: str,
    timeout: float,
    state_attribute: str = "status",
    pause: float = FIRST_PAUSE,
) -> Flow[T]:
    """Poll until done, and return the last state.

    Args:
        poll: Asks for the state; it gets the deadline, so that retries within it keep it too.
        done: Says whether a state is the end. It raises when the end is a bad one.
        what: What is waited for, for the error's text.
        timeout: Seconds until the wait gives up.
        state_attribute: Which attribute of the state the error's text tells.
        pause: Seconds before the second poll; later pauses grow by half, up to ten seconds.

    Raises:
        WaitTimeout: The deadline passed; it carries the last state.
    """
    limit = (yield from now()) + seconds("timeout", timeout)
    state: T | None = None
    while True:
        try:
            state = yield from poll(limit)
        except RequestTimeout:
            if state is None or (yield from now()) < limit:
                raise
        else:
            if done(state):
                return state
        left = limit - (yield from now())
        if left <= 0:
            # of the state only this: the rest may hold signed URLs
            last = getattr(state, state_attribute, None)
            seen = "" if last is None else f"; its last {state_attribute}: {last!s:.60}"
            raise WaitTimeout(f"{what} did not end within {timeout:g} s{seen}", last=state)
        yield from sleep(min(pause, left))
        pause = min(pause * GROWTH, LONGEST_PAUSE)
