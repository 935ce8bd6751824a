"""Automated labeling of Hasty: jobs that label images."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.hasty.models import AutomatedLabelingJob
from labelbridge.hasty.resources.automated_labeling import AutomatedLabeling
from labelbridge_emulator.platforms.hasty.model_fixtures import add_experiment
from tests.support.flow_runner import body_of
from tests.support.samples import sample

PROJECT, EXPERIMENT, DATASET = uuid4(), uuid4(), uuid4()


def create_body(**options) -> dict:
    job, create = sample(AutomatedLabelingJob), AutomatedLabeling.create
    return body_of(job, create, PROJECT, experiment_id=EXPERIMENT, **options)


def test_only_given_fields_are_sent():
    experiment = {"experiment_id": str(EXPERIMENT)}
    assert create_body() == experiment
    options = {"confidence_threshold": 0.8, "max_detections_per_image": 100, "num_images": 0}
    options |= {"masker_threshold": 0, "min_size": 12.5}
    body = create_body(dataset_id=DATASET, **options)
    assert body == options | experiment | {"dataset_id": str(DATASET)}
    assert create_body(dataset_id=NULL)["dataset_id"] is None


@pytest.fixture
def experiment(emulator, project) -> str:
    return add_experiment(emulator.store, project_id=str(project))["id"]


def test_job_labels_images(hasty, project, image, car, experiment):
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
