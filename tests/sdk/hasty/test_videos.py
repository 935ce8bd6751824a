"""Hasty's own SDK lives the life of a video project: films, activities, an export."""

import json
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.xdist_group("hasty-sdk")


@pytest.fixture(scope="module")
def seen(videos):
    return videos.seen


def test_a_video_project_is_created_and_read_as_one(seen):
    assert seen["project"] == ["VideoProject", "VideoProject", "Tram stop"]


def test_a_film_is_waited_for_and_downloaded_again(seen, videos, material):
    assert seen["early"] == ["PROCESSING", "Video is not ready"]
    assert (videos.folder / "downloaded").read_bytes() == (material / "film.mp4").read_bytes()


def test_a_film_is_what_its_header_says(seen):
    assert seen["film"] == {
        "name": ["film.mp4", True, "NEW", "OK"],
        "size": [64, 48, "mp4"],
        "length": [2000, 50],
    }


def test_a_film_is_imported_by_url_renamed_and_moved(seen):
    url = "https://films.example.com/2024/tram.mp4"
    assert seen["tram"] == ["old tram.mp4", url, True, True]


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("all", ["film.mp4", "old tram.mp4"]),
        ("dataset", ["film.mp4"]),
        ("dataset's id", ["old tram.mp4"]),
        ("datasets", ["film.mp4", "old tram.mp4"]),
        ("status", ["film.mp4"]),
        ("statuses", ["film.mp4", "old tram.mp4"]),
        ("both", []),
    ],
)
def test_films_are_listed_by_dataset_and_status(seen, listed, names):
    assert seen["listed"][listed] == names


def test_types_of_activity_are_created_edited_deleted_and_listed(seen):
    assert seen["types"] == [["walk", "#d62728ff"], ["wait", None]]


def test_activities_that_touch_are_created(seen):
    assert seen["activities"]["at first"] == []
    assert seen["activities"]["made"] == [
        [0, 500, "walk"],
        [500, 1000, "wait", "walk"],
        [1200, 1500, "wait"],
    ]


def test_an_activity_replaces_all_that_it_overlaps_with(seen, videos):
    assert seen["activities"]["replaced"] == [[1200, 1500, "wait"], [400, 600, "wait"]]
    (request,) = [each for each in videos.requests if "replace_overlap" in each["url"]]
    assert request["url"].endswith("?replace_overlap=True")  # as Python writes it


def test_an_activity_is_edited(seen):
    assert seen["activities"]["edited"] == [[1300, 1900, "wait", "walk"], True, True]


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("of a type", [[1300, 1900, "wait", "walk"], [0, 400, "walk"]]),
        ("from", [[1300, 1900, "wait", "walk"], [400, 600, "wait"]]),
        ("up to", [[400, 600, "wait"], [0, 400, "walk"]]),
        ("within", [[400, 600, "wait"]]),
    ],
)
def test_activities_are_listed_by_type_and_time(seen, listed, found):
    assert seen["activities"][listed] == found


def test_a_type_of_activity_that_goes_leaves_what_else_happens(seen):
    assert seen["activities"]["left"] == [[1300, 1900, "walk"]]


def test_only_a_plain_project_exports_and_only_the_format_for_videos(seen):
    """The SDK has nothing in its own export of videos, and offers every format in the other."""
    assert seen["exports"] == {
        "kinds": ["VideoProject", "Project"],
        "by the SDK's kind": None,
        "coco": "Projects of videos are exported as json_v1.1 only.",
    }


def test_the_export_holds_films_and_activities(videos):
    with ZipFile(videos.folder / "tram stop.zip") as archive:
        export = json.loads(archive.read("tram stop.json"))
    assert [each["name"] for each in export["activity_types"]] == ["walk"]
    (film,) = export["videos"]  # the one that is DONE
    assert (film["video_name"], film["duration_ms"]) == ("film.mp4", 2000)
    assert [each["activities"] for each in film["segments"]] == [["walk"]]
    assert export["images"] == []


def test_a_dataset_goes_with_its_films(seen):
    assert seen["without the dataset"] == ["film.mp4"]
    assert seen["projects left"] == 0
