"""Labels of an image: made, listed, changed and deleted in batches."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project

BOX = [10, 10, 50, 50]
POLYGON = [[10, 20], [20, 44], [10, 15]]
GIVEN = {
    "bbox": BOX,
    "external_event_id": "event",
    "mask": [1, 10, 20, 3],
    "polygon": POLYGON,
    "tool_used": "api",
    "z_index": 3,
    "external_id": "mine",
}


class Labels:
    """The labels of one image."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.image = project.add_image("a.png")
        self.car = project.add_class("car")
        self.bus = project.add_class("bus")
        self.path = f"{project.path}/images/{self.image['id']}/labels"

    def make(self, *bodies: dict[str, Any]) -> list[Any]:
        """Make labels, cars unless they say."""
        sent = [{"class_id": self.car} | body for body in bodies]
        items: list[Any] = self.project.api.post(self.path, sent)["items"]
        return items

    def all(self) -> list[Any]:
        """All labels of the image."""
        answer = self.project.api.get(self.path)
        assert answer["meta"]["total"] == len(answer["items"])
        items: list[Any] = answer["items"]
        return items


@pytest.fixture
def labels(project: Project) -> Labels:
    return Labels(project)


def test_a_batch_is_answered_by_a_list_without_pages(api: Api, labels: Labels) -> None:
    sent = [{"class_id": labels.car, "bbox": BOX}, {"class_id": labels.bus, "polygon": POLYGON}]
    answer = api.post(labels.path, sent)
    assert answer["meta"] == {"object": "list", "total": 2}
    assert answer["items"] == labels.all()
    assert [item["class_id"] for item in answer["items"]] == [labels.car, labels.bus]


def test_what_is_sent_is_kept_as_it_is(api: Api, labels: Labels) -> None:
    label = labels.make(GIVEN)[0]
    assert label | GIVEN == label
    assert label["image_id"] == labels.image["id"]
    assert label["created_on"] == label["updated_on"]
    assert api.get(f"{labels.project.path}/labels/{label['id']}") == label


def test_what_is_not_sent_is_null(labels: Labels) -> None:
    label = labels.make({"polygon": POLYGON})[0]
    for name in {*GIVEN, "keypoints"} - {"polygon"}:
        assert label[name] is None, name


@pytest.mark.parametrize(
    "shape",
    [
        {"bbox": [50, 50, 10, 10]},
        {"bbox": [-5, -5, 9999, 9999]},
        {"polygon": [[1, 1]]},
        {"mask": [9, 9999]},
        {},
    ],
)
def test_geometry_is_not_judged_beyond_the_contract(labels: Labels, shape: Any) -> None:
    label = labels.make(shape)[0]
    assert label | shape == label


@pytest.mark.parametrize(
    "shape",
    [
        {"bbox": [1, 2, 3]},
        {"bbox": [1.5, 2, 3, 4]},
        {"polygon": []},
        {"polygon": [[1, 2, 3]]},
        {"mask": [1]},
        {"tool_used": "pencil"},
        {"colour": "red"},
    ],
)
def test_what_the_contract_refuses_is_refused(api: Api, labels: Labels, shape: Any) -> None:
    body = [{"class_id": labels.car, "bbox": BOX}, {"class_id": labels.car} | shape]
    assert next(iter(shape)) in api.post(labels.path, body, status=400)["message"]
    assert labels.all() == []


def test_a_whole_number_with_a_point_is_an_integer(labels: Labels) -> None:
    label = labels.make({"bbox": [1.0, 2.0, 3.0, 4.0], "z_index": 2.0})[0]
    assert [type(n) for n in [*label["bbox"], label["z_index"]]] == [int] * 5


@pytest.mark.parametrize(("body", "status"), [({"class_id": NOWHERE}, 404), ({}, 400)])
def test_a_batch_with_a_label_of_no_class_makes_none(
    api: Api, labels: Labels, body: Any, status: int
) -> None:
    sent = [{"class_id": labels.car, "bbox": BOX}, {"bbox": BOX} | body]
    api.post(labels.path, sent, status=status)
    assert labels.all() == []


