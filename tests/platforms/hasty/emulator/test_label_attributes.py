from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import OTHER_KEY, UNKNOWN_ID, Project


class Labels:
    """Two labels of different classes on one image."""

    def __init__(self, project: Project) -> None:
        self.project, self.api = project, project.api
        self.car, self.bus = project.add_class("car"), project.add_class("bus")
        self.image = project.add_image("a.png")
        self.first = project.add_label(self.image, self.car)
        self.second = project.add_label(self.image, self.bus)
        self.path = f"{project.path}/images/{self.image['id']}/attributes"

    def set_values(self, *values: tuple[Any, Any, Any], **options: Any) -> Any:
        """Set values of (attribute, label, value) on the image."""
        body = [{"id": a["id"], "label_id": b["id"], "value": value} for a, b, value in values]
        return self.api.post(self.path, body, **options)

    def common(self, *labels: Any) -> dict[str, bool]:
        """The names of the common attributes, and whether their values differ."""
        found = self.api.post(f"{self.path}/common", [label["id"] for label in labels])
        return {item["name"]: item["is_conflicting"] for item in found}


@pytest.fixture
def labels(project: Project) -> Labels:
    return Labels(project)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("TEXT", "red"),
        ("TEXT", ""),
        ("INT", 2),
        ("INT", -(10**30)),
        ("FLOAT", 0.25),
        ("FLOAT", 3),
        ("BOOL", True),
        ("BOOL", False),
    ],
)
def test_value_of_the_type_is_stored(project, labels, type_, value):
    attribute = project.add_attribute(type_)
    found = project.set_value(labels.first, attribute, value)["value"]
    assert (found, type(found)) == (value, type(value))
    assert project.values_of(labels.first) == {attribute["id"]: value}


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("TEXT", 1),
        ("TEXT", True),
        ("TEXT", ["red"]),
        ("INT", "2"),
        ("INT", 2.5),
        ("INT", True),
        ("FLOAT", "0.5"),
        ("FLOAT", False),
        ("BOOL", 1),
        ("BOOL", "true"),
        ("SELECTION", "red"),
        ("SELECTION", UNKNOWN_ID),
        ("SELECTION", ["{red}"]),
        ("SELECTION", []),
        ("MULTIPLE-SELECTION", "{red}"),
        ("MULTIPLE-SELECTION", ["red"]),
        ("MULTIPLE-SELECTION", ["{red}", UNKNOWN_ID]),
        ("MULTIPLE-SELECTION", 1),
    ],
)
def test_value_of_another_type_is_rejected(project, labels, type_, value):
    attribute = project.add_attribute(type_, "red")
    red = attribute["values"][0]["id"]
    sent = [each.format(red=red) for each in value] if isinstance(value, list) else value
    sent = sent.format(red=red) if isinstance(sent, str) else sent
    error = project.set_value(labels.first, attribute, sent, status=400)
    assert f"{type_} attribute {type_.title()!r} must be" in error["message"]
    assert project.values_of(labels.first) == {}


def test_selections_are_ids_of_options(project, labels):
    one = project.add_attribute("SELECTION", "red", "blue")
    many = project.add_attribute("MULTIPLE-SELECTION", "red", "blue")
    (red, _), (dark, bright) = ([each["id"] for each in a["values"]] for a in (one, many))
    assert project.set_value(labels.first, one, red.upper())["value"] == red
    found = project.set_value(labels.first, many, [bright, dark, bright])
    assert found["value"] == [bright, dark]
    assert project.values_of(labels.first) == {one["id"]: red, many["id"]: [bright, dark]}


@pytest.mark.parametrize("type_", ["INT", "FLOAT"])
def test_number_must_be_within_the_limits(project, labels, type_):
    attribute = project.add_attribute(type_, min=-1, max=3)
    for value in (-1, 0, 3):
        project.set_value(labels.first, attribute, value)
    for value, limit in ((-2, "at least -1"), (4, "at most 3")):
        error = project.set_value(labels.first, attribute, value, status=400)
        assert limit in error["message"]
    assert project.values_of(labels.first) == {attribute["id"]: 3}


def test_integral_float_becomes_an_integer(project, labels):
    value = project.set_value(labels.first, project.add_attribute("INT"), 7.0)["value"]
    assert (value, type(value)) == (7, int)


