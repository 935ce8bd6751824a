from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import OTHER_KEY, UNKNOWN_ID, Project, class_ids


class Search:
    """A car and a bus on a NEW image, and a bus by another user on a DONE image."""

    def __init__(self, project: Project) -> None:
        self.project, self.path = project, f"{project.path}/labels"
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
        self.labels += project.api.post(path, body, headers=OTHER_KEY)["items"]
        self.user, self.other_user = self.labels[0]["labeled_by"], self.labels[2]["labeled_by"]

    def __call__(self, **query: Any) -> list[int]:
        """The indexes of the labels that a search returns."""
        ids = [label["id"] for label in self.labels]
        return [ids.index(item["id"]) for item in self.project.api.items(self.path, **query)]


@pytest.fixture
def search(project: Project) -> Search:
    return Search(project)


def test_add_keypoint_data_adds_the_keypoint_classes(api, project, search):
    schema = project.add_schema({"name": "Hip"}, {"name": "Knee"})
    hip = class_ids(schema)["Hip"]
    points = [{"keypoint_class_id": hip, "x": x, "y": 4} for x in (3, 5)]
    project.add_label(search.first, search.car, keypoints=points)
    *others, found = api.items(search.path, add_keypoint_data="true")
    assert found["keypoint_classes"] == schema["keypoint_classes"]
    assert (found["keypoint_schema_id"], found["keypoint_schema_name"]) == (schema["id"], "Car")
    assert [point["x"] for point in found["keypoint_labels"]] == [3, 5]
    assert found["thumb_keypoints"] == [[3, 4], [5, 4]]
    assert [other["keypoint_classes"] for other in others] == [[], [], []]
    without = api.items(search.path, add_keypoint_data="false")[3]
    assert without == found | {"keypoint_classes": None}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2]),
        ({"image_status": ["NEW"]}, [0, 1]),
        ({"image_status": ["NEW", "DONE"]}, [0, 1, 2]),
        ({"image_status": []}, [0, 1, 2]),
        ({"image_name": "OTHER"}, [2]),
        ({"created_since": "30m"}, [2]),
        ({"created_since": "3599s"}, [2]),
        ({"created_since": "2h"}, [0, 1, 2]),
        ({"created_since": "3d", "updated_since": "1w"}, [0, 1, 2]),
        ({"updated_since": "30m"}, [2]),
    ],
)
def test_search_returns_labels_that_pass_the_filters(search, query, expected):
    assert search(**query) == expected


def test_labeler_is_the_last_editor_and_author_the_creator(api, search):
    assert search(labeler_id=search.user) == [0, 1]
    path = f"{search.project.path}/images/{search.second['id']}/labels"
    api.put(path, [{"id": search.labels[2]["id"], "z_index": 1}])
    assert search(labeler_id=search.user) == [0, 1, 2]
    assert search(labeler_id=search.other_user) == []
    assert search(label_author_id=search.other_user) == [2]
    assert search(updated_since="10m") == [2]


@pytest.mark.parametrize(
    ("type_", "value", "query", "expected"),
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
def test_filter_by_text_or_number(project, search, type_, value, query, expected):
    attribute, other = project.add_attribute(type_), project.add_attribute(type_)
    project.set_value(search.labels[0], attribute, value)
    project.set_value(search.labels[1], other, value)
    assert search(attribute_id=attribute["id"].upper(), attribute_value=query) == expected


def test_filter_by_selected_option(project, search):
    one = project.add_attribute("SELECTION", "red", "blue")
    many = project.add_attribute("MULTIPLE-SELECTION", "red", "blue")
    (red, blue), (dark, bright) = ([each["id"] for each in a["values"]] for a in (one, many))
    project.set_value(search.labels[0], one, red)
    project.set_value(search.labels[1], many, [dark, bright])
    for attribute, value, expected in (
        (one, red.upper(), [0]),
        (one, blue, []),
        (one, "red", []),
        (many, bright.upper(), [1]),
        (many, red, []),
    ):
        assert search(attribute_id=attribute["id"], attribute_value=value) == expected


def test_filter_by_boolean_value(project, search):
    parked, text = project.add_attribute("BOOL"), project.add_attribute()
    project.set_value(search.labels[0], parked, value=True)
    project.set_value(search.labels[1], parked, value=False)
    project.set_value(search.labels[2], text, "true")
    assert search(attribute_id=parked["id"], bool_attribute_value="true") == [0]
    assert search(attribute_id=parked["id"], bool_attribute_value="false") == [1]
    assert search(attribute_id=text["id"], bool_attribute_value="true") == []


def test_filter_by_absence_of_a_value(project, search):
    parked = project.add_attribute("BOOL")
    assert search(no_attribute_id=parked["id"]) == [0, 1, 2]
    project.set_value(search.labels[1], parked, value=False)
    assert search(no_attribute_id=parked["id"].upper()) == [0, 2]
    assert search(no_attribute_id=parked["id"], image_status=["DONE"]) == [2]
    assert search(no_attribute_id=UNKNOWN_ID) == [0, 1, 2]
    assert search(attribute_id=UNKNOWN_ID, attribute_value="red") == []


@pytest.mark.parametrize(
    "query",
    [
        {"attribute_id": UNKNOWN_ID},
        {"attribute_value": "red"},
        {"bool_attribute_value": "true"},
        {"created_since": "yesterday"},
        {"updated_since": "30"},
        {"created_since": "-3d"},
    ],
)
def test_invalid_filters_are_rejected(api, project, query):
    api.get(f"{project.path}/labels", status=400, **query)
