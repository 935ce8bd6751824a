"""Rasterize COCO segmentations. Needs the extra `convert`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from labelbridge.cli.coco import CocoImage, Rle, Segmentation
from labelbridge.errors import InvalidArgument

Pixels = NDArray[np.uint8]
"""A mask of a full image: 0 or 1 at [y, x]."""


def rasterize(segmentation: Segmentation, image: CocoImage) -> Pixels:
    """Return the pixels of a segmentation, computed like COCO's own tools.

    Raises:
        InvalidArgument: The run lengths do not fit the size of the image.
    """
    size = (image.height, image.width)
    if not isinstance(segmentation, Rle):
        merged = coco_mask.merge(coco_mask.frPyObjects(segmentation, *size))
        segmentation = Rle(size, merged["counts"].decode())
    if segmentation.size != size:
        raise InvalidArgument(
            "segmentation",
            f"has the size {list(segmentation.size)}, but the image has {list(size)}",
        )
    counts = segmentation.counts
    lengths = _lengths(counts) if isinstance(counts, str) else counts
    if sum(lengths) != size[0] * size[1] or min(lengths) < 0:
        raise InvalidArgument("segmentation", "has run lengths that do not fill the image")
    # pycocotools' own decoder triggers deprecation warnings of numpy
    values = np.arange(len(lengths), dtype=np.uint8) % 2
    return np.repeat(values, lengths).reshape(image.width, image.height).T


def _lengths(text: str) -> list[int]:
    """Decode COCO's compressed run lengths.

    Each number is little-endian with 5 bits per character, counted from "0". The sixth bit means
    that more characters follow, the fifth bit of the last character is the sign. From the fourth
    number on, it is the difference to the number two positions before.
    """
    lengths: list[int] = []
    value = shift = 0
    for code in text.encode():
        value |= (code - 48 & 0x1F) << shift
        shift += 5
        if code - 48 & 0x20:
            continue
        if code - 48 & 0x10:
            value -= 1 << shift
        lengths.append(value + (lengths[-2] if len(lengths) > 2 else 0))
        value = shift = 0
    return lengths
