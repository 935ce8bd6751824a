from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, VideoProject


class Segments:
    """The segments of one video."""

    def __init__(self, project: VideoProject) -> None:
        self.project, self.api = project, project.api
        self.video = project.add_video("a.mp4")
        self.path = f"{project.path}/videos/{self.video['id']}/segments"
        self.walking = project.add_activity_type("walking")
        self.running = project.add_activity_type("running")

    def add(self, start: int, end: int, *activities: str, **options: Any) -> Any:
        """Create a segment, by default of the activity walking."""
        types = activities or (self.walking,)
        return self.project.add_segment(self.video, start, end, *types, **options)

    def body(self, start: float, end: float, **fields: Any) -> dict[str, Any]:
        """The body of a request."""
        times = {"start_time_ms": start, "end_time_ms": end}
        return times | {"activities": [self.walking]} | fields

    def update(self, segment: Any, body: Any, **options: Any) -> Any:
        """Update a segment."""
        return self.api.put(f"{self.project.path}/segments/{segment['id']}", body, **options)

    def times(self, **query: Any) -> list[tuple[int, int]]:
        """The times of all segments."""
        items = self.api.items(self.path, **query)
        return [(item["start_time_ms"], item["end_time_ms"]) for item in items]


@pytest.fixture
def segments(videos: VideoProject) -> Segments:
    return Segments(videos)


def test_segment_is_created_updated_and_deleted(api, videos, segments):
    fields = {"video_id": segments.video["id"].upper(), "prediction_id": UNKNOWN_ID}
    body = segments.body(500, 1000, **fields)
    created = api.post(segments.path, body)
    assert created.keys() == {*body, "id", "created_by", "created_at"}
    assert created | body | {"video_id": segments.video["id"]} == created
    assert api.items(segments.path) == [created]
    body = segments.body(2000, 10000, activities=[segments.walking, segments.running])
    changed = segments.update(created, body)
    assert changed == created | body
    assert api.items(segments.path) == [changed]
    api.delete(f"{videos.path}/segments/{created['id']}")
    assert api.items(segments.path) == []


def test_duplicate_activities_are_removed(segments):
    created = segments.add(0, 1, segments.walking, segments.walking.upper())
    assert (created["activities"], created["prediction_id"]) == ([segments.walking], None)


def test_activities_must_be_of_the_project(api, segments):
    api.post(segments.path, segments.body(0, 1, activities=[]), status=400)
    other = VideoProject(api).add_activity_type("walking")
    for type_id in (UNKNOWN_ID, other):
        segments.add(0, 1, segments.walking, type_id, status=404)


def test_end_must_not_be_before_the_start(segments):
    segments.add(10, 9, status=400)
    created = segments.add(10, 10)
    segments.update(created, segments.body(5, 4), status=400)
    assert segments.times() == [(10, 10)]


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        (0, 100, True),  # the end is exclusive
        (0, 101, False),
        (100, 200, False),
        (120, 180, False),
        (50, 250, False),
        (199, 300, False),
        (200, 300, True),
        (100, 100, False),  # counts as one millisecond
        (150, 150, False),
        (200, 200, True),
    ],
)
def test_segments_of_a_video_do_not_overlap(videos, segments, start, end, fits):
    existing = segments.add(100, 200)
    response = segments.add(start, end, segments.running, status=200 if fits else 409)
    if not fits:
        assert response["code"] == "conflict"
        assert existing["id"] in response["message"]
    assert segments.times() == [(100, 200)] + [(start, end)] * fits
    other = videos.add_segment(videos.add_video("b.mp4"), start, end, segments.walking)
    segments.update(other, segments.body(start, end))


def test_empty_segments_overlap_only_at_the_same_time(segments):
    segments.add(5, 5)
    segments.add(5, 5, status=409)
    segments.add(4, 4)
    segments.add(6, 6)


def test_replace_overlap_removes_overlapping_segments(segments):
    for start in (0, 100, 200, 300):
        segments.add(start, start + 100)
    segments.add(150, 250, status=409, replace_overlap="false")
    segments.add(150, 250, UNKNOWN_ID, status=404, replace_overlap="true")
    assert segments.times() == [(0, 100), (100, 200), (200, 300), (300, 400)]
    segments.add(150, 250, replace_overlap="true")
    segments.add(400, 500, replace_overlap="True")  # as the SDK sends it
    assert segments.times() == [(0, 100), (300, 400), (150, 250), (400, 500)]


def test_update_checks_overlaps_with_other_segments(segments):
    first = segments.add(0, 100)
    segments.add(100, 200)
    segments.update(first, segments.body(50, 100))
    segments.update(first, segments.body(50, 101), status=409)
    assert segments.times() == [(50, 100), (100, 200)]


def test_create_rejects_another_video_than_that_of_the_path(api, videos, segments):
    other = videos.add_video("b.mp4")
    api.post(segments.path, segments.body(0, 1, video_id=other["id"]), status=400)
    assert segments.times() == []


def test_update_of_the_video_moves_the_segment(api, videos, segments):
    other = videos.add_video("b.mp4")
    first, second = segments.add(0, 1), segments.add(5, 6)
    videos.add_segment(other, 5, 6, segments.walking)
    moved = segments.update(first, segments.body(0, 1, video_id=other["id"]))
    assert moved["video_id"] == other["id"]
    segments.update(second, segments.body(0, 6, video_id=other["id"]), status=409)
    segments.update(second, segments.body(0, 1, video_id=UNKNOWN_ID), status=404)
    assert segments.times() == [(5, 6)]
    items = api.items(f"{videos.path}/videos/{other['id']}/segments")
    assert [item["start_time_ms"] for item in items] == [5, 0]


def test_filters_by_activity_and_time(segments):
    walking, running = segments.walking, segments.running
    segments.add(0, 100, walking)
    segments.add(100, 200, walking, running)
    segments.add(200, 300, running)
    for query, expected in (
        ({"activity_type_id": walking.upper()}, [(0, 100), (100, 200)]),
        ({"activity_type_id": UNKNOWN_ID}, []),
        ({"start_time_ms": 100}, [(100, 200), (200, 300)]),
        ({"start_time_ms": 101}, [(200, 300)]),
        ({"end_time_ms": 200}, [(0, 100), (100, 200)]),
        ({"start_time_ms": 0, "end_time_ms": 0}, []),
        ({"start_time_ms": 100, "activity_type_id": walking}, [(100, 200)]),
    ):
        assert segments.times(**query) == expected


def test_integral_floats_become_integers(api, segments):
    created = api.post(segments.path, segments.body(1.0, 2.0))
    assert (repr(created["start_time_ms"]), repr(created["end_time_ms"])) == ("1", "2")
