"""Handles: what is in a project, with its ids given once."""

import inspect

import pytest

from labelbridge import AsyncHasty, AsyncLabelbox, AsyncRoboflow, Hasty, Labelbox, Roboflow
from labelbridge.errors import InvalidArgument
from tests.support.modes import MODES, open_client

LABELBOX_PROJECT = "cle25fahd8djyjtl6z7sxsmt6"


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


def test_a_project_of_hasty_holds_its_resources(mode, emulator):
    with open_client(mode, Hasty, AsyncHasty, base_url=emulator.hasty) as hasty:
        project = hasty.projects.create(name="Handled")
        handle = hasty.project(project.id)
        dataset = handle.datasets.create(name="June")
        car = handle.label_classes.create(name="car")
        image = handle.images.import_url(url="https://x.test/a.jpg", dataset_id=dataset.id)
        (label,) = handle.labels.create(image.id, [{"class_id": car.id, "bbox": [1, 2, 3, 4]}])
        assert [each.id for each in handle.labels.list(image.id)] == [label.id]
        assert list(handle.images.list()) == list(hasty.images.list(project.id))
        assert handle.uploads.create(count=2)[1].url
        assert handle.exports.create(format="json_coco").status == "INIT"


def test_a_project_of_roboflow_holds_batches_and_jobs(mode, emulator):
    with open_client(mode, Roboflow, AsyncRoboflow, base_url=emulator.roboflow) as roboflow:
        workspace = roboflow.workspaces.check_key().workspace
        slug = roboflow.workspaces.get(workspace).projects[0].id.rpartition("/")[2]
        handle = roboflow.project(workspace, slug)
        assert list(handle.batches.list()) == list(roboflow.batches.list(workspace, slug))
        job = handle.jobs.list().first()
        assert handle.jobs.get(job.id).id == job.id


def test_a_project_of_labelbox_holds_its_labels(mode, emulator):
    with open_client(mode, Labelbox, AsyncLabelbox, base_url=emulator.labelbox) as labelbox:
        rows = list(labelbox.project(LABELBOX_PROJECT).labels.export(start="2023-03-01"))
        assert rows
        assert rows == list(labelbox.labels.export(LABELBOX_PROJECT, start="2023-03-01"))


def test_a_wrong_id_is_said_when_the_handle_is_made():
    with pytest.raises(InvalidArgument, match="^project_id: must be a UUID"):
        Hasty("key").project("x")
    with pytest.raises(InvalidArgument, match="^project: "):
        Roboflow("key").project("workspace", "")
    with pytest.raises(InvalidArgument, match="^project_id: "):
        Labelbox("key").project(" ")


def test_a_method_of_a_handle_shows_what_is_left_to_give():
    handle = Hasty("key").project("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
    assert list(inspect.signature(handle.images.get).parameters) == ["image_id"]
    assert list(inspect.signature(handle.datasets.list).parameters) == ["name"]
