"""The wait methods of Hasty: polling, failures and deadlines."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import UUID, uuid4

import pytest
from attrs import frozen

from labelbridge._core.json.decode import structure
from labelbridge.errors import JobFailed, WaitTimeout
from labelbridge.hasty.models import AutomatedLabelingJob, Job, ModelStatus, Video
from labelbridge.hasty.resources.automated_labeling import AutomatedLabeling
from labelbridge.hasty.resources.exports import Exports
from labelbridge.hasty.resources.inference import Inference
from labelbridge.hasty.resources.videos import Videos
from tests.support.flow_runner import FlowRunner, flow, replay, run
from tests.support.samples import sample

PROJECT, ID = uuid4(), UUID(int=17)
KINDS = ("object_detector", "instance_segmentor", "semantic_segmentor", "attributer")


@frozen
class Wait:
    """A wait method and its expected behavior."""

    method: Any
    target: Any  # an id, or the kind of a model
    operation: str  # the polled operation
    state: Callable[[str], Any]  # returns a response with this status
    done: str
    failed: tuple[str, ...]
    timeout: float  # the default, in seconds
    what: str  # part of the error messages


def export(status: str) -> Job:
    return sample(Job, id=ID, status=status)


def video(status: str) -> Video:
    return sample(Video, id=ID, health_status=status)


def labeling_job(status: str) -> AutomatedLabelingJob:
    return sample(AutomatedLabelingJob, id=ID, status=status)


def model(status: str) -> ModelStatus:
    return sample(ModelStatus, status=status)


FAILED = ("FAILED", "CANCELED", "CANCELLED", "ERROR")
WAITS = [
    Wait(Exports.wait, ID, "get_export", export, "DONE", FAILED, 1800, f"export {ID}"),
    Wait(
        *(AutomatedLabeling.wait, ID, "get_automated_labeling_job", labeling_job),
        *("DONE", FAILED, 3600, f"automated labeling job {ID}"),
    ),
    Wait(Videos.wait, ID, "get_video", video, "OK", ("ERROR", "UNHEALTHY"), 1800, f"video {ID}"),
    *(
        Wait(Inference.wait, kind, f"get_{kind}", model, "LOADED", FAILED, 600, kind)
        for kind in KINDS
    ),
]
every_wait = pytest.mark.parametrize("wait", WAITS, ids=lambda wait: wait.operation)


@every_wait
def test_wait_polls_with_growing_pauses_until_the_end(wait):
    states = [wait.state(status) for status in (*["PROCESSING"] * 3, wait.done)]
    runner, result = run(replay(*states), wait.method, PROJECT, wait.target)
    assert result == states[-1]
    assert runner.slept == [0.5, 0.75, 1.125]
    assert {step.plan.operation for step in runner.steps} == {wait.operation}
    assert all(step.deadline == 1000.0 + wait.timeout for step in runner.steps)


@every_wait
def test_wait_raises_job_failed(wait):
    for status in wait.failed:
        states = replay(wait.state("PROCESSING"), wait.state(status))
        with pytest.raises(JobFailed, match=f"{wait.what}.* {status}$") as caught:
            run(states, wait.method, PROJECT, wait.target)
        assert caught.value.last == wait.state(status)


@every_wait
def test_wait_ends_at_its_deadline_with_the_last_state(wait):
    runner = FlowRunner(lambda _: wait.state("PROCESSING"))
    with pytest.raises(WaitTimeout, match=f"{wait.what} .*60 s.*PROCESSING") as caught:
        runner.run(flow(wait.method, PROJECT, wait.target, timeout=60))
    assert caught.value.last == wait.state("PROCESSING")
    assert sum(runner.slept) <= 60


@every_wait
def test_wait_needs_only_the_status(wait):
    attribute = "health_status" if wait.method is Videos.wait else "status"
    form = type(wait.state(wait.done))
    for status, ends in [(wait.done, nullcontext()), (wait.failed[0], pytest.raises(JobFailed))]:
        state = structure({attribute: status}, form, operation=wait.operation)
        with ends:
            _, result = run(replay(state), wait.method, PROJECT, wait.target)
            assert result is state


def test_video_with_unknown_health_status_ends_the_wait():
    states = replay(video("PROCESSING"), video("EXCELLENT"))
    _, result = run(states, Videos.wait, PROJECT, ID)
    assert result.health_status == "EXCELLENT"
