"""Filters of images, videos and labels: complete, typed, and checked before any request."""

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
def test_there_is_every_filter_of_the_contract_and_no_other(typed, checks, plan):
    parameters = set(inspect.signature(plan).parameters)
    wanted = parameters - {"project_id", "image_id", "offset", "limit"}
    assert set(get_type_hints(typed)) == wanted
    assert set(checks) == wanted


def test_one_stands_for_a_list_of_one():
    query = image_query(
        {"dataset_id": ID, "image_status": "DONE", "tag_class_ids": "a", "ef_run_ids": str(ID)}
    )
    assert query == {
        "dataset_id": [ID],
        "image_status": [DefaultStatus.DONE],
        "tag_class_ids": ["a"],
        "ef_run_ids": [ID],
    }


def test_several_come_in_any_collection():
    assert image_query({"status_id": (ID, OTHER)}) == {"status_id": [ID, OTHER]}
    assert image_query({"status_id": iter([ID])}) == {"status_id": [ID]}
    assert image_query({"image_status": {DefaultStatus.NEW}}) == {"image_status": ["NEW"]}


def test_none_is_no_filter():
    assert image_query({"dataset_id": None, "image_name": None}) == {}


def test_all_other_kinds_pass_as_they_are():
    given = {
        "image_name": "img",
        "created_since": 0,
        "queue_id": "none",
        "has_missing_tags": False,
        "ef_user_action": "RESOLVED",
        "ef_error_type": "LOW_IOU",
    }
    assert image_query(given) == given
    assert image_query({"batch_id": ID}) == {"batch_id": str(ID)}
    assert label_query({"label_class_id": str(ID)}) == {"label_class_id": ID}


@pytest.mark.parametrize(
    ("name", "value", "argument"),
    [
        ("dataset_id", [], "dataset_id"),
        ("dataset_id", 7, "dataset_id"),
        ("dataset_id", {"a": 1}, "dataset_id"),
        ("dataset_id", "street", "dataset_id"),
        ("dataset_id", [ID, "street"], "dataset_id[1]"),
        ("image_status", "READY", "image_status"),
        ("image_status", ["DONE", 7], "image_status[1]"),
        ("image_name", "", "image_name"),
        ("image_name", 7, "image_name"),
        ("tag_class_ids", ["a,b"], "tag_class_ids[0]"),
        ("updated_since", -1, "updated_since"),
        ("updated_since", "30m", "updated_since"),
        ("created_since", 1.5, "created_since"),
        ("queue_id", 7, "queue_id"),
        ("ef_user_action", "MAYBE", "ef_user_action"),
        ("ef_error_type", "BAD", "ef_error_type"),
        ("aldi_session_id", "x", "aldi_session_id"),
        ("has_missing_tags", "yes", "has_missing_tags"),
        ("has_missing_attributes", 1, "has_missing_attributes"),
    ],
)
def test_a_wrong_filter_of_images_is_refused(name, value, argument):
    with pytest.raises(InvalidArgument) as caught:
        image_query({name: value})
    assert caught.value.argument == argument


@pytest.mark.parametrize(
    ("name", "value", "argument"),
    [
        ("dataset_id", "crossing", "dataset_id"),
        ("status_id", [ID, "done"], "status_id[1]"),
        ("video_status", [], "video_status"),
        ("video_status", "", "video_status"),
        ("video_status", ["DONE", 7], "video_status[1]"),
        ("video_status", "ours, and more", "video_status"),
        ("video_name", "", "video_name"),
        ("health_status", "SPLENDID", "health_status"),
        ("health_status", ["OK", 7], "health_status[1]"),
        ("activity", "walk", "activity"),
        ("activity", [], "activity"),
        ("queue_id", 7, "queue_id"),
        ("batch_id", "", "batch_id"),
        ("image_name", "a", "image_name"),
    ],
)
def test_a_wrong_filter_of_videos_is_refused(name, value, argument):
    with pytest.raises(InvalidArgument) as caught:
        video_query({name: value})
    assert caught.value.argument == argument


def test_a_status_of_videos_may_be_a_projects_own_name():
    query = video_query({"video_status": [VideoStatus.TO_REVIEW, "second look"], "queue_id": ID})
    assert query == {"video_status": ["TO REVIEW", "second look"], "queue_id": str(ID)}
    assert video_query({"health_status": "OK"}) == {"health_status": [VideoHealthStatus.OK]}


def test_an_empty_list_is_refused_since_it_would_find_everything():
    with pytest.raises(InvalidArgument, match="leave it out to find all"):
        image_query({"image_status": []})


def test_an_unknown_status_is_refused_with_those_that_are_known():
    with pytest.raises(InvalidArgument, match="TO REVIEW"):
        image_query({"image_status": "REVIEW"})


def test_an_unknown_filter_is_refused_with_the_nearest():
    with pytest.raises(InvalidArgument, match="did you mean 'dataset_id'"):
        image_query({"datset_id": ID})
    with pytest.raises(InvalidArgument, match="did you mean 'label_class_id'"):
        label_query({"label_class": ID})


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("30m", "30m"),
        ("1h", "1h"),
        ("3d", "3d"),
        (timedelta(minutes=90), "90m"),
        (timedelta(hours=36), "36h"),
        (timedelta(weeks=1), "7d"),
    ],
)
def test_an_interval_is_text_or_a_timedelta(given, sent):
    assert label_query({"created_since": given, "updated_since": given}) == {
        "created_since": sent,
        "updated_since": sent,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "30", "m", "0m", "-1h", "1.5h", "30 m", "30M", "1h30m", "30m\n", 30, True),
        *(timedelta(0), timedelta(hours=-1), timedelta(seconds=90)),
    ],
)
def test_an_interval_of_another_form_is_refused(wrong):
    with pytest.raises(InvalidArgument, match="created_since: must be like"):
        label_query({"created_since": wrong})


def test_an_attribute_and_its_value_need_each_other():
    for value in ({"attribute_value": str(OTHER)}, {"bool_attribute_value": False}):
        assert label_query({"attribute_id": ID} | value) == {"attribute_id": ID} | value
        with pytest.raises(InvalidArgument, match="^attribute_id: is required"):
            label_query(value)
    with pytest.raises(InvalidArgument, match="^attribute_value: is required"):
        label_query({"attribute_id": ID})


def test_the_types_can_be_read_at_run_time():
    assert UUID in get_type_hints(ImageFilters)["queue_id"].__args__
    assert timedelta in get_type_hints(LabelFilters)["created_since"].__args__
