"""Automated labeling: jobs that are started, waited for, and leave labels."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import JobFailed, NotFound, WaitTimeout
from labelbridge.hasty.models import AutomatedLabelingJob
from labelbridge.hasty.resources.automated_labeling import AutomatedLabeling
from labelbridge_emulator.platforms.hasty.model_fixtures import add_experiment
from tests.support.flow_runner import FlowRunner, replay

PROJECT, EXPERIMENT, JOB, DATASET = uuid4(), uuid4(), uuid4(), uuid4()


def body_of(**options) -> dict:
    hand = FlowRunner(replay(AutomatedLabelingJob()))
    flow = AutomatedLabeling.create.__wrapped__(None, PROJECT, experiment_id=EXPERIMENT, **options)
    hand.run(flow)
    return hand.steps[0].plan.body


def a_job(status: str) -> AutomatedLabelingJob:
    return AutomatedLabelingJob(id=JOB, status=status, progress=0.5)


# What is asked for


def test_what_is_not_given_is_left_to_the_platform():
    assert body_of() == {"experiment_id": str(EXPERIMENT)}


def test_every_field_of_the_contract_can_be_sent():
    options = {
        "confidence_threshold": 0.8,
        "max_detections_per_image": 100,
        "num_images": 0,
        "masker_threshold": 0,
        "min_size": 12.5,
    }
    assert body_of(dataset_id=DATASET, **options) == options | {
        "experiment_id": str(EXPERIMENT),
        "dataset_id": str(DATASET),
    }
    assert body_of(dataset_id=NULL)["dataset_id"] is None


# Waiting, driven by hand


def test_a_wait_asks_until_the_job_is_done():
    hand = FlowRunner(
        replay(a_job("INIT"), a_job("RUNNING"), AutomatedLabelingJob(), a_job("DONE"))
    )
    assert hand.run(AutomatedLabeling.wait.__wrapped__(None, PROJECT, JOB)) == a_job("DONE")
    assert hand.slept == [0.5, 0.75, 1.125]
    assert all(step.deadline == 1000.0 + 3600.0 for step in hand.steps)


@pytest.mark.parametrize("status", ["FAILED", "CANCELED"])
def test_a_job_that_failed_is_not_waited_for(status):
    hand = FlowRunner(replay(a_job("INIT"), a_job(status)))
    with pytest.raises(JobFailed, match=f"automated labeling job {JOB} .* {status}") as caught:
        hand.run(AutomatedLabeling.wait.__wrapped__(None, PROJECT, JOB))
    assert caught.value.last == a_job(status)


def test_a_wait_ends_at_its_deadline_and_carries_the_last_state():
    hand = FlowRunner(lambda _: a_job("RUNNING"))
    with pytest.raises(WaitTimeout, match=f"automated labeling job {JOB}") as caught:
        hand.run(AutomatedLabeling.wait.__wrapped__(None, PROJECT, JOB, timeout=60))
    assert (caught.value.last.status, caught.value.last.progress) == ("RUNNING", 0.5)
    assert sum(hand.slept) <= 60


# Over HTTP


@pytest.fixture
def experiment(emulator, project) -> str:
    return add_experiment(emulator.store, project_id=str(project))["id"]


def test_a_job_is_started_waited_for_and_leaves_labels(hasty, project, image, car, experiment):
    job = hasty.automated_labeling.create(
        project, experiment_id=experiment, confidence_threshold=0.0, max_detections_per_image=2
    )
    assert (job.status, str(job.experiment_id)) == ("INIT", experiment)
    assert (job.confidence_threshold, job.masker_threshold, job.num_images) == (0.0, 0.5, 0)
    done = hasty.automated_labeling.wait(project, job.id, timeout=30)
    assert (done.status, done.progress, done.images_processed) == ("DONE", 1, 1)
    assert hasty.automated_labeling.get(project, job.id) == done
    assert list(hasty.automated_labeling.list(project)) == [done]
    labels = list(hasty.labels.list(project, image))
    assert 0 < len(labels) <= 2
    assert {label.class_id for label in labels} == {car}


def test_only_a_datasets_images_are_labeled(hasty, project, image, car, experiment):
    other = hasty.datasets.create(project, name="empty").id
    job = hasty.automated_labeling.create(project, experiment_id=experiment, dataset_id=other)
    done = hasty.automated_labeling.wait(project, job.id, timeout=30)
    assert done.images_processed == 0
    assert hasty.labels.list(project, image).total() == 0


def test_what_is_not_there_is_not_found(hasty, project):
    with pytest.raises(NotFound):
        hasty.automated_labeling.create(project, experiment_id=EXPERIMENT)
    for call in (hasty.automated_labeling.get, hasty.automated_labeling.wait):
        with pytest.raises(NotFound):
            call(project, JOB)
    assert hasty.automated_labeling.list(project).total() == 0


# What is refused before any request


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("experiment_id", "best", "must be a UUID"),
        ("confidence_threshold", 1, "must be from 0 to less than 1, not 1"),
        ("confidence_threshold", -0.1, "must be from 0 to less than 1, not -0.1"),
        ("confidence_threshold", float("nan"), "finite"),
        ("confidence_threshold", "high", "expected `float`"),
        ("masker_threshold", 1.5, "must be from 0 to less than 1, not 1.5"),
        ("max_detections_per_image", 0, "must be 1 or more, not 0"),
        ("max_detections_per_image", 1.5, "expected `int`"),
        ("num_images", -1, "must be 0 or more, not -1"),
        ("min_size", -1, "must be 0 or more, not -1"),
        ("min_size", NULL, "expected `float`"),
        ("dataset_id", "street", "must be a UUID"),
    ],
)
def test_a_wrong_wish_is_refused(offline, refused, field, value, problem):
    options = {"experiment_id": EXPERIMENT} | {field: value}
    assert problem in refused(field, offline.automated_labeling.create, PROJECT, **options)


def test_wrong_ids_and_times_are_refused(offline, refused, an_id):
    refused("project_id", offline.automated_labeling.list, "mine")
    refused("project_id", offline.automated_labeling.create, "mine", experiment_id=an_id)
    for call in (offline.automated_labeling.get, offline.automated_labeling.wait):
        refused("project_id", call, "mine", an_id)
        refused("job_id", call, an_id, "last")
    for timeout in (0, "60"):
        refused("timeout", offline.automated_labeling.wait, an_id, an_id, timeout=timeout)
