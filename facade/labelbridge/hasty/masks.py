"""Masks in the platform's form: run lengths inside a label's box.

    bbox, runs = masks.from_image(pixels)            # pixels[y, x] is true on the object
    hasty.labels.create(project_id, image_id, [{"class_id": car, "bbox": bbox, "mask": runs}])

    for label in hasty.labels.list(project_id, image_id):
        if label.bbox and label.mask:
            pixels = masks.to_image(label.mask, label.bbox, width=640, height=480)

Runs are a flat list of start, length pairs. Starts count from 1, row by row from the upper left
corner of the box; a run may go on in the next row. A box is [left, top, right, bottom] in pixels,
right and bottom outside, so that its rows are right - left wide. Of this the document tells the
pairs only; the rest is what the vendor's SDK does (label_utils.py). It is not COCO's form, which
counts by columns and in the whole image.

Masks are arrays of numpy, which the extra `convert` brings: `pip install "labelbridge[convert]"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import index
from typing import Final

from labelbridge._core.json.validate import integer, short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs import shapes

try:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
except ImportError:
    raise ImportError(
        'masks are arrays of numpy, which is not installed: pip install "labelbridge[convert]"'
    ) from None

_WHOLE: Final = frozenset("biu")
"""Kinds of numpy's types that hold whole numbers: floats would need a threshold first."""


def encode(mask: ArrayLike, bbox: Sequence[int]) -> list[int]:
    """Return the runs of a mask that covers a box, and nothing else.

    Args:
        mask: The box's pixels, `mask[y, x]` from its upper left corner; all that is not 0 counts.
        bbox: The box [left, top, right, bottom].

    Returns:
        Start and length of each run; nothing for a mask without pixels, which the platform does
        not take.

    Raises:
        InvalidArgument: The mask has another size than the box, or is no mask.
    """
    width, height = shapes.bbox("bbox", _integers("bbox", bbox))
    pixels = _pixels(mask)
    if pixels.shape != (height, width):
        raise InvalidArgument(
            "mask",
            f"is {pixels.shape[1]} x {pixels.shape[0]} pixels, where the box is {width} x {height};"
            " from_image takes the mask of a whole image",
        )
    return _runs(pixels)


def decode(runs: Sequence[int], bbox: Sequence[int]) -> NDArray[np.bool_]:
    """Return the pixels of a box that a mask covers, as an array of (height, width).

    Args:
        runs: Start and length of each run.
        bbox: The box [left, top, right, bottom].

    Raises:
        InvalidArgument: The runs do not lie in the box.
    """
    width, height = shapes.bbox("bbox", _integers("bbox", bbox))
    pixels = np.zeros(width * height, dtype=np.bool_)
    pairs = _integers("runs", runs)
    if pairs:
        shapes.runs("runs", pairs, pixels.size)
    for start, length in zip(pairs[::2], pairs[1::2], strict=True):
        pixels[start - 1 : start - 1 + length] = True
    return pixels.reshape(height, width)


def from_image(mask: ArrayLike) -> tuple[list[int], list[int]]:
    """Return the smallest box around a mask of a whole image, and the mask's runs in it.

    Args:
        mask: The image's pixels, `mask[y, x]`; all that is not 0 counts.

    Raises:
        InvalidArgument: No pixel counts, or it is no mask.
    """
    pixels = _pixels(mask)
    columns, rows = np.flatnonzero(pixels.any(axis=0)), np.flatnonzero(pixels.any(axis=1))
    if not columns.size:
        raise InvalidArgument("mask", "has no pixel that is not 0, so there is no box around it")
    left, right = int(columns[0]), int(columns[-1]) + 1
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    return [left, top, right, bottom], _runs(pixels[top:bottom, left:right])


def to_image(
    runs: Sequence[int], bbox: Sequence[int], *, width: int, height: int
) -> NDArray[np.bool_]:
    """Return a mask as the pixels of its whole image, an array of (height, width).

    Args:
        runs: Start and length of each run.
        bbox: The box [left, top, right, bottom].
        width: Of the image, in pixels.
        height: Of the image, in pixels.

    Raises:
        InvalidArgument: The runs do not lie in the box, or the box not in the image.
    """
    crop = decode(runs, bbox)
    left, top, right, bottom = bbox
    size = integer("height", height, minimum=1), integer("width", width, minimum=1)
    if left < 0 or top < 0 or right > width or bottom > height:
        raise InvalidArgument(
            "bbox", f"{short_repr(bbox)} is not in an image of {width} x {height} pixels"
        )
    pixels = np.zeros(size, dtype=np.bool_)
    pixels[top:bottom, left:right] = crop
    return pixels


def _pixels(mask: ArrayLike) -> NDArray[np.bool_]:
    try:
        array = np.asarray(mask)
    except ValueError as error:  # rows of different lengths
        raise InvalidArgument("mask", str(error)) from None
    if array.ndim != 2 or array.dtype.kind not in _WHOLE:
        raise InvalidArgument(
            "mask",
            "must be a table of truth values or whole numbers, mask[y, x], not an array of shape "
            f"{array.shape} and type {array.dtype}",
        )
    pixels: NDArray[np.bool_] = array != 0
    return pixels


def _integers(argument: str, values: Iterable[int]) -> list[int]:
    try:
        return [index(value) for value in values]  # numpy's integers are none of Python's
    except TypeError:
        raise InvalidArgument(
            argument, f"must be whole numbers, not {short_repr(values)}"
        ) from None


def _runs(pixels: NDArray[np.bool_]) -> list[int]:
    row = np.concatenate(([False], pixels.ravel(), [False]))
    starts, ends = np.flatnonzero(row[1:] != row[:-1]).reshape(-1, 2).T
    runs: list[int] = np.stack((starts + 1, ends - starts), axis=1).ravel().tolist()
    return runs
