"""Attributes: created, listed, changed and deleted; what changes their values."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_attribute, link, set_value, values_of

GIVEN = {
    "is_required": True,
    "name": "Color",
    "type": "MULTIPLE-SELECTION",
    "subject_type": "SEGMENT",
    "default": "red",
    "description": "Color of the label",
    "min": 0,
    "max": 5.5,
    "norder": 12.5,
    "prediction_type": "llm",
    "prediction_model": "gemini-2.0-flash",
    "prediction_prompt": "Which color is it?",
}


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/attributes"


def test_what_is_sent_is_kept_and_values_get_ids(api: Api, path: str) -> None:
    made = api.post(path, GIVEN | {"values": [{"value": "red"}, {"id": NOWHERE, "value": "blue"}]})
    red, blue = made.pop("values")
    assert made == GIVEN | {"id": made["id"], "class_count": 0}
    assert (red["value"], blue) == ("red", {"id": NOWHERE, "value": "blue"})
    assert api.get(path)["items"] == [made | {"values": [red, blue]}]


def test_what_is_not_sent_has_the_documents_defaults(api: Api, path: str) -> None:
    made = api.post(path, {"name": "Plate", "type": "TEXT", "values": []})
    assert (made["subject_type"], made["is_required"], made["class_count"]) == ("LABEL", False, 0)
    for name in ("default", "description", "min", "max", "norder", "prediction_type"):
        assert made[name] is None, name


def test_the_sdk_may_send_a_null_norder_and_meaningless_pages(api: Api, path: str) -> None:
    body = {"name": "A", "type": "BOOL", "values": [], "norder": None, "description": None}
    api("POST", path, json=body, params={"offset": 5, "limit": 0})
    assert api.names(path) == ["A"]


def test_attributes_come_in_pages_in_the_order_of_their_creation(
    api: Api, project: Project, path: str
) -> None:
    made = [add_attribute(project, name=name) for name in "cab"]
    answer = api.get(path, offset=1, limit=1)
    assert answer["items"] == made[1:2]
    assert (answer["meta"]["total"], answer["meta"]["offset"], answer["meta"]["limit"]) == (3, 1, 1)
    assert api.get(path, limit=0)["items"] == api.get(path, offset=3)["items"] == []


def test_class_count_counts_the_links(api: Api, project: Project, path: str) -> None:
    attribute, other = add_attribute(project), add_attribute(project)
    classes = [project.add_class(name) for name in "ab"]
    for class_id in classes:
        link(project, attribute, class_id)
    link(project, other, classes[0])
    assert [item["class_count"] for item in api.get(path)["items"]] == [2, 1]
    api.delete(f"{project.path}/label_classes/{classes[0]}")
    assert [item["class_count"] for item in api.get(path)["items"]] == [1, 0]


def test_a_change_keeps_what_it_omits(api: Api, path: str) -> None:
    made = api.post(path, GIVEN | {"values": [{"value": "red"}]})
    body = {"name": "Colour", "type": "MULTIPLE-SELECTION", "values": made["values"]}
    assert api.put(f"{path}/{made['id']}", body) == made | {"name": "Colour"}
    cleared = api.put(f"{path}/{made['id']}", body | {"description": None, "max": None})
    assert cleared == made | {"name": "Colour", "description": None, "max": None}


def test_values_with_ids_are_kept_and_those_without_are_new(
    api: Api, project: Project, path: str
) -> None:
    made = add_attribute(project, "SELECTION", "red", "blue")
    red, blue = made["values"]
    sent = [{"id": blue["id"].upper()}, {"id": red["id"], "value": "crimson"}, {"value": "red"}]
    body = {"name": "Color", "type": "SELECTION", "values": sent}
    changed = api.put(f"{path}/{made['id']}", body)["values"]
    assert changed[:2] == [blue, red | {"value": "crimson"}]
    assert changed[2]["value"] == "red"
    assert changed[2]["id"] not in {red["id"], blue["id"]}


def test_an_edit_without_ids_as_the_sdk_sends_leaves_no_old_value(
    api: Api, project: Project, path: str
) -> None:
    label = project.add_label(project.add_image("a.png"), project.add_class("car"))
    made = add_attribute(project, "SELECTION", "red", "blue")
    set_value(project, label, made, made["values"][0]["id"])
    body = {"name": "Color", "type": "SELECTION", "values": [{"value": "red"}, {"value": "blue"}]}
    changed = api.put(f"{path}/{made['id']}", body)
    old, new = ({each["id"] for each in one["values"]} for one in (made, changed))
    assert not old & new
    assert values_of(project, label) == {}


def test_labels_keep_of_their_values_what_still_fits(api: Api, project: Project, path: str) -> None:
    image, car = project.add_image("a.png"), project.add_class("car")
    first, second = project.add_label(image, car), project.add_label(image, car)
    made = add_attribute(project, "MULTIPLE-SELECTION", "red", "blue")
    red, blue = (each["id"] for each in made["values"])
    set_value(project, first, made, [red, blue])
    set_value(project, second, made, [red])
    body = {"name": "Color", "type": "MULTIPLE-SELECTION", "values": [{"id": blue}]}
    api.put(f"{path}/{made['id']}", body)
    assert values_of(project, first) == {made["id"]: [blue]}
    assert values_of(project, second) == {}
    api.put(f"{path}/{made['id']}", body | {"type": "TEXT"})
    assert values_of(project, first) == {}


def test_values_beyond_new_limits_go(api: Api, project: Project, path: str) -> None:
    label = project.add_label(project.add_image("a.png"), project.add_class("car"))
    made = add_attribute(project, "INT", max=9)
    set_value(project, label, made, 7)
    body = {"name": "Doors", "type": "INT", "values": []}
    api.put(f"{path}/{made['id']}", body | {"max": 8})
    assert values_of(project, label) == {made["id"]: 7}
    api.put(f"{path}/{made['id']}", body | {"max": 5})
    assert values_of(project, label) == {}


def test_one_id_names_one_value(api: Api, path: str) -> None:
    values = [{"id": NOWHERE, "value": "red"}, {"id": NOWHERE, "value": "blue"}]
    api.post(path, {"name": "Color", "type": "SELECTION", "values": values}, status=400)
    assert api.names(path) == []


def test_a_deleted_attribute_takes_its_links_and_values(
    api: Api, project: Project, path: str
) -> None:
    car = project.add_class("car")
    label = project.add_label(project.add_image("a.png"), car)
    gone, kept = add_attribute(project), add_attribute(project)
    for attribute in (gone, kept):
        link(project, attribute, car)
        set_value(project, label, attribute, "x")
    api.delete(f"{path}/{gone['id']}")
    assert [item["id"] for item in api.get(path)["items"]] == [kept["id"]]
    links = api.get(f"{project.path}/attributes_classes")
    assert [item["attribute_id"] for item in links] == [kept["id"]]
    assert values_of(project, label) == {kept["id"]: "x"}
    api.delete(f"{path}/{gone['id']}", status=404)


def test_an_attribute_of_another_project_is_not_found(api: Api, path: str) -> None:
    stranger = add_attribute(Project(api))
    body = {"name": "A", "type": "TEXT", "values": []}
    for id_ in (stranger["id"], NOWHERE):
        api.put(f"{path}/{id_}", body, status=404)
        api.delete(f"{path}/{id_}", status=404)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "COLOR"},
        {"subject_type": "PROJECT"},
        {"values": None},
        {"values": [{"id": "red"}]},
        {"min": "0"},
        {"project_id": NOWHERE},
    ],
)
def test_what_the_contract_refuses_is_refused(api: Api, path: str, change: Any) -> None:
    api.post(path, {"name": "A", "type": "TEXT", "values": []} | change, status=400)
    assert api.names(path) == []
