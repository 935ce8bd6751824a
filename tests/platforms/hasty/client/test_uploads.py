"""Uploads of Hasty: signed URLs, and the upload steps of images, videos and predictions."""

from contextlib import nullcontext
from uuid import uuid4

import httpx
import pytest

from labelbridge._core.flow import Inspect, Send, Upload
from labelbridge.errors import (
    BadRequest,
    InvalidArgument,
    NotFound,
    ResponseFormatError,
    ServerError,
)
from labelbridge.files import FileInfo
from labelbridge.hasty.models import Image, SignedUpload, SignedUploadList, Video
from labelbridge.hasty.resources.images import Images
from labelbridge.hasty.resources.inference import Inference
from labelbridge.hasty.resources.videos import Videos
from tests.support.flow_runner import FlowRunner, body_of, flow, replay, run
from tests.support.samples import damaged, sample

PROJECT, DATASET, UPLOAD, IMAGE = uuid4(), uuid4(), uuid4(), uuid4()
URL = "https://storage.example.com/there?signature=1"
PNG = FileInfo(size=70, head=b"\x89PNG\r\n\x1a\n")
MP4 = FileInfo(size=70, head=b"\0\0\0\x20ftypisom")
JPEG_BYTES = b"\xff\xd8\xff\xe0" + bytes(60)
MP4_BYTES = b"\0\0\0\x20ftypisom" + bytes(60)
THRESHOLDS = {"confidence_threshold": 0.5, "max_detections_per_image": 100}
BOXES = [[0, 0, 9, 9]]

PREDICTIONS = [
    (Inference.detect_objects, {}, [], "detect_objects", THRESHOLDS | {"model_id": 7}),
    (Inference.segment_instances, {}, [], "segment_instances", THRESHOLDS | {"model_id": 7}),
    (Inference.segment_semantics, {}, [], "segment_semantics", {"model_id": 7, "min_size": 0}),
    (
        *(Inference.predict_attributes, {"bboxes": BOXES}, [[]], "predict_attributes"),
        {"model_id": 7, "confidence_threshold": 0.5, "bboxes": BOXES},
    ),
]
"""Method, arguments, response, operation and body."""


def signed(**changed) -> SignedUploadList:
    upload = SignedUpload(**{"id": str(UPLOAD), "url": URL} | changed)
    return sample(SignedUploadList, items=[upload])


@pytest.mark.parametrize(
    ("method", "arguments", "options", "info", "response", "operation", "query", "body"),
    [
        (
            *(Images.upload, (PROJECT, "photos/a.png")),
            *({"dataset_id": DATASET, "external_id": "7", "replace": True}, PNG, sample(Image)),
            *("create_image", {"replace": True}),
            {"dataset_id": str(DATASET), "filename": "a.png", "external_id": "7"},
        ),
        (
            *(
                Images.replace,
                (PROJECT, IMAGE, b"\x89PNG"),
                {"filename": "b.png"},
                PNG,
                sample(Image),
            ),
            *("replace_image", {}, {"filename": "b.png"}),
        ),
        (
            *(
                Videos.upload,
                (PROJECT, "videos/a.mp4"),
                {"dataset_id": DATASET},
                MP4,
                sample(Video),
            ),
            *("create_video", {}, {"dataset_id": str(DATASET), "filename": "a.mp4"}),
        ),
        *(
            (method, (PROJECT, "a.png"), {"model_id": 7} | given, PNG, response, name, {}, body)
            for method, given, response, name, body in PREDICTIONS
        ),
    ],
)
def test_file_is_inspected_uploaded_to_a_signed_url_and_used(
    method, arguments, options, info, response, operation, query, body
):
    responses = replay(info, signed(), None, response)
    runner, result = run(responses, method, *arguments, **options)
    assert result == response
    assert [type(step) for step in runner.steps] == [Inspect, Send, Upload, Send]
    inspect, create, upload, use = runner.steps
    assert (create.plan.operation, create.plan.query) == ("create_uploads", {"count": 1})
    assert (upload.url, upload.source) == (URL, inspect.source)
    assert (use.plan.operation, use.plan.query) == (operation, query)
    assert use.plan.body == body | {"upload_id": str(UPLOAD)}


@pytest.mark.parametrize("upload", [UPLOAD, "seventeen"])
def test_every_id_of_an_upload_is_sent_back(upload):
    for method, ids, options in [
        (Images.upload, (PROJECT, "a.png"), {"dataset_id": DATASET}),
        (Images.replace, (PROJECT, IMAGE, "a.png"), {}),
        (Inference.detect_objects, (PROJECT, "a.png"), {"model_id": 7}),
    ]:
        responses = replay(PNG, signed(id=str(upload)), None, sample(Image))
        runner, _ = run(responses, method, *ids, **options)
        assert runner.steps[-1].plan.body["upload_id"] == str(upload)
    named, into = {"upload_id": upload, "filename": "a"}, {"dataset_id": DATASET}
    for method, ids, options in [
        (Images.import_upload, (PROJECT,), named | into),
        (Images.replace_from_upload, (PROJECT, IMAGE), named),
        (Videos.import_upload, (PROJECT,), named | into),
        (Inference.detect_objects, (PROJECT,), {"upload_id": upload, "model_id": 7}),
    ]:
        assert body_of(sample(Image), method, *ids, **options)["upload_id"] == str(upload)


@pytest.mark.parametrize(
    "response",
    [
        damaged(SignedUploadList, "items"),
        sample(SignedUploadList),
        signed(url=""),
    ],
)
def test_response_without_signed_url_is_an_error(response):
    with pytest.raises(ResponseFormatError, match="^create_uploads: "):
        run(replay(PNG, response), Images.upload, PROJECT, "a.png", dataset_id=DATASET)


