"""Masks in the platform's own form: start, length, start, length, ... over the pixels of a box.

The document only says "RLE encoded mask [pixel index, length, pixel index, length]". What it leaves
out is in the vendor's SDK (``label_utils.py``, lines 7 to 43): pixels are counted from left to
right, then downwards; the first pixel has the number 1; a run may go on in the next row. The pixels
are those of the label's box alone (``check_rle_mask`` bounds the last run by the box's area), whose
right and bottom edges are exclusive.

Here a mask's pixels are bytes of 0 and 1, one a pixel, in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def encode(pixels: bytes | bytearray) -> list[int]:
    """Write pixels as start and length of each run.

    Args:
        pixels: One byte a pixel, 0 or 1, row after row.
    """
    return [number for start, length in runs(pixels) for number in (start + 1, length)]


def decode(mask: Sequence[int], size: int) -> bytearray:
    """Read the pixels of a mask.

    No document says that the platform judges a mask, so anything is read: runs beyond the box are
    cut off, a start without its length is nothing.

    Args:
        mask: Starts and lengths.
        size: Pixels of the box: its width times its height.
    """
    pixels = bytearray(size)
    for start, length in zip(mask[::2], mask[1::2], strict=False):
        first = min(max(start - 1, 0), size)
        last = min(max(start - 1 + length, first), size)
        pixels[first:last] = b"\x01" * (last - first)
    return pixels


def runs(pixels: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Start (from 0) and length of every run of pixels that are set."""
    start = pixels.find(1)
    while start >= 0:
        end = pixels.find(0, start)
        if end < 0:
            end = len(pixels)
        yield start, end - start
        start = pixels.find(1, end)


def coco_counts(
    pixels: bytes | bytearray, bbox: Sequence[int], width: int, height: int
) -> list[int]:
    """Write pixels of a box as COCO's uncompressed counts of the whole image.

    COCO counts from top to bottom, then to the right: how many pixels are not set, how many are,
    and so on.

    Args:
        pixels: The box's pixels, row after row.
        bbox: ``[left, top, right, bottom]`` in pixels; what lies outside the image is cut off.
        width: Of the image, in pixels.
        height: Of the image, in pixels.
    """
    left, top, right, bottom = bbox
    first, last = max(top, 0), min(bottom, height)
    counts: list[int] = []
    done = 0
    for x in range(max(left, 0), min(right, width)):
        column = pixels[x - left :: right - left][first - top : max(last - top, 0)]
        for offset, length in runs(column):
            start = x * height + first + offset
            if start == done and counts:
                counts[-1] += length  # the run comes from the column before
            else:
                counts += (start - done, length)
            done = start + length
    if done < width * height or not counts:
        counts.append(width * height - done)
    return counts


def coco_text(counts: Sequence[int]) -> str:
    """Write counts as COCO's compressed text (``maskApi.c``, ``rleToString``).

    From the fourth on, each count is written as its difference from the one two before. A number
    goes out five bits at a time, the lowest first, each with a sixth bit that says whether more
    follow, as the characters from "0" to "o"; the last five bits bring the sign.

    Args:
        counts: Uncompressed counts, as ``coco_counts`` gives them.
    """
    text = bytearray()
    for place, count in enumerate(counts):
        number = count - counts[place - 2] if place > 2 else count
        more = True
        while more:
            bits = number & 0b11111
            number >>= 5
            more = number != (-1 if bits & 0b10000 else 0)
            text.append(48 + bits + (0b100000 if more else 0))
    return text.decode("ascii")
