"""Masks made here are what Hasty's own SDK, 0.3.12, makes of the same pixels, and reads back."""

import random
from itertools import chain
from typing import Any

import numpy as np
import pytest

from labelbridge.hasty import masks
from labelbridge_emulator.platforms.hasty.media import rle
from tests.sdk.environments import run

pytestmark = pytest.mark.xdist_group("hasty-sdk")

Rows = list[list[int]]

CORNERS: list[Rows] = [
    [[1]],
    [[1, 1, 1, 1]],
    [[1], [0], [1]],
    [[1, 0], [0, 1]],
    [[0, 1], [1, 0]],  # one run that goes on in the next row
    [[0, 0, 0], [0, 0, 0], [0, 0, 1]],
    [[1, 0, 0], [0, 0, 0], [0, 0, 0]],
    [[1, 1, 1], [1, 1, 1]],
]


def some_rows(seed: int) -> Rows:
    """Up to 24 x 24 pixels, of which at least one is set; sparse, dense or anything between."""
    chance = random.Random(seed)
    width, height, share = chance.randint(1, 24), chance.randint(1, 24), chance.random()
    rows = [[int(chance.random() < share) for _ in range(width)] for _ in range(height)]
    rows[chance.randrange(height)][chance.randrange(width)] = 1
    return rows


MASKS: list[Rows] = [*CORNERS, *map(some_rows, range(300))]
BOXES = [[n, 2 * n, n + len(rows[0]), 2 * n + len(rows)] for n, rows in enumerate(MASKS)]


def pixel_by_pixel(rows: Rows) -> list[int]:
    """Runs of one pixel each: longer than need be, but the same mask."""
    flat = enumerate(chain.from_iterable(rows), start=1)
    return [number for start, pixel in flat if pixel for number in (start, 1)]


ENCODED = [masks.encode(rows, bbox) for rows, bbox in zip(MASKS, BOXES, strict=True)]
LONGER = [pixel_by_pixel(rows) for rows in MASKS]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the SDK makes of the masks, and of both kinds of runs made of them here."""
    pairs = zip(BOXES + BOXES, ENCODED + LONGER, strict=True)
    labels = [{"bbox": bbox, "mask": runs} for bbox, runs in pairs]
    return run("hasty_masks", {"masks": MASKS, "labels": labels}, tmp_path_factory.mktemp("masks"))


def test_masks_are_encoded_as_the_sdk_does(judged):
    assert judged["encoded"] == ENCODED


def test_the_sdk_sends_and_decodes_what_is_encoded_here(judged):
    assert judged["decoded"][: len(MASKS)] == MASKS
    assert all(judged["sent"])


def test_what_the_sdk_encodes_is_decoded_here(judged):
    for rows, bbox, runs in zip(MASKS, BOXES, judged["encoded"], strict=True):
        assert np.array_equal(masks.decode(runs, bbox), rows)


def test_runs_that_touch_are_decoded_as_the_sdk_does(judged):
    assert judged["decoded"][len(MASKS) :] == MASKS
    for rows, bbox, runs in zip(MASKS, BOXES, LONGER, strict=True):
        assert np.array_equal(masks.decode(runs, bbox), rows)


def test_the_emulator_reads_and_writes_the_same_runs(judged):
    for rows, runs in zip(MASKS, judged["encoded"], strict=True):
        pixels = bytes(chain.from_iterable(rows))
        assert rle.encode(pixels) == runs
        assert rle.decode(runs, len(pixels)) == pixels
