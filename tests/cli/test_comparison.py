"""Every difference between what was sent and what came back is seen."""

from collections.abc import Callable
from uuid import UUID

import pytest
from attrs import evolve

from labelbridge.cli.coco import Annotation, Coco, Rle, read_coco
from labelbridge.cli.demo.comparison import compare_export, differing_fields, pair_up
from labelbridge_api.hasty.models import Label, LabelCreate

SENT = {
    "class_id": "54be4e86-fa06-45fc-86e5-29ea93b4a062",
    "external_id": "12",
    "bbox": [1, 2, 5, 6],
    "polygon": [[1, 2], [1, 2], [5, 6]],
    "tool_used": "import",
    "z_index": 0,
}
BACK = Label(**{**SENT, "class_id": UUID(SENT["class_id"]), "mask": None})


@pytest.fixture
def coco(coco_set) -> Coco:
    return read_coco(coco_set.file)


def failing(sent: Coco, back: Coco) -> list[str]:
    return [check.what for check in compare_export("Hasty", sent, back) if not check.holds]


def changed(coco: Coco, number: int, change: Callable[[Annotation], Annotation]) -> Coco:
    annotations = list(coco.annotations)
    annotations[number] = change(annotations[number])
    return evolve(coco, annotations=annotations)


def test_a_label_that_is_the_same_differs_in_no_field():
    assert differing_fields(SENT, BACK) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("class_id", UUID(int=1)),
        ("external_id", "13"),
        ("bbox", [1, 2, 5, 7]),
        ("polygon", [[1, 2], [5, 6]]),
        ("mask", [1, 2]),
        ("tool_used", None),
        ("z_index", 1),
        ("keypoints", []),
        ("external_event_id", "e"),
    ],
)
def test_each_field_that_differs_is_named(name, value):
    assert differing_fields(SENT, evolve(BACK, **{name: value})) == [name]


def test_no_field_that_can_be_sent_is_left_out():
    everything = LabelCreate(bbox=[1], polygon=[[1]], mask=[1], keypoints=[]).to_dict()
    assert set(differing_fields({}, Label(**everything))) == set(everything)


def test_the_same_labels_in_another_order_are_equal(coco):
    assert failing(coco, evolve(coco, annotations=coco.annotations[::-1])) == []


def test_coordinates_may_be_a_pixel_off_and_no_more(coco):
    def moved(by: float) -> Coco:
        return changed(
            coco,
            0,
            lambda each: evolve(
                each,
                bbox=(each.bbox[0] + by, *each.bbox[1:]),
                segmentation=[[number - by for number in each.segmentation[0]]],
            ),
        )

    assert failing(coco, moved(0.99)) == []
    assert failing(coco, moved(1.01)) == ["their boxes", "polygons, by points"]


def test_a_label_that_is_missing_is_seen_in_every_check_of_its_kind(coco):
    assert failing(coco, evolve(coco, annotations=coco.annotations[1:])) == [
        "annotations exported",
        "their classes",
        "their boxes",
        "polygons, by points",
    ]


def test_a_label_too_many_is_seen(coco):
    twice = evolve(coco, annotations=[*coco.annotations, coco.annotations[0]])
    assert failing(coco, twice) == ["annotations exported", "their classes"]


def test_another_class_is_seen(coco):
    other = changed(coco, 0, lambda each: evolve(each, category="kite"))
    assert "their classes" in failing(coco, other)


def test_a_point_that_was_dropped_is_seen(coco):
    shorter = changed(coco, 0, lambda each: evolve(each, segmentation=[each.segmentation[0][2:]]))
    assert failing(coco, shorter) == ["polygons, by points"]


def test_one_pixel_of_a_mask_is_seen(coco):
    counts = coco.annotations[3].segmentation.counts
    more = [counts[0], counts[1] + 1, counts[2] - 1, *counts[3:]]
    other = changed(coco, 3, lambda each: evolve(each, segmentation=Rle((48, 64), more)))
    assert failing(coco, other) == ["masks, by pixels"]


def test_a_mask_that_comes_back_as_a_polygon_is_seen(coco):
    other = changed(coco, 3, lambda each: evolve(each, segmentation=[[2, 12, 4, 12, 4, 24]]))
    assert failing(coco, other) == ["masks, by pixels"]


def test_what_was_not_sent_is_not_asked_for(coco):
    boxes = evolve(coco, annotations=coco.annotations[2:3])
    assert [check.what for check in compare_export("Hasty", boxes, boxes)] == [
        "annotations exported",
        "their classes",
        "their boxes",
    ]


def test_labels_of_one_class_are_paired_by_where_they_are(coco):
    near, far = coco.annotations[1], evolve(coco.annotations[1], bbox=(30.0, 30.0, 9.0, 9.0))
    assert pair_up([near, far], [far, near]) == [(near, near), (far, far)]
