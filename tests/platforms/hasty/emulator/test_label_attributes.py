"""Values that labels have of attributes: what a type takes, batches, what labels share."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_attribute, link, set_value, values_of


class Scene:
    """Two labels on an image, of two classes."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.car, self.bus = project.add_class("car"), project.add_class("bus")
        self.image = project.add_image("a.png")
        self.first = project.add_label(self.image, self.car)
        self.second = project.add_label(self.image, self.bus)
        self.path = f"{project.path}/images/{self.image['id']}/attributes"

    def assign(self, *values: tuple[Any, Any, Any], **options: Any) -> Any:
        """Set values on the image: attribute, label, value."""
        body = [{"id": a["id"], "label_id": b["id"], "value": value} for a, b, value in values]
        return self.project.api.post(self.path, body, **options)

    def common(self, *labels: Any) -> dict[str, bool]:
        """The names of what labels share, and whether they differ in it."""
        answer = self.project.api.post(f"{self.path}/common", [label["id"] for label in labels])
        return {item["name"]: item["is_conflicting"] for item in answer}


@pytest.fixture
def scene(project: Project) -> Scene:
    return Scene(project)


def test_a_value_comes_with_what_its_attribute_is(project: Project, scene: Scene) -> None:
    attribute = add_attribute(project, name="Plate", description="Number plate")
    assert values_of(project, scene.first) == {}
    assert set_value(project, scene.first, attribute, "LB 1") == {
        "id": attribute["id"],
        "label_id": scene.first["id"],
        "name": "Plate",
        "type": "TEXT",
        "description": "Number plate",
        "value": "LB 1",
    }
    assert values_of(project, scene.first) == {attribute["id"]: "LB 1"}
    assert values_of(project, scene.second) == {}


@pytest.mark.parametrize(
    ("kind", "value"),
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
def test_a_value_of_its_type_is_kept(project: Project, scene: Scene, kind: str, value: Any) -> None:
    attribute = add_attribute(project, kind)
    answer = set_value(project, scene.first, attribute, value)["value"]
    assert (answer, type(answer)) == (value, type(value))
    assert values_of(project, scene.first) == {attribute["id"]: value}


@pytest.mark.parametrize(
    ("kind", "value"),
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
        ("SELECTION", NOWHERE),
        ("SELECTION", ["{red}"]),
        ("SELECTION", []),
        ("MULTIPLE-SELECTION", "{red}"),
        ("MULTIPLE-SELECTION", ["red"]),
        ("MULTIPLE-SELECTION", ["{red}", NOWHERE]),
        ("MULTIPLE-SELECTION", 1),
    ],
)
def test_a_value_of_another_type_is_refused(
    project: Project, scene: Scene, kind: str, value: Any
) -> None:
    attribute = add_attribute(project, kind, "red")
    red = attribute["values"][0]["id"]
    sent = [each.format(red=red) for each in value] if isinstance(value, list) else value
    sent = sent.format(red=red) if isinstance(sent, str) else sent
    error = set_value(project, scene.first, attribute, sent, status=400)
    assert f"{kind} attribute {kind.title()!r} must be" in error["message"]
    assert values_of(project, scene.first) == {}


def test_a_selection_takes_ids_of_its_values(project: Project, scene: Scene) -> None:
    one = add_attribute(project, "SELECTION", "red", "blue")
    many = add_attribute(project, "MULTIPLE-SELECTION", "red", "blue")
    (red, _), (dark, bright) = ([each["id"] for each in a["values"]] for a in (one, many))
    assert set_value(project, scene.first, one, red.upper())["value"] == red
    answer = set_value(project, scene.first, many, [bright, dark, bright])
    assert answer["value"] == [bright, dark]
    assert values_of(project, scene.first) == {one["id"]: red, many["id"]: [bright, dark]}