@pytest.mark.parametrize(("type_", "empty"), [("TEXT", None), ("MULTIPLE-SELECTION", [])])
def test_null_and_an_empty_selection_remove_the_value(project, labels, type_, empty):
    attribute = project.add_attribute(type_, "red")
    value = [attribute["values"][0]["id"]] if type_ == "MULTIPLE-SELECTION" else "red"
    project.set_value(labels.first, attribute, value)
    for _ in range(2):
        assert project.set_value(labels.first, attribute, empty)["value"] is None
        assert project.values_of(labels.first) == {}


def test_setting_a_value_does_not_change_the_label(api, project, labels):
    project.set_value(labels.first, project.add_attribute(), "x", headers=OTHER_KEY)
    assert api.get(f"{project.path}/labels/{labels.first['id']}") == labels.first


def test_values_of_an_image_are_listed_by_label(api, project, labels):
    color, plate = project.add_attribute(name="Color"), project.add_attribute(name="Plate")
    rows = [
        project.set_value(labels.second, plate, "a"),
        project.set_value(labels.first, plate, "b"),
        project.set_value(labels.first, color, "c"),
    ]
    other = project.add_label(project.add_image("b.png"), labels.car)
    project.set_value(other, plate, "d")
    assert api.items(labels.path) == [rows[1], rows[2], rows[0]]
    api.delete(f"{project.path}/label_classes/{labels.car}")
    assert api.items(labels.path) == [rows[0]]


def test_batch_sets_and_removes_values(project, labels):
    color, doors = project.add_attribute(), project.add_attribute("INT")
    found = labels.set_values((color, labels.first, "red"), (doors, labels.second, 4))
    assert [(item["id"], item["label_id"], item["value"]) for item in found] == [
        (color["id"], labels.first["id"], "red"),
        (doors["id"], labels.second["id"], 4),
    ]
    labels.set_values((color, labels.first, None), (color, labels.second, "blue"))
    assert project.values_of(labels.first) == {}
    assert project.values_of(labels.second) == {doors["id"]: 4, color["id"]: "blue"}
    assert labels.set_values() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [({"id": UNKNOWN_ID}, 404), ({"label_id": UNKNOWN_ID}, 404), ({"value": 1}, 400)],
)
def test_batch_with_an_invalid_item_changes_nothing(api, project, labels, change, status):
    attribute = project.add_attribute()
    item = {"id": attribute["id"], "label_id": labels.first["id"], "value": "x"}
    api.post(labels.path, [item, item | change], status=status)
    assert project.values_of(labels.first) == {}


def test_batch_rejects_labels_of_another_image(project, labels):
    other = project.add_label(project.add_image("b.png"), labels.car)
    labels.set_values((project.add_attribute(), other, "x"), status=404)


def test_linked_attributes_are_common(api, project, labels):
    color, plate = (project.add_attribute(name=name) for name in ("Color", "Plate"))
    for class_id in (labels.car, labels.bus):
        project.link(color, class_id)
    project.link(plate, labels.car)
    assert labels.common(labels.first) == {"Color": False, "Plate": False}
    assert labels.common(labels.first, labels.second) == {"Color": False}
    assert labels.common() == {}
    api.post(f"{labels.path}/common", [labels.first["id"], UNKNOWN_ID], status=404)


def test_attributes_with_values_are_common(project, labels):
    remark = project.add_attribute(name="Remark")
    project.set_value(labels.first, remark, "x")
    assert labels.common(labels.first, labels.second) == {}
    project.set_value(labels.second, remark, "x")
    assert labels.common(labels.first, labels.second) == {"Remark": False}


def test_different_values_conflict(project, labels):
    color = project.add_attribute(name="Color")
    third = project.add_label(labels.image, labels.car)
    for class_id in (labels.car, labels.bus):
        project.link(color, class_id)
    every = (labels.first, labels.second, third)
    project.set_value(labels.first, color, "red")
    assert labels.common(*every) == {"Color": True}
    labels.set_values((color, labels.second, "red"), (color, third, "red"))
    assert labels.common(*every) == {"Color": False}
    project.set_value(third, color, "blue")
    assert labels.common(*every) == {"Color": True}


def test_order_of_a_multiple_selection_is_no_conflict(project, labels):
    color = project.add_attribute("MULTIPLE-SELECTION", "red", "blue", name="Color")
    red, blue = (each["id"] for each in color["values"])
    labels.set_values((color, labels.first, [red, blue]), (color, labels.second, [blue, red]))
    assert labels.common(labels.first, labels.second) == {"Color": False}
    project.set_value(labels.second, color, [blue])
    assert labels.common(labels.first, labels.second) == {"Color": True}
