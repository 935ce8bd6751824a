"""Retries: when to retry, and how long to wait."""

from __future__ import annotations

import random as _random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf, isfinite

from labelbridge._core.cancellation import Cancellation
from labelbridge._core.flow import Recover, Remote, Send
from labelbridge._core.http.timeouts import Timeouts
from labelbridge.errors import ApiError, ConnectionFailed, LabelbridgeError
from labelbridge.options import RetryPolicy

_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})
REJECTED = 429
"""The request was not processed. A 503 may come from a proxy after the platform processed it."""


class Attempts:
    """The attempts of one remote step.

    Args:
        step: The step.
        policy: Number of attempts and waits.
        timeouts: The timeouts of a request.
        now: The time at which the first attempt begins.
        deadline: The time at which the call must end.
        cancellation: Whether the step is cancelled, if it runs in a thread.

    Attributes:
        number: Number of the current attempt, from 1.
        timeouts: The timeouts, limited by the deadline of the call or of the step.
    """

    def __init__(
        self,
        step: Remote | Recover,
        policy: RetryPolicy,
        timeouts: Mapping[str, float],
        now: float,
        deadline: float = inf,
        cancellation: Cancellation | None = None,
    ) -> None:
        self._step, self._policy = step, policy
        if isinstance(step, Send) and step.deadline is not None:
            deadline = min(deadline, step.deadline)
        self.timeouts = Timeouts(timeouts, deadline, cancellation)
        self._limit = min(now + policy.total, deadline)
        self.number = 1

    def wait_after(
        self, error: LabelbridgeError, now: float, random: Callable[[], float] = _random.random
    ) -> float | None:
        """Return the seconds to wait before the next attempt, or None if the error is final.

        Args:
            error: The error of the current attempt.
            now: The time.
            random: Returns a number from 0 to 1 for the jitter.
        """
        if self.number >= self._policy.attempts or not should_retry(self._step, error):
            return None
        wait = backoff(self._policy, self.number, error, random())
        if now + wait > self._limit:
            return None
        self.number += 1
        return wait


def should_retry(step: Remote | Recover, error: LabelbridgeError) -> bool:
    """Return whether a retry is safe and may succeed.

    It is safe if the operation is idempotent, or if the request had no effect.
    """
    idempotent = not isinstance(step, Send) or step.plan.idempotent
    if isinstance(error, ApiError):
        return error.status == REJECTED or (idempotent and error.status in _TEMPORARY)
    if isinstance(error, ConnectionFailed):
        return idempotent or not error.request_sent
    return False


def backoff(policy: RetryPolicy, attempt: int, error: LabelbridgeError, random: float) -> float:
    """Return the seconds to wait after a failed attempt.

    Args:
        policy: Its `base` and `cap`.
        attempt: Number of the failed attempt, from 1.
        error: The error; an ApiError may have a Retry-After.
        random: The jitter, from 0 to 1.
    """
    # limited because 2.0 ** 1024 overflows
    longest = min(policy.cap, policy.base * 2.0 ** min(attempt - 1, 100))
    pause = longest * (0.5 + 0.5 * random)
    requested = error.retry_after if isinstance(error, ApiError) else None
    return max(pause, requested or 0.0)


def retry_after_seconds(header: str | None, at: datetime) -> float | None:
    """Parse a Retry-After header: a number of seconds or an HTTP date; None if it is neither.

    Args:
        header: The value of the header, or None.
        at: The current time, with a time zone.
    """
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            when = parsedate_to_datetime(header)
            # a date with the zone "-0000" is parsed as naive, and means UTC
            aware = when if when.tzinfo else when.replace(tzinfo=UTC)
            seconds = (aware - at).total_seconds()
        except (OverflowError, TypeError, ValueError):
            return None
    return max(seconds, 0.0) if isfinite(seconds) else None