@pytest.mark.parametrize("kind", ["INT", "FLOAT"])
def test_a_number_keeps_to_its_limits(project: Project, scene: Scene, kind: str) -> None:
    attribute = add_attribute(project, kind, min=-1, max=3)
    for value in (-1, 0, 3):
        set_value(project, scene.first, attribute, value)
    for value, limit in ((-2, "at least -1"), (4, "at most 3")):
        error = set_value(project, scene.first, attribute, value, status=400)
        assert limit in error["message"]
    assert values_of(project, scene.first) == {attribute["id"]: 3}


def test_a_whole_number_with_a_point_is_an_integer(project: Project, scene: Scene) -> None:
    value = set_value(project, scene.first, add_attribute(project, "INT"), 7.0)["value"]
    assert (value, type(value)) == (7, int)


@pytest.mark.parametrize(("kind", "nothing"), [("TEXT", None), ("MULTIPLE-SELECTION", [])])
def test_null_and_an_empty_selection_take_the_value_away(
    project: Project, scene: Scene, kind: str, nothing: Any
) -> None:
    attribute = add_attribute(project, kind, "red")
    value = [attribute["values"][0]["id"]] if kind == "MULTIPLE-SELECTION" else "red"
    set_value(project, scene.first, attribute, value)
    assert set_value(project, scene.first, attribute, nothing)["value"] is None
    assert values_of(project, scene.first) == {}
    set_value(project, scene.first, attribute, nothing)


def test_neither_a_link_nor_a_subject_is_needed(project: Project, scene: Scene) -> None:
    attribute = add_attribute(project, subject_type="IMAGE")
    set_value(project, scene.first, attribute, "x")
    assert values_of(project, scene.first) == {attribute["id"]: "x"}


def test_what_a_model_predicted_may_be_said(api: Api, project: Project, scene: Scene) -> None:
    attribute = add_attribute(project)
    path = f"{project.path}/labels/{scene.first['id']}/attributes/{attribute['id']}"
    for predicted in ("x", ["x", "y"]):
        assert api.post(path, {"value": "z", "predicted_values": predicted})["value"] == "z"


def test_the_list_of_a_label_has_no_pages(api: Api, project: Project, scene: Scene) -> None:
    for _ in range(3):
        set_value(project, scene.first, add_attribute(project), "x")
    answer = api.get(f"{project.path}/labels/{scene.first['id']}/attributes", offset=1, limit=1)
    assert answer["meta"] == {"object": "list", "total": 3}
    assert len(answer["items"]) == 3


def test_a_value_does_not_change_its_label(api: Api, project: Project, scene: Scene) -> None:
    set_value(project, scene.first, add_attribute(project), "x", headers={"X-Api-Key": "another"})
    assert api.get(f"{project.path}/labels/{scene.first['id']}") == scene.first


def test_values_of_an_image_come_label_by_label_in_pages(
    api: Api, project: Project, scene: Scene
) -> None:
    color, plate = add_attribute(project, name="Color"), add_attribute(project, name="Plate")
    rows = [
        set_value(project, scene.second, plate, "a"),
        set_value(project, scene.first, plate, "b"),
        set_value(project, scene.first, color, "c"),
    ]
    other = project.add_label(project.add_image("b.png"), scene.car)
    set_value(project, other, plate, "d")
    answer = api.get(scene.path)
    assert answer["items"] == [rows[1], rows[2], rows[0]]
    assert answer["meta"]["total"] == 3
    part = api.get(scene.path, offset=2, limit=5)
    assert part["items"] == [rows[0]]
    assert part["meta"] | {"offset": 2, "limit": 5, "total": 3} == part["meta"]


def test_many_values_are_set_at_once(api: Api, project: Project, scene: Scene) -> None:
    color, doors = add_attribute(project), add_attribute(project, "INT")
    answer = scene.assign((color, scene.first, "red"), (doors, scene.second, 4))
    assert answer == [
        {
            "id": attribute["id"],
            "label_id": label["id"],
            "name": attribute["name"],
            "type": attribute["type"],
            "description": None,
            "value": value,
        }
        for attribute, label, value in ((color, scene.first, "red"), (doors, scene.second, 4))
    ]
    scene.assign((color, scene.first, None), (color, scene.second, "blue"))
    assert values_of(project, scene.first) == {}
    assert values_of(project, scene.second) == {doors["id"]: 4, color["id"]: "blue"}
    assert scene.assign() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [({"id": NOWHERE}, 404), ({"label_id": NOWHERE}, 404), ({"value": 1}, 400)],
)
def test_a_batch_is_set_whole_or_not(
    api: Api, project: Project, scene: Scene, change: Any, status: int
) -> None:
    attribute = add_attribute(project)
    item = {"id": attribute["id"], "label_id": scene.first["id"], "value": "x"}
    api.post(scene.path, [item, item | change], status=status)
    assert values_of(project, scene.first) == {}


