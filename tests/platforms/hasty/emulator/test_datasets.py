"""Datasets and label classes of a project."""

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/datasets"


def test_a_dataset_is_made_read_changed_and_gone(api: Api, project: Project, path: str) -> None:
    made = api.post(path, {"name": "test", "norder": 2.5})
    assert made == {
        "id": made["id"],
        "name": "test",
        "norder": 2.5,
        "project_id": project.id,
    }
    one = f"{path}/{made['id']}"
    assert api.get(one) == made
    assert api.put(one, {"name": "check"}) == made | {"name": "check"}
    assert api.put(one, {"name": "check", "norder": None})["norder"] is None
    assert api.names(path) == ["train", "check"]
    api.delete(one)
    api.get(one, status=404)
    api.put(one, {"name": "check"}, status=404)
    api.delete(one, status=404)
    assert api.names(path) == ["train"]


def test_a_dataset_of_another_project_is_not_found(api: Api, project: Project) -> None:
    other = Project(api)
    api.get(f"{project.path}/datasets/{other.dataset}", status=404)


def test_an_id_is_the_same_in_any_case(api: Api, project: Project, path: str) -> None:
    assert api.get(f"{path}/{project.dataset.upper()}")["id"] == project.dataset


def test_dataset_names_are_unique_in_a_project(api: Api, project: Project, path: str) -> None:
    error = api.post(path, {"name": "train"}, status=409)
    assert error["code"] == "conflict"
    assert "train" in error["message"]
    other = api.post(path, {"name": "Train"})
    api.put(f"{path}/{other['id']}", {"name": "train"}, status=409)
    assert api.names(path) == ["train", "Train"]
    assert Project(api).dataset != project.dataset  # another project has its own names


def test_a_dataset_may_keep_its_name(api: Api, project: Project, path: str) -> None:
    assert api.put(f"{path}/{project.dataset}", {"name": "train", "norder": 1})["norder"] == 1


def test_the_name_filter_takes_any_part_in_any_case(api: Api, project: Project, path: str) -> None:
    project.add_dataset("Training 2")
    project.add_dataset("test")
    assert api.names(path, name="TRAIN") == ["train", "Training 2"]


def test_a_dataset_takes_its_images_and_labels_along(api: Api, project: Project) -> None:
    other = project.add_dataset("other")
    kept = project.add_image("kept.png", dataset=other)
    gone = project.add_image("gone.png")
    car = project.add_class("car")
    labels = [project.add_label(image, car) for image in (kept, gone)]
    api.delete(f"{project.path}/datasets/{project.dataset}")
    assert api.names(f"{project.path}/images") == ["kept.png"]
    assert api.get(f"{project.path}/labels")["meta"]["total"] == 1
    api.get(f"{project.path}/labels/{labels[0]['id']}")
    api.get(f"{project.path}/labels/{labels[1]['id']}", status=404)
    assert api.send("GET", gone["public_url"]).status_code == 404


CLASS = {
    "name": "car",
    "description": "Anything with wheels",
    "type": "background",
    "color": "#ff00aa99",
    "icon_url": "https://example.com/car.svg",
    "norder": 2.5,
    "parent_id": NOWHERE,
    "external_id": "car-1",
    "use_description_as_prompt": True,
}


def test_a_label_class_is_made_read_changed_and_gone(api: Api, project: Project) -> None:
    path = f"{project.path}/label_classes"
    made = api.post(path, CLASS)
    assert made == CLASS | {"id": made["id"]}
    one = f"{path}/{made['id']}"
    assert api.get(one) == made
    changed = api.put(one, {"name": "bus", "color": None})
    assert changed == made | {"name": "bus", "color": None}
    assert api.get(path)["items"] == [changed]
    api.delete(one)
    for method in (api.get, api.delete):
        method(one, status=404)
    assert api.names(path) == []


def test_a_label_class_is_of_type_object_unless_it_says(api: Api, project: Project) -> None:
    made = api.post(f"{project.path}/label_classes", {"name": "car"})
    assert made == dict.fromkeys(CLASS) | {"id": made["id"], "name": "car", "type": "object"}


def test_label_class_names_may_repeat(api: Api, project: Project) -> None:
    assert project.add_class("car") != project.add_class("car")


def test_a_label_class_takes_its_labels_along(api: Api, project: Project) -> None:
    car, bus = project.add_class("car"), project.add_class("bus")
    image = project.add_image("a.png")
    project.add_label(image, car)
    kept = project.add_label(image, bus)
    api.delete(f"{project.path}/label_classes/{car}")
    assert api.get(f"{project.path}/images/{image['id']}/labels")["items"] == [kept]
    assert api.get(f"{project.path}/labels")["meta"]["total"] == 1