def test_fewer_urls_than_requested_are_an_error_that_has_them(hasty, emulator, project):
    emulator.faults(
        [
            {"operation": "create_uploads", "remove": ["/items"]},
            {"operation": "create_uploads", "set": {"/items": None}},
            {"operation": "create_uploads", "set": {"/items/1": None}},
        ]
    )
    fewer = "2 URLs were requested, but the response has"
    for count, problem in [(0, "the response has no items"), (0, f"{fewer} 0"), (1, f"{fewer} 1")]:
        with pytest.raises(ResponseFormatError, match=f"^create_uploads: {problem}$") as caught:
            hasty.uploads.create(project, count=2)
        assert len(caught.value.done) == count


def test_upload_is_retried_but_the_import_is_not(hasty, emulator, sent, project, dataset, jpeg):
    emulator.faults(
        [
            {"operation": "storage.put", "status": 503},
            {"operation": "create_image", "status": 503, "count": 9},
        ]
    )
    with pytest.raises(ServerError):
        hasty.images.upload(project, jpeg, dataset_id=dataset, filename="a.jpg")
    assert [put["status"] for put in sent("storage.put")] == [503, 200]
    assert len(sent("create_image")) == 1


def test_files_of_another_type_are_rejected(offline, invalid, tmp_path):
    empty, notes = tmp_path / "empty.jpg", tmp_path / "notes.jpg"
    empty.touch()
    notes.write_text("not an image")
    into, model = {"dataset_id": DATASET}, {"model_id": "m"}
    images, inference = offline.images, offline.inference
    for argument, kind, call, ids, options in [
        ("file", "an image", images.upload, (PROJECT,), into),
        ("file", "an image", images.replace, (PROJECT, IMAGE), {}),
        ("file", "a video", offline.videos.upload, (PROJECT,), into),
        ("image", "an image", inference.segment_instances, (PROJECT,), model),
        ("image", "an image", inference.predict_attributes, (PROJECT,), model | {"bboxes": BOXES}),
    ]:
        for file, problem in [
            (tmp_path / "missing.jpg", "does not exist"),
            (tmp_path, "is a folder"),
            (empty, "empty.jpg is empty"),
            (notes, f"notes.jpg is not {kind}"),
            (7, "must be a path, bytes or a binary file, not int"),
        ]:
            assert problem in invalid(argument, call, *ids, file, **options)
    for content, problem in [(b"", "image is empty"), (MP4_BYTES, "image is not an image")]:
        assert problem in invalid("image", inference.detect_objects, PROJECT, content, **model)


@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_any_file_is_sent_for_a_prediction_without_the_check(prediction):
    method, given, response, *_ = prediction
    for check, steps in [(False, [Inspect, Send, Upload, Send]), (True, [Inspect])]:
        responses = replay(FileInfo(4, b"text"), signed(), None, response)
        runner = FlowRunner(responses)
        call = flow(method, PROJECT, b"text", model_id=7, check=check, **given)
        with nullcontext() if not check else pytest.raises(InvalidArgument, match="not an image"):
            runner.run(call)
        assert [type(step) for step in runner.steps] == steps


def test_any_file_is_sent_without_the_check(hasty, emulator, project, dataset, tmp_path):
    notes = tmp_path / "notes.jpg"
    notes.write_text("not an image")
    for call, options in [
        (hasty.images.upload, {"dataset_id": dataset}),
        (hasty.videos.upload, {"dataset_id": dataset}),
    ]:
        with pytest.raises(InvalidArgument, match=r"^file: notes\.jpg is not"):
            call(project, notes, **options)
        with pytest.raises(BadRequest, match=r"^hasty create_(image|video): 400"):
            call(project, notes, **options, check=False)
    with pytest.raises(InvalidArgument, match="^file: .* does not exist"):
        hasty.images.upload(project, tmp_path / "none", dataset_id=dataset, check=False)
    with pytest.raises(InvalidArgument, match="^check: must be True or False"):
        hasty.images.upload(project, notes, dataset_id=dataset, check=0)


def test_bytes_that_were_sent_by_other_means_are_imported(hasty, project, dataset, jpeg):
    first, second = hasty.uploads.create(project, count=2)
    for signed_url in (first, second):
        assert httpx.put(signed_url.url, content=jpeg).is_success
    named = {"filename": "a.jpg", "external_id": "7"}
    image = hasty.images.import_upload(project, upload_id=first.id, dataset_id=dataset, **named)
    assert (image.name, image.external_id, image.dataset_id) == ("a.jpg", "7", dataset)
    replaced = hasty.images.replace_from_upload(
        project, image.id, upload_id=second.id, filename="b.jpg"
    )
    assert (replaced.id, replaced.name) == (image.id, "b.jpg")
    with pytest.raises(NotFound, match="Upload unknown does not exist"):
        hasty.images.import_upload(project, upload_id="unknown", dataset_id=dataset, filename="c")


def test_an_upload_can_be_used_for_several_predictions(hasty, project, jpeg):
    (signed_url,) = hasty.uploads.create(project)
    httpx.put(signed_url.url, content=jpeg)
    hasty.inference.model(project, "object_detector")
    model = hasty.inference.wait(project, "object_detector").model_id
    found = [
        hasty.inference.detect_objects(project, upload_id=signed_url.id, model_id=model)
        for _ in range(2)
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("filename", [None, "", 7])
def test_bytes_require_a_filename(offline, invalid, filename):
    options = {"dataset_id": DATASET, "filename": filename}
    invalid("filename", offline.images.upload, PROJECT, JPEG_BYTES, **options)
    invalid("filename", offline.images.replace, PROJECT, IMAGE, JPEG_BYTES, filename=filename)
    invalid("filename", offline.videos.upload, PROJECT, MP4_BYTES, **options)
