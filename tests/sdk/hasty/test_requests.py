"""All that Hasty's own SDK, 0.3.12, asks for: what is refused, and what it tells to whom."""

from collections.abc import Iterator
from typing import Any

import pytest

from labelbridge_emulator.contract.specs import load_spec

pytestmark = pytest.mark.xdist_group("hasty-sdk")

MISTAKES = {
    "life": {
        # An image can have it and be listed by it, but the document's DefaultStatusWrite, the
        # statuses that a client may set, leaves it out.
        "set_image_status": "AUTO-LABELLED is one of the SDK's VALID_STATUSES (constants.py)",
    },
    "setup": {},
    "annotation": {},
    "machines": {
        # A prediction needs the model_id that a loaded model tells; until then the SDK has none.
        "detect_objects": "predict writes model_id down before it waits (inference/detector.py)",
    },
    "videos": {
        # The document: "Videos projects only support json_v1.1".
        "create_export": "a project that is listed exports all VALID_EXPORT_FORMATS (constants.py)",
    },
}
"""Operations that were refused as invalid, program by program, and what is wrong in the SDK."""

ASKED_FOR = [
    ("list_workspaces", 503),  # a fault that was put there
    ("list_projects", 401),  # with a key of nobody
    ("get_image", 404),  # after it was deleted
    ("get_image", 404),  # after its dataset was
    ("get_project", 404),  # after it was
]
"""Refusals that a program provokes, to see what the SDK makes of them."""

NEVER_SENT = {
    "get_label",
    "get_workspace",
    "list_bucket_credentials",
    "list_image_label_attributes",
    "search_labels",
    "update_bucket_credentials",
    "update_workspace",
}
"""Operations whose path can be told from the SDK, which has no request for it."""


@pytest.fixture(scope="module")
def requests(life, setup, annotation, machines, videos):
    """The requests of each program."""
    runs = {
        "life": life,
        "setup": setup,
        "annotation": annotation,
        "machines": machines,
        "videos": videos,
    }
    return {name: run.requests for name, run in runs.items()}


def refused(requests: list[Any]) -> list[tuple[str, int]]:
    return [(each["operation"], each["status"]) for each in requests if each["status"] >= 400]


def of_the_sdk() -> Iterator[str]:
    """Operations that the SDK is a source of."""
    for item in load_spec("hasty")["paths"].values():
        for operation in item.values():
            if any(source.startswith("hasty 0.3.12 ") for source in operation["x-source"]):
                yield operation["operationId"]


@pytest.mark.parametrize("program", MISTAKES)
def test_only_what_the_sdk_does_wrong_is_invalid(requests, program):
    invalid = [(operation, 400) for operation in MISTAKES[program]]
    assert [each for each in refused(requests[program]) if each not in ASKED_FOR] == invalid


def test_nothing_else_is_refused_but_what_was_asked_for(requests):
    everything = [each for program in requests.values() for each in refused(program)]
    assert [each for each in everything if each[1] != 400] == ASKED_FOR


def test_every_answer_keeps_the_contract(requests, emulator):
    assert emulator.violations == []


def test_everything_that_the_sdk_can_ask_for_is_asked_for(requests):
    asked = {each["operation"] for program in requests.values() for each in program}
    assert asked - {"storage.get", "storage.put"} == set(of_the_sdk()) - NEVER_SENT
    assert set(of_the_sdk()) >= NEVER_SENT


def test_the_record_shows_that_the_sdk_gives_its_key_to_the_storage(requests, key):
    """A flaw of this client, and what the record is for: any client that does so is found out."""
    everything = [each for program in requests.values() for each in program]
    uploads = [each for each in everything if each["operation"] == "storage.put"]
    assert all(each["headers"]["x-api-key"] == key for each in uploads)
    assert all(each["headers"]["cookie"].startswith("ui_last_state=") for each in uploads)
    downloads = [each for each in everything if each["operation"] == "storage.get"]
    assert len(downloads) == 5 + 3 + 2  # photographs, a film and archives
    assert not any(key in str(each) for each in downloads)


@pytest.mark.parametrize(
    ("program", "media_types"),
    [("life", {""}), ("annotation", {""}), ("machines", {"image/*"}), ("videos", {""})],
)
def test_uploads_have_no_media_type_but_those_of_predictions(requests, program, media_types):
    uploads = [each for each in requests[program] if each["operation"] == "storage.put"]
    assert {each["headers"]["content-type"] for each in uploads} == media_types
