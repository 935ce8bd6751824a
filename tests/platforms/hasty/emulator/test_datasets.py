import pytest

from tests.platforms.hasty.emulator.api import Project


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/datasets"


def test_names_are_unique_in_a_project(api, project, path):
    error = api.post(path, {"name": "train"}, status=409)
    assert error["code"] == "conflict"
    assert "train" in error["message"]
    other = api.post(path, {"name": "Train"})
    api.put(f"{path}/{other['id']}", {"name": "train"}, status=409)
    assert api.names(path) == ["train", "Train"]
    assert api.put(f"{path}/{project.dataset}", {"name": "train", "norder": 1})["norder"] == 1
    assert Project(api).dataset != project.dataset


def test_name_filter_matches_a_part_and_ignores_case(api, project, path):
    project.add_dataset("Training 2")
    project.add_dataset("test")
    assert api.names(path, name="TRAIN") == ["train", "Training 2"]


def test_delete_removes_images_and_labels(api, project, path):
    kept = project.add_image("kept.png", dataset=project.add_dataset("other"))
    deleted = project.add_image("deleted.png")
    car = project.add_class("car")
    label = project.add_label(kept, car)
    project.add_label(deleted, car)
    api.delete(f"{path}/{project.dataset}")
    assert api.names(path) == ["other"]
    assert api.names(f"{project.path}/images") == ["kept.png"]
    assert [each["id"] for each in api.items(f"{project.path}/labels")] == [label["id"]]
    assert api.send("GET", deleted["public_url"]).status_code == 404
