"""The comparison of exported annotations with the original detects every difference."""

import pytest
from attrs import evolve

from labelbridge.cli.coco import Rle, read_coco
from labelbridge.cli.demo.comparison import compare_export, match


@pytest.fixture
def coco(coco_set):
    return read_coco(coco_set.file)


def failing(sent, exported):
    return [check.name for check in compare_export("platform", sent, exported) if not check.passed]


def changed(coco, number, **changes):
    annotations = list(coco.annotations)
    annotations[number] = evolve(annotations[number], **changes)
    return evolve(coco, annotations=annotations)


def test_order_is_ignored(coco):
    assert failing(coco, evolve(coco, annotations=coco.annotations[::-1])) == []


def test_coordinates_may_differ_by_one_pixel(coco):
    def moved(by):
        first = coco.annotations[0]
        return changed(
            coco,
            0,
            bbox=(first.bbox[0] + by, *first.bbox[1:]),
            segmentation=[[number - by for number in first.segmentation[0]]],
        )

    assert failing(coco, moved(0.99)) == []
    assert failing(coco, moved(1.01)) == ["boxes exported", "polygons, compared by point"]


def test_missing_label_fails_every_check_of_its_kind(coco):
    assert failing(coco, evolve(coco, annotations=coco.annotations[1:])) == [
        "annotations exported",
        "classes exported",
        "boxes exported",
        "polygons, compared by point",
    ]


def test_additional_label_is_detected(coco):
    twice = evolve(coco, annotations=[*coco.annotations, coco.annotations[0]])
    assert failing(coco, twice) == ["annotations exported", "classes exported"]


def test_missing_point_is_detected(coco):
    shorter = changed(coco, 0, segmentation=[coco.annotations[0].segmentation[0][2:]])
    assert failing(coco, shorter) == ["polygons, compared by point"]


def test_changed_mask_is_detected(coco):
    counts = coco.annotations[3].segmentation.counts
    longer = Rle((48, 64), [counts[0], counts[1] + 1, counts[2] - 1, *counts[3:]])
    for segmentation in (longer, [[2, 12, 4, 12, 4, 24]]):
        other = changed(coco, 3, segmentation=segmentation)
        assert failing(coco, other) == ["masks, compared by pixel"]


def test_labels_of_one_class_are_matched_by_position(coco):
    near, far = coco.annotations[1], evolve(coco.annotations[1], bbox=(30.0, 30.0, 9.0, 9.0))
    assert match([near, far], [far, near]) == [(near, near), (far, far)]
