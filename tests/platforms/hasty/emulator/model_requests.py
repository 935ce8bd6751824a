"""Pictures for machines to look at, and what their labels and masks cover."""

import io
from functools import cache
from typing import Any

import PIL.Image

from labelbridge_emulator.platforms.hasty.media import rle


@cache
def noise(number: int, width: int = 60, height: int = 40) -> bytes:
    """The bytes of a picture that is like no other."""
    target = io.BytesIO()
    color = (number % 256, number // 256 % 256, 99)
    PIL.Image.new("RGB", (width, height), color).save(target, "PNG")
    return target.getvalue()


def lies_within(bbox: list[int], width: int, height: int) -> bool:
    """Whether a box has an area and lies within an image."""
    left, top, right, bottom = bbox
    return 0 <= left < right <= width and 0 <= top < bottom <= height


def covered(found: dict[str, Any]) -> set[tuple[int, int]]:
    """The pixels of an image that a mask covers; every run must lie within the box."""
    left, top, right, bottom = found["bbox"]
    width, size = right - left, (right - left) * (bottom - top)
    starts, lengths = found["mask"][::2], found["mask"][1::2]
    assert len(starts) == len(lengths) > 0
    end = 0  # pixels are counted from 1, the end is the one behind the run
    for start, length in zip(starts, lengths, strict=True):
        assert start > end  # runs that touch would be one
        assert length > 0
        end = start + length
    assert end <= size + 1
    pixels = rle.decode(found["mask"], size)
    return {(left + n % width, top + n // width) for n, pixel in enumerate(pixels) if pixel}
