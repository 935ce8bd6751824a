"""Datasets of Hasty."""

import pytest

from labelbridge import NULL
from labelbridge.errors import Conflict, NotFound


def test_dataset_is_created_updated_and_deleted(hasty, project):
    made = hasty.datasets.create(project, name="train", norder=2.5)
    assert (made.name, made.norder, made.project_id) == ("train", 2.5, project)
    assert hasty.datasets.get(project, made.id) == made
    changed = hasty.datasets.update(project, made.id, name="training")
    assert (changed.name, changed.norder) == ("training", 2.5)
    assert hasty.datasets.update(project, made.id, name="training", norder=NULL).norder is None
    hasty.datasets.delete(project, made.id)
    with pytest.raises(NotFound):
        hasty.datasets.get(project, made.id)


def test_list_filters_by_a_part_of_the_name(hasty, project):
    for name in ("train", "test", "Training 2"):
        hasty.datasets.create(project, name=name)
    found = hasty.datasets.list(project, name="train")
    assert [dataset.name for dataset in found] == ["train", "Training 2"]


def test_existing_name_is_a_conflict(hasty, project):
    hasty.datasets.create(project, name="train")
    other = hasty.datasets.create(project, name="test")
    with pytest.raises(Conflict):
        hasty.datasets.create(project, name="train")
    with pytest.raises(Conflict):
        hasty.datasets.update(project, other.id, name="train")
