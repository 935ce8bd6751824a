"""Jobs take images out of batches and hand them to members."""

import re
from typing import Any

import httpx
import pytest

from labelbridge_emulator.platforms.roboflow import fixtures
from labelbridge_emulator.server.server import Emulator

PROJECT = "/my-workspace/my-cv-project"
BATCH = "6VN0fFQIWU1E24bDjGsN"
LABELER = "lenny@example.com"
REVIEWER = "reviewer@example.com"


def batch(api: httpx.Client, batch_id: str = BATCH) -> dict[str, Any]:
    return api.get(f"{PROJECT}/batches/{batch_id}").json()


def create(api: httpx.Client, **fields: Any) -> httpx.Response:
    body = {"batch": BATCH, "labelerEmail": LABELER, "reviewerEmail": REVIEWER, **fields}
    return api.post(f"{PROJECT}/jobs", json=body)


def test_the_documented_batches_and_jobs_are_there(api: httpx.Client) -> None:
    batches = api.get(f"{PROJECT}/batches").json()["batches"]
    assert batches[0] == {
        "id": BATCH,
        "name": "Uploaded on 11/22/22 at 1:39 pm",
        "images": 115,
        "numJobs": 2,
        "uploaded": {"_seconds": 1669146024, "_nanoseconds": 818000000},
    }
    assert batches[1]["uploaded"] == {"_seconds": 1669236873, "_nanoseconds": 47000000}
    jobs = api.get(f"{PROJECT}/jobs").json()["jobs"]
    assert [job["id"] for job in jobs] == ["5LfYNJg10Z9Kvx5Tt5Uq", "h2E42jt686yLyMIxxqOQ"]
    assert jobs[0]["created"] == {"_seconds": 1669148088, "_nanoseconds": 297000000}


def test_one_of_a_list_is_the_same_alone(api: httpx.Client) -> None:
    for each in api.get(f"{PROJECT}/batches").json()["batches"]:
        assert batch(api, each["id"]) == each
    for each in api.get(f"{PROJECT}/jobs").json()["jobs"]:
        assert api.get(f"{PROJECT}/jobs/{each['id']}").json() == each


def test_a_job_has_what_was_asked_for_and_the_documented_keys(api: httpx.Client) -> None:
    answer = create(api, name="Night shift", num_images=10, instructionText="Boxes, tight.")
    assert answer.status_code == 200
    job = answer.json()
    assert re.fullmatch(r"[A-Za-z0-9]{20}", job.pop("id"))
    assert job.pop("created")["_seconds"] > 0
    assert job == {
        "name": "Night shift",
        "status": "assigned",
        "project": "PBDhem3YRI1rKtQZSqRK",
        "sourceBatch": f"PBDhem3YRI1rKtQZSqRK/{BATCH}",
        "owner": "holeSv3hwbzrOv37vH5b",
        "createdBy": "API",
        "labeler": LABELER,
        "reviewer": REVIEWER,
        "instructionsText": "Boxes, tight.",
        "numImages": 10,
        "annotated": 0,
        "unannotated": 10,
        "approved": 0,
        "rejected": 0,
    }


def test_a_job_is_listed_and_can_be_fetched(api: httpx.Client) -> None:
    job = create(api, num_images=1).json()
    assert api.get(f"{PROJECT}/jobs/{job['id']}").json() == job
    assert api.get(f"{PROJECT}/jobs").json()["jobs"][-1] == job


def test_its_images_leave_the_batch_but_not_the_project(api: httpx.Client) -> None:
    before = api.get(PROJECT).json()["project"]["images"]
    create(api, num_images=10)
    left = batch(api)
    assert (left["images"], left["numJobs"]) == (105, 3)
    assert api.get(PROJECT).json()["project"]["images"] == before


def test_a_batch_gives_what_it_has(api: httpx.Client) -> None:
    assert create(api, num_images=1000).json()["numImages"] == 115
    assert batch(api)["images"] == 0


