"""Error responses of Roboflow, and responses that do not match the contract."""

import pytest

from labelbridge.errors import ApiError, MissingValue, ResponseFormatError

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"
JOB = "h2E42jt686yLyMIxxqOQ"


@pytest.mark.parametrize("status", [200, 201])
def test_error_body_with_a_success_status_is_an_error(roboflow, emulator, status):
    content = {"error": {"message": "No images left", "type": "Quota"}}
    emulator.faults([{"operation": "get_job", "status": status, "content": content}])
    with pytest.raises(ApiError) as caught:
        roboflow.jobs.get(*PROJECT, JOB)
    error = caught.value
    assert (type(error), error.status, error.body) == (ApiError, status, content)
    assert (error.code, error.message) == ("Quota", "No images left")
    assert len(emulator.requests()) == 1


@pytest.mark.parametrize("nothing", [None, "", False, {}])
def test_empty_error_property_is_not_an_error(roboflow, emulator, nothing):
    emulator.faults([{"operation": "get_job", "set": {"/error": nothing}}])
    assert roboflow.jobs.get(*PROJECT, JOB).id == JOB


CALLS = {
    "get_job": ("job", lambda client: client.jobs.get(*PROJECT, JOB)),
    "create_job": (
        "job",
        lambda client: client.jobs.create(
            *PROJECT,
            name="a",
            batch_id=BATCH,
            num_images=1,
            labeler_email="a@b.c",
            reviewer_email="a@b.c",
        ),
    ),
    "get_batch": ("batch", lambda client: client.batches.get(*PROJECT, BATCH)),
    "get_workspace": ("workspace", lambda client: client.workspaces.get("my-workspace")),
    "get_project": ("project", lambda client: client.projects.get(*PROJECT)),
}
"""Name of the object in the response, and a call, by operation."""


@pytest.mark.parametrize("operation", CALLS)
def test_missing_object_is_an_error(roboflow, emulator, operation):
    name, call = CALLS[operation]
    for content in ({}, {name: None}, {name: 5}, {"new": "key"}):
        emulator.faults([{"operation": operation, "content": content}])
        with pytest.raises(ResponseFormatError, match=rf"(?i)^{operation}: .*\b{name}\b") as caught:
            call(roboflow)
        assert caught.value.operation == operation
        assert "is an object, expected" not in str(caught.value)


@pytest.mark.parametrize("operation", CALLS)
def test_object_without_a_required_property_is_returned(roboflow, emulator, operation):
    name, call = CALLS[operation]
    missing = "url" if name == "workspace" else "id"
    emulator.faults([{"operation": operation, "content": {name: {"name": "a", "new": 7}}}])
    found = call(roboflow)
    assert (found.name, found["new"]) == ("a", 7)
    with pytest.raises(MissingValue, match=rf"^{operation}: \w+\.{missing} "):
        getattr(found, missing)


@pytest.mark.parametrize("operation", ["get_job", "create_job", "get_batch"])
def test_object_can_be_in_an_envelope(roboflow, emulator, operation):
    name, call = CALLS[operation]
    bare = CALLS[f"get_{name}"][1](roboflow)
    wrapped = {"success": True, name: bare.to_dict()}
    emulator.faults([{"operation": operation, "content": wrapped}])
    assert call(roboflow) == bare
