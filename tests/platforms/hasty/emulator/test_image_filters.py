"""Filters of image lists really filter, and tell the position of an image."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import (
    add_attribute,
    add_group,
    add_tag_class,
    link,
    set_value,
    tag,
)

NAMES = ["img_001.png", "IMG_002.png", "img_003.png", "other.png"]


@pytest.fixture
def images(project: Project) -> dict[str, Any]:
    """Two images in train, two in test; DONE, TO REVIEW, NEW, DONE."""
    test = project.add_dataset("test")
    made = [
        project.add_image(name, dataset=dataset)
        for name, dataset in zip(NAMES, [project.dataset] * 2 + [test] * 2, strict=True)
    ]
    for image, status in zip(made, ["DONE", "TO REVIEW", "NEW", "DONE"], strict=True):
        if status != "NEW":
            project.set_status(image, status)
    return {i["name"]: i for i in project.api.get(f"{project.path}/images")["items"]}


def listed(api: Api, project: Project, **query: Any) -> list[int]:
    return [NAMES.index(name) for name in api.names(f"{project.path}/images", **query)]


def test_without_filters_all_images_come_in_the_order_of_their_import(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    assert listed(api, project) == [0, 1, 2, 3]
    answer = api.get(f"{project.path}/images", offset=1, limit=2)
    assert [i["name"] for i in answer["items"]] == NAMES[1:3]
    assert answer["meta"]["total"] == 4
    assert api.get(f"{project.path}/images", limit=0)["items"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"image_status": ["DONE"]}, [0, 3]),
        ({"image_status": ["DONE", "TO REVIEW"]}, [0, 1, 3]),
        ({"image_status": ["SKIPPED"]}, []),
        ({"image_status": []}, [0, 1, 2, 3]),
        ({"image_name": "IMG_00"}, [0, 1, 2]),
        ({"image_name": "img_001"}, [0]),
        ({"image_name": "nothing"}, []),
        ({"dataset_id": [NOWHERE]}, []),
        ({"dataset_id": []}, [0, 1, 2, 3]),
        ({"status_id": [NOWHERE]}, []),
        ({"has_missing_attributes": "true"}, []),
        ({"has_missing_attributes": "false", "has_missing_tags": "false"}, [0, 1, 2, 3]),
        ({"has_missing_tags": "true"}, []),
        ({"ef_user_action": "ALL"}, [0, 1, 2, 3]),
        ({"ef_user_action": "RESOLVED"}, []),
        ({"ef_error_type": "LOW_IOU"}, []),
        ({"ef_run_ids": [NOWHERE]}, []),
        ({"ef_run_ids": []}, [0, 1, 2, 3]),
        ({"aldi_session_id": NOWHERE}, []),
        ({"tag_class_ids": [NOWHERE]}, []),
        ({"tag_class_ids": [NOWHERE, "keyword"]}, []),
        ({"tag_class_ids": []}, [0, 1, 2, 3]),
        ({"queue_id": NOWHERE}, []),
        ({"batch_id": NOWHERE}, []),
        ({"created_since": 0, "updated_since": 0}, [0, 1, 2, 3]),
        ({"created_since": 9_999_999_999}, []),
        ({"updated_since": 9_999_999_999}, []),
    ],
)
def test_a_filter_lets_through_what_it_says(
    api: Api, project: Project, images: dict[str, Any], query: dict[str, Any], expected: list[int]
) -> None:
    assert listed(api, project, **query) == expected


def test_filters_by_ids_of_what_was_made(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    train, test = project.dataset, images["other.png"]["dataset_id"]
    done = images["other.png"]["status_id"]
    assert listed(api, project, dataset_id=[test]) == [2, 3]
    assert listed(api, project, dataset_id=[train, test.upper()]) == [0, 1, 2, 3]
    assert listed(api, project, status_id=[done]) == [0, 3]
    assert listed(api, project, status_id=[done], dataset_id=[test]) == [3]
    assert listed(api, project, image_status=["DONE"], image_name="IMG") == [0]


def test_images_are_found_by_their_tags(api: Api, project: Project, images: dict[str, Any]) -> None:
    night, rain, snow = (add_tag_class(project, name) for name in ("night", "rain", "snow"))
    tag(project, images["img_001.png"], night, rain)
    tag(project, images["other.png"], rain)
    assert listed(api, project, tag_class_ids=[night["id"]]) == [0]
    assert listed(api, project, tag_class_ids=[rain["id"].upper()]) == [0, 3]
    assert listed(api, project, tag_class_ids=[snow["id"]]) == []
    assert listed(api, project, tag_class_ids=[snow["id"], rain["id"]]) == [0, 3]
    assert listed(api, project, tag_class_ids=[rain["id"]], image_name="other") == [3]
    path = f"{project.path}/images/{images['other.png']['id']}/offset"
    assert api.get(path, tag_class_ids=[rain["id"]]) == {"offset": 1}


def test_images_miss_tags_of_groups_that_require_one(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    time, sky = add_group(project, is_required=True), add_group(project, is_required=True)
    night, rain = add_tag_class(project, "night", time), add_tag_class(project, "rain", sky)
    tag(project, images["img_001.png"], night, rain)
    tag(project, images["IMG_002.png"], night)
    tag(project, images["img_003.png"], add_tag_class(project, "free"))
    assert listed(api, project, has_missing_tags="true") == [1, 2, 3]
    assert listed(api, project, has_missing_tags="false") == [0]
    body = {"name": "Sky", "type": "SELECTION", "is_required": False}
    api.put(f"{project.path}/tag_groups/{sky['id']}", body)
    assert listed(api, project, has_missing_tags="true") == [2, 3]
    answer = api.get(f"{project.path}/images", has_missing_tags="true", offset=1, limit=1)
    assert answer["items"][0]["name"] == NAMES[3]
    assert answer["meta"]["total"] == 2


def test_images_miss_values_that_the_classes_of_their_labels_require(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    car, bus = project.add_class("car"), project.add_class("bus")
    color = add_attribute(project, is_required=True)
    link(project, color, car)
    link(project, add_attribute(project), car)
    add_attribute(project, is_required=True)
    one, two, three = (images[name] for name in NAMES[:3])
    labels = [
        project.add_label(*pair) for pair in ((one, car), (two, car), (two, car), (three, bus))
    ]
    assert listed(api, project, has_missing_attributes="true") == [0, 1]
    set_value(project, labels[0], color, "red")
    set_value(project, labels[1], color, "red")
    assert listed(api, project, has_missing_attributes="true") == [1]
    assert listed(api, project, has_missing_attributes="false") == [0, 2, 3]
    set_value(project, labels[2], color, "blue")
    assert listed(api, project, has_missing_attributes="true") == []


def test_since_is_a_unix_time_in_seconds(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    store = api.store
    store.clock.advance(60)
    now = int(store.clock.peek().timestamp())
    project.set_status(images["img_003.png"], "SKIPPED")
    assert listed(api, project, updated_since=now) == [2]
    assert listed(api, project, created_since=now) == []
    assert listed(api, project, created_since=now - 61) == [0, 1, 2, 3]


def test_a_moment_beyond_all_calendars_is_refused(api: Api, project: Project) -> None:
    for name in ("created_since", "updated_since"):
        api.get(f"{project.path}/images", status=400, **{name: 10**30})


def test_a_status_that_is_none_is_refused(api: Api, project: Project) -> None:
    api.get(f"{project.path}/images", status=400, image_status=["FINISHED"])


def test_the_position_is_counted_in_the_filtered_list(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    path = f"{project.path}/images/{images['other.png']['id']}/offset"
    assert api.get(path) == {"offset": 3}
    assert api.get(path, image_status=["DONE"]) == {"offset": 1}
    assert api.get(path, dataset_id=[images["other.png"]["dataset_id"]]) == {"offset": 1}
    assert api.get(path, image_name="other") == {"offset": 0}


def test_the_position_is_counted_among_all_that_a_list_of_a_filter_names(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    first, second, last = (images[name] for name in ("img_001.png", "IMG_002.png", "other.png"))
    path = f"{project.path}/images/{last['id']}/offset"
    assert api.get(path, dataset_id=[first["dataset_id"], last["dataset_id"]]) == {"offset": 3}
    assert api.get(path, status_id=[second["status_id"], last["status_id"]]) == {"offset": 2}
    assert api.get(path, image_status=["TO REVIEW", "DONE"]) == {"offset": 2}


def test_what_the_filters_hide_has_no_position(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    path = f"{project.path}/images/{images['other.png']['id']}/offset"
    api.get(path, status=404, image_status=["NEW"])
    api.get(f"{project.path}/images/{NOWHERE}/offset", status=404)
