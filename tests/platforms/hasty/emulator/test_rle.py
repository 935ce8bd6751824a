"""Masks as pairs of start and length, judged by plain and slow code."""

import random

import pytest
from pycocotools import mask as coco_masks

from labelbridge_emulator.platforms.hasty.media import rle

# The mask on the vendor's page about its COCO exports ("COCO Dataset format").
SHOWN = (
    "WRQR14oT20K?D5M0O7I6K3M005K3M004L0N4N001O02N001N2O0001O2N00001O02N0000N3O0000002N00001O000O1O1"
    "000000000001O00000N20000000O01000000000000N2000O10O1000N20O10000N200000O01000000N1100000000000"
    "0N20000000000O3N00001O2N001O0N3O002M2O002M3L7J101H>A_SbS3"
)
SHOWN_BOX = [504, 842, 504 + 117, 842 + 75]
SHOWN_HEIGHT, SHOWN_WIDTH = 2211, 2097


def slowly_encoded(rows: list[list[int]]) -> list[int]:
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


def slowly_counted(image: list[list[int]]) -> list[int]:
    counts, value = [0], 0
    for x in range(len(image[0])):
        for row in image:
            if row[x] != value:
                counts.append(0)
                value = row[x]
            counts[-1] += 1
    return counts


def some_rows(seed: int) -> list[list[int]]:
    chance = random.Random(seed)
    width, height = chance.randint(1, 9), chance.randint(1, 9)
    share = chance.random()
    return [[int(chance.random() < share) for _ in range(width)] for _ in range(height)]


def flat(rows: list[list[int]]) -> bytes:
    return bytes(pixel for row in rows for pixel in row)


def test_a_run_may_go_on_in_the_next_row() -> None:
    rows = [[0, 1, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
    assert rle.encode(flat(rows)) == [2, 2, 8, 2]
    assert rle.decode([2, 2, 8, 2], 12) == flat(rows)


@pytest.mark.parametrize("seed", range(50))
def test_masks_are_those_of_the_plain_encoder_and_are_read_back(seed: int) -> None:
    rows = some_rows(seed)
    mask = rle.encode(flat(rows))
    assert mask == slowly_encoded(rows)
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
def test_a_mask_beyond_its_box_is_cut_off(mask: list[int], pixels: list[int]) -> None:
    assert rle.decode(mask, 4) == bytes(pixels)


@pytest.mark.parametrize("seed", range(50))
def test_coco_counts_are_those_of_the_plain_counter(seed: int) -> None:
    chance = random.Random(seed)
    rows = some_rows(seed)
    left, top = chance.randint(-3, 8), chance.randint(-3, 8)
    width, height = chance.randint(1, 10), chance.randint(1, 10)
    image = [[0] * width for _ in range(height)]
    for y, row in enumerate(rows):
        for x, pixel in enumerate(row):
            if 0 <= top + y < height and 0 <= left + x < width:
                image[top + y][left + x] = pixel
    bbox = [left, top, left + len(rows[0]), top + len(rows)]
    assert rle.coco_counts(flat(rows), bbox, width, height) == slowly_counted(image)


@pytest.mark.parametrize("bbox", [[5, 5, 5, 9], [5, 5, 2, 9], [5, 9, 8, 5]])
def test_a_box_without_pixels_counts_nothing(bbox: list[int]) -> None:
    assert rle.coco_counts(b"", bbox, 10, 10) == [100]


@pytest.mark.parametrize("seed", range(50))
def test_coco_texts_are_those_of_cocos_own_tools(seed: int) -> None:
    chance = random.Random(seed)
    width, height = chance.randint(1, 400), chance.randint(1, 400)
    counts = [0] * chance.randint(0, 1)
    while (left := width * height - sum(counts)) > 0:
        counts.append(chance.randint(1, min(left, chance.choice([3, 40, 50_000]))))
    (theirs,) = coco_masks.frPyObjects([{"size": [height, width], "counts": counts}], height, width)
    assert rle.coco_text(counts) == theirs["counts"].decode()


# pycocotools 2.0.11 does not know the copy argument that numpy 2 gives it.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_the_mask_that_the_platform_shows_is_written_as_it_is_there() -> None:
    left, top, right, bottom = SHOWN_BOX
    pixels = coco_masks.decode({"size": [SHOWN_HEIGHT, SHOWN_WIDTH], "counts": SHOWN})
    box = pixels[top:bottom, left:right].tobytes()
    counts = rle.coco_counts(box, SHOWN_BOX, SHOWN_WIDTH, SHOWN_HEIGHT)
    assert sum(counts[1::2]) == 6718
    assert rle.coco_text(counts) == SHOWN


def test_no_counts_are_no_text() -> None:
    assert rle.coco_text([]) == ""
    assert rle.coco_text([100]) == "T3"
