"""Segments of Hasty's videos."""

from uuid import UUID, uuid4

import pytest

from labelbridge.errors import Conflict
from labelbridge.hasty.models import Segment
from labelbridge.hasty.resources.segments import Segments
from tests.support.flow_runner import body_of, replay, run
from tests.support.samples import sample

PROJECT, VIDEO, SEGMENT, WALK, RUN = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
MADE = sample(Segment)
TIMES = {"start_time_ms": 0, "end_time_ms": 1}


@pytest.fixture
def walk(hasty, video_project) -> UUID:
    return hasty.activity_types.create(video_project, name="walk").id


@pytest.fixture
def run_type(hasty, video_project) -> UUID:
    return hasty.activity_types.create(video_project, name="run").id


def test_create_sends_the_id_of_the_video_only_in_the_path():
    options = {"start_time_ms": 1000, "end_time_ms": 2500, "prediction_id": RUN}
    runner, _ = run(replay(MADE), Segments.create, PROJECT, VIDEO, activities=[WALK], **options)
    plan = runner.steps[0].plan
    assert plan.path_parameters == {"project_id": str(PROJECT), "video_id": str(VIDEO)}
    assert plan.query == {}
    assert plan.body == options | {"activities": [str(WALK)], "prediction_id": str(RUN)}


def test_update_can_send_the_id_of_the_video():
    options = TIMES | {"activities": (WALK, str(RUN))}
    body = TIMES | {"activities": [str(WALK), str(RUN)]}
    assert body_of(MADE, Segments.update, PROJECT, SEGMENT, **options) == body
    with_video = body_of(MADE, Segments.update, PROJECT, SEGMENT, video_id=VIDEO, **options)
    assert with_video == body | {"video_id": str(VIDEO)}


def test_segment_is_created_updated_and_deleted(hasty, video_project, video, walk, run_type):
    made = hasty.segments.create(
        video_project, video, start_time_ms=100, end_time_ms=500, activities=[walk, run_type]
    )
    assert (made.video_id, made.start_time_ms, made.end_time_ms) == (video, 100, 500)
    assert made.activities == [walk, run_type]
    assert list(hasty.segments.list(video_project, video)) == [made]
    changed = hasty.segments.update(
        video_project, made.id, start_time_ms=0, end_time_ms=700, activities=run_type
    )
    assert (changed.id, changed.video_id, changed.activities) == (made.id, video, [run_type])
    assert (changed.start_time_ms, changed.end_time_ms) == (0, 700)
    hasty.segments.delete(video_project, made.id)
    assert hasty.segments.list(video_project, video).total() == 0


@pytest.mark.parametrize("replace", [None, False, True])
def test_overlap_is_a_conflict_unless_it_is_replaced(
    hasty, sent, video_project, video, walk, replace
):
    part = {"start_time_ms": 0, "end_time_ms": 500, "activities": walk}
    first = hasty.segments.create(video_project, video, **part)
    part["replace_overlap"] = replace
    if replace:
        second = hasty.segments.create(video_project, video, **part)
        assert [one.id for one in hasty.segments.list(video_project, video)] == [second.id]
    else:
        with pytest.raises(Conflict):
            hasty.segments.create(video_project, video, **part)
        assert [one.id for one in hasty.segments.list(video_project, video)] == [first.id]
    query = "" if replace is None else f"?replace_overlap={str(replace).lower()}"
    assert sent("create_segment")[-1]["url"].endswith(f"/segments{query}")


def test_list_filters_by_activity_and_time(hasty, video_project, video, walk, run_type):
    segments, ids = hasty.segments, []
    for start, activity in [(0, walk), (100, run_type), (500, walk)]:
        times = {"start_time_ms": start, "end_time_ms": start + 100}
        ids.append(segments.create(video_project, video, **times, activities=activity).id)
    for filters, found in [
        ({"activity_type_id": str(walk)}, [ids[0], ids[2]]),
        ({"start_time_ms": 0}, ids),
        ({"start_time_ms": 100, "end_time_ms": 200}, ids[1:2]),
    ]:
        pager = hasty.segments.list(video_project, video, **filters)
        assert ([one.id for one in pager], pager.total()) == (found, len(found)), filters