def test_a_class_of_another_project_is_not_found(api: Api, labels: Labels) -> None:
    stranger = Project(api).add_class("car")
    api.post(labels.path, [{"class_id": stranger, "bbox": BOX}], status=404)


def test_labels_come_in_pages_in_the_order_of_their_creation(api: Api, labels: Labels) -> None:
    made = labels.make(*({"bbox": BOX, "z_index": n} for n in range(5)))
    answer = api.get(labels.path, offset=1, limit=3)
    assert answer["items"] == made[1:4]
    assert answer["meta"]["total"] == 5
    assert api.get(labels.path, limit=0)["items"] == []


@pytest.mark.parametrize("key", ["id", "label_id"])
def test_a_change_keeps_what_it_omits_and_clears_what_is_null(
    api: Api, labels: Labels, key: str
) -> None:
    label = labels.make(GIVEN)[0]
    sent = {key: label["id"], "class_id": labels.bus, "z_index": 4, "polygon": None}
    answer = api.put(labels.path, [sent])
    assert answer["meta"] == {"object": "list", "total": 1}
    changed = answer["items"][0]
    expected = {"class_id": labels.bus, "z_index": 4, "polygon": None}
    assert changed == label | expected | {"updated_on": changed["updated_on"]}
    assert changed["updated_on"] > label["updated_on"]
    assert labels.all() == [changed]


@pytest.mark.parametrize(
    ("second", "status"),
    [({"id": NOWHERE}, 404), ({"class_id": NOWHERE}, 404), ({"id": None}, 400)],
)
def test_a_batch_of_changes_is_done_whole_or_not(
    api: Api, labels: Labels, second: Any, status: int
) -> None:
    before = labels.make({"bbox": BOX}, {"bbox": BOX})
    sent = [{"id": before[0]["id"], "z_index": 9}, {"id": before[1]["id"]} | second]
    api.put(labels.path, sent, status=status)
    assert labels.all() == before


def test_a_label_of_another_image_is_not_found(api: Api, project: Project, labels: Labels) -> None:
    other = project.add_label(project.add_image("b.png"), labels.car)
    api.put(labels.path, [{"id": other["id"], "z_index": 1}], status=404)
    api.delete(labels.path, [{"id": other["id"]}], status=404)
    api.get(f"{project.path}/labels/{other['id']}")


def test_labels_are_deleted_whole_batch_or_none(api: Api, project: Project, labels: Labels) -> None:
    made = labels.make(*({"bbox": BOX} for _ in range(3)))
    ids = [{"id": label["id"]} for label in made]
    api.delete(labels.path, [*ids, {"id": NOWHERE}], status=404)
    assert labels.all() == made
    api.delete(labels.path, [*ids[:2], ids[0]])
    assert labels.all() == made[2:]
    api.get(f"{project.path}/labels/{made[0]['id']}", status=404)
    api.delete(labels.path, ids[:1], status=404)


def test_two_keys_are_two_people(api: Api, labels: Labels) -> None:
    label = labels.make({"bbox": BOX})[0]
    sent = [{"id": label["id"], "z_index": 1}]
    other = api.put(labels.path, sent, headers={"X-Api-Key": "another"})["items"][0]
    assert other["labeled_by"] != label["labeled_by"]
    again = api.put(labels.path, sent)["items"][0]
    assert again["labeled_by"] == label["labeled_by"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {}),
        ({"include_border_mask": "false", "include_errors": "false"}, {}),
        ({"include_border_mask": "true"}, {"border_mask": "border"}),
        ({"include_errors": "true"}, {"error": None}),
    ],
)
def test_two_keys_must_be_asked_for(
    api: Api, project: Project, labels: Labels, query: dict[str, Any], shown: Any
) -> None:
    made = labels.make({"bbox": BOX, "border_mask": "border"})[0]
    assert not made.keys() & {"border_mask", "error"}
    one = api.get(f"{project.path}/labels/{made['id']}", **query)
    assert one == made | shown
    assert api.get(labels.path, **query)["items"] == [one]
