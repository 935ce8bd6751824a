"""What an export of a project of videos holds."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api
from tests.platforms.hasty.emulator.sample_videos import Films
from tests.platforms.hasty.emulator.scene import document


@pytest.fixture
def videos(api: Api, films: Films) -> dict[str, Any]:
    """A DONE video with two segments in train, one TO REVIEW in test, one that is NEW."""
    test = films.add_dataset("test")
    walking = films.add_activity_type("walking", color="#ff00aa99")
    running = films.add_activity_type("running")
    made = [
        films.add_video("done.mp4"),
        films.add_video("review.mp4", dataset=test),
        films.add_video("new.mp4", b"no film"),
    ]
    films.add_segment(made[0], 0, 500, walking)
    films.add_segment(made[0], 500, 2000, walking, running)
    for video, status in zip(made, ["DONE", "TO REVIEW"], strict=False):
        api.put(f"{films.path}/videos/{video['id']}/status", {"status": status}, status=204)
    return {video["name"]: video for video in made}


def exported(films: Films, **body: Any) -> list[str]:
    found = document(films.export(format="json_v1.1", **body))["videos"]
    return [video["video_name"] for video in found]


def test_videos_have_their_segments_with_activities_in_words(
    api: Api, films: Films, videos: dict[str, Any]
) -> None:
    found = document(films.export(format="json_v1.1"))
    assert (found["project_name"], found["images"]) == ("Films", [])
    types = api.get(f"{films.path}/activity_types")["items"]
    assert found["activity_types"] == [
        {"activity_type_id": each["id"], "name": each["name"], "color": each["color"]}
        for each in types
    ]
    (video,) = found["videos"]
    segments = video.pop("segments")
    assert video == {
        "video_id": videos["done.mp4"]["id"],
        "video_name": "done.mp4",
        "dataset_name": "train",
        "width": 64,
        "height": 48,
        "frame_rate": 10,
        "duration_ms": 2000,
        "video_status": "DONE",
    }
    assert [(each["start_time_ms"], each["end_time_ms"]) for each in segments] == [
        (0, 500),
        (500, 2000),
    ]
    assert [each["activities"] for each in segments] == [["walking"], ["walking", "running"]]


def test_urls_are_there_when_asked_for(api: Api, films: Films, videos: dict[str, Any]) -> None:
    (video,) = document(films.export(format="json_v1.1", sign_urls=True))["videos"]
    assert video["public_url"] == videos["done.mp4"]["public_url"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["done.mp4"]),
        ({"video_status": []}, ["done.mp4", "review.mp4", "new.mp4"]),
        ({"video_status": ["NEW", "TO REVIEW"]}, ["review.mp4", "new.mp4"]),
        ({"image_status": ["NEW"]}, ["done.mp4"]),
        ({"video_status": [], "dataset_id": [NOWHERE]}, []),
        ({"video_status": [], "tag": [NOWHERE]}, []),
        ({"video_status": [], "status_start_time": "2024-03-02T00:00:00Z"}, []),
        ({"status_start_time": "2024-03-01T09:00:00Z"}, ["done.mp4"]),
    ],
)
def test_videos_are_chosen(
    films: Films, videos: dict[str, Any], body: dict[str, Any], expected: list[str]
) -> None:
    assert exported(films, **body) == expected


def test_videos_are_chosen_by_dataset(films: Films, videos: dict[str, Any]) -> None:
    test = videos["review.mp4"]["dataset_id"]
    assert exported(films, dataset_id=[test.upper()], video_status=[]) == ["review.mp4"]


def test_a_file_that_is_no_video_has_no_facts(films: Films, videos: dict[str, Any]) -> None:
    (video,) = document(films.export(format="json_v1.1", video_status=["NEW"]))["videos"]
    assert (video["width"], video["frame_rate"], video["segments"]) == (0, 0, [])


def test_a_project_of_images_has_no_videos(api: Api, project: Any) -> None:
    assert "videos" not in document(project.export(format="json_v1.1"))
