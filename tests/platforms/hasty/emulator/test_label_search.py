"""Labels across a project: every filter filters."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_attribute, add_schema, class_ids, set_value


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
        project.api.store.clock.advance(3600)
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
    schema = add_schema(project, {"name": "Hip"}, {"name": "Knee"})
    hip = class_ids(schema)["Hip"]
    points = [{"keypoint_class_id": hip, "x": 3, "y": 4}, {"keypoint_class_id": hip, "x": 5}]
    project.add_label(search.first, search.car, keypoints=points)
    *others, shown = api.get(f"{project.path}/labels", add_keypoint_data="true")["items"]
    assert shown["keypoint_classes"] == schema["keypoint_classes"]
    assert shown["keypoint_schema_id"] == schema["id"]
    assert shown["keypoint_schema_name"] == "Car"
    assert [point["x"] for point in shown["keypoint_labels"]] == [3, 5]
    assert shown["thumb_keypoints"] == [[3, 4]]
    assert [other["keypoint_classes"] for other in others] == [[], [], []]
    unasked = api.get(f"{project.path}/labels", add_keypoint_data="false")["items"][3]
    assert unasked == shown | {"keypoint_classes": None}


def test_labels_are_found_by_the_schema_of_their_keypoints(
    project: Project, search: Search
) -> None:
    schemas = [add_schema(project, {"name": "Hip"}) for _ in range(2)]
    for schema in (schemas[1], schemas[0], schemas[1]):
        points = [{"keypoint_class_id": class_ids(schema)["Hip"], "x": 3, "y": 4}]
        search.labels.append(project.add_label(search.first, search.car, keypoints=points))
    assert search(keypoint_schema_id=schemas[0]["id"]) == [4]
    assert search(keypoint_schema_id=schemas[1]["id"].upper()) == [3, 5]


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
    ("kind", "value", "query", "expected"),
    [
        ("TEXT", "red", "red", [0]),
        ("TEXT", "red", "RED", []),
        ("TEXT", "5", "5", [0]),
        ("INT", 5, "5", [0]),
        ("INT", 5, "5.0", [0]),
        ("INT", 2**60 + 1, str(2**60 + 1), [0]),
        ("INT", 5, "6", []),
        ("INT", 5, "five", []),
        ("FLOAT", 0.5, "0.50", [0]),
        ("FLOAT", 0.5, "0.25", []),
        ("BOOL", True, "true", []),
    ],
)
def test_a_text_or_a_number_is_found_by_its_attribute_and_its_value(
    project: Project, search: Search, kind: str, value: Any, query: str, expected: list[int]
) -> None:
    attribute, other = add_attribute(project, kind), add_attribute(project, kind)
    set_value(project, search.labels[0], attribute, value)
    set_value(project, search.labels[1], other, value)
    assert search(attribute_id=attribute["id"].upper(), attribute_value=query) == expected


def test_a_choice_is_found_by_its_id(project: Project, search: Search) -> None:
    one = add_attribute(project, "SELECTION", "red", "blue")
    many = add_attribute(project, "MULTIPLE-SELECTION", "red", "blue")
    (red, blue), (dark, bright) = ([each["id"] for each in a["values"]] for a in (one, many))
    set_value(project, search.labels[0], one, red)
    set_value(project, search.labels[1], many, [dark, bright])
    assert search(attribute_id=one["id"], attribute_value=red.upper()) == [0]
    assert search(attribute_id=one["id"], attribute_value=blue) == []
    assert search(attribute_id=one["id"], attribute_value="red") == []
    assert search(attribute_id=many["id"], attribute_value=bright.upper()) == [1]
    assert search(attribute_id=many["id"], attribute_value=red) == []


def test_true_and_false_are_found_by_their_own_parameter(project: Project, search: Search) -> None:
    parked, text = add_attribute(project, "BOOL"), add_attribute(project)
    set_value(project, search.labels[0], parked, value=True)
    set_value(project, search.labels[1], parked, value=False)
    set_value(project, search.labels[2], text, "true")
    assert search(attribute_id=parked["id"], bool_attribute_value="true") == [0]
    assert search(attribute_id=parked["id"], bool_attribute_value="false") == [1]
    assert search(attribute_id=text["id"], bool_attribute_value="true") == []


def test_labels_without_a_value_are_found(project: Project, search: Search) -> None:
    parked = add_attribute(project, "BOOL")
    assert search(no_attribute_id=parked["id"]) == [0, 1, 2]
    set_value(project, search.labels[1], parked, value=False)
    assert search(no_attribute_id=parked["id"].upper()) == [0, 2]
    assert search(no_attribute_id=parked["id"], image_status=["DONE"]) == [2]
    assert search(no_attribute_id=NOWHERE) == [0, 1, 2]
    assert search(attribute_id=NOWHERE, attribute_value="red") == []


@pytest.mark.parametrize(
    "query",
    [
        {"attribute_id": NOWHERE},
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
