"""Export jobs, and the images, videos and labels that they select."""

import zipfile
from datetime import timedelta
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Api, Project, VideoProject


def names(archive: zipfile.ZipFile) -> list[str]:
    """The file names in the folder of the dataset ``train``."""
    return [name.removeprefix("train/") for name in archive.namelist()]


@pytest.fixture
def path(project: Project) -> str:
    return f"{project.path}/exports"


@pytest.fixture
def images(project: Project) -> dict[str, Any]:
    created = {name: project.add_image(name) for name in ("done.png", "review.png", "new.png")}
    project.set_status(created["done.png"], "DONE")
    project.set_status(created["review.png"], "TO REVIEW")
    return created


def test_job_is_init_once_and_then_done_with_a_signed_url(api, path):
    created = api.post(path, {"format": "json_coco", "export_name": "my_coco_export"})
    assert (created["status"], created["meta"], created["completed_on"]) == ("INIT", {}, None)
    one = f"{path}/{created['id']}"
    assert api.get(one) == created
    done = api.get(one)
    assert done["status"] == "DONE"
    assert done["completed_on"] > done["started_on"] == created["started_on"]
    assert done["meta"]["export_name"] == "my_coco_export"
    assert done["meta"]["url"].startswith(api.urls.storage)
    assert api.get(one)["status"] == "DONE"
    response = api.send("GET", done["meta"]["url"])
    assert response.headers["content-type"] == "application/zip"
    assert response.content.startswith(b"PK")
    api.get(f"{path}/{UNKNOWN_ID}", status=404)


def test_default_name_is_export(project):
    assert project.export(format="json_coco").namelist() == ["export.json"]
    named = project.export(format="json_coco", export_name="my export")
    assert named.namelist() == ["my export.json"]


def test_default_status_is_done(project, images):
    assert names(project.export(format="images")) == ["done.png"]
    both = project.export(format="images", image_status=["TO REVIEW", "NEW"])
    assert names(both) == ["review.png", "new.png"]


def test_empty_lists_do_not_filter(project, images):
    body = {name: [] for name in ("image_status", "dataset_id", "tag", "class")}
    assert names(project.export(format="images", **body)) == list(images)


def test_images_are_selected_by_dataset_and_tag(project, images):
    other = project.add_dataset("other")
    project.add_image("new.png", dataset=other)
    everything = {"format": "images", "image_status": []}
    assert project.export(**everything, dataset_id=[other]).namelist() == ["other/new.png"]
    assert len(project.export(**everything, dataset_id=[other, project.dataset]).namelist()) == 4
    assert project.export(**everything, dataset_id=[UNKNOWN_ID]).namelist() == []
    assert project.export(**everything, tag=[UNKNOWN_ID]).namelist() == []
    night, rain = project.add_tag_class("night"), project.add_tag_class("rain")
    project.tag(images["new.png"], night, rain)
    project.tag(images["done.png"], rain)
    assert names(project.export(**everything, tag=[night["id"]])) == ["new.png"]
    both = project.export(**everything, tag=[night["id"], rain["id"].upper()])
    assert names(both) == ["done.png", "new.png"]


def test_images_are_selected_by_the_time_of_their_status(api, project, images):
    api.store.clock.advance(3600)
    start = api.store.clock.peek()
    project.set_status(images["new.png"], "DONE")
    end = api.store.clock.peek()
    for time, expected in (
        (start, ["new.png"]),
        (end, ["new.png"]),
        (end + timedelta(milliseconds=1), []),
    ):
        archive = project.export(format="images", status_start_time=time.isoformat())
        assert names(archive) == expected
    assert len(project.export(format="images", status_start_time=None).namelist()) == 2


