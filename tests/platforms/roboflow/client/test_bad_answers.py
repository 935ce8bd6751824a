"""Answers that are not as they should be, over real HTTP: an error, or a value let through."""

import pytest

from labelbridge.errors import (
    ApiError,
    AuthenticationFailed,
    BadRequest,
    ConnectionFailed,
    NotFound,
    PaymentRequired,
    RateLimited,
    ResponseFormatError,
    ServerError,
)
from labelbridge_api.roboflow.types import UNSET

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"
JOB = "h2E42jt686yLyMIxxqOQ"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 400}, BadRequest),
        ({"status": 401}, AuthenticationFailed),
        ({"status": 402}, PaymentRequired),
        ({"status": 404}, NotFound),
        ({"status": 422}, BadRequest),
        ({"status": 429, "count": 2}, RateLimited),
        ({"status": 520, "count": 2}, ServerError),
        ({"body": "html", "status": 502, "count": 2}, ServerError),
        ({"body": "html", "status": 200}, ResponseFormatError),
        ({"body": "empty"}, ResponseFormatError),
        ({"body": "cut", "count": 2}, ConnectionFailed),
        ({"content": [1, 2]}, ResponseFormatError),
        ({"content": None}, ResponseFormatError),
        ({"content": {"jobs": {"not": "a list"}}}, ResponseFormatError),
        ({"content": {"jobs": [5]}}, ResponseFormatError),
    ],
)
def test_a_bad_answer_is_the_right_error(roboflow, emulator, fault, error):
    emulator.faults([{"operation": "list_jobs", **fault}])
    with pytest.raises(error, match="list_jobs"):
        list(roboflow.jobs.list(*PROJECT))


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 520}, {"body": "cut"}])
def test_a_failure_that_passes_is_not_seen(roboflow, emulator, fault):
    emulator.faults([{"operation": "get_job", **fault}])
    assert roboflow.jobs.get(*PROJECT, JOB).id == JOB


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
def test_every_shape_of_refusal_is_read(roboflow, emulator, content, code, message):
    emulator.faults([{"operation": "get_job", "status": 404, "content": content}])
    with pytest.raises(NotFound) as caught:
        roboflow.jobs.get(*PROJECT, JOB)
    error = caught.value
    assert (error.vendor, error.operation, error.code) == ("roboflow", "get_job", code)
    assert (error.message, error.body) == (message, content)


def test_an_unknown_status_and_an_unknown_key_are_let_through(roboflow, emulator):
    emulator.faults([{"operation": "get_job", "set": {"/status": "paused", "/priority": 3}}])
    job = roboflow.jobs.get(*PROJECT, JOB)
    assert (job.status, job["priority"]) == ("paused", 3)


def test_a_missing_field_and_a_null_are_unset(roboflow, emulator):
    emulator.faults([{"operation": "get_job", "set": {"/name": None}, "remove": ["/created"]}])
    job = roboflow.jobs.get(*PROJECT, JOB)
    assert job.name is UNSET
    assert job.created is UNSET
    assert job.id == JOB


@pytest.mark.parametrize("content", [{}, {"jobs": None}, {"jobs": [None]}])
def test_a_list_that_did_not_come_is_empty(roboflow, emulator, content):
    emulator.faults([{"operation": "list_jobs", "content": content}])
    assert list(roboflow.jobs.list(*PROJECT)) == []


@pytest.mark.parametrize("content", [{}, {"job": None}, {"job": {}}, {"job": 5}, {"new": "key"}])
def test_a_job_that_did_not_come_is_an_error(roboflow, emulator, content):
    emulator.faults([{"operation": name, "content": content} for name in ("get_job", "create_job")])
    with pytest.raises(ResponseFormatError, match="^get_job: the response has no job"):
        roboflow.jobs.get(*PROJECT, JOB)
    with pytest.raises(ResponseFormatError, match="^create_job: the response has no job"):
        roboflow.jobs.create(
            *PROJECT,
            name="a",
            batch_id=BATCH,
            num_images=1,
            labeler_email="a@b.c",
            reviewer_email="a@b.c",
        )


@pytest.mark.parametrize("content", [{}, {"batch": None}, {"batch": {}}])
def test_a_batch_that_did_not_come_is_an_error(roboflow, emulator, content):
    emulator.faults([{"operation": "get_batch", "content": content}])
    with pytest.raises(ResponseFormatError, match="^get_batch: the response has no batch"):
        roboflow.batches.get(*PROJECT, BATCH)


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ({"error": "quota"}, None, "quota"),
        ({"error": {"message": "No images left", "type": "Quota"}}, "Quota", "No images left"),
        ({"error": "quota", "message": "No images left"}, "quota", "No images left"),
    ],
)
def test_a_refusal_with_a_good_status_is_one_all_the_same(
    roboflow, emulator, status, content, code, message
):
    fault = {"operation": "get_job", "status": status, "content": content}
    emulator.faults([fault])
    with pytest.raises(ApiError) as caught:
        roboflow.jobs.get(*PROJECT, JOB)
    error = caught.value
    assert type(error) is ApiError
    assert (error.status, error.code, error.message, error.body) == (status, code, message, content)
    assert len(emulator.requests()) == 1


@pytest.mark.parametrize("nothing", [None, "", False, {}])
def test_an_error_that_says_nothing_is_none(roboflow, emulator, nothing):
    emulator.faults([{"operation": "get_job", "set": {"/error": nothing}}])
    assert roboflow.jobs.get(*PROJECT, JOB).id == JOB
