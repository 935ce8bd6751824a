"""A COCO annotation as a Hasty label: nothing dropped, nothing moved by more than half a pixel."""

import warnings

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from labelbridge.cli.coco import Annotation, Picture, Rle, read_coco
from labelbridge.cli.conversion import hasty_shape, pixels
from labelbridge.errors import InvalidArgument
from labelbridge.hasty import masks

PICTURE = Picture(1, "sea.png", 64, 48)


def annotation(bbox=(1.0, 1.0, 2.0, 2.0), segmentation=()):
    shape = segmentation if isinstance(segmentation, Rle) else list(segmentation)
    return Annotation("annotations[3]", 1, PICTURE, "kite", bbox, shape)


def test_a_polygon_keeps_every_point_those_that_rounding_repeats_and_those_on_the_border(coco_set):
    shape = hasty_shape(read_coco(coco_set.file).annotations[0])
    assert shape == {
        "bbox": [0, 0, 64, 48],
        "polygon": [[0, 0], [10, 5], [10, 5], [64, 21], [30, 48]],
    }


@pytest.mark.parametrize(
    ("bbox", "rounded"),
    [
        ((1.4, 2.6, 10.0, 10.0), [1, 3, 11, 13]),
        ((50.5, 3.25, 0.2, 8.0), [50, 3, 51, 11]),  # 50.5 and 50.7 both lie in pixel 50
        ((5.0, 5.0, 0.0, 0.0), [5, 5, 6, 6]),
        ((10.6, 10.6, 0.3, 0.3), [10, 10, 11, 11]),
        ((10.9, 10.9, 0.4, 0.4), [10, 10, 12, 12]),  # both ends round to 11
    ],
)
def test_a_box_is_rounded_and_keeps_an_inside(bbox, rounded):
    assert hasty_shape(annotation(bbox)) == {"bbox": rounded}


side = st.floats(0, 60, allow_subnormal=False)


@given(side, side)
def test_no_edge_of_a_box_is_more_than_a_pixel_off(start, length):
    left, top, right, bottom = hasty_shape(annotation((start, start, length, length)))["bbox"]
    assert right > left
    assert bottom > top
    assert abs(left - start) <= 1
    assert abs(right - (start + length)) <= 1


def test_several_parts_become_the_mask_of_their_union(coco_set):
    parts = read_coco(coco_set.file).annotations[1]
    shape = hasty_shape(parts)
    back = masks.to_image(shape["mask"], shape["bbox"], width=64, height=48)
    runs = coco_mask.frPyObjects(parts.segmentation, 48, 64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pycocotools', of numpy
        assert np.array_equal(back, coco_mask.decode(coco_mask.merge(runs)))
    assert "polygon" not in shape
    left, top, width, height = parts.bbox
    edges = (left, top, left + width, top + height)
    assert max(abs(a - b) for a, b in zip(shape["bbox"], edges, strict=True)) <= 1


def test_the_box_of_a_mask_grows_with_the_pixels_and_ends_with_the_image(coco_set):
    crowd = evolve(read_coco(coco_set.file).annotations[3], bbox=(-3.0, 13.0, 5.6, 60.0))
    assert hasty_shape(crowd)["bbox"] == [0, 12, 4, 48]


def test_run_lengths_become_a_mask_compressed_or_not(coco_set):
    crowd = read_coco(coco_set.file).annotations[3]
    packed = coco_mask.encode(np.asfortranarray(pixels(crowd.segmentation, crowd.picture)))
    compressed = evolve(crowd, segmentation=Rle((48, 64), packed["counts"].decode()))
    expected = {"bbox": [2, 12, 4, 24], "mask": [1, 24]}
    assert hasty_shape(crowd) == hasty_shape(compressed) == expected


@given(st.data())
def test_compressed_run_lengths_are_read_as_pycocotools_reads_them(data):
    height, width = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    bits = data.draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    image = np.asfortranarray(np.array(bits, dtype=np.uint8).reshape(height, width))
    rle = Rle((height, width), coco_mask.encode(image)["counts"].decode())
    assert np.array_equal(pixels(rle, Picture(1, "x", width, height)), image)


@pytest.mark.parametrize(
    ("rle", "complaint"),
    [
        (Rle((64, 48), [48 * 64]), r"the size \[64, 48\], which has \[48, 64\]"),
        (Rle((48, 64), [5, 5]), "do not fill the image"),
        (Rle((48, 64), []), "do not fill the image"),
        (Rle((48, 64), ""), "do not fill the image"),
        (Rle((48, 64), "zzz"), "do not fill the image"),
        (Rle((48, 64), [48 * 64]), "no pixel"),
    ],
)
def test_impossible_run_lengths_are_refused_with_their_place(rle, complaint):
    with pytest.raises(InvalidArgument, match=complaint) as refused:
        hasty_shape(annotation(segmentation=rle))
    assert refused.value.argument == "annotations[3].segmentation"


def test_parts_that_cover_no_pixel_are_refused():
    speck = [3.1, 3.1, 3.2, 3.1, 3.2, 3.2]
    with pytest.raises(InvalidArgument, match=r"annotations\[3\].segmentation: has no pixel"):
        hasty_shape(annotation(segmentation=[speck, speck]))