def test_a_label_of_another_image_is_not_found(project: Project, scene: Scene) -> None:
    other = project.add_label(project.add_image("b.png"), scene.car)
    scene.assign((add_attribute(project), other, "x"), status=404)


def test_unknown_labels_and_attributes_are_not_found(
    api: Api, project: Project, scene: Scene
) -> None:
    attribute = add_attribute(project)
    set_value(project, {"id": NOWHERE}, attribute, "x", status=404)
    set_value(project, scene.first, {"id": NOWHERE}, "x", status=404)
    api.get(f"{project.path}/labels/{NOWHERE}/attributes", status=404)
    api.post(f"{scene.path}/common", [scene.first["id"], NOWHERE], status=404)


def test_labels_share_what_their_classes_are_linked_with(project: Project, scene: Scene) -> None:
    color, plate = (add_attribute(project, name=name) for name in ("Color", "Plate"))
    for class_id in (scene.car, scene.bus):
        link(project, color, class_id)
    link(project, plate, scene.car)
    assert scene.common(scene.first) == {"Color": False, "Plate": False}
    assert scene.common(scene.first, scene.second) == {"Color": False}
    assert scene.common() == {}


def test_labels_share_what_all_have_a_value_of(project: Project, scene: Scene) -> None:
    remark = add_attribute(project, name="Remark")
    set_value(project, scene.first, remark, "x")
    assert scene.common(scene.first, scene.second) == {}
    set_value(project, scene.second, remark, "x")
    assert scene.common(scene.first, scene.second) == {"Remark": False}


def test_values_that_differ_conflict(project: Project, scene: Scene) -> None:
    color = add_attribute(project, name="Color")
    third = project.add_label(scene.image, scene.car)
    for class_id in (scene.car, scene.bus):
        link(project, color, class_id)
    labels = (scene.first, scene.second, third)
    set_value(project, scene.first, color, "red")
    assert scene.common(*labels) == {"Color": True}
    scene.assign((color, scene.second, "red"), (color, third, "red"))
    assert scene.common(*labels) == {"Color": False}
    set_value(project, third, color, "blue")
    assert scene.common(*labels) == {"Color": True}


def test_a_multiple_selection_has_no_order(project: Project, scene: Scene) -> None:
    color = add_attribute(project, "MULTIPLE-SELECTION", "red", "blue", name="Color")
    red, blue = (each["id"] for each in color["values"])
    scene.assign((color, scene.first, [red, blue]), (color, scene.second, [blue, red]))
    assert scene.common(scene.first, scene.second) == {"Color": False}
    set_value(project, scene.second, color, [blue])
    assert scene.common(scene.first, scene.second) == {"Color": True}


def test_a_common_attribute_is_shown_with_its_fields(
    api: Api, project: Project, scene: Scene
) -> None:
    fields = {"name": "Color", "description": "Its color", "is_required": True, "norder": 2.5}
    color = add_attribute(project, **fields)
    link(project, color, scene.car)
    shown = {"id": color["id"], "type": "TEXT", "is_conflicting": False} | fields
    assert api.post(f"{scene.path}/common", [scene.first["id"].upper()]) == [shown]


def test_values_go_with_their_label(api: Api, project: Project, scene: Scene) -> None:
    set_value(project, scene.first, add_attribute(project), "x")
    api.delete(f"{project.path}/label_classes/{scene.car}")
    assert api.get(scene.path)["items"] == []