@pytest.mark.parametrize("fields", [{}, {"num_images": None, "name": None}])
def test_without_a_count_and_a_name_it_takes_all_and_names_itself(
    api: httpx.Client, fields: dict[str, None]
) -> None:
    job = create(api, **fields).json()
    assert job["numImages"] == 115
    assert job["name"] == "Uploaded on 11/22/22 at 1:39 pm: Job 3"


def test_without_instructions_it_says_so(api: httpx.Client) -> None:
    assert create(api).json()["instructionsText"] == "No instructions provided"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"labelerEmail": "stranger@example.com"}, "labelerEmail is not a member"),
        ({"reviewerEmail": "stranger@example.com"}, "reviewerEmail is not a member"),
        ({"num_images": 0}, "num_images must be at least 1"),
        ({"num_images": -5}, "num_images must be at least 1"),
    ],
)
def test_what_cannot_be_assigned_is_refused_and_changes_nothing(
    api: httpx.Client, fields: dict[str, Any], message: str
) -> None:
    answer = create(api, **fields)
    assert answer.status_code == 400
    assert message in answer.json()["error"]
    assert (batch(api)["images"], batch(api)["numJobs"]) == (115, 2)


def test_an_empty_batch_gives_no_job(api: httpx.Client) -> None:
    create(api)
    assert "no images left" in create(api).json()["error"]


def test_a_batch_that_is_not_there_is_not_found(api: httpx.Client) -> None:
    answer = create(api, batch="nope")
    assert (answer.status_code, answer.json()) == (404, {"error": "Batch not found"})


def test_the_other_create_body_of_the_sdk_is_not_in_the_contract(api: httpx.Client) -> None:
    answer = api.post(f"{PROJECT}/jobs", json={"name": "x", "batchId": BATCH})
    assert answer.status_code == 400
    assert "'batchId' was unexpected" in answer.json()["error"]


class TestFaces:
    def test_a_batch_can_be_added(self, emulator: Emulator, api: httpx.Client) -> None:
        added = fixtures.add_batch(emulator.store, name="New", images=7)
        assert batch(api, added["id"]) == added

    def test_a_member_can_be_added_and_is_then_given_jobs(
        self, emulator: Emulator, api: httpx.Client
    ) -> None:
        fixtures.add_member(emulator.store, email="new@example.com", name="Nele")
        assert create(api, labelerEmail="new@example.com").status_code == 200
        with pytest.raises(ValueError, match="is a member already"):
            fixtures.add_member(emulator.store, email="new@example.com")

    def test_work_fills_a_job_until_it_is_complete(
        self, emulator: Emulator, api: httpx.Client
    ) -> None:
        job = create(api, num_images=10).json()["id"]
        half = fixtures.work(emulator.store, job=job, annotated=6, boxes=9, approved=4, rejected=1)
        assert (half["annotated"], half["unannotated"], half["status"]) == (6, 4, "assigned")
        fixtures.work(emulator.store, job=job, annotated=4, boxes=5)
        done = api.get(f"{PROJECT}/jobs/{job}").json()
        assert (done["annotated"], done["unannotated"], done["status"]) == (10, 0, "complete")
        today = emulator.store.clock.peek().date().isoformat()
        stats = api.get("/my-workspace/stats", params={"startDate": today}).json()
        assert stats["stats"] == {
            "numImagesLabeled": 10,
            "numBoxesDrawn": 14,
            "numImagesMarkedNull": 0,
            "totalImagesUsingModelAssist": 0,
            "approvalRate": 80,
        }

    def test_work_knows_its_limits(self, emulator: Emulator) -> None:
        with pytest.raises(ValueError, match="23 images are left to annotate, not 24"):
            fixtures.work(emulator.store, job="5LfYNJg10Z9Kvx5Tt5Uq", annotated=24)
        with pytest.raises(ValueError, match="there is no job nope"):
            fixtures.work(emulator.store, job="nope", annotated=1)
