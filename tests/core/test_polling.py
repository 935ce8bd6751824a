"""Polling until a state is final."""

from types import SimpleNamespace

import httpx
import pytest

from labelbridge._core.flow import send
from labelbridge._core.polling import wait_until
from labelbridge.errors import InvalidArgument, RequestTimeout, WaitTimeout
from tests.support.example import CLIENTS, PROJECT
from tests.support.flow_runner import FlowRunner, replay
from tests.support.modes import MODES, open_client


def waiting(timeout=60.0):
    def poll(limit):
        return send("state", deadline=limit)

    return wait_until(poll, lambda state: state == "DONE", what="the job", timeout=timeout)


@pytest.mark.parametrize(
    ("polls", "pauses"),
    [(0, []), (3, [0.5, 0.75, 1.125]), (9, [0.5 * 1.5**n for n in range(8)] + [10.0])],
)
def test_pauses_grow_up_to_ten_seconds_until_the_state_is_final(polls, pauses):
    runner = FlowRunner(replay(*["INIT"] * polls, "DONE"))
    assert runner.run(waiting(timeout=1000)) == "DONE"
    assert runner.slept == pauses


def test_a_timeout_has_the_last_state():
    last = SimpleNamespace(status="RUNNING", url="https://storage.test/x?Signature=signed")
    runner = FlowRunner(replay("INIT", "INIT", "INIT", last))
    message = r"^the job did not finish within 2 s.*RUNNING$"
    with pytest.raises(WaitTimeout, match=message) as caught:
        runner.run(waiting(timeout=2.0))
    assert caught.value.last is last
    assert runner.clock == pytest.approx(1001.8)
    assert "signed" not in str(caught.value)


@pytest.mark.parametrize(("timeout", "rest"), [(2.0, 0.2), (20.0, 1.0)])
def test_the_last_poll_has_the_rest_of_the_time(timeout, rest):
    runner = FlowRunner(lambda _step: "DONE" if runner.clock > 999.9 + timeout - rest else "INIT")
    assert runner.run(waiting(timeout=timeout)) == "DONE"
    assert runner.clock == pytest.approx(1000 + timeout - rest)
    assert {step.deadline for step in runner.steps} == {1000 + timeout}


def test_a_request_timeout_is_a_wait_timeout_only_at_the_end():
    runner = FlowRunner(replay("INIT", "INIT", "INIT", RequestTimeout("late")))
    with pytest.raises(WaitTimeout) as caught:
        runner.run(waiting(timeout=2.0))
    assert caught.value.last == "INIT"
    for polls in ([], ["INIT"]):
        with pytest.raises(RequestTimeout):
            FlowRunner(replay(*polls, RequestTimeout("late"))).run(waiting(timeout=2.0))


def test_the_deadline_of_the_call_limits_a_wait():
    runner = FlowRunner(lambda _step: "INIT", deadline=1005.0)
    with pytest.raises(WaitTimeout, match="within 5 s"):
        runner.run(waiting(timeout=100.0))
    assert runner.clock == pytest.approx(1004.5)
    assert {step.deadline for step in runner.steps} == {1005.0}


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), "60", True, None])
def test_an_invalid_timeout_raises_before_any_poll(timeout):
    runner = FlowRunner(replay())
    with pytest.raises(InvalidArgument, match="^timeout: must be a number of seconds above 0"):
        runner.run(waiting(timeout=timeout))


@pytest.mark.parametrize("mode", MODES)
def test_a_key_in_a_status_is_redacted(mode):
    respond = lambda _request: httpx.Response(200, json={"status": "Secret-Key-7f3a"})  # noqa: E731
    options = {"api_key": "Secret-Key-7f3a", "transport": httpx.MockTransport(respond)}
    with (
        open_client(mode, *CLIENTS, **options) as client,
        pytest.raises(WaitTimeout) as caught,
    ):
        client.inference.wait(PROJECT, "object_detector", timeout=0.01)
    assert "***" in str(caught.value)
    assert "Secret-Key-7f3a" not in str(caught.value)
