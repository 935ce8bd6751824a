"""Retries."""

from datetime import UTC, datetime
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge._core.flow import Send
from labelbridge._core.retry import Attempts, backoff, retry_after_seconds, should_retry
from labelbridge.errors import (
    ApiError,
    ConnectionFailed,
    RateLimited,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge.options import NO_RETRY, RetryPolicy
from labelbridge_api.plan import Plan

POLICY = RetryPolicy(attempts=4, base=1.0, cap=8.0, total=100.0)


def send_step(*, idempotent: bool = True, deadline: float | None = None) -> Send:
    plan = Plan("get_thing", "GET", "/thing", {200: None}, idempotent)
    return Send(plan, deadline)


def waits_after(errors, step, policy=POLICY, deadline=inf):
    """Return the waits of attempts that fail with these errors."""
    now = 1000.0
    attempts, waits = Attempts(step, policy, {}, now, deadline), []
    for error in errors:
        if (wait := attempts.wait_after(error, now, lambda: 1.0)) is None:
            break
        waits.append(wait)
        now += wait
    assert attempts.number == len(waits) + 1
    return waits


@pytest.mark.parametrize(
    ("step", "policy", "deadline", "retry_after", "waits"),
    [
        (send_step(), POLICY, inf, None, [1.0, 2.0, 4.0]),
        (send_step(), NO_RETRY, inf, None, []),
        (send_step(idempotent=False), POLICY, inf, None, []),
        (send_step(deadline=1001.5), POLICY, inf, None, [1.0]),
        (send_step(), POLICY, 1003.5, None, [1.0, 2.0]),
        (send_step(deadline=1001.5), POLICY, 1003.5, None, [1.0]),
        (send_step(), POLICY, inf, 101.0, []),  # more than the total of the policy
    ],
    ids=["all attempts", "one attempt", "not idempotent", "deadline", "call", "both", "total"],
)
def test_an_error_is_final_after_the_last_attempt(step, policy, deadline, retry_after, waits):
    errors = [ServerError("", status=500 + n, retry_after=retry_after) for n in (0, 2, 3, 4)]
    assert waits_after(errors, step, policy, deadline) == waits


def test_temporary_errors_are_retried():
    for status in (408, 425, 429, 500, 502, 503, 504, 520, 524):
        assert should_retry(send_step(), ApiError("", status=status))
    for status in (400, 401, 402, 403, 404, 409, 413, 422, 501, 505):
        assert not should_retry(send_step(), ApiError("", status=status))
    assert should_retry(send_step(), ConnectionFailed(""))
    assert should_retry(send_step(), RequestTimeout(""))
    assert not should_retry(send_step(), ResponseFormatError(""))


def not_sent(kind):
    error = kind("")
    error.request_sent = False
    return error


def test_other_operations_are_retried_only_if_the_request_had_no_effect():
    creation = send_step(idempotent=False)
    assert should_retry(creation, RateLimited("", status=429))
    assert should_retry(creation, not_sent(ConnectionFailed))
    assert should_retry(creation, not_sent(RequestTimeout))
    for status in (408, 425, 500, 502, 503, 504, 520):
        assert not should_retry(creation, ApiError("", status=status, retry_after=1.0))
    assert not should_retry(creation, ConnectionFailed(""))
    assert not should_retry(creation, RequestTimeout(""))


def test_retry_after_is_the_minimum_wait():
    assert backoff(POLICY, 1, ServerError("", status=503, retry_after=5.0), 1.0) == 5.0
    assert backoff(POLICY, 3, ServerError("", status=503, retry_after=0.1), 1.0) == 4.0


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waits_grow_to_the_cap_with_jitter(attempt, random):
    wait = backoff(POLICY, attempt, ConnectionFailed(""), random)
    longest = min(8.0, 2.0 ** min(attempt - 1, 10))
    assert longest / 2 <= wait <= longest


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 10:00:30 -0000", 30.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("inf", None),
        ("nan", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert retry_after_seconds(header, datetime(2026, 11, 22, 10, tzinfo=UTC)) == seconds
