"""Attributes, and their links to label classes."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/attributes"


@pytest.fixture
def label(project: Project) -> Any:
    return project.add_label(project.add_image("a.png"), project.add_class("car"))


def test_class_count_is_the_number_of_links(api, project, path):
    attribute, other = project.add_attribute(), project.add_attribute()
    classes = [project.add_class(name) for name in "ab"]
    for class_id in classes:
        project.link(attribute, class_id)
    project.link(other, classes[0])
    assert [item["class_count"] for item in api.items(path)] == [2, 1]
    api.delete(f"{project.path}/label_classes/{classes[0]}")
    assert [item["class_count"] for item in api.items(path)] == [1, 0]


def test_update_keeps_values_with_ids_and_adds_values_without(api, project, path):
    created = project.add_attribute("SELECTION", "red", "blue")
    red, blue = created["values"]
    sent = [{"id": blue["id"].upper()}, {"id": red["id"], "value": "crimson"}, {"value": "red"}]
    body = {"name": "Color", "type": "SELECTION", "values": sent}
    first, second, third = api.put(f"{path}/{created['id']}", body)["values"]
    assert (first, second) == (blue, red | {"value": "crimson"})
    assert third["value"] == "red"
    assert third["id"] not in {red["id"], blue["id"]}


def test_update_without_value_ids_replaces_all_values(api, project, path, label):
    created = project.add_attribute("SELECTION", "red", "blue")
    project.set_value(label, created, created["values"][0]["id"])
    body = {"name": "Color", "type": "SELECTION", "values": [{"value": "red"}, {"value": "blue"}]}
    changed = api.put(f"{path}/{created['id']}", body)
    old, new = ({each["id"] for each in one["values"]} for one in (created, changed))
    assert not old & new
    assert project.values_of(label) == {}


def test_update_removes_selections_that_no_longer_exist(api, project, path, label):
    second = project.add_label({"id": label["image_id"]}, label["class_id"])
    created = project.add_attribute("MULTIPLE-SELECTION", "red", "blue")
    red, blue = (each["id"] for each in created["values"])
    project.set_value(label, created, [red, blue])
    project.set_value(second, created, [red])
    body = {"name": "Color", "type": "MULTIPLE-SELECTION", "values": [{"id": blue}]}
    api.put(f"{path}/{created['id']}", body)
    assert project.values_of(label) == {created["id"]: [blue]}
    assert project.values_of(second) == {}
    api.put(f"{path}/{created['id']}", body | {"type": "TEXT"})
    assert project.values_of(label) == {}


@pytest.mark.parametrize(("limit", "kept"), [(8, True), (5, False)])
def test_update_removes_values_outside_new_limits(api, project, path, label, limit, kept):
    created = project.add_attribute("INT", max=9)
    project.set_value(label, created, 7)
    body = {"name": "Doors", "type": "INT", "values": [], "max": limit}
    api.put(f"{path}/{created['id']}", body)
    assert project.values_of(label) == ({created["id"]: 7} if kept else {})


def test_two_values_with_the_same_id_are_rejected(api, path):
    values = [{"id": UNKNOWN_ID, "value": "red"}, {"id": UNKNOWN_ID, "value": "blue"}]
    api.post(path, {"name": "Color", "type": "SELECTION", "values": values}, status=400)
    assert api.names(path) == []


def test_delete_removes_links_and_values(api, project, path, label):
    deleted, kept = project.add_attribute(), project.add_attribute()
    for attribute in (deleted, kept):
        project.link(attribute, label["class_id"])
        project.set_value(label, attribute, "x")
    api.delete(f"{path}/{deleted['id']}")
    assert [item["id"] for item in api.items(path)] == [kept["id"]]
    links = api.get(f"{project.path}/attributes_classes")
    assert [item["attribute_id"] for item in links] == [kept["id"]]
    assert project.values_of(label) == {kept["id"]: "x"}


class Links:
    """Two attributes and two label classes, and bodies that link them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.path = f"{project.path}/attributes_classes"
        self.attributes = [project.add_attribute()["id"] for _ in range(2)]
        self.classes = [project.add_class(name) for name in ("car", "bus")]

    def __call__(self, attribute: int, label_class: int, **orders: float) -> dict[str, Any]:
        ids = {"attribute_id": self.attributes[attribute], "class_id": self.classes[label_class]}
        return ids | {"attribute_order": 0, "class_order": 0} | orders

    def all(self) -> Any:
        """All links of the project."""
        return self.project.api.get(self.path)


@pytest.fixture
def links(project: Project) -> Links:
    return Links(project)


def test_delete_links_ignores_orders_and_missing_links_and_keeps_values(api, project, links, label):
    api.post(links.path, [links(0, 0), links(0, 1), links(1, 1)])
    project.set_value(label, {"id": links.attributes[0]}, "x")
    key = {"attribute_id": links.attributes[0].upper(), "class_id": links.classes[0]}
    api.delete(links.path, [key, links(1, 1, class_order=7)])
    assert links.all() == [links(0, 1)]
    api.delete(links.path, [key])
    assert links.all() == [links(0, 1)]
    assert project.values_of(label) == {links.attributes[0]: "x"}


@pytest.mark.parametrize("name", ["attribute_id", "class_id"])
@pytest.mark.parametrize("id_", [UNKNOWN_ID, "no uuid"])
def test_batch_with_an_unknown_id_changes_no_link(api, links, name, id_):
    api.post(links.path, [links(0, 0), links(0, 1) | {name: id_}], status=404)
    assert links.all() == []
    api.post(links.path, [links(0, 0)])
    api.delete(links.path, [links(0, 0), links(0, 0) | {name: id_}], status=404)
    assert links.all() == [links(0, 0)]


def test_deleting_a_label_class_removes_its_links(api, project, links):
    api.post(links.path, [links(0, 0), links(0, 1), links(1, 0)])
    api.delete(f"{project.path}/label_classes/{links.classes[0]}")
    assert links.all() == [links(0, 1)]
