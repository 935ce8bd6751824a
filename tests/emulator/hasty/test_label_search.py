"""Labels across a project: every filter filters."""

from typing import Any

import pytest

from labelbridge_emulator.hasty.state import State
from tests.emulator.hasty.api import NOWHERE, Api, Project

ATTRIBUTE = "11111111-1111-4111-8111-111111111111"


class Search:
    """Three labels: a car and a bus on a NEW image, a bus by somebody else on a DONE one."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.car, self.bus = project.add_class("car"), project.add_class("bus")
        self.first = project.add_image("img_001.png")
        self.test = project.add_dataset("test")
        self.second = project.add_image("other.png", dataset=self.test)
        self.labels = [
            project.add_label(self.first, self.car, polygon=[[1, 2], [3, 4], [5, 6]]),
            project.add_label(self.first, self.bus, bbox=[1, 2, 5, 6], mask=[1, 3]),
        ]
        project.api.world.clock.advance(3600)
        project.set_status(self.second, "DONE")
        path = f"{project.path}/images/{self.second['id']}/labels"
        body = [{"class_id": self.bus, "bbox": [0, 0, 3, 3]}]
        key = {"X-Api-Key": "another"}
        self.labels += project.api.post(path, body, headers=key)["items"]
        self.me, self.other = self.labels[0]["labeled_by"], self.labels[2]["labeled_by"]

    def __call__(self, **query: Any) -> list[int]:
        answer = self.project.api.get(f"{self.project.path}/labels", **query)
        ids = [label["id"] for label in self.labels]
        assert answer["meta"]["total"] == len(answer["items"])
        return [ids.index(item["id"]) for item in answer["items"]]


@pytest.fixture
def search(project: Project) -> Search:
    return Search(project)


def test_a_label_comes_with_the_names_of_what_it_belongs_to(
    api: Api, project: Project, search: Search
) -> None:
    assert search() == [0, 1, 2]
    shown = api.get(f"{project.path}/labels")["items"][1]
    image = search.first
    assert shown == {
        "id": search.labels[1]["id"],
        "url": image["public_url"],
        "class_id": search.bus,
        "class_name": "bus",
        "created_by": search.me,
        "dataset_id": project.dataset,
        "dataset_name": "train",
        "image_id": image["id"],
        "image_name": "img_001.png",
        "image_status": "NEW",
        "status_id": image["status_id"],
        "labeled_by": search.me,
        "bbox": [1, 2, 5, 6],
        "polygon": None,
        "mask": [1, 3],
        "keypoint_schema_id": None,
        "keypoint_schema_name": None,
        "keypoint_classes": None,
        "keypoint_labels": None,
        "thumb_bbox": [1, 2, 5, 6],
        "thumb_polygon": None,
        "thumb_mask": [1, 3],
        "thumb_keypoints": None,
    }


def test_keypoints_are_shown_and_their_classes_when_asked_for(
    api: Api, project: Project, search: Search
) -> None:
    project.add_label(search.first, search.car, keypoints=[{"x": 3, "y": 4}, {"x": 5}])
    shown = api.get(f"{project.path}/labels", add_keypoint_data="true")["items"][3]
    assert shown["keypoint_classes"] == []
    assert [point["x"] for point in shown["keypoint_labels"]] == [3, 5]
    assert shown["thumb_keypoints"] == [[3, 4]]


def test_labels_come_in_pages(api: Api, project: Project, search: Search) -> None:
    answer = api.get(f"{project.path}/labels", offset=1, limit=1)
    assert [item["id"] for item in answer["items"]] == [search.labels[1]["id"]]
    assert answer["meta"]["total"] == 3
    assert api.get(f"{project.path}/labels", limit=0)["items"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"image_status": ["NEW"]}, [0, 1]),
        ({"image_status": ["NEW", "DONE"]}, [0, 1, 2]),
        ({"image_status": []}, [0, 1, 2]),
        ({"image_name": "OTHER"}, [2]),
        ({"label_class_id": NOWHERE}, []),
        ({"labeler_id": NOWHERE}, []),
        ({"label_author_id": NOWHERE}, []),
        ({"dataset_id": [NOWHERE]}, []),
        ({"status_id": [NOWHERE]}, []),
        ({"keypoint_schema_id": NOWHERE}, []),
        ({"created_since": "30m"}, [2]),
        ({"created_since": "3599s"}, [2]),
        ({"created_since": "2h"}, [0, 1, 2]),
        ({"created_since": "3d", "updated_since": "1w"}, [0, 1, 2]),
        ({"updated_since": "30m"}, [2]),
    ],
)
def test_a_filter_lets_through_what_it_says(
    search: Search, query: dict[str, Any], expected: list[int]
) -> None:
    assert search(**query) == expected


def test_filters_by_ids_of_what_was_made(search: Search) -> None:
    assert search(label_class_id=search.bus) == [1, 2]
    assert search(label_class_id=search.bus.upper(), image_status=["DONE"]) == [2]
    assert search(dataset_id=[search.test]) == [2]
    assert search(dataset_id=[search.test, search.project.dataset]) == [0, 1, 2]
    assert search(status_id=[search.first["status_id"]]) == [0, 1]


def test_the_labeler_changed_it_last_and_the_author_made_it(api: Api, search: Search) -> None:
    assert search(labeler_id=search.me) == [0, 1]
    path = f"{search.project.path}/images/{search.second['id']}/labels"
    api.put(path, [{"id": search.labels[2]["id"], "z_index": 1}])
    assert search(labeler_id=search.me) == [0, 1, 2]
    assert search(labeler_id=search.other) == []
    assert search(label_author_id=search.other) == [2]
    assert search(updated_since="10m") == [2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"attribute_id": ATTRIBUTE, "attribute_value": "red"}, [0, 1]),
        ({"attribute_id": ATTRIBUTE, "attribute_value": "blue"}, [1]),
        ({"attribute_id": ATTRIBUTE, "bool_attribute_value": "true"}, [2]),
        ({"attribute_id": ATTRIBUTE, "bool_attribute_value": "false"}, []),
        ({"attribute_id": NOWHERE, "attribute_value": "red"}, []),
        ({"no_attribute_id": ATTRIBUTE}, []),
        ({"no_attribute_id": NOWHERE}, [0, 1, 2]),
    ],
)
def test_attributes_are_compared(
    api: Api, search: Search, query: dict[str, Any], expected: list[int]
) -> None:
    # No operation sets attributes here yet, so they are put into the state.
    stored = api.world.of(State).projects[search.project.id].labels.values()
    for label, value in zip(stored, ("red", ["red", "blue"], True), strict=True):
        label.attributes[ATTRIBUTE] = value
    assert search(**query) == expected


@pytest.mark.parametrize(
    "query",
    [
        {"attribute_id": ATTRIBUTE},
        {"attribute_value": "red"},
        {"bool_attribute_value": "true"},
        {"created_since": "yesterday"},
        {"updated_since": "30"},
        {"created_since": "-3d"},
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    api: Api, project: Project, query: dict[str, Any]
) -> None:
    api.get(f"{project.path}/labels", status=400, **query)
