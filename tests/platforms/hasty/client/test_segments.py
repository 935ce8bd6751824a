"""Segments of videos: made, changed, overlapping, and found by their time."""

from uuid import UUID, uuid4

import pytest

from labelbridge.errors import Conflict, NotFound
from labelbridge.hasty.resources.segments import Segments
from labelbridge_api.hasty.models import Segment
from tests.support.flow_runner import FlowRunner, replay

PROJECT, VIDEO, SEGMENT, WALK, RUN = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
TIMES = {"start_time_ms": 0, "end_time_ms": 1}


@pytest.fixture
def walk(hasty, footage) -> UUID:
    return hasty.activity_types.create(footage, name="walk").id


@pytest.fixture
def run(hasty, footage) -> UUID:
    return hasty.activity_types.create(footage, name="run").id


# What is sent


def test_the_id_of_the_video_is_in_the_path_and_not_in_the_body():
    hand = FlowRunner(replay(Segment()))
    options = {"start_time_ms": 1000, "end_time_ms": 2500, "prediction_id": RUN}
    hand.run(Segments.create.__wrapped__(None, PROJECT, VIDEO, activities=[WALK], **options))
    (step,) = hand.steps
    assert step.plan.path_parameters == {"project_id": str(PROJECT), "video_id": str(VIDEO)}
    assert step.plan.query == {}
    assert step.plan.body == {
        "start_time_ms": 1000,
        "end_time_ms": 2500,
        "activities": [str(WALK)],
        "prediction_id": str(RUN),
    }


def test_a_change_may_name_the_video_too():
    hand = FlowRunner(replay(Segment(), Segment()))
    options = {"start_time_ms": 0, "end_time_ms": 1, "activities": (WALK, str(RUN))}
    hand.run(Segments.update.__wrapped__(None, PROJECT, SEGMENT, **options))
    body = {"start_time_ms": 0, "end_time_ms": 1, "activities": [str(WALK), str(RUN)]}
    assert hand.steps[0].plan.body == body
    hand.run(Segments.update.__wrapped__(None, PROJECT, SEGMENT, video_id=VIDEO, **options))
    assert hand.steps[1].plan.body == body | {"video_id": str(VIDEO)}


# Over HTTP


def test_a_segment_is_made_changed_and_deleted(hasty, footage, video, walk, run):
    made = hasty.segments.create(
        footage, video, start_time_ms=100, end_time_ms=500, activities=[walk, run]
    )
    assert (made.video_id, made.start_time_ms, made.end_time_ms) == (video, 100, 500)
    assert made.activities == [walk, run]
    assert list(hasty.segments.list(footage, video)) == [made]
    changed = hasty.segments.update(
        footage, made.id, start_time_ms=0, end_time_ms=700, activities=run
    )
    assert (changed.id, changed.video_id) == (made.id, video)
    assert (changed.start_time_ms, changed.end_time_ms, changed.activities) == (0, 700, [run])
    hasty.segments.delete(footage, made.id)
    assert hasty.segments.list(footage, video).total() == 0
    with pytest.raises(NotFound):
        hasty.segments.delete(footage, made.id)


@pytest.mark.parametrize(("flag", "text"), [(True, "true"), (False, "false")])
def test_an_overlap_is_a_conflict_unless_it_may_replace(
    hasty, sent, footage, video, walk, flag, text
):
    part = {"start_time_ms": 0, "end_time_ms": 500, "activities": walk}
    first = hasty.segments.create(footage, video, **part)
    with pytest.raises(Conflict):
        hasty.segments.create(footage, video, **part)
    if flag:
        second = hasty.segments.create(footage, video, **part, replace_overlap=flag)
        assert [one.id for one in hasty.segments.list(footage, video)] == [second.id]
    else:
        with pytest.raises(Conflict):
            hasty.segments.create(footage, video, **part, replace_overlap=flag)
        assert [one.id for one in hasty.segments.list(footage, video)] == [first.id]
    assert sent("create_segment")[-1]["url"].endswith(f"/segments?replace_overlap={text}")


