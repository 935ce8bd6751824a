"""Inference: models that are loaded and asked about an image, from a file or from a URL."""

from uuid import UUID, uuid4

import numpy as np
import pytest

from labelbridge import NULL
from labelbridge._core.flow import Inspect, Send, Upload
from labelbridge.errors import (
    BadRequest,
    JobFailed,
    NotFound,
    ResponseFormatError,
    WaitTimeout,
)
from labelbridge.files import FileInfo
from labelbridge.hasty.masks import decode
from labelbridge.hasty.models import UNSET, ModelStatus, SignedUpload
from labelbridge.hasty.resources.inference import Inference
from labelbridge_api.hasty.models import SignedUploadList
from tests.support.flow_runner import FlowRunner, replay

PROJECT, PLACE = uuid4(), uuid4()
URL = "https://photos.example.com/bridge.jpg"
KINDS = {
    "object_detector": "get_object_detector",
    "instance_segmentor": "get_instance_segmentor",
    "semantic_segmentor": "get_semantic_segmentor",
    "attributer": "get_attributer",
}
BOXES = [[10, 20, 14, 23], [0, 0, 64, 48]]
QUESTIONS = {
    "detect_objects": {},
    "segment_instances": {},
    "segment_semantics": {},
    "predict_attributes": {"bboxes": BOXES},
}
DEFAULTS = {
    "detect_objects": {"confidence_threshold": 0.5, "max_detections_per_image": 100},
    "segment_instances": {"confidence_threshold": 0.5, "max_detections_per_image": 100},
    "segment_semantics": {"min_size": 0},
    "predict_attributes": {"confidence_threshold": 0.5, "bboxes": BOXES},
}


def asked(question: str, *image, answers=(), **options) -> FlowRunner:
    """Ask by hand; what comes back is nothing, for each box if there are some."""
    before = replay(*answers)

    def answer(step):
        if isinstance(step, Send) and step.plan.operation == question:
            return [[] for _ in step.plan.body.get("bboxes", [])]
        return before(step)

    hand = FlowRunner(answer)
    flow = getattr(Inference, question).__wrapped__(None, PROJECT, *image, **options)
    assert not any(hand.run(flow))
    return hand


