"""Retries: what is tried again, how long is waited, and when it ends."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge._core.flow import Download, Send, Upload
from labelbridge._core.retry import backoff, retry_after_seconds, should_retry, with_retries
from labelbridge.errors import (
    ApiError,
    BadRequest,
    ConfigurationError,
    ConnectionFailed,
    RateLimited,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge.files import FileSource
from labelbridge.options import NO_RETRY, RetryPolicy
from labelbridge_api.plan import Plan
from tests.support.flow_runner import FlowRunner, replay

POLICY = RetryPolicy(attempts=4, base=1.0, cap=8.0, total=100.0)


def sending(*, idempotent: bool = True, deadline: float | None = None) -> Send:
    plan = Plan("get_thing", "GET", "/thing", {200: None}, idempotent)
    return Send(plan, deadline)


def broken(status: int = 503, **more: object) -> ApiError:
    return ServerError("broken", status=status, **more)


def test_a_failure_that_passes_is_retried_until_it_does():
    hand = FlowRunner(replay(broken(), ConnectionFailed("gone"), "answer"))
    assert hand.run(with_retries(sending(), POLICY, lambda: 1.0)) == "answer"
    assert hand.slept == [1.0, 2.0]


def test_the_last_error_is_raised_when_the_attempts_are_used_up():
    hand = FlowRunner(replay(*[broken(500 + number) for number in (0, 2, 3, 4)]))
    with pytest.raises(ServerError) as caught:
        hand.run(with_retries(sending(), POLICY, lambda: 1.0))
    assert caught.value.status == 504
    assert len(hand.steps) == 4


def test_a_policy_of_one_attempt_sends_once():
    hand = FlowRunner(replay(broken()))
    with pytest.raises(ServerError):
        hand.run(with_retries(sending(), NO_RETRY))
    assert hand.slept == []


def test_what_is_not_idempotent_is_sent_once():
    hand = FlowRunner(replay(broken()))
    with pytest.raises(ServerError):
        hand.run(with_retries(sending(idempotent=False), POLICY))
    assert len(hand.steps) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 524])
def test_statuses_that_may_pass_are_worth_a_retry(status):
    assert should_retry(sending(), ApiError("", status=status))


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 413, 422, 501, 505])
def test_statuses_that_stay_are_not(status):
    assert not should_retry(sending(), ApiError("", status=status))


def test_a_broken_connection_is_worth_a_retry_and_a_wrong_answer_is_not():
    assert should_retry(sending(), ConnectionFailed(""))
    assert should_retry(sending(), RequestTimeout(""))
    assert not should_retry(sending(), ResponseFormatError(""))
    assert not should_retry(sending(), BadRequest("", status=400))


def test_transfers_are_retried_for_they_begin_anew():
    up = Upload("https://storage/1", FileSource("a.jpg", data=b"bytes"))
    down = Download("https://storage/1", Path("x"))
    for step in (up, down):
        hand = FlowRunner(replay(ConnectionFailed("gone"), "done"))
        assert hand.run(with_retries(step, POLICY)) == "done"


def test_no_retry_is_begun_after_the_deadline():
    hand = FlowRunner(replay(broken(), broken()))
    with pytest.raises(ServerError):
        hand.run(with_retries(sending(deadline=1001.5), POLICY, lambda: 1.0))
    assert hand.slept == [1.0]


def test_no_retry_is_begun_after_the_total_of_the_policy():
    hand = FlowRunner(replay(RateLimited("", status=429, retry_after=101.0)))
    with pytest.raises(RateLimited):
        hand.run(with_retries(sending(), POLICY))
    assert hand.slept == []


def test_the_platforms_wish_is_the_least_that_is_waited():
    assert backoff(POLICY, 1, broken(retry_after=5.0), 1.0) == 5.0
    assert backoff(POLICY, 3, broken(retry_after=0.1), 1.0) == 4.0


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waits_grow_to_the_cap_and_half_of_each_is_random(attempt, random):
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


@pytest.mark.parametrize("wrong", [{"attempts": 0}, {"attempts": 1.5}, {"base": 0}, {"cap": -1}])
def test_an_impossible_policy_is_refused(wrong):
    with pytest.raises(ConfigurationError, match=f"^{min(wrong)} must be a"):
        RetryPolicy(**wrong)
