"""Datasets of Hasty."""

from labelbridge import NULL


def test_dataset_is_created_updated_and_deleted(hasty, project):
    made = hasty.datasets.create(project, name="train", norder=2.5)
    assert (made.name, made.norder, made.project_id) == ("train", 2.5, project)
    assert hasty.datasets.get(project, made.id) == made
    changed = hasty.datasets.update(project, made.id, name="training")
    assert (changed.name, changed.norder) == ("training", 2.5)
    assert hasty.datasets.update(project, made.id, name="training", norder=NULL).norder is None
    hasty.datasets.delete(project, made.id)
    assert hasty.datasets.list(project).total() == 0