def test_segments_are_found_by_activity_and_time(hasty, footage, video, walk, run):
    ids = [
        hasty.segments.create(
            footage, video, start_time_ms=start, end_time_ms=start + 100, activities=activity
        ).id
        for start, activity in [(0, walk), (100, run), (500, walk)]
    ]
    for filters, found in [
        ({}, ids),
        ({"activity_type_id": run}, ids[1:2]),
        ({"activity_type_id": str(walk)}, [ids[0], ids[2]]),
        ({"start_time_ms": 100}, ids[1:]),
        ({"end_time_ms": 200}, ids[:2]),
        ({"start_time_ms": 100, "end_time_ms": 200}, ids[1:2]),
        ({"start_time_ms": 0}, ids),
    ]:
        pager = hasty.segments.list(footage, video, **filters)
        assert ([one.id for one in pager], pager.total()) == (found, len(found)), filters


def test_what_is_not_there_is_not_found(hasty, footage, video, walk):
    with pytest.raises(NotFound):
        list(hasty.segments.list(footage, VIDEO))
    with pytest.raises(NotFound):
        hasty.segments.create(footage, VIDEO, **TIMES, activities=walk)
    with pytest.raises(NotFound):
        hasty.segments.update(footage, SEGMENT, **TIMES, activities=walk)


# What is refused before any request


@pytest.mark.parametrize(
    ("changed", "argument", "problem"),
    [
        ({"start_time_ms": -1}, "start_time_ms", "must be 0 or more, not -1"),
        ({"start_time_ms": 1.5}, "start_time_ms", "expected `int`"),
        ({"start_time_ms": True}, "start_time_ms", "expected `int`"),
        ({"start_time_ms": "0"}, "start_time_ms", "expected `int`"),
        ({"start_time_ms": None}, "start_time_ms", "is required"),
        ({"end_time_ms": 0}, "end_time_ms", "(0) must be after start_time_ms (0)"),
        ({"end_time_ms": -5}, "end_time_ms", "(-5) must be after start_time_ms (0)"),
        ({"start_time_ms": 9, "end_time_ms": 8}, "end_time_ms", "must be after start_time_ms (9)"),
        ({"end_time_ms": None}, "end_time_ms", "is required"),
        ({"activities": []}, "activities", "is empty; a segment has at least one activity"),
        ({"activities": None}, "activities", "must be one value or a list of values"),
        ({"activities": "walk"}, "activities", "must be a UUID"),
        ({"activities": [WALK, "run"]}, "activities[1]", "must be a UUID"),
        ({"prediction_id": "last"}, "prediction_id", "must be a UUID"),
    ],
)
def test_a_wrong_segment_is_refused(offline, refused, changed, argument, problem):
    options = TIMES | {"activities": [WALK]} | changed
    for call, parent in [(offline.segments.create, VIDEO), (offline.segments.update, SEGMENT)]:
        assert problem in refused(argument, call, PROJECT, parent, **options)


@pytest.mark.parametrize(
    ("filters", "argument"),
    [
        ({"activity_type_id": "walk"}, "activity_type_id"),
        ({"start_time_ms": -1}, "start_time_ms"),
        ({"start_time_ms": "0"}, "start_time_ms"),
        ({"end_time_ms": -1}, "end_time_ms"),
        ({"end_time_ms": 1.0}, "end_time_ms"),
        ({"start_time_ms": 2, "end_time_ms": 1}, "end_time_ms"),
    ],
)
def test_a_wrong_filter_is_refused(offline, refused, filters, argument):
    refused(argument, offline.segments.list, PROJECT, VIDEO, **filters)


def test_wrong_ids_and_flags_are_refused(offline, refused):
    options = TIMES | {"activities": WALK}
    for call, parent, fields in [
        (offline.segments.list, "video_id", {}),
        (offline.segments.create, "video_id", options),
        (offline.segments.update, "segment_id", options),
        (offline.segments.delete, "segment_id", {}),
    ]:
        refused("project_id", call, "mine", VIDEO, **fields)
        refused(parent, call, PROJECT, "first", **fields)
    for wrong in ("True", 1):
        create = offline.segments.create
        refused("replace_overlap", create, PROJECT, VIDEO, **options, replace_overlap=wrong)
    refused("video_id", offline.segments.update, PROJECT, SEGMENT, **options, video_id="a.mp4")
