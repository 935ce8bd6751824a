"""Filters of video lists really filter, and pages are exact."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api
from tests.platforms.hasty.emulator.sample_videos import Films

NAMES = ["vid_001.mp4", "VID_002.mp4", "vid_003.mp4", "other.mp4"]


@pytest.fixture
def videos(api: Api, films: Films) -> dict[str, Any]:
    """Two videos in train, two in test; DONE, TO REVIEW, NEW, DONE."""
    test = films.add_dataset("test")
    for name, dataset, status in zip(
        NAMES,
        [films.dataset] * 2 + [test] * 2,
        ["DONE", "TO REVIEW", "NEW", "DONE"],
        strict=True,
    ):
        body = {"dataset_id": dataset, "url": f"https://films.example.com/{name}"}
        made = api.post(f"{films.path}/videos", body)
        path = f"{films.path}/videos/{made['id']}/status"
        api.put(path, {"status": status}, status=204)
    return {video["name"]: video for video in api.get(f"{films.path}/videos")["items"]}


def listed(api: Api, films: Films, **query: Any) -> list[int]:
    return [NAMES.index(name) for name in api.names(f"{films.path}/videos", **query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"video_status": ["DONE"]}, [0, 3]),
        ({"video_status": ["DONE", "TO REVIEW"]}, [0, 1, 3]),
        ({"video_status": ["Of nobody's project"]}, []),
        ({"video_status": ["[CUSTOM STATUS]"]}, []),
        ({"video_status": []}, [0, 1, 2, 3]),
        ({"video_name": "VID_00"}, [0, 1, 2]),
        ({"video_name": "vid_001"}, [0]),
        ({"video_name": "nothing"}, []),
        ({"dataset_id": [NOWHERE]}, []),
        ({"dataset_id": []}, [0, 1, 2, 3]),
        ({"status_id": [NOWHERE]}, []),
        ({"health_status": ["OK"]}, [0, 1, 2, 3]),
        ({"health_status": ["ERROR", "UNHEALTHY", "PROCESSING"]}, []),
        ({"activity": [NOWHERE]}, []),
        ({"activity": []}, [0, 1, 2, 3]),
        ({"queue_id": NOWHERE}, []),
        ({"batch_id": NOWHERE}, []),
        ({"queue_id": "none"}, []),
    ],
)
def test_a_filter_lets_through_what_it_says(
    api: Api, films: Films, videos: dict[str, Any], query: dict[str, Any], expected: list[int]
) -> None:
    assert listed(api, films, **query) == expected


def test_filters_by_ids_of_what_was_made(api: Api, films: Films, videos: dict[str, Any]) -> None:
    test, done = videos["other.mp4"]["dataset_id"], videos["other.mp4"]["status_id"]
    assert listed(api, films, dataset_id=[test]) == [2, 3]
    assert listed(api, films, dataset_id=[films.dataset, test.upper()]) == [0, 1, 2, 3]
    assert listed(api, films, status_id=[done]) == [0, 3]
    assert listed(api, films, status_id=[done], dataset_id=[test], video_name="OTHER") == [3]


def test_filter_by_what_happens_in_them(api: Api, films: Films, videos: dict[str, Any]) -> None:
    walking, running = films.add_activity_type("walking"), films.add_activity_type("running")
    films.add_segment(videos[NAMES[0]], 0, 1, walking)
    films.add_segment(videos[NAMES[2]], 0, 1, walking, running)
    assert listed(api, films, activity=[walking]) == [0, 2]
    assert listed(api, films, activity=[running.upper(), NOWHERE]) == [2]


def test_filter_by_where_they_wait(api: Api, films: Films, videos: dict[str, Any]) -> None:
    api.add("queues", queue_id=NOWHERE, video_id=videos[NAMES[1]]["id"])
    api.add("batches", batch_id=NOWHERE, video_id=videos[NAMES[2]]["id"])
    assert listed(api, films, queue_id=NOWHERE) == [1]
    assert listed(api, films, batch_id=NOWHERE.upper()) == [2]
    assert listed(api, films, batch_id=NOWHERE, queue_id=NOWHERE) == []


def test_pages_are_exact(api: Api, films: Films, videos: dict[str, Any]) -> None:
    answer = api.get(f"{films.path}/videos", offset=1, limit=1, video_status=["DONE"])
    assert [video["name"] for video in answer["items"]] == ["other.mp4"]
    assert answer["meta"] == {
        "object": "list",
        "limit": 1,
        "offset": 1,
        "total": 2,
        "search_parameters": {"video_status": ["DONE"]},
    }
    assert api.get(f"{films.path}/videos", limit=0)["items"] == []


def test_a_health_that_is_none_is_refused(api: Api, films: Films) -> None:
    api.get(f"{films.path}/videos", status=400, health_status=["ILL"])
