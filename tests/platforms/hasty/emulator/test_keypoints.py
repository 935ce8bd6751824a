"""Keypoints of labels: of one schema, as many as its limits let be."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_schema, class_ids

HIP = {"name": "Hip", "min_points": 1, "max_points": 2}
KNEE = {"name": "Knee", "min_points": 0, "max_points": 1}


class Marks:
    """An image, a schema with two keypoint classes, and one with a class that has no limits."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.schema = add_schema(project, HIP, KNEE)
        self.free = add_schema(project, {"name": "Spot"})
        self.classes = class_ids(self.schema) | class_ids(self.free)
        self.image, self.car = project.add_image("a.png"), project.add_class("car")
        self.path = f"{project.path}/images/{self.image['id']}/labels"

    def points(self, *names: str) -> list[dict[str, Any]]:
        """Keypoints of the classes of these names."""
        ids = [self.classes.get(name, name) for name in names]
        return [{"keypoint_class_id": id_, "x": n, "y": 2} for n, id_ in enumerate(ids)]

    def make(self, keypoints: Any) -> Any:
        """A label with keypoints."""
        return self.project.add_label(self.image, self.car, keypoints=keypoints)

    def refused(self, keypoints: Any, status: int = 400) -> str:
        """Why a batch with a label of these keypoints makes no label."""
        before = self.project.api.get(self.path)["meta"]["total"]
        sent = [{"class_id": self.car, "bbox": [1, 2, 3, 4]}]
        sent += [sent[0] | {"keypoints": keypoints}]
        message: str = self.project.api.post(self.path, sent, status=status)["message"]
        assert self.project.api.get(self.path)["meta"]["total"] == before
        return message


@pytest.fixture
def marks(project: Project) -> Marks:
    return Marks(project)


def test_keypoints_get_ids_and_who_made_them(marks: Marks) -> None:
    extra = {"visible": False, "norder": 3.25}
    sent = [point | extra for point in marks.points("Hip", "Knee")]
    sent[1]["id"] = NOWHERE
    label = marks.make(sent)
    first, second = label["keypoints"]
    assert [point | given for point, given in zip(label["keypoints"], sent, strict=True)] == [
        first,
        second,
    ]
    assert len(first["id"]) == 36
    assert first["created_by"] == first["updated_by"] == label["labeled_by"]
    assert first["create_date"] == first["update_date"] == label["updated_on"]


def test_a_whole_coordinate_with_a_point_is_an_integer(marks: Marks) -> None:
    (point,) = marks.make([marks.points("Spot")[0] | {"x": 7.0}])["keypoints"]
    assert (point["x"], type(point["x"])) == (7, int)


@pytest.mark.parametrize("names", [["Hip"], ["Hip", "Hip"], ["Hip", "Knee"], ["Spot"] * 9])
def test_as_many_as_the_limits_let_be(marks: Marks, names: list[str]) -> None:
    assert len(marks.make(marks.points(*names))["keypoints"]) == len(names)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["Hip", "Hip", "Hip"], "'Hip' must occur at most 2 times, not 3"),
        (["Hip", "Knee", "Knee"], "'Knee' must occur at most 1 times, not 2"),
        (["Knee"], "'Hip' must occur at least 1 times, not 0"),
        (["Hip", "Spot"], "one schema"),
    ],
)
def test_what_the_schema_forbids_is_refused(marks: Marks, names: list[str], why: str) -> None:
    assert why in marks.refused(marks.points(*names))


def test_a_keypoint_has_a_class_of_the_project(api: Api, marks: Marks) -> None:
    stranger = class_ids(add_schema(Project(api), HIP))["Hip"]
    for id_ in (stranger, NOWHERE):
        assert id_ in marks.refused(marks.points("Hip", id_), status=404)
    assert "keypoint_class_id" in marks.refused([{"x": 1, "y": 2}])


@pytest.mark.parametrize("nothing", [None, []])
def test_a_label_without_keypoints_keeps_no_limits(marks: Marks, nothing: Any) -> None:
    assert marks.make(nothing)["keypoints"] == nothing


def test_neither_a_link_nor_a_place_within_the_image_is_needed(marks: Marks) -> None:
    point = marks.points("Spot")[0] | {"x": -5, "y": 9999}
    (kept,) = marks.make([point])["keypoints"]
    assert kept | point == kept


def test_a_change_names_of_a_known_keypoint_only_what_changes(api: Api, marks: Marks) -> None:
    label = marks.make(marks.points("Hip", "Knee"))
    hip, _ = label["keypoints"]
    sent = [{"id": hip["id"].upper(), "x": 5}]
    answer = api.put(marks.path, [{"id": label["id"], "keypoints": sent}])
    (moved,) = answer["items"][0]["keypoints"]
    assert moved == hip | {"x": 5, "update_date": moved["update_date"]}
    assert moved["update_date"] > hip["update_date"]
    answer = api.put(marks.path, [{"id": label["id"], "keypoints": None}])
    assert answer["items"][0]["keypoints"] is None


def test_a_change_that_the_schema_forbids_changes_no_label(api: Api, marks: Marks) -> None:
    labels = [marks.make(marks.points("Hip", "Knee")) for _ in range(2)]
    knee = {"id": labels[1]["keypoints"][1]["id"]}
    sent = [
        {"id": labels[0]["id"], "z_index": 4},
        {"id": labels[1]["id"], "keypoints": [knee]},
    ]
    assert "'Hip'" in api.put(marks.path, sent, status=400)["message"]
    assert api.get(marks.path)["items"] == labels


def test_keypoints_go_with_their_class(api: Api, project: Project, marks: Marks) -> None:
    label = marks.make(marks.points("Hip", "Knee"))
    path = f"{project.path}/keypoint_schemas/{marks.schema['id']}"
    api.put(path, {"name": "Person", "type": "pose", "keypoint_classes": [HIP]})
    left = api.get(f"{project.path}/labels/{label['id']}")["keypoints"]
    assert left == label["keypoints"][:1]
