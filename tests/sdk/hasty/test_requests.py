"""The requests of Hasty's own SDK, 0.3.12: errors, traffic, and the headers sent to the storage."""

from collections.abc import Iterator
from typing import Any

import pytest

from labelbridge_emulator.contract.specs import load_spec
from tests.sdk.recording import check

pytestmark = pytest.mark.xdist_group("hasty-sdk")

SDK_ERRORS = {
    "image_project": {
        # Images can have this status, but the document does not allow clients to set it.
        "set_image_status": "AUTO-LABELLED is one of the SDK's VALID_STATUSES (constants.py)",
    },
    "setup": {},
    "annotation": {},
    "models": {
        # A prediction needs the model_id, which the SDK receives when the model is loaded.
        "detect_objects": "predict builds the request before it waits (inference/detector.py)",
    },
    "videos": {
        # The document: "Videos projects only support json_v1.1".
        "create_export": "a listed project exports all VALID_EXPORT_FORMATS (constants.py)",
    },
}
"""Operations with a 400 response, by program, and the error in the SDK."""

PROVOKED = [
    ("list_workspaces", 503),  # an injected fault
    ("list_projects", 401),  # an unknown key
    ("get_image", 404),  # a deleted image
    ("get_image", 404),  # an image of a deleted dataset
    ("get_project", 404),  # a deleted project
]
"""Error responses that a program provokes, to see which errors the SDK raises."""

NEVER_SENT = {
    "get_label",
    "get_workspace",
    "list_bucket_credentials",
    "list_image_label_attributes",
    "search_labels",
    "update_bucket_credentials",
    "update_workspace",
}
"""Operations whose paths are in the SDK's code, which has no request for them."""


@pytest.fixture(scope="module")
def requests(image_project, setup, annotation, models, videos):
    """The requests of each program."""
    runs = (image_project, setup, annotation, models, videos)
    return {name: run.requests for name, run in zip(SDK_ERRORS, runs, strict=True)}


def errors(requests: list[Any]) -> list[tuple[str, int]]:
    return [(each["operation"], each["status"]) for each in requests if each["status"] >= 400]


def in_the_sdk() -> Iterator[str]:
    """Yield the operations that have the SDK as a source."""
    for item in load_spec("hasty")["paths"].values():
        for operation in item.values():
            if any(source.startswith("hasty 0.3.12 ") for source in operation["x-source"]):
                yield operation["operationId"]


def test_traffic_keeps_the_contract(requests, exchanges, emulator):
    check("hasty", exchanges, emulator)
    assert emulator.violations == []


@pytest.mark.parametrize("program", SDK_ERRORS)
def test_only_errors_of_the_sdk_have_status_400(requests, program):
    expected = [(operation, 400) for operation in SDK_ERRORS[program]]
    assert [each for each in errors(requests[program]) if each not in PROVOKED] == expected


def test_only_provoked_errors_have_another_status(requests):
    found = [each for program in requests.values() for each in errors(program)]
    assert [each for each in found if each[1] != 400] == PROVOKED


def test_every_operation_of_the_sdk_is_sent(requests):
    sent = {each["operation"] for program in requests.values() for each in program}
    assert sent - {"storage.get", "storage.put"} == set(in_the_sdk()) - NEVER_SENT
    assert set(in_the_sdk()) >= NEVER_SENT


def test_request_log_shows_that_the_sdk_sends_its_key_to_the_storage(requests, key):
    """A defect of this client, which the request log reveals for any client."""
    everything = [each for program in requests.values() for each in program]
    uploads = [each for each in everything if each["operation"] == "storage.put"]
    assert all(each["headers"]["x-api-key"] == key for each in uploads)
    assert all(each["headers"]["cookie"].startswith("ui_last_state=") for each in uploads)
    downloads = [each for each in everything if each["operation"] == "storage.get"]
    assert len(downloads) == 5 + 3 + 2  # of images, a video and archives
    assert not any(key in str(each) for each in downloads)


@pytest.mark.parametrize(
    ("program", "media_type"),
    [("image_project", ""), ("annotation", ""), ("models", "image/*"), ("videos", "")],
)
def test_only_uploads_for_predictions_have_a_media_type(requests, program, media_type):
    uploads = [each for each in requests[program] if each["operation"] == "storage.put"]
    assert {each["headers"]["content-type"] for each in uploads} == {media_type}
