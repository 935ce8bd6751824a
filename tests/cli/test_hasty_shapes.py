"""COCO annotations as Hasty labels: all points are kept, and move by half a pixel at most."""

import warnings

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from labelbridge.cli.coco import Annotation, CocoImage, Rle, read_coco
from labelbridge.cli.coco_masks import rasterize
from labelbridge.cli.demo.hasty_shapes import hasty_shape
from labelbridge.errors import InvalidArgument
from labelbridge.hasty import masks

IMAGE = CocoImage(1, "sea.png", 64, 48)


def annotation(bbox=(1.0, 1.0, 2.0, 2.0), segmentation=()):
    shape = segmentation if isinstance(segmentation, Rle) else list(segmentation)
    return Annotation("annotations[3]", 1, IMAGE, "kite", bbox, shape)


def test_polygon_keeps_duplicate_points_and_points_on_the_border(coco_set):
    shape = hasty_shape(read_coco(coco_set.file).annotations[0])
    assert shape == {
        "bbox": [0, 0, 64, 48],
        "polygon": [[0, 0], [10, 5], [10, 5], [64, 21], [30, 48]],
    }


@pytest.mark.parametrize(
    ("bbox", "rounded"),
    [
        ((1.4, 2.6, 10.0, 10.0), [1, 3, 11, 13]),
        ((50.5, 3.25, 0.2, 8.0), [50, 3, 51, 11]),  # pixel 50 contains both 50.5 and 50.7
        ((5.0, 5.0, 0.0, 0.0), [5, 5, 6, 6]),
        ((10.6, 10.6, 0.3, 0.3), [10, 10, 11, 11]),
        ((10.9, 10.9, 0.4, 0.4), [10, 10, 12, 12]),  # both ends round to 11
    ],
)
def test_box_is_rounded_and_covers_at_least_one_pixel(bbox, rounded):
    assert hasty_shape(annotation(bbox)) == {"bbox": rounded}


def test_several_polygons_become_one_mask(coco_set):
    parts = read_coco(coco_set.file).annotations[1]
    shape = hasty_shape(parts)
    back = masks.to_image(shape["mask"], shape["bbox"], width=64, height=48)
    runs = coco_mask.frPyObjects(parts.segmentation, 48, 64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of numpy, in pycocotools
        assert np.array_equal(back, coco_mask.decode(coco_mask.merge(runs)))
    assert "polygon" not in shape
    left, top, width, height = parts.bbox
    edges = (left, top, left + width, top + height)
    assert max(abs(a - b) for a, b in zip(shape["bbox"], edges, strict=True)) <= 1


def test_box_of_a_mask_contains_all_pixels_and_stays_in_the_image(coco_set):
    crowd = evolve(read_coco(coco_set.file).annotations[3], bbox=(-3.0, 13.0, 5.6, 60.0))
    assert hasty_shape(crowd)["bbox"] == [0, 12, 4, 48]


def test_run_lengths_become_a_mask(coco_set):
    crowd = read_coco(coco_set.file).annotations[3]
    packed = coco_mask.encode(np.asfortranarray(rasterize(crowd.segmentation, crowd.image)))
    compressed = evolve(crowd, segmentation=Rle((48, 64), packed["counts"].decode()))
    expected = {"bbox": [2, 12, 4, 24], "mask": [1, 24]}
    assert hasty_shape(crowd) == hasty_shape(compressed) == expected


@given(st.data())
def test_compressed_run_lengths_are_decoded_like_pycocotools(data):
    height, width = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 40))
    bits = data.draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    image = np.asfortranarray(np.array(bits, dtype=np.uint8).reshape(height, width))
    rle = Rle((height, width), coco_mask.encode(image)["counts"].decode())
    assert np.array_equal(rasterize(rle, CocoImage(1, "x", width, height)), image)


@pytest.mark.parametrize(
    ("rle", "message"),
    [
        (Rle((64, 48), [48 * 64]), r"the size \[64, 48\], but the image has \[48, 64\]"),
        (Rle((48, 64), [5, 5]), "do not fill the image"),
        (Rle((48, 64), []), "do not fill the image"),
        (Rle((48, 64), ""), "do not fill the image"),
        (Rle((48, 64), "zzz"), "do not fill the image"),
        (Rle((48, 64), [48 * 64]), "only pixels that are 0"),
    ],
)
def test_invalid_run_lengths_raise(rle, message):
    with pytest.raises(InvalidArgument, match=message) as raised:
        hasty_shape(annotation(segmentation=rle))
    assert raised.value.argument == "annotations[3].segmentation"


def test_polygons_that_cover_no_pixel_raise():
    speck = [3.1, 3.1, 3.2, 3.1, 3.2, 3.2]
    with pytest.raises(
        InvalidArgument, match=r"annotations\[3\].segmentation: has only pixels that are 0"
    ):
        hasty_shape(annotation(segmentation=[speck, speck]))
