"""Masks in Hasty's form, against a plain and slow reading of what that form is."""

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
"""Two runs, of which the second goes on in the next row: [2, 2, 8, 2]."""


@st.composite
def tables(draw) -> Rows:
    """Masks of up to 12 x 12 pixels: some full, some empty, most mixed."""
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    pixel = draw(st.sampled_from([st.just(0), st.just(1), st.integers(0, 1)]))
    row = st.lists(pixel, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=height, max_size=height))


corners = st.tuples(st.integers(-5, 5), st.integers(-5, 5))


def a_box(rows: Rows, left: int = 0, top: int = 0) -> list[int]:
    return [left, top, left + len(rows[0]), top + len(rows)]


def slowly_encoded(rows: Rows) -> list[int]:
    """Walk through the pixels one by one, and note where runs begin and how long they are."""
    runs: list[int] = []
    before = 0
    for number, pixel in enumerate((pixel for row in rows for pixel in row), start=1):
        if pixel and not before:
            runs += [number, 0]
        if pixel:
            runs[-1] += 1
        before = pixel
    return runs


def slowly_decoded(runs: list[int], width: int, height: int) -> Rows:
    """Ask of each pixel whether a run covers it."""
    spans = [
        range(start, start + length) for start, length in zip(runs[::2], runs[1::2], strict=True)
    ]
    return [
        [int(any(y * width + x + 1 in span for span in spans)) for x in range(width)]
        for y in range(height)
    ]


def test_the_known_example():
    assert masks.encode(EXAMPLE, [10, 20, 14, 23]) == [2, 2, 8, 2]
    assert masks.decode([2, 2, 8, 2], [10, 20, 14, 23]).tolist() == EXAMPLE


@given(tables(), corners)
def test_encoding_is_what_the_plain_walk_gives(rows, corner):
    runs = masks.encode(rows, a_box(rows, *corner))
    assert runs == slowly_encoded(rows)
    assert {type(number) for number in runs} <= {int}


@given(tables(), corners)
def test_decoding_gives_back_what_was_encoded(rows, corner):
    box = a_box(rows, *corner)
    decoded = masks.decode(masks.encode(rows, box), box)
    assert (decoded.dtype, decoded.shape) == (bool, (len(rows), len(rows[0])))
    assert decoded.tolist() == rows


@given(st.data())
def test_runs_may_touch_overlap_and_come_in_any_order(data):
    width, height = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    runs: list[int] = []
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(1, width * height))
        runs += [start, data.draw(st.integers(1, width * height + 1 - start))]
    decoded = masks.decode(runs, [0, 0, width, height])
    assert decoded.tolist() == slowly_decoded(runs, width, height)


@given(tables())
def test_a_whole_image_has_the_smallest_box_around_its_pixels(rows):
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
def test_all_that_is_not_0_counts(dtype):
    pixels = np.array(EXAMPLE, dtype) * np.array(3, dtype)
    assert masks.encode(pixels, a_box(EXAMPLE)) == [2, 2, 8, 2]
    assert masks.from_image(pixels) == ([0, 0, 4, 3], [2, 2, 8, 2])


def test_an_array_may_lie_in_memory_in_any_order():
    pixels = np.asfortranarray(EXAMPLE)
    assert masks.encode(pixels, a_box(EXAMPLE)) == [2, 2, 8, 2]
    assert masks.encode(pixels[::-1, ::-1], a_box(EXAMPLE)) == slowly_encoded(
        [row[::-1] for row in EXAMPLE[::-1]]
    )


def test_numbers_may_be_those_of_numpy():
    runs, bbox = np.array([2, 2, 8, 2]), np.array([0, 0, 4, 3])
    assert masks.decode(runs, bbox).tolist() == EXAMPLE
    assert masks.encode(EXAMPLE, bbox) == [2, 2, 8, 2]


def test_a_mask_without_pixels_has_no_runs():
    assert masks.encode(np.zeros((3, 4), bool), [0, 0, 4, 3]) == []
    assert not masks.decode([], [0, 0, 4, 3]).any()


def test_a_large_mask_comes_back_whole():
    pixels = np.indices((2000, 3000)).sum(axis=0) % 100 < 50
    bbox, runs = masks.from_image(pixels)
    assert len(runs) > 100_000
    assert np.array_equal(masks.to_image(runs, bbox, width=3000, height=2000), pixels)


@pytest.mark.parametrize(
    ("bbox", "problem"),
    [
        ([0, 0, 4], r"must be \[left, top, right, bottom\]"),
        ([4, 0, 4, 3], "right"),
        ([0, 3, 4, 0], "bottom"),
        ([0, 0, 4.0, 3], "integers"),
        (None, "integers"),
    ],
)
def test_a_box_that_is_none_is_refused(bbox, problem):
    for call in (lambda: masks.encode(EXAMPLE, bbox), lambda: masks.decode([1, 1], bbox)):
        with pytest.raises(InvalidArgument, match=f"^bbox: .*{problem}"):
            call()


@pytest.mark.parametrize(
    ("runs", "place"),
    [
        ([1], "runs"),
        ([1, 1, 2], "runs"),
        ([0, 1], r"runs\[0\]"),
        ([1, 0], r"runs\[0\]"),
        ([1, 1, 12, 2], r"runs\[2\]"),
        ([1, 13], r"runs\[0\]"),
        ([1.0, 2.0], "runs"),
        (None, "runs"),
    ],
)
def test_runs_that_do_not_lie_in_the_box_are_refused(runs, place):
    with pytest.raises(InvalidArgument, match=f"^{place}:"):
        masks.decode(runs, [0, 0, 4, 3])


@pytest.mark.parametrize(
    "mask",
    [[1, 0, 1], [[[1]]], [[0.5, 1.0]], [["a"]], [[1, 0], [1]], 7, None],
)
def test_what_is_no_mask_is_refused(mask):
    for call in (lambda: masks.encode(mask, [0, 0, 2, 1]), lambda: masks.from_image(mask)):
        with pytest.raises(InvalidArgument, match="^mask:"):
            call()


def test_a_mask_of_another_size_than_its_box_is_refused():
    with pytest.raises(InvalidArgument, match="has 4 x 3 pixels, but the box 3 x 4"):
        masks.encode(EXAMPLE, [0, 0, 3, 4])


@pytest.mark.parametrize("bbox", [[-1, 0, 3, 3], [0, -1, 4, 2], [2, 0, 6, 3], [0, 1, 4, 4]])
def test_a_box_that_does_not_lie_in_the_image_is_refused(bbox):
    with pytest.raises(InvalidArgument, match="is not inside an image of 5 x 3 pixels"):
        masks.to_image([1, 1], bbox, width=5, height=3)


def test_an_image_has_a_size():
    with pytest.raises(InvalidArgument, match="^width:"):
        masks.to_image([1, 1], [0, 0, 4, 3], width=0, height=3)
    with pytest.raises(InvalidArgument, match="^height:"):
        masks.to_image([1, 1], [0, 0, 4, 3], width=4, height=3.0)


def test_without_numpy_the_extra_that_brings_it_is_named():
    program = "import sys; sys.modules['numpy'] = None; import labelbridge.hasty.masks"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "ImportError: masks require numpy" in run.stderr
    assert 'pip install "labelbridge[convert]"' in run.stderr
