"""Checks of the shapes of labels.

The document defines the numbers of a shape. That a box must have an area, and that a mask must be
inside its box, is from the vendor's SDK (label.py, label_utils.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument


def box_size(argument: str, value: Sequence[int]) -> tuple[int, int]:
    """Return the size of a box [left, top, right, bottom]; right and bottom are exclusive."""
    if len(value) != 4:
        raise InvalidArgument(
            argument, f"must be [left, top, right, bottom], not {short_repr(value)}"
        )
    left, top, right, bottom = value
    if right <= left:
        raise InvalidArgument(argument, f"right ({right}) must be greater than left ({left})")
    if bottom <= top:
        raise InvalidArgument(argument, f"bottom ({bottom}) must be greater than top ({top})")
    return right - left, bottom - top


def check_polygon(argument: str, value: Sequence[Sequence[int]]) -> None:
    """Check that a polygon has points, and that each point is a pair."""
    if not value:
        raise InvalidArgument(argument, "has no points")
    lengths = [*map(len, value)]
    if lengths.count(2) != len(lengths):
        index = next(index for index, length in enumerate(lengths) if length != 2)
        raise InvalidArgument(
            f"{argument}[{index}]", f"must be [x, y], not {short_repr(value[index])}"
        )


def check_runs(argument: str, value: Sequence[int], area: int) -> None:
    """Check that the pairs of start and length of a mask are inside a box of `area` pixels."""
    if not value or len(value) % 2:
        raise InvalidArgument(argument, "must be pairs of start and length, at least one")
    starts, lengths = value[::2], value[1::2]
    # without a loop in Python: a mask may have a hundred thousand numbers
    if min(starts) >= 1 and min(lengths) >= 1 and max(map(add, starts, lengths)) <= area + 1:
        return
    for index, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        place = f"{argument}[{2 * index}]"
        if start < 1 or length < 1:
            raise InvalidArgument(
                place,
                f"start ({start}) and length ({length}) must be 1 or more: pixels count from 1",
            )
        if start - 1 + length > area:
            raise InvalidArgument(
                place,
                f"pixels {start} to {start - 1 + length} are outside the box, which has {area}",
            )
