"""The platform's run-length encoding of masks: start, length, start, length, ... in a box.

The document only says "RLE encoded mask [pixel index, length, pixel index, length]". The details
are in the vendor's SDK (``label_utils.py``, lines 7 to 43): pixels are counted row by row from the
top left, starting at 1, and a run can continue in the next row. Only the pixels of the label's box
are counted (``check_rle_mask`` limits the last run by the area of the box), whose right and bottom
edges are exclusive.

In this module the pixels of a mask are bytes of 0 and 1, one per pixel, in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def encode(pixels: bytes | bytearray) -> list[int]:
    """Encode pixels as start and length of each run.

    Args:
        pixels: One byte per pixel, 0 or 1, row by row.
    """
    return [number for start, length in runs(pixels) for number in (start + 1, length)]


def decode(mask: Sequence[int], size: int) -> bytearray:
    """Decode the pixels of a mask.

    No document says that the platform validates masks, so any mask is accepted: runs outside the
    box are clipped, and a start without a length is ignored.

    Args:
        mask: Starts and lengths.
        size: The number of pixels of the box.
    """
    pixels = bytearray(size)
    for start, length in zip(mask[::2], mask[1::2], strict=False):
        first = min(max(start - 1, 0), size)
        last = min(max(start - 1 + length, first), size)
        pixels[first:last] = b"\x01" * (last - first)
    return pixels


def runs(pixels: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Yield start (from 0) and length of every run of set pixels."""
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
    """Encode the pixels of a box as COCO's uncompressed counts of the full image.

    COCO counts column by column: first the pixels that are not set, then those that are, and so on.

    Args:
        pixels: The pixels of the box, row by row.
        bbox: ``[left, top, right, bottom]`` in pixels; it is clipped to the image.
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
                counts[-1] += length  # the run continues from the previous column
            else:
                counts += (start - done, length)
            done = start + length
    if done < width * height or not counts:
        counts.append(width * height - done)
    return counts


def coco_text(counts: Sequence[int]) -> str:
    """Encode counts as COCO's compressed text (``maskApi.c``, ``rleToString``).

    From the fourth on, each count is stored as the difference from the count two places before it.
    A number is written five bits at a time, lowest bits first, as characters from "0" to "o". The
    sixth bit of a character is set if more follow. The last five bits determine the sign.

    Args:
        counts: Uncompressed counts from ``coco_counts``.
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
