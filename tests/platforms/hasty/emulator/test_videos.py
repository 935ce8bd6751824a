from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project, VideoProject
from tests.platforms.hasty.emulator.media import png, video_file

URL = "https://videos.example.com/day%201/a.mov?signed=1"


@pytest.fixture
def path(videos: VideoProject) -> str:
    return f"{videos.path}/videos"


def test_uploaded_video_has_the_properties_of_its_header(api, videos, path):
    created = videos.add_video("street.avi")
    expected = {"width": 64, "height": 48, "format": "mp4", "frame_rate": 10}
    expected |= {"duration_ms": 2000, "duration_frames": 20, "url": created["public_url"]}
    expected |= {"name": "street.avi", "dataset_name": "train", "status": "NEW"}
    assert created | expected == created
    response = api.send("GET", created["public_url"])
    assert response.content == video_file()
    assert response.headers["content-type"] == "video/mp4"
    assert api.names(path) == ["street.avi"]


def test_video_is_processing_for_one_poll(api, videos, path):
    one = f"{path}/{videos.add_video('a.mp4')['id']}"
    assert [api.get(one)["health_status"] for _ in range(3)] == ["PROCESSING", "OK", "OK"]
    videos.add_video("b.mp4")
    assert api.names(path, health_status=["OK"]) == ["a.mp4"]  # a list is a poll too
    assert api.names(path, health_status=["OK"]) == ["a.mp4", "b.mp4"]


@pytest.mark.parametrize("data", [b"not a video", png(), video_file()[:40]])
def test_file_that_is_not_a_video_has_health_error(api, videos, path, data):
    created = videos.add_video("a.mp4", data)
    assert (created["health_status"], created["width"], created["frame_rate"]) == (
        "PROCESSING",
        0,
        0,
    )
    one = f"{path}/{created['id']}"
    assert [api.get(one)["health_status"] for _ in range(2)] == ["PROCESSING", "ERROR"]
    assert api.names(path, health_status=["ERROR"]) == ["a.mp4"]
    assert api.download(created["public_url"]) == data


def test_fixture_sets_the_health(api, videos, path):
    created = videos.add_video("a.mp4")
    api.fixture("health", video_id=created["id"], health_status="UNHEALTHY")
    assert api.names(path, health_status=["UNHEALTHY"]) == ["a.mp4"]
    assert api.get(f"{path}/{created['id']}")["health_status"] == "UNHEALTHY"


def test_video_from_a_url_keeps_the_url(api, videos, path):
    created = api.post(path, {"dataset_id": videos.dataset, "url": URL})
    assert (created["name"], created["format"]) == ("a.mov", "mov")
    assert created["url"] == created["public_url"] == URL
    assert created["duration_ms"] > 0
    named = api.post(path, {"dataset_id": videos.dataset, "url": URL, "filename": "b.mp4"})
    assert (named["name"], named["format"]) == ("b.mp4", "mp4")
    body = {"dataset_id": videos.dataset, "url": "https://example.com/"}
    assert "filename" in api.post(path, body, status=400)["message"]


def test_create_rejects_unknown_datasets_and_uploads(api, videos, path):
    upload = videos.upload(video_file())
    body = {"dataset_id": videos.dataset, "upload_id": upload, "filename": "a.mp4"}
    api.post(path, body | {"dataset_id": UNKNOWN_ID}, status=404)
    api.post(path, body | {"upload_id": UNKNOWN_ID}, status=404)
    api.post(path, body | {"url": URL}, status=400)
    other = VideoProject(api)
    api.post(f"{other.path}/videos", body | {"dataset_id": other.dataset}, status=404)
    assert api.names(path) == []


@pytest.mark.parametrize("content_type", ["IMAGES", "URLDATA"])
def test_only_video_projects_accept_videos(api, content_type):
    project = Project(api, content_type=content_type)
    path = f"{project.path}/videos"
    error = api.post(path, {"dataset_id": project.dataset, "url": URL}, status=400)
    assert content_type in error["message"]
    assert api.names(path) == []


def test_update_renames_and_moves(api, videos, path):
    created = videos.add_video("a.mp4")
    other = videos.add_dataset("test")
    one = f"{path}/{created['id']}"
    assert api.patch(one, {"filename": "b.mp4"}) == created | {"name": "b.mp4"}
    moved = api.patch(one, {"dataset_id": other, "filename": None})
    assert moved == created | {"name": "b.mp4", "dataset_id": other, "dataset_name": "test"}
    assert api.patch(one, {"dataset_id": None}) == moved
    api.patch(one, {"dataset_id": UNKNOWN_ID}, status=404)
    api.delete(f"{videos.path}/datasets/{videos.dataset}")
    assert api.names(path, dataset_id=[other]) == ["b.mp4"]
    assert api.download(created["public_url"]) == video_file()


