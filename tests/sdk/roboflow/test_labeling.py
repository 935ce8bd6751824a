"""Roboflow's own SDK, 1.7.3, reads batches and insights, and creates annotation jobs."""

from pathlib import Path
from typing import Any

import pytest

from labelbridge_emulator.server.server import Emulator
from tests.sdk.environments import run
from tests.sdk.recording import check

pytestmark = pytest.mark.xdist_group("roboflow-sdk")


@pytest.fixture(scope="module")
def seen(emulator: Emulator, key: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of the program. The SDK reads API_URL when it is imported."""
    home: Path = tmp_path_factory.mktemp("roboflow")
    given = {"key": key, "start": "2023-08-01", "end": "2023-08-15"}
    return run("roboflow", "labeling", given, home, {"API_URL": emulator.roboflow})


def test_workspace_of_the_key_is_found(seen):
    assert seen["workspace"] == ["my-workspace", "My Workspace", "my-workspace"]
    assert seen["projects"] == ["my-workspace/my-cv-project", "my-workspace/street-scenes"]


def test_project_has_the_fields_that_the_sdk_needs(seen):
    splits = {"train": 88, "valid": 25, "test": 13}
    expected = ["my-workspace/my-cv-project", "object-detection", {"racoon": 141}, splits]
    assert seen["project"] == expected


def test_batches_are_listed(seen):
    assert [(each["name"], each["images"], each["numJobs"]) for each in seen["batches"]] == [
        ("Uploaded on 11/22/22 at 1:39 pm", 115, 2),
        ("Upload via API", 11, 0),
    ]


def test_jobs_are_listed_and_read(seen):
    assert [each["name"] for each in seen["jobs"]] == [
        "Uploaded on 11/22/22 at 1:39 pm: Job 9",
        "Test Job",
    ]
    assert seen["job"] == seen["jobs"][0]


def test_job_is_created(seen):
    created = seen["created"]
    assert created["name"] == "Racoons by night"
    assert [created["labeler"], created["reviewer"]] == seen["people"]
    assert created["instructionsText"] == "Tails belong to the racoon"
    assert (created["numImages"], created["unannotated"], created["annotated"]) == (10, 10, 0)
    assert created["sourceBatch"] == f"{created['project']}/{seen['batches'][0]['id']}"
    assert seen["read"] == created


def test_job_removes_its_images_from_the_batch(seen):
    before, after = seen["batches"][0], seen["after"]
    assert after == before | {"images": before["images"] - 10, "numJobs": before["numJobs"] + 1}


def test_job_without_name_and_count_takes_the_remaining_images(seen):
    assert seen["unnamed"]["numImages"] == seen["after"]["images"]
    assert seen["unnamed"]["name"].startswith("Uploaded on 11/22/22 at 1:39 pm: Job")
    assert seen["emptied"]["images"] == 0


def test_new_jobs_are_listed_last(seen):
    jobs = [*seen["jobs"], seen["created"], seen["unnamed"]]
    assert seen["jobs after"] == [each["id"] for each in jobs]


def test_insights_are_consistent(seen):
    rows, stats = seen["insights"]["data"], seen["insights"]["stats"]
    assert len(rows) > 5
    assert sum(row["imagesLabeled"] for row in rows) == stats["numImagesLabeled"]
    assert sum(row["boxesDrawn"] for row in rows) == stats["numBoxesDrawn"]
    known = {each["id"] for each in seen["insights"]["labelers"]}
    assert {row["labelerId"] for row in rows} == known


def test_insights_are_filtered_by_date(seen):
    (row,) = seen["insights of two weeks"]["data"]
    assert (row["imagesLabeled"], row["boxesDrawn"]) == (73, 127)
    (labeler,) = seen["insights of two weeks"]["labelers"]
    assert labeler["id"] == row["labelerId"]


def test_adapter_reads_the_same_batches(seen):
    ids = [each["id"] for each in seen["batches"]]
    assert [each["id"] for each in seen["by adapter"]] == ids


def test_sdk_raises_its_own_errors(seen):
    errors = seen["errors"]
    assert errors["unknown batch"] == "Batch not found"
    assert "not found" in errors["unknown project"]
    assert "not a member" in errors["unknown person"]
    assert "assignees" in errors["adapter's own body"]
    assert "key" in errors["unknown key"]


def test_only_provoked_requests_fail(seen, emulator):
    """The adapter's body of a new job (``batchId``, ``assignees``) is not documented."""
    statuses = [(each["operation"], each["status"]) for each in emulator.requests()]
    assert [each for each in statuses if each[1] >= 400] == [
        ("get_batch", 404),
        ("get_project", 404),
        ("create_job", 400),
        ("create_job", 400),
        ("check_key_post", 401),
    ]
    assert emulator.violations == []


def test_first_request_checks_the_key(seen, emulator):
    started = [each["operation"] for each in emulator.requests()][:3]
    assert started == ["check_key_post", "get_workspace", "get_project"]


def test_traffic_keeps_the_contract(seen, exchanges, emulator):
    check("roboflow", exchanges, emulator)
