"""Filters of image lists and image positions."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Api, Project

NAMES = ["img_001.png", "IMG_002.png", "img_003.png", "other.png"]
FIRST, SECOND = (f"0000000{n}-0000-4000-8000-00000000000a" for n in (1, 2))


class Images:
    """Two images in train and two in test, with the statuses DONE, TO REVIEW, NEW and DONE."""

    def __init__(self, project: Project) -> None:
        self.project, self.path = project, f"{project.path}/images"
        self.train, self.test = project.dataset, project.add_dataset("test")
        for name, dataset, status in zip(
            NAMES,
            [self.train, self.train, self.test, self.test],
            ["DONE", "TO REVIEW", None, "DONE"],
            strict=True,
        ):
            image = project.add_image(name, dataset=dataset)
            if status:
                project.set_status(image, status)
        self.all = project.api.items(self.path)

    def __call__(self, **query: Any) -> list[int]:
        """The indexes of the images that a list returns."""
        return [NAMES.index(name) for name in self.project.api.names(self.path, **query)]

    def position(self, index: int, *, status: int = 200, **query: Any) -> Any:
        """The position of an image in the filtered list."""
        path = f"{self.path}/{self.all[index]['id']}/offset"
        response = self.project.api.get(path, status=status, **query)
        return response["offset"] if status == 200 else None


@pytest.fixture
def images(project: Project) -> Images:
    return Images(project)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"image_status": ["DONE"]}, [0, 3]),
        ({"image_status": ["DONE", "TO REVIEW"]}, [0, 1, 3]),
        ({"image_status": ["SKIPPED"]}, []),
        ({"image_status": []}, [0, 1, 2, 3]),
        ({"image_name": "IMG_00"}, [0, 1, 2]),
        ({"image_name": "img_001"}, [0]),
        ({"dataset_id": []}, [0, 1, 2, 3]),
        ({"has_missing_attributes": "false", "has_missing_tags": "false"}, [0, 1, 2, 3]),
        ({"tag_class_ids": []}, [0, 1, 2, 3]),
        ({"created_since": 0, "updated_since": 0}, [0, 1, 2, 3]),
        ({"created_since": 9_999_999_999}, []),
        ({"updated_since": 9_999_999_999}, []),
    ],
)
def test_list_returns_images_that_pass_the_filters(images, query, expected):
    assert images(**query) == expected


def test_filters_by_dataset_and_status_id_combine(images):
    done = images.all[3]["status_id"]
    assert images(dataset_id=[images.test]) == [2, 3]
    assert images(dataset_id=[images.train, images.test.upper()]) == [0, 1, 2, 3]
    assert images(status_id=[done]) == [0, 3]
    assert images(status_id=[done], dataset_id=[images.test]) == [3]
    assert images(image_status=["DONE"], image_name="IMG") == [0]


def test_filter_by_tag_class(project, images):
    night, rain, snow = (project.add_tag_class(name) for name in ("night", "rain", "snow"))
    project.tag(images.all[0], night, rain)
    project.tag(images.all[3], rain)
    assert images(tag_class_ids=[night["id"]]) == [0]
    assert images(tag_class_ids=[rain["id"].upper()]) == [0, 3]
    assert images(tag_class_ids=[snow["id"]]) == []
    assert images(tag_class_ids=[snow["id"], rain["id"]]) == [0, 3]
    assert images(tag_class_ids=[rain["id"]], image_name="other") == [3]
    assert images.position(3, tag_class_ids=[rain["id"]]) == 1


def test_filter_by_missing_required_tags(api, project, images):
    time, sky = project.add_group(is_required=True), project.add_group(is_required=True)
    night, rain = project.add_tag_class("night", time), project.add_tag_class("rain", sky)
    project.tag(images.all[0], night, rain)
    project.tag(images.all[1], night)
    project.tag(images.all[2], project.add_tag_class("free"))
    assert images(has_missing_tags="true") == [1, 2, 3]
    assert images(has_missing_tags="false") == [0]
    body = {"name": "Sky", "type": "SELECTION", "is_required": False}
    api.put(f"{project.path}/tag_groups/{sky['id']}", body)
    assert images(has_missing_tags="true") == [2, 3]


def test_filter_by_missing_required_attributes(project, images):
    car, bus = project.add_class("car"), project.add_class("bus")
    color = project.add_attribute(is_required=True)
    project.link(color, car)
    project.link(project.add_attribute(), car)
    project.add_attribute(is_required=True)
    first, second, third, _ = images.all
    labels = [
        project.add_label(*pair)
        for pair in ((first, car), (second, car), (second, car), (third, bus))
    ]
    assert images(has_missing_attributes="true") == [0, 1]
    for label in labels[:2]:
        project.set_value(label, color, "red")
    assert images(has_missing_attributes="true") == [1]
    assert images(has_missing_attributes="false") == [0, 2, 3]
    project.set_value(labels[2], color, "blue")
    assert images(has_missing_attributes="true") == []


def test_since_is_a_unix_time_in_seconds(api, project, images):
    api.store.clock.advance(60)
    now = int(api.store.clock.peek().timestamp())
    project.set_status(images.all[2], "SKIPPED")
    assert images(updated_since=now) == [2]
    assert images(created_since=now) == []
    assert images(created_since=now - 61) == [0, 1, 2, 3]
    for name in ("created_since", "updated_since"):
        api.get(images.path, status=400, **{name: 10**30})


def test_position_is_the_index_in_the_filtered_list(images):
    first, second, _, last = images.all
    for query, expected in (
        ({}, 3),
        ({"image_status": ["DONE"]}, 1),
        ({"image_status": ["TO REVIEW", "DONE"]}, 2),
        ({"dataset_id": [last["dataset_id"]]}, 1),
        ({"dataset_id": [first["dataset_id"], last["dataset_id"]]}, 3),
        ({"status_id": [second["status_id"], last["status_id"]]}, 2),
        ({"image_name": "other"}, 0),
    ):
        assert images.position(3, **query) == expected
    images.position(3, status=404, image_status=["NEW"])


def test_filter_by_queue_and_batch(api, images):
    for image, queue, batch in ((0, FIRST, FIRST), (1, FIRST, SECOND), (1, SECOND, FIRST)):
        api.fixture("queues", image_id=images.all[image]["id"], queue_id=queue)
        api.fixture("batches", image_id=images.all[image]["id"], batch_id=batch)
    assert images(queue_id=FIRST) == [0, 1]
    assert images(queue_id=SECOND.upper()) == [1]
    assert images(batch_id=SECOND.upper()) == [1]
    assert images(batch_id=FIRST) == [0, 1]
    assert images(queue_id=FIRST, batch_id=SECOND) == [1]
    assert images(queue_id=UNKNOWN_ID) == images(batch_id="none") == []


@pytest.fixture
def findings(api: Api, images: Images) -> None:
    """The first run found two errors on the first image, the second run one on each of two."""
    for image, run, error_type, resolved in (
        (0, FIRST, "LOW_IOU", True),
        (0, FIRST, "EXTRA_LABEL", False),
        (0, SECOND, "EXTRA_LABEL", True),
        (1, SECOND, "LOW_IOU", False),
    ):
        arguments = {"run_id": run.upper(), "error_type": error_type, "resolved": resolved}
        api.fixture("findings", image_id=images.all[image]["id"], **arguments)


@pytest.mark.usefixtures("findings")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ef_run_ids": [FIRST]}, [0]),
        ({"ef_run_ids": [SECOND.upper()]}, [0, 1]),
        ({"ef_run_ids": [UNKNOWN_ID, FIRST]}, [0]),
        ({"ef_run_ids": []}, [0, 1, 2, 3]),
        ({"ef_error_type": "LOW_IOU"}, [0, 1]),
        ({"ef_user_action": "RESOLVED"}, [0]),
        ({"ef_user_action": "UNRESOLVED"}, [0, 1]),
        ({"ef_user_action": "ALL"}, [0, 1, 2, 3]),
        ({"ef_error_type": "EXTRA_LABEL", "ef_run_ids": [SECOND]}, [0]),
        # One finding must meet all conditions.
        ({"ef_error_type": "LOW_IOU", "ef_user_action": "UNRESOLVED"}, [1]),
        ({"ef_error_type": "LOW_IOU", "ef_run_ids": [FIRST], "ef_user_action": "ALL"}, [0]),
    ],
)
def test_filter_by_findings(images, query, expected):
    assert images(**query) == expected
