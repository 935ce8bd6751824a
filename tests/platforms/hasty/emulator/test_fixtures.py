"""Fixtures of the control API."""

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID

NO_IMAGE = {"image_id": UNKNOWN_ID}
FINDING = {"image_id": "{image}", "run_id": UNKNOWN_ID, "error_type": "LOW_IOU"}
NO_VIDEO = {"video_id": UNKNOWN_ID}


def test_workspace_is_added(api):
    created = api.fixture("workspaces", name="Second")
    assert api.get(f"/workspaces/{created['id']}") == created
    assert api.names("/workspaces") == ["Hasty Workspace", "Second"]
    body = {"name": "A", "workspace_id": created["id"]}
    assert api.post("/projects", body)["workspace_id"] == created["id"]


@pytest.mark.parametrize("status", ["AUTO-LABELLED", "WAITING FOR THE CUSTOMER"])
def test_image_gets_a_status_that_the_api_cannot_set(api, project, status):
    image = project.add_image("a.png")
    project.add_image("b.png")
    created = api.fixture("status", image_id=image["id"], status=status)
    path = f"{project.path}/images"
    found = api.get(f"{path}/{image['id']}")
    assert (found["status"], found["status_id"]) == (status, created["status_id"])
    assert found["update_date"] > image["update_date"]
    assert api.names(path, status_id=[created["status_id"]]) == ["a.png"]
    project.set_status(image, "DONE")
    assert api.names(path, status_id=[created["status_id"]]) == []


def test_video_gets_a_new_status_of_the_project(api, videos):
    first, second = videos.add_video("a.mp4"), videos.add_video("b.mp4")
    created = api.fixture("status", video_id=first["id"].upper(), status="Waiting")
    path = f"{videos.path}/videos"
    assert api.names(path, video_status=["Waiting"]) == ["a.mp4"]
    assert api.names(path, status_id=[created["status_id"]]) == ["a.mp4"]
    body = {"status_id": created["status_id"]}
    api.put(f"{path}/{second['id']}/status", body, status=204)
    assert api.names(path, video_status=["Waiting"]) == ["a.mp4", "b.mp4"]


def test_queue_ids_contain_each_queue_once(api, project, videos):
    image, video = project.add_image("a.png"), videos.add_video("a.mp4")
    for _ in range(2):
        api.fixture("queues", queue_id=UNKNOWN_ID.upper(), image_id=image["id"])
        api.fixture("queues", queue_id=UNKNOWN_ID, video_id=video["id"])
    assert api.get(f"{project.path}/images/{image['id']}")["queue_ids"] == [UNKNOWN_ID]
    assert api.get(f"{videos.path}/videos/{video['id']}")["queue_ids"] == [UNKNOWN_ID]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("workspaces", {"name": ""}),
        ("workspaces", {"name": 5}),
        ("workspaces", {}),
        ("status", NO_IMAGE | {"status": "DONE"}),
        ("status", NO_IMAGE | {"status": None}),
        ("status", NO_VIDEO | {"status": "DONE"}),
        ("status", {"status": "DONE"}),
        ("status", NO_IMAGE | NO_VIDEO | {"status": "DONE"}),
        ("health", NO_VIDEO | {"health_status": "OK"}),
        ("health", NO_VIDEO | {"health_status": "ILL"}),
        ("queues", NO_IMAGE | {"queue_id": UNKNOWN_ID}),
        ("batches", NO_IMAGE | {"batch_id": UNKNOWN_ID}),
        ("findings", NO_IMAGE | {"run_id": UNKNOWN_ID, "error_type": "LOW_IOU"}),
        ("experiments", {"project_id": UNKNOWN_ID}),
        ("objects", {"bucket_id": UNKNOWN_ID, "path": "a.jpg"}),
        ("objects", {"bucket_id": UNKNOWN_ID, "path": ""}),
        ("queues", {"image_id": "{image}", "queue_id": "first"}),
        ("batches", {"image_id": "{image}", "batch_id": 5}),
        ("findings", FINDING | {"run_id": "x"}),
        ("findings", FINDING | {"error_type": 5}),
        ("findings", FINDING | {"resolved": "yes"}),
        ("experiments", {"project_id": "{project}", "task": "ocr"}),
        ("experiments", {"project_id": "{project}", "name": ""}),
        ("experiments", {"project_id": "{project}", "experiment_id": "first"}),
        ("experiments", {"project_id": "{project}", "experiment_id": 5}),
        ("objects", {"bucket_id": "{bucket}", "path": "a.jpg", "width": 0}),
        ("objects", {"bucket_id": "{bucket}", "path": "a.jpg", "height": 2.5}),
        ("objects", {"bucket_id": "{bucket}", "path": "a.jpg", "height": True}),
        ("objects", {"bucket_id": "{bucket}", "path": "a.jpg", "content": "not base64!"}),
    ],
)
def test_invalid_arguments_are_rejected(api, project, bucket, name, body):
    ids = {"image": project.add_image("a.png")["id"], "project": project.id, "bucket": bucket}
    sent = {k: v.format(**ids) if isinstance(v, str) else v for k, v in body.items()}
    assert api.fixture(name, expected=400, **sent)["error"]
