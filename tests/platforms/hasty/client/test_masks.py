"""Masks in Hasty's format, compared with a simple and slow implementation."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge.errors import InvalidArgument
from labelbridge.hasty import masks

Rows = list[list[int]]

EXAMPLE: Rows = [[0, 1, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
"""Two runs; the second continues in the next row: [2, 2, 8, 2]."""
RUNS, BOX = [2, 2, 8, 2], [0, 0, 4, 3]


@st.composite
def tables(draw) -> Rows:
    """Masks of up to 12 x 12 pixels: full, empty or mixed."""
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    pixel = draw(st.sampled_from([st.just(0), st.just(1), st.integers(0, 1)]))
    row = st.lists(pixel, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=height, max_size=height))


corners = st.tuples(st.integers(-5, 5), st.integers(-5, 5))


def box_of(rows: Rows, left: int = 0, top: int = 0) -> list[int]:
    return [left, top, left + len(rows[0]), top + len(rows)]


def slow_encode(rows: Rows) -> list[int]:
    """Encode pixel by pixel."""
    runs: list[int] = []
    before = 0
    for number, pixel in enumerate((pixel for row in rows for pixel in row), start=1):
        if pixel and not before:
            runs += [number, 0]
        if pixel:
            runs[-1] += 1
        before = pixel
    return runs


def slow_decode(runs: list[int], width: int, height: int) -> Rows:
    """Decode pixel by pixel."""
    pairs = zip(runs[::2], runs[1::2], strict=True)
    spans = [range(start, start + length) for start, length in pairs]
    return [
        [int(any(y * width + x + 1 in span for span in spans)) for x in range(width)]
        for y in range(height)
    ]


def test_example():
    assert masks.encode(EXAMPLE, [10, 20, 14, 23]) == RUNS
    assert masks.decode(RUNS, [10, 20, 14, 23]).tolist() == EXAMPLE


@given(tables(), corners)
def test_encode_equals_the_slow_implementation_and_decode_inverts_it(rows, corner):
    box = box_of(rows, *corner)
    runs = masks.encode(rows, box)
    assert runs == slow_encode(rows)
    assert {type(number) for number in runs} <= {int}
    decoded = masks.decode(runs, box)
    assert (decoded.dtype, decoded.shape) == (bool, (len(rows), len(rows[0])))
    assert decoded.tolist() == rows


@given(st.data())
def test_runs_can_touch_overlap_and_be_unordered(data):
    width, height = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    runs: list[int] = []
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(1, width * height))
        runs += [start, data.draw(st.integers(1, width * height + 1 - start))]
    decoded = masks.decode(runs, [0, 0, width, height])
    assert decoded.tolist() == slow_decode(runs, width, height)


@given(tables())
def test_from_image_returns_the_smallest_box(rows):
    points = [(x, y) for y, row in enumerate(rows) for x, pixel in enumerate(row) if pixel]
    if not points:
        with pytest.raises(InvalidArgument, match="only pixels that are 0"):
            masks.from_image(rows)
        return
    xs, ys = zip(*points, strict=True)
    bbox, runs = masks.from_image(rows)
    assert bbox == [min(xs), min(ys), max(xs) + 1, max(ys) + 1]
    assert {type(number) for number in bbox + runs} == {int}
    image = masks.to_image(runs, bbox, width=len(rows[0]), height=len(rows))
    assert image.tolist() == rows


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64])
def test_nonzero_pixels_belong_to_the_object(dtype):
    pixels = np.array(EXAMPLE, dtype) * np.array(3, dtype)
    assert masks.encode(pixels, BOX) == RUNS
    assert masks.from_image(pixels) == (BOX, RUNS)


def test_arrays_can_have_any_memory_order():
    pixels = np.asfortranarray(EXAMPLE)
    assert masks.encode(pixels, BOX) == RUNS
    reverse = [row[::-1] for row in EXAMPLE[::-1]]
    assert masks.encode(pixels[::-1, ::-1], BOX) == slow_encode(reverse)


def test_large_mask_is_unchanged_after_a_round_trip():
    pixels = np.indices((2000, 3000)).sum(axis=0) % 100 < 50
    bbox, runs = masks.from_image(pixels)
    assert len(runs) > 100_000
    assert np.array_equal(masks.to_image(runs, bbox, width=3000, height=2000), pixels)


@pytest.mark.parametrize(
    ("bbox", "problem"),
    [
        ([0, 0, 4], r"must be \[left, top, right, bottom\]"),
        ([0, 0, 4.0, 3], "integers"),
        (None, "integers"),
    ],
)
def test_invalid_box_is_rejected(bbox, problem):
    for call in (lambda: masks.encode(EXAMPLE, bbox), lambda: masks.decode([1, 1], bbox)):
        with pytest.raises(InvalidArgument, match=f"^bbox: .*{problem}"):
            call()


@pytest.mark.parametrize(
    ("runs", "place"),
    [
        ([1], "runs"),
        ([0, 1], r"runs\[0\]"),
        ([1, 0], r"runs\[0\]"),
        ([1, 13], r"runs\[0\]"),
        ([1.0, 2.0], "runs"),
        (None, "runs"),
    ],
)
def test_runs_outside_the_box_are_rejected(runs, place):
    with pytest.raises(InvalidArgument, match=f"^{place}:"):
        masks.decode(runs, BOX)


@pytest.mark.parametrize(
    "mask", [[1, 0, 1], [[[1]]], [[0.5, 1.0]], [["a"]], [[1, 0], [1]], 7, None]
)
def test_mask_must_be_two_dimensional_and_of_integers_or_booleans(mask):
    for call in (lambda: masks.encode(mask, [0, 0, 2, 1]), lambda: masks.from_image(mask)):
        with pytest.raises(InvalidArgument, match="^mask:"):
            call()


@pytest.mark.parametrize("bbox", [[-1, 0, 3, 3], [0, -1, 4, 2], [2, 0, 6, 3], [0, 1, 4, 4]])
def test_box_must_be_inside_the_image(bbox):
    with pytest.raises(InvalidArgument, match="is not inside an image of 5 x 3 pixels"):
        masks.to_image([1, 1], bbox, width=5, height=3)


def test_sizes_are_validated():
    with pytest.raises(InvalidArgument, match="has 4 x 3 pixels, but the box 3 x 4"):
        masks.encode(EXAMPLE, [0, 0, 3, 4])
    for size, name in [((0, 3), "width"), ((4, 3.0), "height")]:
        with pytest.raises(InvalidArgument, match=f"^{name}:"):
            masks.to_image([1, 1], BOX, width=size[0], height=size[1])


def test_import_without_numpy_names_the_extra():
    program = "import sys; sys.modules['numpy'] = None; import labelbridge.hasty.masks"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ImportError: masks require numpy" in run.stderr
    assert 'pip install "labelbridge[convert]"' in run.stderr
