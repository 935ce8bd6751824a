"""What becomes of a COCO annotation on Hasty. Needs the extra `convert`.

Hasty's coordinates are integers, so each is rounded to the nearest one and none is more than half a
pixel off. Rounding may repeat a point of a polygon or put it on the image's border: neither is
dropped or moved, so that a polygon stays comparable point by point.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from labelbridge.cli.coco import Annotation, Picture, Rle, Segmentation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty import masks

Pixels = NDArray[np.uint8]
"""A mask of a whole image: 0 or 1 at [y, x]."""


def hasty_shape(annotation: Annotation) -> dict[str, Any]:
    """Return the fields of a Hasty label that carry an annotation's shape.

    They are `bbox` `[left, top, right, bottom]` and, where the annotation is more than a box,
    `polygon` or, when it has several parts or is run lengths, `mask`: the union of the parts.

    Raises:
        InvalidArgument: Its run lengths are not those of its image, or it covers no pixel, so that
            there is nothing to make a mask of. The text names its place.
    """
    left, top, width, height = annotation.bbox
    (x0, x1), (y0, y1) = _edges(left, width), _edges(top, height)
    if annotation.kind == "box":
        return {"bbox": [x0, y0, x1, y1]}
    if annotation.kind == "polygon":
        polygon = [[round(x), round(y)] for x, y in annotation.points]
        return {"bbox": [x0, y0, x1, y1], "polygon": polygon}
    picture = annotation.picture
    try:
        mask = pixels(annotation.segmentation, picture)
        tight, _ = masks.from_image(mask)
    except InvalidArgument as error:
        raise InvalidArgument(f"{annotation.place}.segmentation", error.problem) from None
    # no pixel of a mask lies outside its box, and rasterising may reach further than the given one
    x0, x1 = max(min(x0, tight[0]), 0), min(max(x1, tight[2]), picture.width)
    y0, y1 = max(min(y0, tight[1]), 0), min(max(y1, tight[3]), picture.height)
    bbox = [x0, y0, x1, y1]
    return {"bbox": bbox, "mask": masks.encode(mask[y0:y1, x0:x1], bbox)}


def pixels(segmentation: Segmentation, picture: Picture) -> Pixels:
    """Return the pixels of an image that a shape covers, as COCO's own tools rasterise it.

    Raises:
        InvalidArgument: Run lengths are not those of an image of this size.
    """
    size = (picture.height, picture.width)
    if not isinstance(segmentation, Rle):
        merged = coco_mask.merge(coco_mask.frPyObjects(segmentation, *size))
        segmentation = Rle(size, merged["counts"].decode())
    if segmentation.size != size:
        raise InvalidArgument(
            "segmentation",
            f"is of an image of the size {list(segmentation.size)}, which has {list(size)}",
        )
    counts = segmentation.counts
    lengths = _lengths(counts) if isinstance(counts, str) else counts
    if sum(lengths) != size[0] * size[1] or min(lengths) < 0:
        raise InvalidArgument("segmentation", "has run lengths that do not fill the image")
    # not pycocotools' own way, which warns of what numpy deprecates
    values = np.arange(len(lengths), dtype=np.uint8) % 2
    return np.repeat(values, lengths).reshape(picture.width, picture.height).T


def _lengths(text: str) -> list[int]:
    """Read COCO's compressed run lengths.

    Each is a little-endian number of 5 bits a character (from "0" on, the sixth bit says that more
    follow, the last fifth bit is the sign); from the fourth on it is a difference to the last but
    one.
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


def _edges(start: float, length: float) -> tuple[int, int]:
    """Round both ends of a box's side; a side that would vanish becomes the pixel it is in."""
    first, last = round(start), round(start + length)
    if first < last:
        return first, last
    return floor(start), max(ceil(start + length), floor(start) + 1)
