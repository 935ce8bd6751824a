"""Retries as a flow: when to retry, and how long to wait."""

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

_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504, *range(520, 531)})


def with_retries(
    step: Remote, policy: RetryPolicy, random: Callable[[], float] = _random.random
) -> Flow[Any]:
    """Perform a remote step, with retries according to the policy.

    Args:
        step: The step.
        policy: Number of attempts and waits.
        random: Returns a number from 0 to 1 for the jitter.

    Returns:
        The outcome of the step. If all attempts fail, the last error is raised.
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
    """Return whether a retry is safe and may succeed."""
    if isinstance(step, Send) and not step.plan.idempotent:
        return False
    if isinstance(error, ApiError):
        return error.status in _TEMPORARY
    return isinstance(error, ConnectionFailed)


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
