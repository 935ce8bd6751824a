"""What models see: plausible, within the image, and the same every time."""

import pytest

from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
from labelbridge_emulator.platforms.hasty.predictions import (
    ModelInput,
    class_probabilities,
    predict_attribute_values,
    predict_objects,
    predict_regions,
    with_masks,
)
from tests.platforms.hasty.emulator.model_requests import covered, lies_within

CAR = LabelClass(id="car", name="car")
SUN = LabelClass(id="sun", name="sun")
ROAD = LabelClass(id="road", name="road", type="background")
CLASSES = [CAR, SUN, ROAD]
SIZES = [(640, 480), (3, 2), (1, 1), (1, 500), (500, 1), (4000, 10)]
MANY = range(200)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_objects_lie_within_the_image(width: int, height: int) -> None:
    for number in MANY:
        for found in predict_objects(ModelInput(str(number), width, height), CLASSES):
            assert lies_within(found.bbox, width, height)
            assert 0 < found.score <= 1
            left, top, right, bottom = found.bbox
            assert found.area == (right - left) * (bottom - top)


def test_the_surest_objects_come_first_and_are_of_all_classes_of_objects() -> None:
    seen = [predict_objects(ModelInput(str(number), 640, 480), CLASSES) for number in MANY]
    for found in seen:
        assert [each.score for each in found] == sorted((f.score for f in found), reverse=True)
    assert {each.label_class.id for found in seen for each in found} == {"car", "sun"}
    assert {len(found) for found in seen} == {1, 2, 3, 4, 5, 6}


def test_a_picture_always_shows_the_same_and_another_shows_something_else() -> None:
    first, second = (ModelInput(start, 640, 480) for start in ("first", "second"))
    for look in (
        lambda view: predict_objects(view, CLASSES),
        lambda view: predict_regions(view, CLASSES, 0.5),
        lambda view: class_probabilities(view, "detector", 3),
    ):
        assert look(first) == look(first)
        assert look(first) != look(second)


def test_there_is_nothing_to_see_for_a_model_that_knows_nothing() -> None:
    view = ModelInput("first", 640, 480)
    assert predict_objects(view, []) == predict_regions(view, [], 0.5) == []
    assert predict_objects(view, [ROAD]) == []
    assert predict_attribute_values(view, [0, 0, 1, 1], [], 0) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_masks_lie_within_their_boxes(width: int, height: int) -> None:
    for number in MANY[:40]:
        view = ModelInput(str(number), width, height)
        for found in (
            *with_masks(predict_objects(view, CLASSES), 0.5),
            *predict_regions(view, CLASSES, 0.5),
        ):
            assert lies_within(found.bbox, width, height)
            assert found.area == len(covered({"bbox": found.bbox, "mask": found.mask}))


def test_a_mask_is_written_as_the_platform_writes_it() -> None:
    for number in MANY[:40]:
        for found in with_masks(predict_objects(ModelInput(str(number), 60, 40), CLASSES), 0.3):
            left, top, right, bottom = found.bbox
            assert found.mask is not None
            pixels = rle.decode(found.mask, (right - left) * (bottom - top))
            assert rle.encode(pixels) == found.mask


def test_the_surer_of_each_pixel_the_smaller_the_mask() -> None:
    found = predict_objects(ModelInput("first", 640, 480), CLASSES)
    covers = [
        [covered({"bbox": each.bbox, "mask": each.mask}) for each in with_masks(found, threshold)]
        for threshold in (0, 0.5, 0.9)
    ]
    for large, middle, small in zip(*covers, strict=True):
        assert large > middle > small
    assert with_masks(found, 1) == []


def test_no_pixel_has_two_classes() -> None:
    for number in MANY[:40]:
        found = predict_regions(ModelInput(str(number), 60, 40), CLASSES, 0)
        assert len({each.label_class.id for each in found}) == len(found)
        masks = [covered({"bbox": each.bbox, "mask": each.mask}) for each in found]
        assert len(set().union(*masks)) == sum(map(len, masks))


def test_attributes_get_values_that_they_have() -> None:
    values = [{"id": id_, "value": id_} for id_ in "abc"]
    one = Attribute(id="1", name="color", type="SELECTION", values=values)
    many = Attribute(id="2", name="damage", type="MULTIPLE-SELECTION", values=values)
    text = Attribute(id="3", name="plate", type="TEXT")
    view, seen = ModelInput("first", 640, 480), []
    for right in range(1, 100):
        bbox = [0, 0, right, 1]
        found = predict_attribute_values(view, bbox, [one, many, text], 0)
        assert [each["attribute_id"] for each in found] == ["1", "2"]
        assert all(each["bbox"] == bbox for each in found)
        seen.append([each["lov_ids"] for each in found])
        surer = predict_attribute_values(view, bbox, [one, many, text], 0.5)
        assert [each for each in found if each in surer] == surer
    assert {tuple(chosen) for chosen, _ in seen} == {("a",), ("b",), ("c",)}
    assert {len(chosen) for _, chosen in seen} == {1, 2, 3}
    assert all(chosen == sorted(set(chosen)) for _, chosen in seen)


@pytest.mark.parametrize("classes", [0, 1, 2, 5])
def test_what_a_model_holds_likely_adds_up(classes: int) -> None:
    likely = class_probabilities(ModelInput("first", 640, 480), "detector", classes)
    assert len(likely) == max(classes, 2)
    assert sum(likely) == pytest.approx(1)
    assert min(likely) > 0
