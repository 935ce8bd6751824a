"""`check=False`: arguments that the client refuses by its own knowledge are sent."""

import inspect
import json
from operator import attrgetter

import httpx
import pytest

from labelbridge import Hasty, Roboflow
from labelbridge.errors import BadRequest, InvalidArgument

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
POINT = {"class_id": ID, "bbox": [5, 5, 5, 5], "z_index": 0}
NO_CLASS = {"z_index": 0, "mask": [0, 0]}
NEXT = {"label_id": ID, "bbox": [5, 5, 5, 5], "mask": [1, 99]}
KEYPOINT = {"name": "x", "type": "pose", "keypoint_classes": [{"min_points": 3, "max_points": 1}]}
SELECTION = {"name": "x", "type": "SELECTION", "values": []}
TIMES = {"start_time_ms": 5, "end_time_ms": 5, "activities": [ID]}
MODEL = {"url": "https://images.example/1.jpg", "model_id": ID}
LIMITS = {"confidence_threshold": 2.0, "max_detections_per_image": 0}
JOB = {"name": "x", "batch_id": "p/b", "num_images": 1, "labeler_email": "7", "reviewer_email": "8"}
SENT_MODEL = {"image_url": MODEL["url"], "model_id": ID}
SENT_JOB = {"name": "x", "batch": "p/b", "num_images": 1, "labelerEmail": "7", "reviewerEmail": "8"}
FILE = {"dataset_id": ID, "filename": "x"}

CASES = {
    (Hasty, "images.upload"): ((ID, b"text"), FILE, None),
    (Hasty, "images.replace"): ((ID, ID, b"text"), {"filename": "x"}, None),
    (Hasty, "videos.upload"): ((ID, b"text"), FILE, None),
    (Hasty, "labels.create"): ((ID, ID, [POINT, NO_CLASS]), {}, [POINT, NO_CLASS]),
    (Hasty, "labels.update"): ((ID, ID, [NEXT]), {}, [NEXT]),
    (Hasty, "attributes.create"): ((ID,), SELECTION, SELECTION),
    (Hasty, "attributes.update"): ((ID, ID), SELECTION, SELECTION),
    (Hasty, "keypoint_schemas.create"): ((ID,), KEYPOINT, KEYPOINT),
    (Hasty, "keypoint_schemas.update"): ((ID, ID), KEYPOINT, KEYPOINT),
    (Hasty, "segments.create"): ((ID, ID), TIMES, TIMES),
    (Hasty, "segments.update"): ((ID, ID), TIMES, TIMES),
    (Hasty, "automated_labeling.create"): (
        (ID,),
        {"experiment_id": ID, **LIMITS},
        {"experiment_id": ID, **LIMITS},
    ),
    (Hasty, "inference.detect_objects"): ((ID,), MODEL | LIMITS, SENT_MODEL | LIMITS),
    (Hasty, "inference.segment_instances"): ((ID,), MODEL | LIMITS, SENT_MODEL | LIMITS),
    (Hasty, "inference.segment_semantics"): (
        (ID,),
        MODEL | {"min_size": -1.0},
        SENT_MODEL | {"min_size": -1.0},
    ),
    (Hasty, "inference.predict_attributes"): (
        (ID,),
        MODEL | {"bboxes": [[5, 5, 5, 5]]},
        SENT_MODEL | {"bboxes": [[5, 5, 5, 5]], "confidence_threshold": 0.5},
    ),
    (Roboflow, "jobs.create"): (("w", "p"), JOB, SENT_JOB),
}
every_method = pytest.mark.parametrize(
    ("platform", "name"), CASES, ids=[f"{kind.__name__}.{name}" for kind, name in CASES]
)


def call(platform, method, /, *arguments, **options):
    """Call a method of a client whose platform refuses everything; return the last body."""
    bodies = []

    def refuse(request):
        bodies.append(request.content)
        return httpx.Response(400, json={"message": "no"})

    with (
        platform("key", transport=httpx.MockTransport(refuse)) as client,
        pytest.raises((BadRequest, InvalidArgument)) as caught,
    ):
        attrgetter(method)(client)(*arguments, **options)
    if isinstance(caught.value, InvalidArgument):
        assert bodies == []
        raise caught.value
    return bodies[-1]


def public(thing):
    return [name for name in dir(thing) if not name.startswith("_")]


def parameters(method):
    return inspect.signature(method).parameters if callable(method) else ()


@every_method
def test_unusual_arguments_are_sent_only_without_check(platform, name):
    arguments, options, expected = CASES[platform, name]
    with pytest.raises(InvalidArgument):
        call(platform, name, *arguments, **options)
    sent = call(platform, name, *arguments, **options, check=False)
    assert expected is None or json.loads(sent) == expected


@every_method
def test_check_is_a_boolean(platform, name):
    arguments, options, _ = CASES[platform, name]
    with pytest.raises(InvalidArgument, match="^check: must be True or False, not 7"):
        call(platform, name, *arguments, **options, check=7)


@pytest.mark.parametrize("name", ["inference.detect_objects", "inference.segment_semantics"])
def test_prediction_sends_a_file_of_any_format_without_check(name):
    with pytest.raises(InvalidArgument, match="^image: "):
        call(Hasty, name, ID, b"text", model_id=ID)
    assert call(Hasty, name, ID, b"text", model_id=ID, check=False) == b""


@pytest.mark.parametrize("platform", [Hasty, Roboflow])
def test_all_methods_with_check_are_tested(platform):
    with platform("key") as client:
        names = {
            f"{resource}.{method}"
            for resource in public(client)
            for method in public(getattr(client, resource))
            if "check" in parameters(getattr(getattr(client, resource), method))
        }
    assert names == {name for kind, name in CASES if kind is platform}
