"""Hasty's own SDK lets machines label images, and asks models about a file and about a URL."""

from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("hasty-sdk")

NIGHT = ["dusk.jpg", "midnight.jpg"]
PHOTO, PICTURE = (64, 48), (640, 480)  # nothing fetches the second one: its size is a plausible one


@pytest.fixture(scope="module")
def seen(machines):
    return machines.seen


def lies_within(each: dict[str, Any], size: tuple[int, int]) -> bool:
    """Whether a box is one, and lies on an image; its mask decodes to what it tells."""
    left, top, right, bottom = each["bbox"]
    told, decoded = each.get("pixels", (1, 1))
    return (
        each["is one"]
        and min(left, top) >= 0
        and right <= size[0]
        and bottom <= size[1]
        and 0 < told == decoded
    )


def test_machines_label_the_images_that_nobody_has_labeled(seen):
    """The photograph has a label; of the others the first was asked for, and all of a dataset."""
    assert seen["new"] == ["photo.jpg", "noon.jpg", "there.bmp", "copied.bmp", *NIGHT]
    assert list(seen["labeled"]) == ["noon.jpg", *NIGHT]


def test_a_job_is_polled_until_it_is_done(seen):
    polls, of_the_experiment, has_end = seen["one"]
    assert polls == [["INIT", 0], ["PROCESSING", 0], ["DONE", 1]]
    assert seen["night"] == [["INIT", 0], ["PROCESSING", 0.5], ["DONE", 1]]
    assert of_the_experiment
    assert has_end


def test_jobs_are_read_and_listed(seen):
    assert seen["jobs"] == ["DONE", True]


def test_a_model_of_instances_draws_masks_of_objects(seen):
    for labels in seen["labeled"].values():
        assert labels
        assert all(lies_within(label, PICTURE) and "pixels" in label for label in labels)
        assert {label["class"] for label in labels} <= {"stall", "person"}
    assert len(seen["labeled"]["noon.jpg"]) <= 2


def test_the_sdk_asks_too_early_and_does_not_say_which_model(seen):
    """It writes the request, then waits for the model, and sends what it wrote."""
    before, refusal, after = seen["early"]
    assert before == ["LOADING", None]
    assert refusal == "The model_id of a loaded model is needed."
    assert after == ["LOADED", True]


def test_models_are_waited_for(seen):
    assert seen["states"] == [["LOADING", "LOADED"]] * 3


@pytest.mark.parametrize("image", [0, 1], ids=["file", "url"])
def test_the_detector_finds_boxes_on_the_image(seen, image):
    found = seen["detector"][image]
    assert found
    assert all(lies_within(each, (PHOTO, PICTURE)[image]) for each in found)
    assert {each["class"] for each in found} <= {"stall", "person"}
    assert seen["again"][image] == found


@pytest.mark.parametrize("image", [0, 1], ids=["file", "url"])
def test_the_request_limits_what_the_detector_finds(seen, image):
    found = seen["detector"][image]
    assert seen["one box"][image] == found[:1]
    assert seen["likely boxes"][image] == [each for each in found if each["score"] >= 0.7]


@pytest.mark.parametrize("image", [0, 1], ids=["file", "url"])
def test_the_instance_segmentor_finds_masks_of_the_same_objects(seen, image):
    boxes = seen["detector"][image]
    masks = seen["instances"][image]
    assert [
        box | {"pixels": mask["pixels"]} for box, mask in zip(boxes, masks, strict=True)
    ] == masks
    assert all(lies_within(each, (PHOTO, PICTURE)[image]) for each in masks)


@pytest.mark.parametrize("image", [0, 1], ids=["file", "url"])
def test_the_semantic_segmentor_finds_a_mask_for_each_class_without_scores(seen, image):
    found = seen["semantic"][image]
    classes = [each["class"] for each in found]
    assert len(set(classes)) == len(classes)
    assert set(classes) <= {"stall", "person", "ground"}
    assert all(lies_within(each, (PHOTO, PICTURE)[image]) for each in found)
    assert all(each["score"] is None for each in found)
    assert seen["large"][image] == []


def test_the_semantic_segmentor_finds_something(seen):
    assert any(seen["semantic"])


@pytest.mark.parametrize("image", [0, 1], ids=["file", "url"])
def test_the_attributer_answers_for_each_box(seen, image):
    answered = seen["attributer"][image]
    assert [{tuple(each["bbox"]) for each in of_box} for of_box in answered] == [
        {(2, 3, 20, 30)},
        {(10, 10, 40, 44)},
    ]
    for each in [each for of_box in answered for each in of_box]:
        name, choices = seen["choices"][each["attribute_id"]]
        assert name in {"State", "Goods"}
        assert each["lov_ids"]
        assert set(each["lov_ids"]) <= set(choices)


def test_the_project_is_gone_in_the_end(seen):
    assert seen["projects left"] == 0
