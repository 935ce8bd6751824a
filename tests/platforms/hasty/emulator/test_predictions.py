"""Simulated predictions."""

import pytest

from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
from labelbridge_emulator.platforms.hasty.predictions import (
    ModelInput,
    Prediction,
    class_probabilities,
    predict_attribute_values,
    predict_objects,
    predict_regions,
    with_masks,
)
from tests.platforms.hasty.emulator.media import is_within, masked_pixels

CAR = LabelClass(id="car", name="car")
SUN = LabelClass(id="sun", name="sun")
ROAD = LabelClass(id="road", name="road", type="background")
CLASSES = [CAR, SUN, ROAD]
SIZES = [(640, 480), (3, 2), (1, 1), (1, 500), (500, 1), (4000, 10)]
SEEDS = range(200)
IMAGE = ModelInput("first", 640, 480)


def pixels_of(prediction: Prediction) -> set[tuple[int, int]]:
    return masked_pixels({"bbox": prediction.bbox, "mask": prediction.mask})


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_objects_are_inside_the_image(width, height):
    for seed in SEEDS:
        for found in predict_objects(ModelInput(str(seed), width, height), CLASSES):
            assert is_within(found.bbox, width, height)
            assert 0 < found.score <= 1
            left, top, right, bottom = found.bbox
            assert found.area == (right - left) * (bottom - top)


def test_objects_are_sorted_by_score_and_of_object_classes_only():
    results = [predict_objects(ModelInput(str(seed), 640, 480), CLASSES) for seed in SEEDS]
    for found in results:
        assert [each.score for each in found] == sorted((f.score for f in found), reverse=True)
    assert {each.label_class.id for found in results for each in found} == {"car", "sun"}
    assert {len(found) for found in results} == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_masks_are_inside_their_boxes(width, height):
    for seed in SEEDS[:40]:
        source = ModelInput(str(seed), width, height)
        objects = with_masks(predict_objects(source, CLASSES), 0.5)
        for found in (*objects, *predict_regions(source, CLASSES, 0.5)):
            assert is_within(found.bbox, width, height)
            assert found.area == len(pixels_of(found))
            left, top, right, bottom = found.bbox
            assert found.mask is not None
            pixels = rle.decode(found.mask, (right - left) * (bottom - top))
            assert rle.encode(pixels) == found.mask


def test_regions_do_not_overlap():
    for seed in SEEDS[:40]:
        found = predict_regions(ModelInput(str(seed), 60, 40), CLASSES, 0)
        assert len({each.label_class.id for each in found}) == len(found)
        masks = [pixels_of(each) for each in found]
        assert len(set().union(*masks)) == sum(map(len, masks))


def test_predicted_attribute_values_are_options():
    values = [{"id": id_, "value": id_} for id_ in "abc"]
    one = Attribute(id="1", name="color", type="SELECTION", values=values)
    many = Attribute(id="2", name="damage", type="MULTIPLE-SELECTION", values=values)
    text = Attribute(id="3", name="plate", type="TEXT")
    seen = []
    for right in range(1, 100):
        bbox = [0, 0, right, 1]
        found = predict_attribute_values(IMAGE, bbox, [one, many, text], 0)
        assert [each["attribute_id"] for each in found] == ["1", "2"]
        assert all(each["bbox"] == bbox for each in found)
        seen.append([each["lov_ids"] for each in found])
        certain = predict_attribute_values(IMAGE, bbox, [one, many, text], 0.5)
        assert [each for each in found if each in certain] == certain
    assert {tuple(selected) for selected, _ in seen} == {("a",), ("b",), ("c",)}
    assert {len(selected) for _, selected in seen} == {1, 2, 3}
    assert all(selected == sorted(set(selected)) for _, selected in seen)


@pytest.mark.parametrize("classes", [0, 1, 2, 5])
def test_sum_of_class_probabilities_is_1(classes):
    probabilities = class_probabilities(IMAGE, "detector", classes)
    assert len(probabilities) == max(classes, 2)
    assert sum(probabilities) == pytest.approx(1)
    assert min(probabilities) > 0
