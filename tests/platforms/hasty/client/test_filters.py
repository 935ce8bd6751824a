"""Filters of images, videos and labels."""

import inspect
from datetime import timedelta
from typing import get_type_hints
from uuid import UUID, uuid4

import pytest

from labelbridge.errors import InvalidArgument
from labelbridge.hasty import filters
from labelbridge.hasty.filters import (
    ImageFilters,
    LabelFilters,
    VideoFilters,
    image_query,
    label_query,
    video_query,
)
from labelbridge.hasty.models import DefaultStatus, VideoHealthStatus, VideoStatus
from labelbridge_api.hasty.api.images import get_image_position, list_images
from labelbridge_api.hasty.api.labels import search_labels
from labelbridge_api.hasty.api.videos import list_videos

ID, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("typed", "checks", "plan"),
    [
        (ImageFilters, filters.IMAGES, list_images.plan),
        (ImageFilters, filters.IMAGES, get_image_position.plan),
        (VideoFilters, filters.VIDEOS, list_videos.plan),
        (LabelFilters, filters.LABELS, search_labels.plan),
    ],
)
def test_filters_are_those_of_the_contract(typed, checks, plan):
    parameters = set(inspect.signature(plan).parameters)
    wanted = parameters - {"project_id", "image_id", "offset", "limit"}
    assert set(get_type_hints(typed)) == set(checks) == wanted


def test_types_can_be_resolved_at_run_time():
    assert UUID in get_type_hints(ImageFilters)["queue_id"].__args__
    assert timedelta in get_type_hints(LabelFilters)["created_since"].__args__


@pytest.mark.parametrize(
    ("query", "given", "sent"),
    [
        (image_query, {"image_status": "DONE"}, {"image_status": [DefaultStatus.DONE]}),
        (image_query, {"status_id": (ID, OTHER)}, {"status_id": [ID, OTHER]}),
        (image_query, {"status_id": iter([ID])}, {"status_id": [ID]}),
        (image_query, {"image_status": {DefaultStatus.NEW}}, {"image_status": ["NEW"]}),
        (image_query, {"dataset_id": None, "image_name": None}, {}),
        (image_query, {"batch_id": ID}, {"batch_id": str(ID)}),
        (label_query, {"label_class_id": str(ID)}, {"label_class_id": ID}),
        (
            video_query,
            {"video_status": [VideoStatus.TO_REVIEW, "second look"]},
            {"video_status": ["TO REVIEW", "second look"]},
        ),
        (video_query, {"health_status": "OK"}, {"health_status": [VideoHealthStatus.OK]}),
    ],
)
def test_one_or_several_values_become_a_list(query, given, sent):
    assert query(given) == sent


def test_scalar_values_are_sent_unchanged():
    given = {
        "image_name": "img",
        "created_since": 0,
        "queue_id": "none",
        "has_missing_tags": False,
        "ef_user_action": "RESOLVED",
        "ef_error_type": "LOW_IOU",
    }
    assert image_query(given) == given


@pytest.mark.parametrize(
    ("query", "name", "value", "argument"),
    [
        (image_query, "dataset_id", 7, "dataset_id"),
        (image_query, "dataset_id", [ID, "street"], "dataset_id[1]"),
        (image_query, "image_status", ["DONE", 7], "image_status[1]"),
        (image_query, "image_name", "", "image_name"),
        (image_query, "tag_class_ids", ["a,b"], "tag_class_ids[0]"),
        (image_query, "updated_since", -1, "updated_since"),
        (image_query, "queue_id", 7, "queue_id"),
        (image_query, "ef_user_action", "MAYBE", "ef_user_action"),
        (image_query, "aldi_session_id", "x", "aldi_session_id"),
        (image_query, "has_missing_tags", "yes", "has_missing_tags"),
        (video_query, "status_id", [ID, "done"], "status_id[1]"),
        (video_query, "video_status", [], "video_status"),
        (video_query, "video_status", ["DONE", 7], "video_status[1]"),
        (video_query, "video_status", "ours, and more", "video_status"),
        (video_query, "health_status", ["OK", 7], "health_status[1]"),
        (video_query, "activity", "walk", "activity"),
        (video_query, "batch_id", "", "batch_id"),
        (video_query, "image_name", "a", "image_name"),
    ],
)
def test_invalid_values_are_rejected(query, name, value, argument):
    with pytest.raises(InvalidArgument) as caught:
        query({name: value})
    assert caught.value.argument == argument


@pytest.mark.parametrize(
    ("query", "given", "problem"),
    [
        (image_query, {"image_status": []}, "leave it out to find all"),
        (image_query, {"image_status": "REVIEW"}, "TO REVIEW"),
        (image_query, {"datset_id": ID}, "did you mean 'dataset_id'"),
        (label_query, {"label_class": ID}, "did you mean 'label_class_id'"),
    ],
)
def test_error_contains_the_remedy(query, given, problem):
    with pytest.raises(InvalidArgument, match=problem):
        query(given)


INTERVALS = {
    "30m": "30m",
    "1h": "1h",
    "3d": "3d",
    timedelta(minutes=90): "90m",
    timedelta(hours=36): "36h",
    timedelta(weeks=1): "7d",
}


@pytest.mark.parametrize(("given", "sent"), INTERVALS.items())
def test_interval_is_text_or_a_timedelta(given, sent):
    filters = dict.fromkeys(("created_since", "updated_since"), given)
    assert label_query(filters) == dict.fromkeys(filters, sent)


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "30", "m", "0m", "-1h", "1.5h", "30 m", "30M", "1h30m", "30m\n", 30, True),
        *(timedelta(0), timedelta(hours=-1), timedelta(seconds=90)),
    ],
)
def test_invalid_interval_is_rejected(wrong):
    with pytest.raises(InvalidArgument, match="created_since: must be like"):
        label_query({"created_since": wrong})


def test_attribute_and_value_are_required_together():
    for value in ({"attribute_value": str(OTHER)}, {"bool_attribute_value": False}):
        assert label_query({"attribute_id": ID} | value) == {"attribute_id": ID} | value
        with pytest.raises(InvalidArgument, match="^attribute_id: is required"):
            label_query(value)
    with pytest.raises(InvalidArgument, match="^attribute_value: is required"):
        label_query({"attribute_id": ID})