# What is asked for


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_url_goes_into_the_question(question):
    hand = asked(question, url=URL, model_id="m-1", **QUESTIONS[question])
    (step,) = hand.steps
    assert step.plan.operation == question
    assert step.plan.body == DEFAULTS[question] | {"model_id": "m-1", "image_url": URL}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_file_is_put_to_the_storage_first(question):
    place = SignedUpload(id=str(PLACE), url="https://storage.example.com/there?signature=1")
    facts = FileInfo(size=70, head=b"\x89PNG\r\n\x1a\n")
    answers = (facts, SignedUploadList(items=[place]), None)
    hand = asked(question, "a.png", answers=answers, model_id=7, **QUESTIONS[question])
    assert [type(step) for step in hand.steps] == [Inspect, Send, Upload, Send]
    look, ask, put, last = hand.steps
    assert ask.plan.operation == "create_uploads"
    assert (put.url, put.source) == (place.url, look.source)
    assert last.plan.body == DEFAULTS[question] | {"model_id": 7, "upload_id": str(PLACE)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_model_is_named_as_its_state_names_it(question):
    for given, sent in [("m-1", "m-1"), (7, 7), (PLACE, str(PLACE)), (NULL, None)]:
        hand = asked(question, url=URL, model_id=given, **QUESTIONS[question])
        assert hand.steps[0].plan.body["model_id"] == sent


def test_every_field_can_be_sent():
    options = {"confidence_threshold": 0, "max_detections_per_image": 1}
    for question in ("detect_objects", "segment_instances"):
        body = asked(question, url=URL, model_id="m", **options).steps[0].plan.body
        assert body == options | {"model_id": "m", "image_url": URL}
    body = asked("segment_semantics", url=URL, model_id="m", min_size=12.5).steps[0].plan.body
    assert body == {"model_id": "m", "image_url": URL, "min_size": 12.5}


@pytest.mark.parametrize(
    "bboxes", [BOXES, tuple(BOXES), iter(BOXES), np.array(BOXES), [np.array(box) for box in BOXES]]
)
def test_boxes_come_in_any_collection(bboxes):
    hand = asked("predict_attributes", url=URL, model_id="m", bboxes=bboxes)
    assert hand.steps[0].plan.body["bboxes"] == BOXES


# Waiting, driven by hand


def in_state(status: str, model_id=None) -> ModelStatus:
    return ModelStatus(status=status, model_id=model_id)


@pytest.mark.parametrize(("kind", "operation"), KINDS.items())
def test_a_wait_asks_until_the_model_is_loaded(kind, operation):
    hand = FlowRunner(replay(in_state("LOADING"), ModelStatus(), in_state("LOADED", "m-1")))
    model = hand.run(Inference.wait.__wrapped__(None, PROJECT, kind))
    assert (model.status, model.model_id) == ("LOADED", "m-1")
    assert {step.plan.operation for step in hand.steps} == {operation}
    assert hand.slept == [0.5, 0.75]
    assert all(step.deadline == 1000.0 + 600.0 for step in hand.steps)


def test_a_model_that_cannot_be_loaded_is_not_waited_for():
    hand = FlowRunner(replay(in_state("LOADING"), in_state("FAILED")))
    with pytest.raises(JobFailed, match="loading of attributer .* FAILED") as caught:
        hand.run(Inference.wait.__wrapped__(None, PROJECT, "attributer"))
    assert caught.value.last == in_state("FAILED")


def test_a_wait_ends_at_its_deadline_and_carries_the_last_state():
    hand = FlowRunner(lambda _: in_state("LOADING"))
    with pytest.raises(WaitTimeout, match="loading of object_detector") as caught:
        hand.run(Inference.wait.__wrapped__(None, PROJECT, "object_detector", timeout=60))
    assert caught.value.last == in_state("LOADING")
    assert sum(hand.slept) <= 60


# Over HTTP


@pytest.fixture
def model(hasty, project):
    """Have a model loaded, and return its id."""
    return lambda kind: hasty.inference.wait(project, kind, timeout=30).model_id


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_is_loaded_by_asking_for_it(hasty, project, kind):
    assert hasty.inference.model(project, kind).status != "LOADED"
    loaded = hasty.inference.wait(project, kind, timeout=30)
    assert (loaded.status, loaded.project_id) == ("LOADED", project)
    assert loaded.model_id
    assert hasty.inference.model(project, kind) == loaded


@pytest.mark.parametrize("question", ["detect_objects", "segment_instances"])
def test_objects_are_found_within_the_image(hasty, project, car, model, photo, tmp_path, question):
    path = tmp_path / "a.jpg"
    path.write_bytes(photo)
    kind = "object_detector" if question == "detect_objects" else "instance_segmentor"
    ask, model_id = getattr(hasty.inference, question), model(kind)
    found = ask(project, path, model_id=model_id, confidence_threshold=0)
    assert found
    for one in found:
        left, top, right, bottom = one.bbox
        assert 0 <= left < right <= 64
        assert 0 <= top < bottom <= 48
        assert 0 <= one.score <= 1
        assert one.class_id == car
    assert ask(project, photo, model_id=model_id, confidence_threshold=0) == found
    few = ask(project, photo, model_id=model_id, confidence_threshold=0, max_detections_per_image=1)
    assert len(few) == 1
    sure = ask(project, photo, model_id=model_id, confidence_threshold=0.7)
    assert sure == [one for one in found if one.score >= 0.7]


def test_masks_fit_their_boxes(hasty, project, car, model, photo):
    segmentor = model("instance_segmentor")
    found = hasty.inference.segment_instances(
        project, photo, model_id=segmentor, confidence_threshold=0
    )
    semantic = model("semantic_segmentor")
    regions = hasty.inference.segment_semantics(project, url=URL, model_id=semantic)
    assert found
    assert regions
    areas = [sum(one.mask[1::2]) for one in regions]
    large = {"min_size": max(areas) + 1, "model_id": semantic}
    assert hasty.inference.segment_semantics(project, url=URL, **large) == []
    for one in [*found, *regions]:
        left, top, right, bottom = one.bbox
        mask = decode(one.mask, one.bbox)
        assert mask.shape == (bottom - top, right - left)
        assert mask.any()
        assert one.class_id == car


def test_attributes_are_predicted_for_each_box(hasty, project, model, photo):
    attribute = hasty.attributes.create(
        project, name="colour", type="SELECTION", values=[{"value": "red"}, {"value": "blue"}]
    )
    found = hasty.inference.predict_attributes(
        project, photo, bboxes=BOXES, model_id=model("attributer"), confidence_threshold=0
    )
    assert len(found) == len(BOXES)
    for box, (one,) in zip(BOXES, found, strict=True):
        assert (one.bbox, one.attribute_id) == (box, attribute.id)
        assert one.lov_ids in [[str(value.id)] for value in attribute.values]


def test_fewer_lists_than_boxes_are_an_error_that_holds_them(
    hasty, emulator, project, model, photo
):
    asked = {"bboxes": BOXES, "model_id": model("attributer")}
    emulator.faults([{"operation": "predict_attributes", "content": [[]]}])
    with pytest.raises(ResponseFormatError, match=f"^predict_attributes: {len(BOXES)} b") as caught:
        hasty.inference.predict_attributes(project, photo, **asked)
    assert caught.value.done == [[]]


def test_without_a_box_nothing_is_sent(offline, photo):
    given = {"bboxes": [], "model_id": "m"}
    assert offline.inference.predict_attributes(PROJECT, photo, **given) == []


@pytest.mark.parametrize(("question", "kind"), list(zip(QUESTIONS, KINDS, strict=True)))
def test_an_image_may_lie_behind_a_url(hasty, sent, project, car, model, question, kind):
    ask = getattr(hasty.inference, question)
    assert isinstance(ask(project, url=URL, model_id=model(kind), **QUESTIONS[question]), list)
    assert sent("create_uploads") == []


def test_the_key_stays_away_from_the_storage(hasty, sent, project, car, model, photo):
    hasty.inference.detect_objects(project, photo, model_id=model("object_detector"))
    (put,) = sent("storage.put")
    assert "x-api-key" not in put["headers"]
    assert "a-key-of-tests" not in str(put)


def test_a_model_that_is_not_loaded_or_another_answers_nothing(hasty, project, model):
    with pytest.raises(BadRequest, match="not loaded"):
        hasty.inference.detect_objects(project, url=URL, model_id="m-1")
    assert model("object_detector")
    with pytest.raises(NotFound):
        hasty.inference.detect_objects(project, url=URL, model_id=uuid4())


def test_a_project_that_is_not_there_has_no_models(hasty):
    for kind in KINDS:
        with pytest.raises(NotFound):
            hasty.inference.model(PROJECT, kind)


# What is refused before any request


@pytest.fixture(params=QUESTIONS)
def ask(request, offline):
    """A question that is complete but for what a test makes wrong."""
    method, given = getattr(offline.inference, request.param), QUESTIONS[request.param]
    return lambda *image, **options: method(PROJECT, *image, **{"model_id": "m"} | given | options)


def test_exactly_one_of_image_and_url_is_taken(ask, refused, photo):
    assert refused("image", ask) == "give either image or url"
    assert refused("image", ask, photo, url=URL) == "give either image or url"


def test_what_is_no_image_is_refused(ask, refused, clip, tmp_path):
    text = tmp_path / "notes.jpg"
    text.write_text("not an image")
    for image, problem in [
        (tmp_path / "missing.jpg", "does not exist"),
        (str(tmp_path), "is a folder"),
        (text, "notes.jpg is not an image"),
        (b"", "image is empty"),
        (clip, "image is not an image"),
        (7, "must be a path or bytes"),
    ]:
        assert problem in refused("image", ask, image)


@pytest.mark.parametrize("url", ["", "bridge.jpg", "ftp://host/a.jpg", 7])
def test_an_address_that_is_none_is_refused(ask, refused, url):
    refused("url", ask, url=url)


@pytest.mark.parametrize("model_id", [None, UNSET])
def test_a_model_without_an_id_is_refused_with_the_way_to_one(ask, refused, model_id):
    assert "inference.wait" in refused("model_id", ask, url=URL, model_id=model_id)


@pytest.mark.parametrize("model_id", [1.5, True, [7]])
def test_a_model_is_named_by_text_or_a_number(ask, refused, model_id):
    refused("model_id", ask, url=URL, model_id=model_id)


@pytest.mark.parametrize(
    ("question", "field", "value", "argument"),
    [
        ("detect_objects", "confidence_threshold", 1, "confidence_threshold"),
        ("detect_objects", "confidence_threshold", -0.5, "confidence_threshold"),
        ("detect_objects", "max_detections_per_image", 0, "max_detections_per_image"),
        ("segment_instances", "confidence_threshold", "high", "confidence_threshold"),
        ("segment_instances", "max_detections_per_image", 1.5, "max_detections_per_image"),
        ("segment_semantics", "min_size", -1, "min_size"),
        ("segment_semantics", "min_size", float("inf"), "min_size"),
        ("predict_attributes", "confidence_threshold", 1.0, "confidence_threshold"),
        ("predict_attributes", "bboxes", None, "bboxes"),
        ("predict_attributes", "bboxes", "box", "bboxes"),
        ("predict_attributes", "bboxes", [7], "bboxes[0]"),
        ("predict_attributes", "bboxes", [BOXES[0], [1, 2, 3]], "bboxes[1]"),
        ("predict_attributes", "bboxes", [[10, 20, 10, 23]], "bboxes[0]"),
        ("predict_attributes", "bboxes", [[10, 23, 14, 20]], "bboxes[0]"),
        ("predict_attributes", "bboxes", [[10, 20, 14.5, 23]], "bboxes[0][2]"),
    ],
)
def test_a_wrong_question_is_refused(offline, refused, question, field, value, argument):
    options = {"model_id": "m", "url": URL} | QUESTIONS[question] | {field: value}
    refused(argument, getattr(offline.inference, question), PROJECT, **options)


def test_a_wrong_project_is_refused(offline, refused):
    for question, given in QUESTIONS.items():
        call = getattr(offline.inference, question)
        refused("project_id", call, "mine", url=URL, model_id="m", **given)
    call = offline.inference.predict_attributes
    refused("project_id", call, "mine", url=URL, model_id="m", bboxes=[])


@pytest.mark.parametrize("kind", ["detector", "", None, 7])
def test_an_unknown_kind_of_model_is_refused_with_those_that_are_known(offline, refused, kind):
    for call in (offline.inference.model, offline.inference.wait):
        assert ", ".join(KINDS) in refused("kind", call, PROJECT, kind)
        refused("project_id", call, "mine", "attributer")


def test_a_timeout_is_a_number_above_0(offline, refused):
    refused("timeout", offline.inference.wait, PROJECT, "attributer", timeout=0)


def test_a_model_id_of_a_uuid_is_its_text():
    hand = asked("detect_objects", url=URL, model_id=UUID(int=7))
    assert hand.steps[0].plan.body["model_id"] == str(UUID(int=7))
