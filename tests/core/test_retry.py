"""Retries."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge._core.flow import Send
from labelbridge._core.retry import backoff, retry_after_seconds, should_retry, with_retries
from labelbridge.errors import (
    ApiError,
    ConnectionFailed,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge.options import NO_RETRY, RetryPolicy
from labelbridge_api.plan import Plan
from tests.support.flow_runner import FlowRunner, replay

POLICY = RetryPolicy(attempts=4, base=1.0, cap=8.0, total=100.0)


def send_step(*, idempotent: bool = True, deadline: float | None = None) -> Send:
    plan = Plan("get_thing", "GET", "/thing", {200: None}, idempotent)
    return Send(plan, deadline)


def test_temporary_failures_are_retried():
    runner = FlowRunner(replay(ServerError("", status=503), ConnectionFailed(""), "answer"))
    assert runner.run(with_retries(send_step(), POLICY, lambda: 1.0)) == "answer"
    assert runner.slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("step", "policy", "retry_after", "pauses"),
    [
        (send_step(), POLICY, None, [1.0, 2.0, 4.0]),
        (send_step(), NO_RETRY, None, []),
        (send_step(idempotent=False), POLICY, None, []),
        (send_step(deadline=1001.5), POLICY, None, [1.0]),
        (send_step(), POLICY, 101.0, []),  # more than the total of the policy
    ],
    ids=["all attempts", "one attempt", "not idempotent", "deadline", "total"],
)
def test_the_last_error_is_raised(step, policy, retry_after, pauses):
    errors = [ServerError("", status=500 + n, retry_after=retry_after) for n in (0, 2, 3, 4)]
    runner = FlowRunner(replay(*errors))
    with pytest.raises(ServerError) as caught:
        runner.run(with_retries(step, policy, lambda: 1.0))
    assert caught.value is errors[len(pauses)]
    assert runner.slept == pauses


def test_temporary_errors_are_retried():
    for status in (408, 425, 429, 500, 502, 503, 504, 520, 524):
        assert should_retry(send_step(), ApiError("", status=status))
    for status in (400, 401, 402, 403, 404, 409, 413, 422, 501, 505):
        assert not should_retry(send_step(), ApiError("", status=status))
    assert should_retry(send_step(), ConnectionFailed(""))
    assert should_retry(send_step(), RequestTimeout(""))
    assert not should_retry(send_step(), ResponseFormatError(""))


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
