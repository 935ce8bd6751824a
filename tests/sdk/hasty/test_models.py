"""Hasty's own SDK runs automated labeling, and predictions on a file and on a URL."""

from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("hasty-sdk")

NIGHT = ["dusk.jpg", "midnight.jpg"]
SIZES = [(64, 48), (640, 480)]  # the emulator does not fetch the URL, and assumes the second size
on_each_image = pytest.mark.parametrize("image", [0, 1], ids=["file", "url"])


@pytest.fixture(scope="module")
def seen(models):
    return models.seen


def is_inside(each: dict[str, Any], size: tuple[int, int]) -> bool:
    """Return whether a box is valid and inside an image, with a mask of the encoded size."""
    left, top, right, bottom = each["bbox"]
    encoded, decoded = each.get("pixels", (1, 1))
    inside = min(left, top) >= 0 and right <= size[0] and bottom <= size[1]
    return each["valid"] and inside and 0 < encoded == decoded


def test_only_images_without_labels_are_labeled(seen):
    """photo.jpg has a label; the first job labels one of the others, the second a dataset."""
    assert seen["new"] == ["photo.jpg", "noon.jpg", "there.bmp", "copied.bmp", *NIGHT]
    assert list(seen["labeled"]) == ["noon.jpg", *NIGHT]


def test_job_is_polled_until_it_is_done(seen):
    polls, has_experiment, has_end = seen["one"]
    assert polls == [["INIT", 0], ["PROCESSING", 0], ["DONE", 1]]
    assert seen["night"] == [["INIT", 0], ["PROCESSING", 0.5], ["DONE", 1]]
    assert has_experiment
    assert has_end


def test_jobs_are_read_and_listed(seen):
    assert seen["jobs"] == ["DONE", True]


def test_automated_labels_have_masks(seen):
    for labels in seen["labeled"].values():
        assert labels
        assert all(is_inside(label, SIZES[1]) and "pixels" in label for label in labels)
        assert {label["class"] for label in labels} <= {"stall", "person"}
    assert len(seen["labeled"]["noon.jpg"]) <= 2


def test_sdk_sends_no_model_id_before_the_model_is_loaded(seen):
    """It builds the request, then waits for the model, and sends the old request."""
    before, error, after = seen["early"]
    assert before == ["LOADING", None]
    assert "model_id" in error
    assert after == ["LOADED", True]


def test_models_are_loaded(seen):
    assert seen["states"] == [["LOADING", "LOADED"]] * 3


@on_each_image
def test_detector_finds_boxes(seen, image):
    found = seen["detector"][image]
    assert found
    assert all(is_inside(each, SIZES[image]) for each in found)
    assert {each["class"] for each in found} <= {"stall", "person"}
    assert seen["again"][image] == found
    assert seen["one box"][image] == found[:1]
    assert seen["likely boxes"][image] == [each for each in found if each["score"] >= 0.7]


@on_each_image
def test_instance_segmentor_finds_masks_of_the_same_objects(seen, image):
    pairs = zip(seen["detector"][image], seen["instances"][image], strict=True)
    for box, mask in pairs:
        assert mask == box | {"pixels": mask["pixels"]}
        assert is_inside(mask, SIZES[image])


@on_each_image
def test_semantic_segmentor_finds_a_mask_without_score_per_class(seen, image):
    found = seen["semantic"][image]
    classes = [each["class"] for each in found]
    assert len(set(classes)) == len(classes)
    assert set(classes) <= {"stall", "person", "ground"}
    assert all(is_inside(each, SIZES[image]) and each["score"] is None for each in found)
    assert seen["large"][image] == []
    assert any(seen["semantic"])


@on_each_image
def test_attributer_predicts_attributes_of_each_box(seen, image):
    predicted = seen["attributer"][image]
    assert [{tuple(each["bbox"]) for each in of_box} for of_box in predicted] == [
        {(2, 3, 20, 30)},
        {(10, 10, 40, 44)},
    ]
    for each in [each for of_box in predicted for each in of_box]:
        name, choices = seen["choices"][each["attribute_id"]]
        assert name in {"State", "Goods"}
        assert each["lov_ids"]
        assert set(each["lov_ids"]) <= set(choices)


def test_project_is_deleted(seen):
    assert seen["projects left"] == 0
