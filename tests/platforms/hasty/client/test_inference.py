"""Inference of Hasty: models that are loaded, and their predictions for an image."""

from uuid import UUID, uuid4

import numpy as np
import pytest

from labelbridge import NULL
from labelbridge.errors import ResponseFormatError
from labelbridge.hasty.resources.inference import Inference
from tests.support.flow_runner import body_of

PROJECT = uuid4()
URL = "https://photos.example.com/bridge.jpg"
KINDS = ["object_detector", "instance_segmentor", "semantic_segmentor", "attributer"]
BOXES = [[10, 20, 14, 23], [0, 0, 64, 48]]
THRESHOLDS = {"confidence_threshold": 0.5, "max_detections_per_image": 100}
PREDICTIONS = {
    "detect_objects": ({}, THRESHOLDS),
    "segment_instances": ({}, THRESHOLDS),
    "segment_semantics": ({}, {"min_size": 0}),
    "predict_attributes": ({"bboxes": BOXES}, {"confidence_threshold": 0.5, "bboxes": BOXES}),
}
"""Required arguments, and the default body, by method."""
every_prediction = pytest.mark.parametrize("name", PREDICTIONS)


def prediction_body(name: str, **options) -> dict:
    """The body of a prediction for a URL."""
    response = [[] for _ in BOXES] if name == "predict_attributes" else []
    options = {"url": URL, "model_id": "m"} | PREDICTIONS[name][0] | options
    body = body_of(response, getattr(Inference, name), PROJECT, **options)
    assert body.pop("image_url") == URL
    return body


# Request bodies


@every_prediction
def test_body_has_the_defaults_and_the_model_id(name):
    for model_id, sent in [("m-1", "m-1"), (7, 7), (UUID(int=7), str(UUID(int=7))), (NULL, None)]:
        body = prediction_body(name, model_id=model_id)
        assert body == PREDICTIONS[name][1] | {"model_id": sent}


def test_body_has_all_given_fields():
    options = {"confidence_threshold": 0, "max_detections_per_image": 1}
    for name in ("detect_objects", "segment_instances"):
        assert prediction_body(name, **options) == options | {"model_id": "m"}
    body = prediction_body("segment_semantics", min_size=12.5)
    assert body == {"model_id": "m", "min_size": 12.5}


@pytest.mark.parametrize(
    "bboxes", [tuple(BOXES), iter(BOXES), np.array(BOXES), [np.array(box) for box in BOXES]]
)
def test_boxes_can_be_any_iterable(bboxes):
    assert prediction_body("predict_attributes", bboxes=bboxes)["bboxes"] == BOXES


# On the emulator


@pytest.fixture
def model(hasty, project):
    """Load a model, and return its id."""
    return lambda kind: hasty.inference.wait(project, kind, timeout=30).model_id


@pytest.mark.parametrize("kind", KINDS)
def test_model_is_loaded_after_the_first_request(hasty, project, kind):
    assert hasty.inference.model(project, kind).status != "LOADED"
    loaded = hasty.inference.wait(project, kind, timeout=30)
    assert (loaded.status, loaded.project_id) == ("LOADED", project)
    assert loaded.model_id
    assert hasty.inference.model(project, kind) == loaded


@pytest.mark.parametrize(
    ("name", "kind"),
    [("detect_objects", "object_detector"), ("segment_instances", "instance_segmentor")],
)
def test_image_can_be_a_path_or_bytes(hasty, project, car, model, jpeg, tmp_path, name, kind):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg)
    predict = getattr(hasty.inference, name)
    options = {"model_id": model(kind), "confidence_threshold": 0}
    found = predict(project, path, **options)
    assert {one.class_id for one in found} == {car}
    assert predict(project, jpeg, **options) == found


def test_attributes_are_predicted_for_each_box(hasty, emulator, project, model, jpeg):
    attribute = hasty.attributes.create(
        project, name="color", type="SELECTION", values=["red", "blue"]
    )
    options = {"bboxes": BOXES, "model_id": model("attributer"), "confidence_threshold": 0}
    found = hasty.inference.predict_attributes(project, jpeg, **options)
    for box, (one,) in zip(BOXES, found, strict=True):
        assert (one.bbox, one.attribute_id) == (box, attribute.id)
        assert one.lov_ids in [[str(value.id)] for value in attribute.values]
    emulator.faults([{"operation": "predict_attributes", "content": [[]]}])
    with pytest.raises(ResponseFormatError, match=f"^predict_attributes: {len(BOXES)} b") as caught:
        hasty.inference.predict_attributes(project, jpeg, **options)
    assert caught.value.done == [[]]


# Invalid arguments


@pytest.fixture(params=PREDICTIONS)
def predict(request, offline):
    """A prediction with all required arguments, which a test overrides."""
    method, (required, _) = getattr(offline.inference, request.param), PREDICTIONS[request.param]
    options = {"model_id": "m"} | required
    return lambda *image, **changed: method(PROJECT, *image, **options | changed)


def test_exactly_one_source_of_the_image_is_required(predict, invalid, jpeg):
    upload = {"upload_id": "an-upload"}
    for given in ({}, {"image": jpeg, "url": URL}, {"url": URL} | upload, {"image": jpeg} | upload):
        assert invalid("image", predict, **given) == "give one of image, url and upload_id"
    pixels = np.zeros((2, 2))  # an array cannot be compared with None
    assert invalid("image", predict, pixels).endswith("a binary file, not ndarray")
    assert "must be a string" in invalid("upload_id", predict, upload_id=pixels)


def test_url_and_model_id_are_validated(predict, invalid):
    for url in ("", "bridge.jpg", "file:///a.jpg", 7):
        invalid("url", predict, url=url)
    assert "inference.wait" in invalid("model_id", predict, url=URL, model_id=None)
    for model_id in (1.5, True, [7]):
        invalid("model_id", predict, url=URL, model_id=model_id)


def test_no_boxes_send_no_request(offline, invalid, jpeg):
    predict, options = offline.inference.predict_attributes, {"bboxes": [], "model_id": "m"}
    assert predict(PROJECT, jpeg, **options) == []
    invalid("project_id", predict, "mine", jpeg, **options)


@pytest.mark.parametrize("kind", ["detector", "", None, 7])
def test_unknown_kind_is_rejected_with_the_known_ones(offline, invalid, kind):
    for call in (offline.inference.model, offline.inference.wait):
        assert ", ".join(KINDS) in invalid("kind", call, PROJECT, kind)
