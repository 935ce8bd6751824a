"""What exports need to know of a label's shape.

Labels are stored as sent, so anything may be missing or out of place here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.media import rle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelbridge_emulator.platforms.hasty.models.state import Label


FAR = 1_000_000
"""Pixels; no image is larger, and neither drawing nor floats take any number."""


def near(numbers: Iterable[int]) -> tuple[int, ...]:
    """Coordinates, the absurd ones moved to where they can be reckoned with."""
    return tuple(min(max(number, -FAR), FAR) for number in numbers)


def box_of(label: Label) -> list[int] | None:
    """The label's box ``[left, top, right, bottom]``: its own, else the one around its polygon."""
    if label.bbox is not None or not label.polygon:
        return label.bbox
    xs, ys = zip(*label.polygon, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def mask_of(label: Label) -> bytearray | None:
    """The pixels of the label's box, row after row; None without a mask that can be placed.

    A mask says nothing without the box it lies in. A box several times as large as the image is a
    mistake whose pixels are not worth their memory.
    """
    if label.mask is None or label.bbox is None:
        return None
    left, top, right, bottom = label.bbox
    size = max(right - left, 0) * max(bottom - top, 0)
    facts = label.image.facts
    return rle.decode(label.mask, size) if size <= 4 * facts.width * facts.height else None


def polygon_area(polygon: Sequence[Sequence[int]]) -> float:
    """The area inside a polygon, closed or not, in square pixels."""
    following = [*polygon[1:], polygon[0]]
    twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(polygon, following, strict=True))
    whole, half = divmod(abs(twice), 2)
    return whole + 0.5 if half and whole < 2**52 else whole