def test_labels_and_classes_are_selected_by_class(project, images):
    car, bus = project.add_class("car"), project.add_class("bus")
    for class_id in (car, bus):
        project.add_label(images["done.png"], class_id)
    found = project.export_json(**{"format": "json_v1.1", "class": [bus]})
    assert [c["class_name"] for c in found["label_classes"]] == ["bus"]
    assert [label["class_name"] for label in found["images"][0]["labels"]] == ["bus"]


def test_archive_has_the_state_at_the_start_of_the_job(api, project, path, images):
    job = api.post(path, {"format": "images"})
    api.delete(f"{project.path}/images/{images['done.png']['id']}")
    for _ in range(2):
        job = api.get(f"{path}/{job['id']}")
    assert b"done.png" in api.download(job["meta"]["url"])


@pytest.mark.parametrize("format_", ["json_coco", "images", "yolo", "videos"])
def test_video_projects_support_only_json_v1_1(api, videos, format_):
    error = api.post(f"{videos.path}/exports", {"format": format_}, status=400)
    assert "json_v1.1" in error["message"]


@pytest.mark.parametrize(
    "body",
    [{"format": "videos"}, {"format": "images", "status_start_time": "2016-12-31T23:59:60Z"}],
)
def test_unsupported_formats_and_times_are_rejected(api, path, body):
    api.post(path, body, status=400)


@pytest.fixture
def added(api: Api, videos: VideoProject) -> dict[str, Any]:
    """A DONE video with two segments, one TO REVIEW in another dataset, and a NEW one."""
    test = videos.add_dataset("test")
    walking = videos.add_activity_type("walking", color="#ff00aa99")
    running = videos.add_activity_type("running")
    created = [
        videos.add_video("done.mp4"),
        videos.add_video("review.mp4", dataset=test),
        videos.add_video("new.mp4", b"not a video"),
    ]
    videos.add_segment(created[0], 0, 500, walking)
    videos.add_segment(created[0], 500, 2000, walking, running)
    for video, status in zip(created, ["DONE", "TO REVIEW"], strict=False):
        api.put(f"{videos.path}/videos/{video['id']}/status", {"status": status}, status=204)
    return {video["name"]: video for video in created}


def test_videos_are_exported_with_segments_and_names_of_activities(api, videos, added):
    found = videos.export_json(format="json_v1.1", sign_urls=True)
    assert (found["project_name"], found["images"]) == ("Videos", [])
    assert found["activity_types"] == [
        {"activity_type_id": each["id"], "name": each["name"], "color": each["color"]}
        for each in api.items(f"{videos.path}/activity_types")
    ]
    (video,) = found["videos"]
    segments = video.pop("segments")
    assert video == {
        "video_id": added["done.mp4"]["id"],
        "video_name": "done.mp4",
        "dataset_name": "train",
        "width": 64,
        "height": 48,
        "frame_rate": 10,
        "duration_ms": 2000,
        "video_status": "DONE",
        "public_url": added["done.mp4"]["public_url"],
    }
    assert [(each["start_time_ms"], each["end_time_ms"]) for each in segments] == [
        (0, 500),
        (500, 2000),
    ]
    assert [each["activities"] for each in segments] == [["walking"], ["walking", "running"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["done.mp4"]),
        ({"video_status": []}, ["done.mp4", "review.mp4", "new.mp4"]),
        ({"video_status": ["NEW", "TO REVIEW"]}, ["review.mp4", "new.mp4"]),
        ({"image_status": ["NEW"]}, ["done.mp4"]),
        ({"video_status": [], "dataset_id": [UNKNOWN_ID]}, []),
        ({"video_status": [], "tag": [UNKNOWN_ID]}, []),
        ({"video_status": [], "status_start_time": "2024-03-02T00:00:00Z"}, []),
        ({"status_start_time": "2024-03-01T09:00:00Z"}, ["done.mp4"]),
    ],
)
def test_videos_are_selected(videos, added, body, expected):
    found = videos.export_json(format="json_v1.1", **body)["videos"]
    assert [video["video_name"] for video in found] == expected
