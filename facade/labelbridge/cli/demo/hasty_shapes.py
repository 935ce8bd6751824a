"""Convert COCO annotations to the shapes of Hasty labels.

Coordinates on Hasty are integers: each is rounded to the nearest one, so it moves by half a pixel
at most. Rounding can duplicate points of a polygon, or move them to the border of the image. These
points are kept, so that polygons can be compared point by point.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from labelbridge.cli.coco import Annotation
from labelbridge.cli.coco_masks import rasterize
from labelbridge.errors import InvalidArgument
from labelbridge.hasty import masks


def hasty_shape(annotation: Annotation) -> dict[str, Any]:
    """Return the fields of a Hasty label that describe the shape of an annotation.

    These are `bbox` `[left, top, right, bottom]` and, for one polygon, `polygon`. Several polygons
    and run lengths become a `mask` of all their pixels.

    Raises:
        InvalidArgument: The run lengths do not fit the image, or the mask has no pixel. The message
            names the annotation.
    """
    left, top, width, height = annotation.bbox
    (x0, x1), (y0, y1) = _edges(left, width), _edges(top, height)
    if annotation.kind == "box":
        return {"bbox": [x0, y0, x1, y1]}
    if annotation.kind == "polygon":
        polygon = [[round(x), round(y)] for x, y in annotation.points]
        return {"bbox": [x0, y0, x1, y1], "polygon": polygon}
    image = annotation.image
    try:
        mask = rasterize(annotation.segmentation, image)
        tight, _ = masks.from_image(mask)
    except InvalidArgument as error:
        raise InvalidArgument(f"{annotation.path}.segmentation", error.problem) from None
    # the box must contain all pixels, and rasterized pixels can extend beyond the given box
    x0, x1 = max(min(x0, tight[0]), 0), min(max(x1, tight[2]), image.width)
    y0, y1 = max(min(y0, tight[1]), 0), min(max(y1, tight[3]), image.height)
    bbox = [x0, y0, x1, y1]
    return {"bbox": bbox, "mask": masks.encode(mask[y0:y1, x0:x1], bbox)}


def _edges(start: float, length: float) -> tuple[int, int]:
    """Round both ends of a side; a side that would vanish covers the pixel that contains it."""
    first, last = round(start), round(start + length)
    if first < last:
        return first, last
    return floor(start), max(ceil(start + length), floor(start) + 1)
