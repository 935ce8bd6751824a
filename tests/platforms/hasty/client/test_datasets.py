"""Datasets of Hasty."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import Conflict, NotFound


def test_a_dataset_is_made_read_changed_and_deleted(hasty, project):
    made = hasty.datasets.create(project, name="train", norder=2.5)
    assert (made.name, made.norder, made.project_id) == ("train", 2.5, project)
    assert hasty.datasets.get(project, made.id) == made
    changed = hasty.datasets.update(project, made.id, name="training")
    assert (changed.name, changed.norder) == ("training", 2.5)
    assert hasty.datasets.update(project, made.id, name="training", norder=NULL).norder is None
    hasty.datasets.delete(project, made.id)
    with pytest.raises(NotFound):
        hasty.datasets.get(project, made.id)


def test_datasets_are_listed_by_a_part_of_their_name(hasty, project):
    for name in ("train", "test", "Training 2"):
        hasty.datasets.create(project, name=name)
    found = hasty.datasets.list(project, name="train")
    assert [dataset.name for dataset in found] == ["train", "Training 2"]
    assert hasty.datasets.list(project).total() == 3


def test_a_name_that_is_taken_is_a_conflict(hasty, project):
    hasty.datasets.create(project, name="train")
    other = hasty.datasets.create(project, name="test")
    with pytest.raises(Conflict):
        hasty.datasets.create(project, name="train")
    with pytest.raises(Conflict):
        hasty.datasets.update(project, other.id, name="train")


def test_wrong_ids_are_refused(offline, refused, an_id):
    refused("project_id", offline.datasets.list, "mine")
    refused("project_id", offline.datasets.create, "mine", name="train")
    for call, fields in [
        (offline.datasets.get, {}),
        (offline.datasets.update, {"name": "train"}),
        (offline.datasets.delete, {}),
    ]:
        refused("project_id", call, "mine", an_id, **fields)
        refused("dataset_id", call, an_id, "train", **fields)


def test_wrong_fields_are_refused(offline, refused):
    refused("name", offline.datasets.create, uuid4(), name=None)
    refused("norder", offline.datasets.create, uuid4(), name="train", norder="first")
    refused("norder", offline.datasets.update, uuid4(), uuid4(), name="train", norder="first")
    # JSON has no word for these, and null would remove the place
    for number in (float("nan"), float("inf")):
        said = refused("norder", offline.datasets.update, uuid4(), uuid4(), name="x", norder=number)
        assert "finite" in said


@pytest.mark.parametrize("wrong", [NULL, b"x", [], ["x"], object(), 5, "", "\ud800"])
def test_a_filter_by_name_is_text(offline, refused, an_id, wrong):
    refused("name", offline.datasets.list, an_id, name=wrong)
    refused("name", offline.projects.list, name=wrong)
