"""Image and video files for tests, and checks of boxes and masks."""

import io
from functools import cache
from typing import Any

import PIL.Image

from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4


def png(width: int = 12, height: int = 10, format_: str = "PNG", **options: Any) -> bytes:
    """The bytes of a small image."""
    target = io.BytesIO()
    PIL.Image.new("RGB", (width, height), "#336699").save(target, format_, **options)
    return target.getvalue()


@cache
def unique_image(number: int, width: int = 60, height: int = 40) -> bytes:
    """The bytes of an image that differs for each number."""
    target = io.BytesIO()
    color = (number % 256, number // 256 % 256, 99)
    PIL.Image.new("RGB", (width, height), color).save(target, "PNG")
    return target.getvalue()


@cache
def video_file(frames: int = 20, frame_rate: int = 10, width: int = 64, height: int = 48) -> bytes:
    """The bytes of a small video, of two seconds by default."""
    images = [PIL.Image.new("RGB", (width, height), (n % 256, 80, 120)) for n in range(frames)]
    return write_mp4(images, frame_rate)


def is_within(bbox: list[int], width: int, height: int) -> bool:
    """Whether a box has an area and is inside an image."""
    left, top, right, bottom = bbox
    return 0 <= left < right <= width and 0 <= top < bottom <= height


def masked_pixels(prediction: Any) -> set[tuple[int, int]]:
    """The image pixels of a mask. The runs must be sorted, separate and inside the box."""
    left, top, right, bottom = prediction["bbox"]
    width, size = right - left, (right - left) * (bottom - top)
    mask = prediction["mask"]
    assert mask
    end = 0
    for start, length in zip(mask[::2], mask[1::2], strict=True):
        assert start > end
        assert length > 0
        end = start + length
    assert end <= size + 1
    pixels = rle.decode(mask, size)
    return {(left + n % width, top + n // width) for n, pixel in enumerate(pixels) if pixel}
