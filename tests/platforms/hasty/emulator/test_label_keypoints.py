"""Keypoints of labels."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project, class_ids

HIP = {"name": "Hip", "min_points": 1, "max_points": 2}
KNEE = {"name": "Knee", "min_points": 0, "max_points": 1}


class Keypoints:
    """An image, a schema with two keypoint classes, and a schema with a class without limits."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.schema = project.add_schema(HIP, KNEE)
        self.classes = class_ids(self.schema) | class_ids(project.add_schema({"name": "Spot"}))
        self.image, self.car = project.add_image("a.png"), project.add_class("car")
        self.path = f"{project.path}/images/{self.image['id']}/labels"

    def points(self, *names: str) -> list[dict[str, Any]]:
        """Keypoints of the classes with these names or ids."""
        ids = [self.classes.get(name, name) for name in names]
        return [{"keypoint_class_id": id_, "x": n, "y": 2} for n, id_ in enumerate(ids)]

    def create(self, keypoints: Any) -> Any:
        """Create a label with keypoints."""
        return self.project.add_label(self.image, self.car, keypoints=keypoints)

    def error(self, keypoints: Any, status: int = 400) -> str:
        """The error for a batch with a label of these keypoints, which creates no label."""
        api = self.project.api
        before = api.items(self.path)
        valid = {"class_id": self.car, "bbox": [1, 2, 3, 4]}
        response = api.post(self.path, [valid, valid | {"keypoints": keypoints}], status=status)
        assert api.items(self.path) == before
        return str(response["message"])


@pytest.fixture
def keypoints(project: Project) -> Keypoints:
    return Keypoints(project)


def test_keypoints_get_ids_users_and_times(keypoints):
    sent = [point | {"visible": False, "norder": 3.25} for point in keypoints.points("Hip", "Knee")]
    sent[1]["id"] = UNKNOWN_ID
    label = keypoints.create(sent)
    assert [a | b for a, b in zip(label["keypoints"], sent, strict=True)] == label["keypoints"]
    first = label["keypoints"][0]
    assert len(first["id"]) == 36
    assert first["created_by"] == first["updated_by"] == label["labeled_by"]
    assert first["create_date"] == first["update_date"] == label["updated_on"]


def test_coordinates_become_integers_and_may_be_outside_the_image(keypoints):
    point = keypoints.points("Spot")[0] | {"x": -7.0, "y": 9999}
    (found,) = keypoints.create([point])["keypoints"]
    assert (found["x"], found["y"], type(found["x"])) == (-7, 9999, int)


@pytest.mark.parametrize("names", [["Hip"], ["Hip", "Hip"], ["Hip", "Knee"], ["Spot"] * 9])
def test_numbers_within_the_limits_are_accepted(keypoints, names):
    assert len(keypoints.create(keypoints.points(*names))["keypoints"]) == len(names)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["Hip", "Hip", "Hip"], "'Hip' must occur at most 2 times, not 3"),
        (["Hip", "Knee", "Knee"], "'Knee' must occur at most 1 times, not 2"),
        (["Knee"], "'Hip' must occur at least 1 times, not 0"),
        (["Hip", "Spot"], "one schema"),
    ],
)
def test_keypoints_that_violate_the_schema_are_rejected(keypoints, names, message):
    assert message in keypoints.error(keypoints.points(*names))


def test_keypoint_class_must_be_of_the_project(api, keypoints):
    for id_ in (class_ids(Project(api).add_schema(HIP))["Hip"], UNKNOWN_ID):
        assert id_ in keypoints.error(keypoints.points("Hip", id_), status=404)
    assert "keypoint_class_id" in keypoints.error([{"x": 1, "y": 2}])


@pytest.mark.parametrize("axis", ["x", "y"])
def test_keypoint_needs_both_coordinates(keypoints, axis):
    (point,) = keypoints.points("Hip")
    del point[axis]
    assert keypoints.error([point]) == "x and y are required for each keypoint."


def test_omitted_fields_of_a_keypoint_get_values(keypoints):
    found = keypoints.create(keypoints.points("Hip", "Knee"))["keypoints"]
    assert [(point["visible"], point["norder"]) for point in found] == [(True, 0), (True, 1)]


@pytest.mark.parametrize("empty", [None, []])
def test_limits_do_not_apply_without_keypoints(keypoints, empty):
    assert keypoints.create(empty)["keypoints"] == empty


def test_update_of_an_existing_keypoint_needs_only_changed_fields(api, keypoints):
    label = keypoints.create(keypoints.points("Hip", "Knee"))
    hip = label["keypoints"][0]
    sent = [{"id": hip["id"].upper(), "x": 5}]
    (changed,) = api.put(keypoints.path, [{"id": label["id"], "keypoints": sent}])["items"]
    (moved,) = changed["keypoints"]
    assert moved == hip | {"x": 5, "update_date": moved["update_date"]}
    assert moved["update_date"] > hip["update_date"]
    (changed,) = api.put(keypoints.path, [{"id": label["id"], "keypoints": None}])["items"]
    assert changed["keypoints"] is None


def test_invalid_update_changes_no_label(api, keypoints):
    labels = [keypoints.create(keypoints.points("Hip", "Knee")) for _ in range(2)]
    knee = {"id": labels[1]["keypoints"][1]["id"]}
    sent = [
        {"id": labels[0]["id"], "z_index": 4},
        {"id": labels[1]["id"], "keypoints": [knee]},
    ]
    assert "'Hip'" in api.put(keypoints.path, sent, status=400)["message"]
    assert api.items(keypoints.path) == labels


def test_removing_a_keypoint_class_removes_its_keypoints(api, project, keypoints):
    label = keypoints.create(keypoints.points("Hip", "Knee"))
    path = f"{project.path}/keypoint_schemas/{keypoints.schema['id']}"
    api.put(path, {"name": "Person", "type": "pose", "keypoint_classes": [HIP]})
    found = api.get(f"{project.path}/labels/{label['id']}")
    assert found["keypoints"] == label["keypoints"][:1]
