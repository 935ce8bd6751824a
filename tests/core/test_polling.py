"""Waiting: until done, with a deadline, and with the last state in the error."""

import httpx
import pytest
from attrs import frozen

from labelbridge import AsyncHasty, Hasty
from labelbridge._core.flow import send
from labelbridge._core.polling import wait_until
from labelbridge.errors import InvalidArgument, NotFound, RequestTimeout, WaitTimeout
from tests.support.flow_runner import FlowRunner, replay
from tests.support.modes import MODES, open_client


@frozen
class Job:
    status: str
    url: str


def polling(deadlines=None):
    def poll(limit):
        if deadlines is not None:
            deadlines.append(limit)
        return send("state", deadline=limit)

    return poll


def waiting(timeout=60.0, **more):
    return wait_until(
        polling(), lambda state: state == "DONE", what="the job", timeout=timeout, **more
    )


def test_it_polls_until_done_with_growing_pauses():
    hand = FlowRunner(replay("INIT", "INIT", "RUNNING", "DONE"))
    assert hand.run(waiting()) == "DONE"
    assert hand.slept == [0.5, 0.75, 1.125]


def test_what_is_done_at_once_needs_no_pause():
    hand = FlowRunner(replay("DONE"))
    assert hand.run(waiting()) == "DONE"
    assert hand.slept == []


def test_pauses_end_growing_at_ten_seconds():
    hand = FlowRunner(replay(*["INIT"] * 12, "DONE"))
    hand.run(waiting(timeout=1000))
    assert max(hand.slept) == 10.0


def test_the_deadline_ends_it_and_the_error_carries_the_last_state():
    last = Job("RUNNING", "https://storage.test/x?Signature=signed")
    hand = FlowRunner(replay("INIT", "INIT", "INIT", last))
    with pytest.raises(
        WaitTimeout, match=r"^the job did not finish within 2 s.*RUNNING$"
    ) as caught:
        hand.run(waiting(timeout=2.0))
    assert caught.value.last is last
    assert hand.clock == 1002.0
    assert "signed" not in str(caught.value)


def test_the_state_is_asked_for_once_more_when_the_time_is_up():
    hand = FlowRunner(replay("INIT", "INIT", "INIT", "DONE"))
    assert hand.run(waiting(timeout=2.0)) == "DONE"
    assert hand.clock == 1002.0


def test_an_answer_that_does_not_come_before_the_deadline_ends_the_wait():
    hand = FlowRunner(replay("INIT", "INIT", "INIT", RequestTimeout("late")))
    with pytest.raises(WaitTimeout) as caught:
        hand.run(waiting(timeout=2.0))
    assert caught.value.last == "INIT"


def test_a_first_answer_that_does_not_come_is_a_timeout_of_the_request():
    with pytest.raises(RequestTimeout):
        FlowRunner(replay(RequestTimeout("late"))).run(waiting(timeout=2.0))


def test_every_poll_keeps_the_deadline_too():
    deadlines = []
    hand = FlowRunner(replay("INIT", "DONE"))
    hand.run(wait_until(polling(deadlines), "DONE".__eq__, what="it", timeout=30.0))
    assert deadlines == [1030.0, 1030.0]
    assert [step.deadline for step in hand.steps] == [1030.0, 1030.0]


def test_an_error_of_a_poll_ends_the_wait():
    hand = FlowRunner(replay("INIT", NotFound("gone", status=404)))
    with pytest.raises(NotFound):
        hand.run(waiting())


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), "60", True, None])
def test_an_impossible_timeout_is_refused_before_any_poll(timeout):
    hand = FlowRunner(replay())
    with pytest.raises(InvalidArgument, match="^timeout: must be a number of seconds above 0"):
        hand.run(waiting(timeout=timeout))


@pytest.mark.parametrize("mode", MODES)
def test_a_wait_in_vain_shows_no_key_that_the_platform_put_into_a_status(mode):
    say = lambda _request: httpx.Response(200, json={"status": "planted-Key-7f3a"})  # noqa: E731
    options = {"api_key": "planted-Key-7f3a", "transport": httpx.MockTransport(say)}
    with (
        open_client(mode, Hasty, AsyncHasty, **options) as hasty,
        pytest.raises(WaitTimeout) as found,
    ):
        hasty.inference.wait(
            "17a4fab4-c59c-4031-9cb5-41fccb5b054c", "object_detector", timeout=0.01
        )
    assert "***" in str(found.value)
    assert "planted-Key-7f3a" not in str(found.value)
