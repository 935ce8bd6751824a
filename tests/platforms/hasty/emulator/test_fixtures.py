"""What can be added that no operation adds."""

import base64
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.sample_videos import Films

NOBODY = {"image_id": NOWHERE}


def test_a_workspace_is_added(api: Api) -> None:
    made = api.add("workspaces", name="Second")
    assert api.get(f"/workspaces/{made['id']}") == made
    assert api.get("/workspaces")["meta"]["total"] == 2
    body = {"name": "A", "workspace_id": made["id"]}
    assert api.post("/projects", body)["workspace_id"] == made["id"]


@pytest.mark.parametrize("status", ["AUTO-LABELLED", "WAITING FOR THE CUSTOMER"])
def test_an_image_gets_a_status_that_no_client_may_set(
    api: Api, project: Project, status: str
) -> None:
    image = project.add_image("a.png")
    project.add_image("b.png")
    made = api.add("status", image_id=image["id"], status=status)
    shown = api.get(f"{project.path}/images/{image['id']}")
    assert shown["status"] == status
    assert shown["status_id"] == made["status_id"]
    assert shown["update_date"] > image["update_date"]
    path = f"{project.path}/images"
    assert api.names(path, status_id=[made["status_id"]]) == ["a.png"]
    project.set_status(image, "DONE")
    assert api.names(path, status_id=[made["status_id"]]) == []


def test_images_are_found_by_auto_labelled(api: Api, project: Project) -> None:
    image = project.add_image("a.png")
    api.add("status", image_id=image["id"], status="AUTO-LABELLED")
    path = f"{project.path}/images"
    assert api.names(path, image_status=["AUTO-LABELLED"]) == ["a.png"]
    archive = project.export(format="images", image_status=["AUTO-LABELLED"])
    assert archive.namelist() == ["train/a.png"]


def test_a_video_gets_a_status_of_the_projects_own(api: Api, films: Films) -> None:
    video = films.add_video("a.mp4")
    films.add_video("b.mp4")
    made = api.add("status", video_id=video["id"].upper(), status="Waiting")
    path = f"{films.path}/videos"
    assert api.names(path, video_status=["Waiting"]) == ["a.mp4"]
    assert api.names(path, status_id=[made["status_id"]]) == ["a.mp4"]
    body = {"status_id": made["status_id"]}
    other = api.get(path, video_name="b.mp4")["items"][0]["id"]
    api.put(f"{path}/{other}/status", body, status=204)
    assert api.names(path, video_status=["Waiting"]) == ["a.mp4", "b.mp4"]


def test_what_waits_in_a_queue_says_so(api: Api, project: Project, films: Films) -> None:
    image, video = project.add_image("a.png"), films.add_video("a.mp4")
    for _ in range(2):
        api.add("queues", queue_id=NOWHERE.upper(), image_id=image["id"])
        api.add("queues", queue_id=NOWHERE, video_id=video["id"])
    assert api.get(f"{project.path}/images/{image['id']}")["queue_ids"] == [NOWHERE]
    assert api.get(f"{films.path}/videos/{video['id']}")["queue_ids"] == [NOWHERE]


@pytest.mark.parametrize(
    ("fixture", "body"),
    [
        ("workspaces", {"name": ""}),
        ("workspaces", {"name": 5}),
        ("workspaces", {}),
        ("status", NOBODY | {"status": "DONE"}),
        ("status", NOBODY | {"status": None}),
        ("status", {"video_id": NOWHERE, "status": "DONE"}),
        ("status", {"status": "DONE"}),
        ("status", NOBODY | {"video_id": NOWHERE, "status": "DONE"}),
        ("health", {"video_id": NOWHERE, "health_status": "OK"}),
        ("health", {"video_id": NOWHERE, "health_status": "ILL"}),
        ("queues", NOBODY | {"queue_id": NOWHERE}),
        ("batches", NOBODY | {"batch_id": NOWHERE}),
        ("findings", NOBODY | {"run_id": NOWHERE, "error_type": "LOW_IOU"}),
        ("experiments", {"project_id": NOWHERE}),
        ("objects", {"bucket_id": NOWHERE, "path": "a.jpg"}),
        ("objects", {"bucket_id": NOWHERE, "path": ""}),
    ],
)
def test_what_cannot_be_added_is_refused(api: Api, fixture: str, body: Any) -> None:
    assert api.add(fixture, expected=400, **body)["error"]


@pytest.mark.parametrize(
    ("fixture", "body"),
    [
        ("queues", {"queue_id": "first"}),
        ("batches", {"batch_id": 5}),
        ("findings", {"run_id": "x", "error_type": "LOW_IOU"}),
        ("findings", {"run_id": NOWHERE, "error_type": 5}),
        ("findings", {"run_id": NOWHERE, "error_type": "LOW_IOU", "resolved": "yes"}),
    ],
)
def test_an_image_takes_no_nonsense(api: Api, project: Project, fixture: str, body: Any) -> None:
    image = project.add_image("a.png")
    assert api.add(fixture, expected=400, image_id=image["id"], **body)["error"]


@pytest.mark.parametrize(
    "body", [{"task": "ocr"}, {"name": ""}, {"experiment_id": "first"}, {"experiment_id": 5}]
)
def test_an_experiment_is_none_of_nonsense(api: Api, project: Project, body: Any) -> None:
    assert api.add("experiments", expected=400, project_id=project.id, **body)["error"]


@pytest.mark.parametrize(
    "body",
    [
        {"width": 0},
        {"height": 2.5},
        {"height": True},
        {"content": "not base64!"},
        {"content": base64.b64encode(b"data").decode()[:-1]},
    ],
)
def test_an_object_is_none_of_nonsense(api: Api, bucket: str, body: Any) -> None:
    assert api.add("objects", expected=400, bucket_id=bucket, path="a.jpg", **body)["error"]
