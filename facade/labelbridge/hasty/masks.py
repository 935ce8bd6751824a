"""Masks in the platform's format: run lengths inside the box of a label.

    bbox, runs = masks.from_image(pixels)            # pixels[y, x] is True for the object
    hasty.labels.create(project_id, image_id, [{"class_id": car, "bbox": bbox, "mask": runs}])

    for label in hasty.labels.list(project_id, image_id):
        if label.bbox and label.mask:
            pixels = masks.to_image(label.mask, label.bbox, width=640, height=480)

Runs are a flat list of pairs: start, length. Starts count from 1, row by row from the upper left
corner of the box; a run may continue in the next row. A box is [left, top, right, bottom] in
pixels; right and bottom are exclusive, so a row has right - left pixels. The document has only the
pairs; the other rules are from the vendor's SDK (label_utils.py). The format differs from COCO RLE,
which counts by columns and in the full image.

Masks are numpy arrays. The extra `convert` installs numpy: `pip install "labelbridge[convert]"`.
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
        'masks require numpy, which is not installed: pip install "labelbridge[convert]"'
    ) from None

_INTEGER_KINDS: Final = frozenset("biu")
"""Kinds of numpy's types that are accepted: floats would require a threshold."""


def encode(mask: ArrayLike, bbox: Sequence[int]) -> list[int]:
    """Return the runs of a mask that has the size of its box.

    Args:
        mask: The pixels of the box, `mask[y, x]` from its upper left corner. Nonzero pixels belong
            to the object.
        bbox: The box [left, top, right, bottom] in pixels.

    Returns:
        Start and length of each run. The list is empty for a mask without nonzero pixels, which the
        platform does not accept.

    Raises:
        InvalidArgument: The mask has another size than the box, or is not a two-dimensional array
            of booleans or integers.
    """
    width, height = shapes.box_size("bbox", _integers("bbox", bbox))
    pixels = _pixels(mask)
    if pixels.shape != (height, width):
        raise InvalidArgument(
            "mask",
            f"has {pixels.shape[1]} x {pixels.shape[0]} pixels, but the box {width} x {height}; "
            "use from_image for the mask of a full image",
        )
    return _runs(pixels)


def decode(runs: Sequence[int], bbox: Sequence[int]) -> NDArray[np.bool_]:
    """Return the pixels of a mask in its box, as an array of shape (height, width).

    Args:
        runs: Start and length of each run.
        bbox: The box [left, top, right, bottom] in pixels.

    Raises:
        InvalidArgument: The runs are not inside the box.
    """
    width, height = shapes.box_size("bbox", _integers("bbox", bbox))
    pixels = np.zeros(width * height, dtype=np.bool_)
    pairs = _integers("runs", runs)
    if pairs:
        shapes.check_runs("runs", pairs, pixels.size)
    for start, length in zip(pairs[::2], pairs[1::2], strict=True):
        pixels[start - 1 : start - 1 + length] = True
    return pixels.reshape(height, width)


def from_image(mask: ArrayLike) -> tuple[list[int], list[int]]:
    """Return the smallest box around the mask of a full image, and the runs in this box.

    Args:
        mask: The pixels of the image, `mask[y, x]`. Nonzero pixels belong to the object.

    Raises:
        InvalidArgument: All pixels are 0, or the mask is not a two-dimensional array of booleans or
            integers.
    """
    pixels = _pixels(mask)
    columns, rows = np.flatnonzero(pixels.any(axis=0)), np.flatnonzero(pixels.any(axis=1))
    if not columns.size:
        raise InvalidArgument("mask", "has only pixels that are 0, so it has no box")
    left, right = int(columns[0]), int(columns[-1]) + 1
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    return [left, top, right, bottom], _runs(pixels[top:bottom, left:right])


def to_image(
    runs: Sequence[int], bbox: Sequence[int], *, width: int, height: int
) -> NDArray[np.bool_]:
    """Return a mask as the pixels of the full image, an array of shape (height, width).

    Args:
        runs: Start and length of each run.
        bbox: The box [left, top, right, bottom] in pixels.
        width: Width of the image in pixels.
        height: Height of the image in pixels.

    Raises:
        InvalidArgument: The runs are not inside the box, or the box is not inside the image.
    """
    crop = decode(runs, bbox)
    left, top, right, bottom = bbox
    size = integer("height", height, minimum=1), integer("width", width, minimum=1)
    if left < 0 or top < 0 or right > width or bottom > height:
        raise InvalidArgument(
            "bbox", f"{short_repr(bbox)} is not inside an image of {width} x {height} pixels"
        )
    pixels = np.zeros(size, dtype=np.bool_)
    pixels[top:bottom, left:right] = crop
    return pixels


def _pixels(mask: ArrayLike) -> NDArray[np.bool_]:
    try:
        array = np.asarray(mask)
    except ValueError as error:  # rows of different lengths
        raise InvalidArgument("mask", str(error)) from None
    if array.ndim != 2 or array.dtype.kind not in _INTEGER_KINDS:
        raise InvalidArgument(
            "mask",
            "must be a two-dimensional array of booleans or integers, not an array of shape "
            f"{array.shape} and type {array.dtype}",
        )
    pixels: NDArray[np.bool_] = array != 0
    return pixels


def _integers(argument: str, values: Iterable[int]) -> list[int]:
    try:
        return [index(value) for value in values]  # numpy's integers are not instances of int
    except TypeError:
        raise InvalidArgument(argument, f"must be integers, not {short_repr(values)}") from None


def _runs(pixels: NDArray[np.bool_]) -> list[int]:
    row = np.concatenate(([False], pixels.ravel(), [False]))
    starts, ends = np.flatnonzero(row[1:] != row[:-1]).reshape(-1, 2).T
    runs: list[int] = np.stack((starts + 1, ends - starts), axis=1).ravel().tolist()
    return runs
