"""Batches and jobs."""

from typing import Any

import httpx
import pytest

from labelbridge_emulator.platforms.roboflow import fixtures

PROJECT = "/my-workspace/my-cv-project"
BATCH = "6VN0fFQIWU1E24bDjGsN"


def batch(api: httpx.Client, batch_id: str = BATCH) -> dict[str, Any]:
    return api.get(f"{PROJECT}/batches/{batch_id}").json()


def create(api: httpx.Client, **fields: Any) -> httpx.Response:
    people = {"labelerEmail": "lenny@example.com", "reviewerEmail": "reviewer@example.com"}
    return api.post(f"{PROJECT}/jobs", json={"batch": BATCH, **people, **fields})


def test_created_job_has_the_documented_fields(api):
    before = api.get(PROJECT).json()["project"]["images"]
    job = create(api, name="Night shift", num_images=10, instructionText="Boxes, tight.").json()
    assert api.get(f"{PROJECT}/jobs").json()["jobs"][-1] == job
    assert len(job.pop("id")) == 20
    assert job.pop("created")["_seconds"] > 0
    assert job == {
        "name": "Night shift",
        "status": "assigned",
        "project": "PBDhem3YRI1rKtQZSqRK",
        "sourceBatch": f"PBDhem3YRI1rKtQZSqRK/{BATCH}",
        "owner": "holeSv3hwbzrOv37vH5b",
        "createdBy": "API",
        "labeler": "lenny@example.com",
        "reviewer": "reviewer@example.com",
        "instructionsText": "Boxes, tight.",
        "numImages": 10,
        "annotated": 0,
        "unannotated": 10,
        "approved": 0,
        "rejected": 0,
    }
    assert (batch(api)["images"], batch(api)["numJobs"]) == (105, 3)
    assert api.get(PROJECT).json()["project"]["images"] == before


def test_job_gets_at_most_the_images_of_the_batch(api):
    assert create(api, num_images=1000).json()["numImages"] == 115
    assert batch(api)["images"] == 0
    assert "no images left" in create(api).json()["error"]


@pytest.mark.parametrize("fields", [{}, {"num_images": None, "name": None}])
def test_defaults_of_a_job(api, fields):
    job = create(api, **fields).json()
    assert job["numImages"] == 115
    assert job["name"] == "Uploaded on 11/22/22 at 1:39 pm: Job 3"
    assert job["instructionsText"] == "No instructions provided"


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"labelerEmail": "stranger@example.com"}, 400, "labelerEmail is not a member"),
        ({"reviewerEmail": "stranger@example.com"}, 400, "reviewerEmail is not a member"),
        ({"num_images": 0}, 400, "num_images must be at least 1"),
        ({"num_images": -5}, 400, "num_images must be at least 1"),
        ({"batch": "nope"}, 404, "Batch not found"),
        ({"batchId": BATCH}, 400, "'batchId' was unexpected"),  # sent by an adapter of the SDK
    ],
)
def test_invalid_job_changes_nothing(api, fields, status, message):
    response = create(api, **fields)
    assert response.status_code == status
    assert message in response.json()["error"]
    assert (batch(api)["images"], batch(api)["numJobs"]) == (115, 2)


class TestFixtures:
    def test_add_member_and_batch(self, emulator, api):
        added = fixtures.add_batch(emulator.store, name="New", images=7)
        assert batch(api, added["id"]) == added
        fixtures.add_member(emulator.store, email="new@example.com", name="Nele")
        assert create(api, labelerEmail="new@example.com").status_code == 200
        with pytest.raises(ValueError, match="is already a member"):
            fixtures.add_member(emulator.store, email="new@example.com")

    def test_work_completes_a_job(self, emulator, api):
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

    def test_invalid_work_raises(self, emulator):
        with pytest.raises(ValueError, match="annotated must be from 0 to 23, not 24"):
            fixtures.work(emulator.store, job="5LfYNJg10Z9Kvx5Tt5Uq", annotated=24)
        with pytest.raises(ValueError, match="unknown job 'nope'"):
            fixtures.work(emulator.store, job="nope", annotated=1)
