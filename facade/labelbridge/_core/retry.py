"""Retries: one policy, decided here, without I/O."""

from __future__ import annotations

import random as _random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from math import isfinite
from typing import Any

from labelbridge._core.flow import Attempt, Flow, Now, Remote, Send, Sleep
from labelbridge.errors import ApiError, ConnectionFailed, LabelbridgeError
from labelbridge.options import RetryPolicy

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})


def with_retries(
    step: Remote, policy: RetryPolicy, random: Callable[[], float] = _random.random
) -> Flow[Any]:
    """Perform a remote step, again where the policy says so.

    Args:
        step: What to do.
        policy: How often and how long.
        random: A number from 0 to 1 for the jitter of each wait.

    Returns:
        The step's outcome; the last error is raised when there is none.
    """
    began: float = yield Now()
    limit = began + policy.total
    if step.deadline is not None:
        limit = min(limit, step.deadline)
    for attempt in count(1):
        try:
            return (yield Attempt(step))
        except LabelbridgeError as error:
            if attempt >= policy.attempts or not should_retry(step, error):
                raise
            wait = backoff(policy, attempt, error, random())
            if (yield Now()) + wait > limit:
                raise
        yield Sleep(wait)
    return None  # unreachable: the loop above ends by returning or raising


def should_retry(step: Remote, error: LabelbridgeError) -> bool:
    """Say whether doing the step again is harmless and may end better."""
    if isinstance(step, Send) and not step.plan.idempotent:
        return False
    if isinstance(error, ApiError):
        return error.status in _PASSING
    return isinstance(error, ConnectionFailed)


def backoff(policy: RetryPolicy, attempt: int, error: LabelbridgeError, random: float) -> float:
    """Return the seconds to wait after the given attempt (the first is 1) failed.

    Args:
        policy: Its `base` and `cap`.
        attempt: Number of the attempt that failed.
        error: Its error; an ApiError may carry the platform's own wish.
        random: From 0 to 1: where in the random half of the wait.
    """
    # a float's exponent ends at 1023, and far below that the cap holds anyway
    longest = min(policy.cap, policy.base * 2.0 ** min(attempt - 1, 100))
    pause = longest * (0.5 + 0.5 * random)
    wish = error.retry_after if isinstance(error, ApiError) else None
    return max(pause, wish or 0.0)


def retry_after_seconds(header: str | None, at: datetime) -> float | None:
    """Read a Retry-After header: seconds, or a date of HTTP. What is neither is as good as absent.

    Args:
        header: The header's value, if there is one.
        at: The time now, aware, to which a date is compared.
    """
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            when = parsedate_to_datetime(header)
            # a date with the zone "-0000" is read as naive, and means UTC
            aware = when if when.tzinfo else when.replace(tzinfo=UTC)
            seconds = (aware - at).total_seconds()
        except (OverflowError, TypeError, ValueError):
            return None
    return max(seconds, 0.0) if isfinite(seconds) else None