def test_status_is_set_by_name_or_by_id(api, videos, path):
    first, second = videos.add_video("a.mp4"), videos.add_video("b.mp4")
    api.put(f"{path}/{first['id']}/status", {"status": "DONE"}, status=204)
    done = api.get(f"{path}/{first['id']}")
    assert done["status"] == "DONE"
    api.put(f"{path}/{second['id']}/status", {"status_id": done["status_id"]}, status=204)
    assert api.names(path, video_status=["DONE"]) == ["a.mp4", "b.mp4"]
    for body, status in (({"status": "AUTO-LABELLED"}, 400), ({"status_id": UNKNOWN_ID}, 404)):
        api.put(f"{path}/{first['id']}/status", body, status=status)
    assert api.names(path, video_status=["DONE"]) == ["a.mp4", "b.mp4"]


def test_delete_removes_segments_and_bytes(api, videos, path):
    deleted, kept = videos.add_video("a.mp4"), videos.add_video("b.mp4")
    segment = videos.add_segment(deleted, 0, 1, videos.add_activity_type("walking"))
    api.delete(f"{path}/{deleted['id']}")
    api.get(f"{path}/{deleted['id']}", status=404)
    api.delete(f"{videos.path}/segments/{segment['id']}", status=404)
    assert api.send("GET", deleted["public_url"]).status_code == 404
    assert api.send("GET", kept["public_url"]).status_code == 200
    assert api.names(path) == ["b.mp4"]


def test_deleting_a_dataset_or_a_project_removes_its_videos(api, videos, path):
    first = videos.add_video("a.mp4")
    second = videos.add_video("b.mp4", dataset=videos.add_dataset("test"))
    api.delete(f"{videos.path}/datasets/{videos.dataset}")
    assert api.names(path) == ["b.mp4"]
    assert api.send("GET", first["public_url"]).status_code == 404
    api.delete(videos.path)
    assert api.send("GET", second["public_url"]).status_code == 404


NAMES = ["vid_001.mp4", "VID_002.mp4", "vid_003.mp4", "other.mp4"]


class Filtered:
    """Two videos in train and two in test, with the statuses DONE, TO REVIEW, NEW and DONE."""

    def __init__(self, videos: VideoProject) -> None:
        self.videos, self.path = videos, f"{videos.path}/videos"
        self.test = videos.add_dataset("test")
        datasets = [videos.dataset] * 2 + [self.test] * 2
        statuses = ["DONE", "TO REVIEW", "NEW", "DONE"]
        for name, dataset, status in zip(NAMES, datasets, statuses, strict=True):
            body = {"dataset_id": dataset, "url": f"https://videos.example.com/{name}"}
            created = videos.api.post(self.path, body)
            videos.api.put(f"{self.path}/{created['id']}/status", {"status": status}, status=204)
        self.all = videos.api.items(self.path)

    def __call__(self, **query: Any) -> list[int]:
        """The indexes of the videos that a list returns."""
        return [NAMES.index(name) for name in self.videos.api.names(self.path, **query)]


@pytest.fixture
def filtered(videos: VideoProject) -> Filtered:
    return Filtered(videos)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"video_status": ["DONE"]}, [0, 3]),
        ({"video_status": ["DONE", "TO REVIEW"]}, [0, 1, 3]),
        ({"video_status": ["Status of another project"]}, []),
        ({"video_status": []}, [0, 1, 2, 3]),
        ({"video_name": "VID_00"}, [0, 1, 2]),
        ({"video_name": "vid_001"}, [0]),
        ({"dataset_id": []}, [0, 1, 2, 3]),
        ({"health_status": ["OK"]}, [0, 1, 2, 3]),
        ({"health_status": ["ERROR", "UNHEALTHY", "PROCESSING"]}, []),
        ({"activity": []}, [0, 1, 2, 3]),
    ],
)
def test_list_returns_videos_that_pass_the_filters(filtered, query, expected):
    assert filtered(**query) == expected


def test_filter_by_activity(videos, filtered):
    walking, running = videos.add_activity_type("walking"), videos.add_activity_type("running")
    videos.add_segment(filtered.all[0], 0, 1, walking)
    videos.add_segment(filtered.all[2], 0, 1, walking, running)
    assert filtered(activity=[walking]) == [0, 2]
    assert filtered(activity=[running.upper(), UNKNOWN_ID]) == [2]
