"""Client and emulator encode and decode masks like Hasty's own SDK, 0.3.12."""

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
    [[0, 1], [1, 0]],  # one run across two rows
    [[0, 0, 0], [0, 0, 0], [0, 0, 1]],
    [[1, 0, 0], [0, 0, 0], [0, 0, 0]],
    [[1, 1, 1], [1, 1, 1]],
]


def some_rows(seed: int) -> Rows:
    """Return up to 24 x 24 random pixels, of which at least one is set."""
    chance = random.Random(seed)
    width, height, share = chance.randint(1, 24), chance.randint(1, 24), chance.random()
    rows = [[int(chance.random() < share) for _ in range(width)] for _ in range(height)]
    rows[chance.randrange(height)][chance.randrange(width)] = 1
    return rows


MASKS: list[Rows] = [*CORNERS, *map(some_rows, range(300))]
BOXES = [[n, 2 * n, n + len(rows[0]), 2 * n + len(rows)] for n, rows in enumerate(MASKS)]


def pixel_by_pixel(rows: Rows) -> list[int]:
    """Encode a mask with runs of one pixel each."""
    flat = enumerate(chain.from_iterable(rows), start=1)
    return [number for start, pixel in flat if pixel for number in (start, 1)]


ENCODED = [masks.encode(rows, bbox) for rows, bbox in zip(MASKS, BOXES, strict=True)]
LONGER = [pixel_by_pixel(rows) for rows in MASKS]


@pytest.fixture(scope="module")
def by_sdk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of the SDK for the masks and both of their encodings."""
    pairs = zip(BOXES + BOXES, ENCODED + LONGER, strict=True)
    labels = [{"bbox": bbox, "mask": runs} for bbox, runs in pairs]
    return run(
        "hasty", "masks", {"masks": MASKS, "labels": labels}, tmp_path_factory.mktemp("masks")
    )


def test_client_encodes_like_the_sdk(by_sdk):
    assert by_sdk["encoded"] == ENCODED


def test_sdk_accepts_and_decodes_masks_of_the_client(by_sdk):
    assert by_sdk["decoded"][: len(MASKS)] == MASKS
    assert all(by_sdk["sent"])


def test_client_decodes_masks_of_the_sdk(by_sdk):
    for rows, bbox, runs in zip(MASKS, BOXES, by_sdk["encoded"], strict=True):
        assert np.array_equal(masks.decode(runs, bbox), rows)


def test_adjacent_runs_are_decoded_like_the_sdk(by_sdk):
    assert by_sdk["decoded"][len(MASKS) :] == MASKS
    for rows, bbox, runs in zip(MASKS, BOXES, LONGER, strict=True):
        assert np.array_equal(masks.decode(runs, bbox), rows)


def test_emulator_encodes_and_decodes_like_the_sdk(by_sdk):
    for rows, runs in zip(MASKS, by_sdk["encoded"], strict=True):
        pixels = bytes(chain.from_iterable(rows))
        assert rle.encode(pixels) == runs
        assert rle.decode(runs, len(pixels)) == pixels
