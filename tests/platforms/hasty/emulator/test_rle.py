"""Run-length encoding of masks, compared with simple reference code and pycocotools."""

import random

import pytest
from pycocotools import mask as coco_masks

from labelbridge_emulator.platforms.hasty.media import rle

# The mask in the vendor's page on its COCO exports ("COCO Dataset format").
SAMPLE = (
    "WRQR14oT20K?D5M0O7I6K3M005K3M004L0N4N001O02N001N2O0001O2N00001O02N0000N3O0000002N00001O000O1O1"
    "000000000001O00000N20000000O01000000000000N2000O10O1000N20O10000N200000O01000000N1100000000000"
    "0N20000000000O3N00001O2N001O0N3O002M2O002M3L7J101H>A_SbS3"
)
SAMPLE_BOX = [504, 842, 504 + 117, 842 + 75]
SAMPLE_HEIGHT, SAMPLE_WIDTH = 2211, 2097


def reference_encoding(rows: list[list[int]]) -> list[int]:
    mask: list[int] = []
    number = 0
    before = 0
    for row in rows:
        for pixel in row:
            number += 1
            if pixel and not before:
                mask += [number, 0]
            if pixel:
                mask[-1] += 1
            before = pixel
    return mask


def reference_counts(image: list[list[int]]) -> list[int]:
    counts, value = [0], 0
    for x in range(len(image[0])):
        for row in image:
            if row[x] != value:
                counts.append(0)
                value = row[x]
            counts[-1] += 1
    return counts


def random_rows(seed: int) -> list[list[int]]:
    rng = random.Random(seed)
    width, height = rng.randint(1, 9), rng.randint(1, 9)
    share = rng.random()
    return [[int(rng.random() < share) for _ in range(width)] for _ in range(height)]


def flat(rows: list[list[int]]) -> bytes:
    return bytes(pixel for row in rows for pixel in row)


def test_run_continues_in_the_next_row():
    rows = [[0, 1, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
    assert rle.encode(flat(rows)) == [2, 2, 8, 2]
    assert rle.decode([2, 2, 8, 2], 12) == flat(rows)


@pytest.mark.parametrize("seed", range(50))
def test_encoding_equals_the_reference_and_is_decoded(seed):
    rows = random_rows(seed)
    mask = rle.encode(flat(rows))
    assert mask == reference_encoding(rows)
    assert rle.decode(mask, len(flat(rows))) == flat(rows)


@pytest.mark.parametrize(
    ("mask", "pixels"),
    [
        ([], [0, 0, 0, 0]),
        ([3, 9], [0, 0, 1, 1]),
        ([9, 2], [0, 0, 0, 0]),
        ([-1, 3], [1, 0, 0, 0]),
        ([2, -5], [0, 0, 0, 0]),
        ([1, 1, 3], [1, 0, 0, 0]),
    ],
)
def test_decode_clips_runs_outside_the_box(mask, pixels):
    assert rle.decode(mask, 4) == bytes(pixels)


@pytest.mark.parametrize("seed", range(50))
def test_coco_counts_equal_the_reference(seed):
    rng = random.Random(seed)
    rows = random_rows(seed)
    left, top = rng.randint(-3, 8), rng.randint(-3, 8)
    width, height = rng.randint(1, 10), rng.randint(1, 10)
    image = [[0] * width for _ in range(height)]
    for y, row in enumerate(rows):
        for x, pixel in enumerate(row):
            if 0 <= top + y < height and 0 <= left + x < width:
                image[top + y][left + x] = pixel
    bbox = [left, top, left + len(rows[0]), top + len(rows)]
    assert rle.coco_counts(flat(rows), bbox, width, height) == reference_counts(image)


@pytest.mark.parametrize("bbox", [[5, 5, 5, 9], [5, 5, 2, 9], [5, 9, 8, 5]])
def test_coco_counts_of_an_empty_box(bbox):
    assert rle.coco_counts(b"", bbox, 10, 10) == [100]


@pytest.mark.parametrize("seed", range(50))
def test_coco_text_equals_pycocotools(seed):
    rng = random.Random(seed)
    width, height = rng.randint(1, 400), rng.randint(1, 400)
    counts = [0] * rng.randint(0, 1)
    while (left := width * height - sum(counts)) > 0:
        counts.append(rng.randint(1, min(left, rng.choice([3, 40, 50_000]))))
    (expected,) = coco_masks.frPyObjects(
        [{"size": [height, width], "counts": counts}], height, width
    )
    assert rle.coco_text(counts) == expected["counts"].decode()


# pycocotools 2.0.11 does not support the copy argument of numpy 2.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_sample_of_the_platform_is_reproduced():
    left, top, right, bottom = SAMPLE_BOX
    pixels = coco_masks.decode({"size": [SAMPLE_HEIGHT, SAMPLE_WIDTH], "counts": SAMPLE})
    box = pixels[top:bottom, left:right].tobytes()
    counts = rle.coco_counts(box, SAMPLE_BOX, SAMPLE_WIDTH, SAMPLE_HEIGHT)
    assert sum(counts[1::2]) == 6718
    assert rle.coco_text(counts) == SAMPLE
