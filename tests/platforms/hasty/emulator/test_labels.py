from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import OTHER_KEY, UNKNOWN_ID, Project

BOX = [10, 10, 50, 50]
POLYGON = [[10, 20], [20, 44], [10, 15]]
FIELDS = {
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
        self.project, self.api = project, project.api
        self.image = project.add_image("a.png")
        self.car, self.bus = project.add_class("car"), project.add_class("bus")
        self.path = f"{project.path}/images/{self.image['id']}/labels"

    def create(self, *bodies: dict[str, Any]) -> list[Any]:
        """Create labels, of the class car by default."""
        sent = [{"class_id": self.car} | body for body in bodies]
        items: list[Any] = self.api.post(self.path, sent)["items"]
        return items

    def all(self) -> list[Any]:
        """All labels of the image."""
        return self.api.items(self.path)


@pytest.fixture
def labels(project: Project) -> Labels:
    return Labels(project)


@pytest.mark.parametrize(
    "geometry",
    [
        {"bbox": [50, 50, 10, 10]},
        {"bbox": [-5, -5, 9999, 9999]},
        {"polygon": [[1, 1]]},
        {"mask": [9, 9999]},
        {},
    ],
)
def test_geometry_is_validated_by_the_contract_only(labels, geometry):
    (label,) = labels.create(geometry)
    assert label | geometry == label


@pytest.mark.parametrize(
    "geometry", [{"bbox": [1, 2, 3]}, {"polygon": []}, {"mask": [1]}, {"tool_used": "pencil"}]
)
def test_batch_with_a_label_that_violates_the_contract_creates_none(api, labels, geometry):
    body = [{"class_id": labels.car, "bbox": BOX}, {"class_id": labels.car} | geometry]
    assert next(iter(geometry)) in api.post(labels.path, body, status=400)["message"]
    assert labels.all() == []


def test_integral_floats_become_integers(labels):
    (label,) = labels.create({"bbox": [1.0, 2.0, 3.0, 4.0], "z_index": 2.0})
    assert [type(n) for n in [*label["bbox"], label["z_index"]]] == [int] * 5


def test_batch_without_a_valid_class_creates_no_label(api, labels):
    other = Project(api).add_class("car")
    for body, status in (({"class_id": UNKNOWN_ID}, 404), ({"class_id": other}, 404), ({}, 400)):
        sent = [{"class_id": labels.car, "bbox": BOX}, {"bbox": BOX} | body]
        api.post(labels.path, sent, status=status)
    assert labels.all() == []


@pytest.mark.parametrize("key", ["id", "label_id"])
def test_update_keeps_omitted_fields_and_null_removes(api, labels, key):
    (label,) = labels.create(FIELDS)
    changes = {"class_id": labels.bus, "z_index": 4, "polygon": None}
    response = api.put(labels.path, [{key: label["id"]} | changes])
    assert response["meta"] == {"object": "list", "total": 1}
    (changed,) = response["items"]
    assert changed == label | changes | {"updated_on": changed["updated_on"]}
    assert changed["updated_on"] > label["updated_on"]
    assert labels.all() == [changed]


@pytest.mark.parametrize(
    ("second", "status"),
    [({"id": UNKNOWN_ID}, 404), ({"class_id": UNKNOWN_ID}, 404), ({"id": None}, 400)],
)
def test_update_with_an_invalid_item_changes_nothing(api, labels, second, status):
    before = labels.create({"bbox": BOX}, {"bbox": BOX})
    sent = [{"id": before[0]["id"], "z_index": 9}, {"id": before[1]["id"]} | second]
    api.put(labels.path, sent, status=status)
    assert labels.all() == before


def test_labels_of_another_image_are_not_found(api, project, labels):
    other = project.add_label(project.add_image("b.png"), labels.car)
    api.put(labels.path, [{"id": other["id"], "z_index": 1}], status=404)
    api.delete(labels.path, [{"id": other["id"]}], status=404)
    api.get(f"{project.path}/labels/{other['id']}")


def test_delete_removes_all_labels_of_the_batch_or_none(api, labels):
    created = labels.create(*({"bbox": BOX} for _ in range(3)))
    ids = [{"id": label["id"]} for label in created]
    api.delete(labels.path, [*ids, {"id": UNKNOWN_ID}], status=404)
    assert labels.all() == created
    api.delete(labels.path, [*ids[:2], ids[0]])
    assert labels.all() == created[2:]
    assert len(api.items(f"{labels.project.path}/labels")) == 1
    api.delete(labels.path, ids[:1], status=404)


def test_every_api_key_is_a_user(api, labels):
    (label,) = labels.create({"bbox": BOX})
    sent = [{"id": label["id"], "z_index": 1}]
    (other,) = api.put(labels.path, sent, headers=OTHER_KEY)["items"]
    assert other["labeled_by"] != label["labeled_by"]
    (again,) = api.put(labels.path, sent)["items"]
    assert again["labeled_by"] == label["labeled_by"]


@pytest.mark.parametrize(
    ("query", "added"),
    [
        ({"include_border_mask": "false", "include_errors": "false"}, {}),
        ({"include_border_mask": "true"}, {"border_mask": "border"}),
        ({"include_errors": "true"}, {"error": None}),
    ],
)
def test_border_mask_and_error_are_optional_fields(api, project, labels, query, added):
    (created,) = labels.create({"bbox": BOX, "border_mask": "border"})
    assert not created.keys() & {"border_mask", "error"}
    label = api.get(f"{project.path}/labels/{created['id']}", **query)
    assert label == created | added
    assert api.items(labels.path, **query) == [label]
