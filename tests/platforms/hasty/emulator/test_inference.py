from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project
from tests.platforms.hasty.emulator.media import is_within, masked_pixels, unique_image

OPERATIONS = {
    "object_detector": "object_detection",
    "instance_segmentor": "instance_segmentation",
    "semantic_segmentor": "semantic_segmentation",
    "attributer": "attribute_prediction",
}
URL = "https://images.example.com/img_001.jpg"
BOXES = {"bboxes": [[10, 20, 14, 23], [0, 0, 5, 5]]}


class Model:
    """A loaded model of a project."""

    def __init__(self, project: Project, kind: str) -> None:
        self.api, self.project, self.kind = project.api, project, kind
        self.path = f"{project.path}/{OPERATIONS[kind]}"
        while (state := self.api.get(f"{project.path}/{kind}"))["status"] != "LOADED":
            pass
        self.id = state["model_id"]

    def body(self, **fields: Any) -> dict[str, Any]:
        """A valid request for a URL, with changes. The value ``...`` removes a field."""
        boxes = BOXES if self.kind == "attributer" else {}
        body = {"model_id": self.id, "image_url": URL} | boxes | fields
        return {name: value for name, value in body.items() if value is not ...}

    def predict(self, *, status: int = 200, **fields: Any) -> Any:
        """Send a request."""
        return self.api.post(self.path, self.body(**fields), status=status)

    def predict_upload(self, upload: str, *, status: int = 200, **fields: Any) -> Any:
        """Send a request for an uploaded image."""
        return self.predict(status=status, image_url=..., upload_id=upload, **fields)


@pytest.fixture(params=OPERATIONS)
def model(request: pytest.FixtureRequest, project: Project) -> Model:
    return Model(project, request.param)


@pytest.fixture
def classes(project: Project) -> list[str]:
    types = {"car": "object", "sun": "object", "road": "background"}
    return [project.add_class(name, type=type_) for name, type_ in types.items()]


@pytest.mark.parametrize("kind", OPERATIONS)
def test_model_is_loading_once_and_then_loaded_with_an_id(api, project, kind):
    path = f"{project.path}/{kind}"
    assert api.get(path) == {"model_id": None, "status": "LOADING", "project_id": project.id}
    loaded = api.get(path)
    assert (loaded["status"], len(loaded["model_id"])) == ("LOADED", 36)
    assert api.get(path) == loaded


def test_model_that_is_not_loaded_is_rejected(api, project):
    body = {"model_id": UNKNOWN_ID, "image_url": URL}
    path = f"{project.path}/object_detection"
    assert "not loaded" in api.post(path, body, status=400)["message"]
    api.get(f"{project.path}/object_detector")
    api.post(path, body, status=400)


def test_model_id_must_be_that_of_the_model(model):
    model.predict()
    model.predict(model_id=model.id.upper())
    for wrong in (UNKNOWN_ID, "1", 1, Model(Project(model.api), model.kind).id):
        model.predict(model_id=wrong, status=404)
    for missing in (None, ...):
        model.predict(model_id=missing, status=400)


def test_upload_must_be_an_image_of_the_project(model):
    for upload, status in (
        (UNKNOWN_ID, 404),
        ("nonsense", 404),
        (Project(model.api).upload(unique_image(1)), 404),
        (model.project.new_upload()["id"], 400),
        (model.project.upload(b"not an image"), 400),
    ):
        model.predict_upload(upload, status=status)


@pytest.mark.parametrize("kind", ["object_detector", "instance_segmentor", "semantic_segmentor"])
def test_predictions_are_inside_the_image_and_of_classes_of_the_project(project, classes, kind):
    model = Model(project, kind)
    seen = set()
    for number in range(10):
        for found in model.predict_upload(project.upload(unique_image(number, 30, 50))):
            assert is_within(found["bbox"], 30, 50)
            seen.add(found["class_id"])
            if "mask" in found:
                masked_pixels(found)
    assert seen == set(classes if kind == "semantic_segmentor" else classes[:2])


def test_pixel_has_one_class_and_a_class_has_one_mask(project, classes):
    model = Model(project, "semantic_segmentor")
    for number in range(10):
        found = model.predict(image_url=f"{URL}?{number}")
        pixels = [pixel for each in found for pixel in masked_pixels(each)]
        assert len(pixels) == len(set(pixels)) > 0
        assert len({each["class_id"] for each in found}) == len(found)


def test_predictions_depend_on_the_image_only(project, classes):
    model = Model(project, "object_detector")
    first, again, other = (
        model.predict_upload(project.upload(unique_image(number))) for number in (1, 1, 2)
    )
    assert first == again != other
    assert model.predict() == model.predict() != model.predict(image_url=URL + "?2")
    segmentor = Model(project, "instance_segmentor")
    masks = segmentor.predict_upload(project.upload(unique_image(1)))
    assert [found["bbox"] for found in masks] == [found["bbox"] for found in first]


def test_threshold_and_limit_restrict_predictions(project, classes):
    model = Model(project, "object_detector")
    for number in range(20):
        url = f"{URL}?{number}"
        everything = model.predict(image_url=url, confidence_threshold=0)
        scores = [found["score"] for found in everything]
        assert scores == sorted(scores, reverse=True)
        assert model.predict(image_url=url) == [f for f in everything if f["score"] >= 0.5]
        certain = model.predict(image_url=url, confidence_threshold=0.9)
        assert certain == [found for found in everything if found["score"] >= 0.9]
        for limit, expected in ((2, 2), (0, 0), (-1, 0)):
            fields = {"confidence_threshold": 0, "max_detections_per_image": limit}
            assert model.predict(image_url=url, **fields) == everything[:expected]


def test_attributes_are_predicted_for_each_box(project):
    color = project.add_attribute("SELECTION", "red", "blue")
    project.add_attribute("SELECTION", "red", "blue", subject_type="IMAGE")
    project.add_attribute("TEXT")
    model = Model(project, "attributer")
    boxes = [[10, 20, 14, 23], [0, 0, 5, 5], [10, 20, 14, 23]]
    found = model.predict(bboxes=boxes, confidence_threshold=0)
    assert [[value["bbox"] for value in values] for values in found] == [[box] for box in boxes]
    assert found[0] == found[2]
    for (value,) in found:
        assert value["attribute_id"] == color["id"]
        assert set(value["lov_ids"]) <= {option["id"] for option in color["values"]}
    many = model.predict(bboxes=[[0, 0, right, 9] for right in range(1, 50)])
    assert len(many) == 49
    assert {len(values) for values in many} == {0, 1}
    assert model.predict(bboxes=[]) == []
