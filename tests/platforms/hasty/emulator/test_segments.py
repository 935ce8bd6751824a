"""Segments of videos: what they hold, where they may lie, how they are found."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api
from tests.platforms.hasty.emulator.sample_videos import Films


@pytest.fixture
def video(films: Films) -> Any:
    return films.add_video("a.mp4")


@pytest.fixture
def path(films: Films, video: Any) -> str:
    return f"{films.path}/videos/{video['id']}/segments"


@pytest.fixture
def walking(films: Films) -> str:
    return films.add_activity_type("walking")


@pytest.fixture
def running(films: Films) -> str:
    return films.add_activity_type("running")


def times(api: Api, path: str, **query: Any) -> list[tuple[int, int]]:
    answer = api.get(path, **query)
    assert answer["meta"]["total"] == len(answer["items"])
    return [(item["start_time_ms"], item["end_time_ms"]) for item in answer["items"]]


def test_a_segment_is_made_changed_and_gone(
    api: Api, films: Films, video: Any, path: str, walking: str, running: str
) -> None:
    body = {
        "video_id": video["id"],
        "start_time_ms": 500,
        "end_time_ms": 1000,
        "activities": [walking],
        "prediction_id": NOWHERE,
    }
    made = api.post(path, body)
    assert made.keys() == {*body, "id", "created_by", "created_at"}
    assert made == made | body
    assert api.get(path)["items"] == [made]
    one = f"{films.path}/segments/{made['id']}"
    body = {"start_time_ms": 2000, "end_time_ms": 10000, "activities": [walking, running]}
    changed = api.put(one, body)
    assert changed == made | body  # what is omitted stays
    assert api.get(path)["items"] == [changed]
    api.delete(one)
    api.delete(one, status=404)
    api.put(one, body, status=404)
    assert api.get(path)["items"] == []


def test_a_segment_without_a_prediction_says_so(films: Films, video: Any, walking: str) -> None:
    assert films.add_segment(video, 0, 1, walking)["prediction_id"] is None


def test_the_same_activity_twice_is_one(films: Films, video: Any, walking: str) -> None:
    made = films.add_segment(video, 0, 1, walking, walking.upper())
    assert made["activities"] == [walking]


def test_a_segment_needs_activities_of_its_project(
    api: Api, films: Films, video: Any, walking: str
) -> None:
    films.add_segment(video, 0, 1, status=400)
    films.add_segment(video, 0, 1, walking, NOWHERE, status=404)
    films.add_segment(video, 0, 1, Films(api).add_activity_type("walking"), status=404)


def test_a_segment_does_not_end_before_it_begins(
    api: Api, films: Films, video: Any, path: str, walking: str
) -> None:
    films.add_segment(video, 10, 9, walking, status=400)
    made = films.add_segment(video, 10, 10, walking)
    body = {"start_time_ms": 5, "end_time_ms": 4, "activities": [walking]}
    api.put(f"{films.path}/segments/{made['id']}", body, status=400)
    assert times(api, path) == [(10, 10)]


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        (0, 100, True),  # a segment ends before its end
        (0, 101, False),
        (100, 200, False),
        (120, 180, False),
        (50, 250, False),
        (199, 300, False),
        (200, 300, True),
        (100, 100, False),  # no length, but an instant
        (150, 150, False),
        (200, 200, True),
    ],
)
def test_two_segments_have_no_instant_in_common(
    api: Api,
    films: Films,
    video: Any,
    path: str,
    walking: str,
    running: str,
    start: int,
    end: int,
    fits: bool,
) -> None:
    taken = films.add_segment(video, 100, 200, walking)
    status = 200 if fits else 409
    answer = films.add_segment(video, start, end, running, status=status)  # whatever happens in it
    if not fits:
        assert answer["code"] == "conflict"
        assert taken["id"] in answer["message"]
    assert times(api, path) == [(100, 200)] + [(start, end)] * fits
    other = films.add_segment(films.add_video("b.mp4"), start, end, walking)  # of its own video
    body = {"start_time_ms": start, "end_time_ms": end, "activities": [walking]}
    api.put(f"{films.path}/segments/{other['id']}", body)


def test_segments_of_no_length_overlap_only_at_the_same_instant(
    films: Films, video: Any, walking: str
) -> None:
    films.add_segment(video, 5, 5, walking)
    films.add_segment(video, 5, 5, walking, status=409)
    films.add_segment(video, 4, 4, walking)
    films.add_segment(video, 6, 6, walking)


def test_a_segment_takes_the_place_of_those_it_overlaps_with_when_told(
    api: Api, films: Films, video: Any, path: str, walking: str
) -> None:
    for start in (0, 100, 200, 300):
        films.add_segment(video, start, start + 100, walking)
    films.add_segment(video, 150, 250, walking, status=409, replace_overlap="false")
    made = films.add_segment(video, 150, 250, walking, replace_overlap="true")
    assert times(api, path) == [(0, 100), (300, 400), (150, 250)]
    films.add_segment(video, 400, 500, walking, replace_overlap="True")  # the SDK's way to say it
    assert api.get(path)["items"][2] == made


def test_a_refused_replacement_removes_nothing(
    api: Api, films: Films, video: Any, path: str, walking: str
) -> None:
    films.add_segment(video, 0, 100, walking)
    films.add_segment(video, 0, 100, NOWHERE, status=404, replace_overlap="true")
    assert times(api, path) == [(0, 100)]


def test_a_segment_may_change_where_it_lies_but_not_onto_another(
    api: Api, films: Films, video: Any, path: str, walking: str
) -> None:
    first = films.add_segment(video, 0, 100, walking)
    films.add_segment(video, 100, 200, walking)
    one = f"{films.path}/segments/{first['id']}"
    body = {"start_time_ms": 50, "end_time_ms": 100, "activities": [walking]}
    api.put(one, body)
    api.put(one, body | {"end_time_ms": 101}, status=409)
    assert times(api, path) == [(50, 100), (100, 200)]


def test_the_body_names_no_other_video_than_the_path(
    api: Api, films: Films, video: Any, path: str, walking: str
) -> None:
    other = films.add_video("b.mp4")
    body = {"start_time_ms": 0, "end_time_ms": 1, "activities": [walking]}
    api.post(path, body | {"video_id": other["id"]}, status=400)
    api.post(path, body | {"video_id": video["id"].upper()})


def test_a_change_of_the_video_moves_a_segment(
    api: Api, films: Films, video: Any, path: str, walking: str
) -> None:
    other = films.add_video("b.mp4")
    first, second = (films.add_segment(video, start, start + 1, walking) for start in (0, 5))
    films.add_segment(other, 5, 6, walking)
    body = {"start_time_ms": 0, "end_time_ms": 1, "activities": [walking]}
    there = body | {"video_id": other["id"]}
    moved = api.put(f"{films.path}/segments/{first['id']}", there)
    assert moved["video_id"] == other["id"]
    conflicting = there | {"end_time_ms": 6}
    api.put(f"{films.path}/segments/{second['id']}", conflicting, status=409)
    nowhere = body | {"video_id": NOWHERE}
    api.put(f"{films.path}/segments/{second['id']}", nowhere, status=404)
    assert times(api, path) == [(5, 6)]
    assert times(api, f"{films.path}/videos/{other['id']}/segments") == [(5, 6), (0, 1)]


def test_segments_are_found_by_activity_and_time(
    api: Api, films: Films, video: Any, path: str, walking: str, running: str
) -> None:
    for start, activities in ((0, [walking]), (100, [walking, running]), (200, [running])):
        films.add_segment(video, start, start + 100, *activities)
    assert times(api, path, activity_type_id=walking.upper()) == [(0, 100), (100, 200)]
    assert times(api, path, activity_type_id=NOWHERE) == []
    assert times(api, path, start_time_ms=100) == [(100, 200), (200, 300)]
    assert times(api, path, start_time_ms=101) == [(200, 300)]
    assert times(api, path, end_time_ms=200) == [(0, 100), (100, 200)]
    assert times(api, path, start_time_ms=0, end_time_ms=0) == []
    assert times(api, path, start_time_ms=100, activity_type_id=walking) == [(100, 200)]


def test_pages_are_exact(api: Api, films: Films, video: Any, path: str, walking: str) -> None:
    for start in range(5):
        films.add_segment(video, start, start + 1, walking)
    answer = api.get(path, offset=1, limit=2, start_time_ms=1)
    assert [item["start_time_ms"] for item in answer["items"]] == [2, 3]
    assert answer["meta"]["total"] == 4
    assert answer["meta"]["search_parameters"] == {"start_time_ms": 1}


def test_whole_numbers_may_have_a_point(films: Films, video: Any, walking: str) -> None:
    made = films.api.post(
        f"{films.path}/videos/{video['id']}/segments",
        {"start_time_ms": 1.0, "end_time_ms": 2.0, "activities": [walking]},
    )
    assert (repr(made["start_time_ms"]), repr(made["end_time_ms"])) == ("1", "2")


def test_a_segment_of_another_project_is_not_found(
    api: Api, films: Films, video: Any, walking: str
) -> None:
    made = films.add_segment(video, 0, 1, walking)
    api.delete(f"{Films(api).path}/segments/{made['id']}", status=404)
    api.get(f"{films.path}/videos/{NOWHERE}/segments", status=404)
