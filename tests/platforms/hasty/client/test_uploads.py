"""Uploads of Hasty: signed URLs, and the upload steps of images, videos and predictions."""

from uuid import uuid4

import pytest

from labelbridge._core.flow import Inspect, Send, Upload
from labelbridge.errors import ResponseFormatError, ServerError
from labelbridge.files import FileInfo
from labelbridge.hasty.models import Image, SignedUpload, SignedUploadList, Video
from labelbridge.hasty.resources.images import Images
from labelbridge.hasty.resources.inference import Inference
from labelbridge.hasty.resources.videos import Videos
from tests.support.flow_runner import replay, run
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


@pytest.mark.parametrize(
    "response",
    [
        damaged(SignedUploadList, "items"),
        sample(SignedUploadList),
        signed(url=""),
        signed(id="seventeen"),
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


@pytest.mark.parametrize("filename", [None, "", 7])
def test_bytes_require_a_filename(offline, invalid, filename):
    options = {"dataset_id": DATASET, "filename": filename}
    invalid("filename", offline.images.upload, PROJECT, JPEG_BYTES, **options)
    invalid("filename", offline.images.replace, PROJECT, IMAGE, JPEG_BYTES, filename=filename)
    invalid("filename", offline.videos.upload, PROJECT, MP4_BYTES, **options)
