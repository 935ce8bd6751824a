"""Error responses of Roboflow, and responses that do not match the contract."""

import pytest

from labelbridge.errors import ApiError, NotFound, ResponseFormatError
from labelbridge.roboflow.models import UNSET

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"
JOB = "h2E42jt686yLyMIxxqOQ"


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ({"error": "No such job"}, None, "No such job"),
        (
            {"error": {"message": "Scope is missing", "type": "GraphMethodException"}},
            "GraphMethodException",
            "Scope is missing",
        ),
        ({"error": "not_found", "message": "No such job"}, "not_found", "No such job"),
        ({"message": "No such job"}, None, "No such job"),
    ],
)
def test_error_body_can_have_several_shapes(roboflow, emulator, content, code, message):
    emulator.faults([{"operation": "get_job", "status": 404, "content": content}])
    with pytest.raises(NotFound) as caught:
        roboflow.jobs.get(*PROJECT, JOB)
    error = caught.value
    assert (error.vendor, error.operation, error.code) == ("roboflow", "get_job", code)
    assert (error.message, error.body) == (message, content)


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ({"error": "quota"}, None, "quota"),
        ({"error": {"message": "No images left", "type": "Quota"}}, "Quota", "No images left"),
        ({"error": "quota", "message": "No images left"}, "quota", "No images left"),
    ],
)
def test_error_body_with_a_success_status_is_an_error(
    roboflow, emulator, status, content, code, message
):
    emulator.faults([{"operation": "get_job", "status": status, "content": content}])
    with pytest.raises(ApiError) as caught:
        roboflow.jobs.get(*PROJECT, JOB)
    error = caught.value
    assert type(error) is ApiError
    assert (error.status, error.code, error.message, error.body) == (status, code, message, content)
    assert len(emulator.requests()) == 1


@pytest.mark.parametrize("nothing", [None, "", False, {}])
def test_empty_error_property_is_not_an_error(roboflow, emulator, nothing):
    emulator.faults([{"operation": "get_job", "set": {"/error": nothing}}])
    assert roboflow.jobs.get(*PROJECT, JOB).id == JOB


def test_unknown_values_are_accepted_and_missing_ones_are_unset(roboflow, emulator):
    changes = {"/status": "paused", "/priority": 3, "/name": None}
    emulator.faults([{"operation": "get_job", "set": changes, "remove": ["/created"]}])
    job = roboflow.jobs.get(*PROJECT, JOB)
    assert (job.id, job.status, job["priority"]) == (JOB, "paused", 3)
    assert job.name is UNSET
    assert job.created is UNSET


@pytest.mark.parametrize("content", [{}, {"jobs": None}, {"jobs": [None]}])
def test_missing_list_is_empty(roboflow, emulator, content):
    emulator.faults([{"operation": "list_jobs", "content": content}])
    assert list(roboflow.jobs.list(*PROJECT)) == []


@pytest.mark.parametrize("content", [{"jobs": {"not": "a list"}}, {"jobs": [5]}])
def test_list_of_another_type_is_an_error(roboflow, emulator, content):
    emulator.faults([{"operation": "list_jobs", "content": content}])
    with pytest.raises(ResponseFormatError, match="^list_jobs"):
        list(roboflow.jobs.list(*PROJECT))


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
    contents = [{}, {name: None}, {name: 5}, {"new": "key"}]
    if name in {"job", "batch"}:  # these are also returned without an envelope
        contents.append({name: {}})
    for content in contents:
        emulator.faults([{"operation": operation, "content": content}])
        with pytest.raises(ResponseFormatError, match=f"^{operation}: the response has no {name}"):
            call(roboflow)


@pytest.mark.parametrize("operation", ["get_job", "create_job", "get_batch"])
def test_object_can_be_in_an_envelope(roboflow, emulator, operation):
    name, call = CALLS[operation]
    bare = CALLS[f"get_{name}"][1](roboflow)
    wrapped = {"success": True, name: bare.to_dict()}
    emulator.faults([{"operation": operation, "content": wrapped}])
    assert call(roboflow) == bare
