"""The geometry of labels in exports.

Labels are stored as sent, so geometry can be missing, or outside the image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.media import rle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelbridge_emulator.platforms.hasty.models.project import Label


MAX_COORDINATE = 1_000_000
"""Pixels; larger than any image, and safe for drawing and for floats."""


def clamp(numbers: Iterable[int]) -> tuple[int, ...]:
    """Limit coordinates to ``MAX_COORDINATE`` in both directions."""
    return tuple(min(max(number, -MAX_COORDINATE), MAX_COORDINATE) for number in numbers)


def box_of(label: Label) -> list[int] | None:
    """The box ``[left, top, right, bottom]`` of a label, or of its polygon if it has no box."""
    if label.bbox is not None or not label.polygon:
        return label.bbox
    xs, ys = zip(*label.polygon, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def mask_of(label: Label) -> bytearray | None:
    """The pixels of the label's box, row by row; None without a mask and a box.

    A box of more than four times the area of the image is ignored, to limit memory.
    """
    if label.mask is None or label.bbox is None:
        return None
    left, top, right, bottom = label.bbox
    size = max(right - left, 0) * max(bottom - top, 0)
    info = label.image.info
    return rle.decode(label.mask, size) if size <= 4 * info.width * info.height else None


def polygon_area(polygon: Sequence[Sequence[int]]) -> float:
    """The area of a polygon, closed or not, in square pixels."""
    following = [*polygon[1:], polygon[0]]
    twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(polygon, following, strict=True))
    area, half = divmod(abs(twice), 2)
    return area + 0.5 if half and area < 2**52 else area
