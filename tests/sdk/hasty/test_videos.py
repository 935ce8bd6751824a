"""Hasty's own SDK creates, annotates, exports and deletes a video project."""

import json
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.xdist_group("hasty-sdk")


@pytest.fixture(scope="module")
def seen(videos):
    return videos.seen


def test_video_project_is_created(seen):
    assert seen["project"] == ["VideoProject", "VideoProject", "Tram stop"]


def test_video_is_downloaded_after_processing(seen, videos, material):
    assert seen["early"] == ["PROCESSING", "Video is not ready"]
    assert (videos.folder / "downloaded").read_bytes() == (material / "film.mp4").read_bytes()


def test_properties_of_a_video_are_those_of_its_header(seen):
    assert seen["video"] == {
        "name": ["film.mp4", True, "NEW", "OK"],
        "size": [64, 48, "mp4"],
        "length": [2000, 50],
    }


def test_video_is_imported_by_url_renamed_and_moved(seen):
    url = "https://films.example.com/2024/tram.mp4"
    assert seen["tram"] == ["old tram.mp4", url, True, True]


def test_videos_are_filtered_by_dataset_and_status(seen):
    every, uploaded = ["film.mp4", "old tram.mp4"], ["film.mp4"]
    by_dataset = {"dataset": uploaded, "dataset's id": ["old tram.mp4"], "datasets": every}
    by_status = {"status": uploaded, "statuses": every}
    assert seen["listed"] == {"all": every, **by_dataset, **by_status, "both": []}


def test_activity_types_have_a_lifecycle(seen):
    assert seen["types"] == [["walk", "#d62728ff"], ["wait", None]]


def test_adjacent_activities_are_created(seen):
    assert seen["activities"]["initial"] == []
    assert seen["activities"]["made"] == [
        [0, 500, "walk"],
        [500, 1000, "wait", "walk"],
        [1200, 1500, "wait"],
    ]


def test_activity_can_replace_overlapping_ones(seen, videos):
    assert seen["activities"]["replaced"] == [[1200, 1500, "wait"], [400, 600, "wait"]]
    (request,) = [each for each in videos.requests if "replace_overlap" in each["url"]]
    assert request["url"].endswith("?replace_overlap=True")  # the repr of Python


def test_activity_is_edited(seen):
    assert seen["activities"]["edited"] == [[1300, 1900, "wait", "walk"], True, True]


def test_activities_are_filtered_by_type_and_time(seen):
    first, second, last = [0, 400, "walk"], [400, 600, "wait"], [1300, 1900, "wait", "walk"]
    found = [seen["activities"][name] for name in ("of a type", "from", "up to", "within")]
    assert found == [[last, first], [last, second], [second, first], [second]]


def test_deleting_an_activity_type_keeps_the_other_types(seen):
    assert seen["activities"]["left"] == [[1300, 1900, "walk"]]


def test_only_a_listed_project_exports_and_only_in_one_format(seen):
    """The export of the SDK's class for video projects is empty; its other one has all formats."""
    assert seen["exports"]["kinds"] == ["VideoProject", "Project"]
    assert seen["exports"]["VideoProject"] is None
    assert "json_v1.1" in seen["exports"]["coco"]


def test_export_has_videos_and_activities(videos):
    with ZipFile(videos.folder / "tram stop.zip") as archive:
        export = json.loads(archive.read("tram stop.json"))
    assert [each["name"] for each in export["activity_types"]] == ["walk"]
    (video,) = export["videos"]  # only those that are DONE
    assert (video["video_name"], video["duration_ms"]) == ("film.mp4", 2000)
    assert [each["activities"] for each in video["segments"]] == [["walk"]]
    assert export["images"] == []


def test_deleting_a_dataset_deletes_its_videos(seen):
    assert seen["without the dataset"] == ["film.mp4"]
    assert seen["projects left"] == 0
