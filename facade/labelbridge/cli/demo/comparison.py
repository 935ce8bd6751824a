"""Compare exported annotations with those that were sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import chain
from math import inf
from typing import Final

import numpy as np

from labelbridge.cli.coco import Annotation, Coco
from labelbridge.cli.coco_masks import rasterize
from labelbridge.cli.demo.report import Check, counted, plural

Pair = tuple[Annotation, Annotation]
"""An annotation that was sent, and the exported one that matches it."""

TOLERANCE: Final = 1.0
"""Maximum difference of a coordinate in pixels: the platform rounds to integers."""


def compare_export(platform: str, sent: Coco, exported: Coco) -> list[Check]:
    """Compare the classes, boxes and shapes of an exported COCO file with the original."""
    pairs = match(sent.annotations, exported.annotations)
    expected = Counter(annotation.kind for annotation in sent.annotations)
    polygons = [outline_distance(*pair) for pair in pairs if pair[0].kind == "polygon"]
    masks = [_same_pixels(*pair) for pair in pairs if pair[0].kind == "mask"]
    count = len(sent.annotations), len(exported.annotations)
    checks = [
        Check(platform, "annotations exported", counted(count[1], count[0]), count[0] == count[1]),
        Check(
            platform,
            "classes exported",
            plural(len(exported.categories), "class", "classes"),
            _classes(sent) == _classes(exported),
        ),
        _distance_check(
            platform, "boxes exported", [box_distance(*pair) for pair in pairs], count[0]
        ),
    ]
    if expected["polygon"]:
        checks.append(
            _distance_check(platform, "polygons, compared by point", polygons, expected["polygon"])
        )
    if expected["mask"]:
        found = counted(sum(masks), expected["mask"])
        checks.append(
            Check(platform, "masks, compared by pixel", found, sum(masks) == expected["mask"])
        )
    return checks


def match(sent: Sequence[Annotation], exported: Sequence[Annotation]) -> list[Pair]:
    """Match each annotation with the nearest exported one of the same image and class.

    Ids cannot be used: the platform assigns its own, and the order of an export is unspecified.
    """
    candidates: defaultdict[tuple[str, str], list[Annotation]] = defaultdict(list)
    for annotation in exported:
        candidates[_image_and_class(annotation)].append(annotation)
    pairs = []
    for annotation in sent:
        left = candidates[_image_and_class(annotation)]
        if left:
            nearest = min(left, key=partial(_distance, annotation))
            left.remove(nearest)
            pairs.append((annotation, nearest))
    return pairs


def box_distance(sent: Annotation, exported: Annotation) -> float:
    """Return the maximum distance between the edges of two boxes, in pixels."""
    (left, top, width, height), (x, y, across, down) = sent.bbox, exported.bbox
    edges = (left - x, top - y, left + width - x - across, top + height - y - down)
    return max(map(abs, edges))


def outline_distance(sent: Annotation, exported: Annotation) -> float:
    """Return the maximum difference between the coordinates of two polygons, in pixels.

    It is infinite if they have different numbers of points or parts.
    """
    if exported.kind != sent.kind or len(exported.points) != len(sent.points):
        return inf
    numbers = zip(chain(*sent.points), chain(*exported.points), strict=True)
    return max((abs(one - other) for one, other in numbers), default=0.0)


def _distance(sent: Annotation, exported: Annotation) -> tuple[float, float]:
    return box_distance(sent, exported), outline_distance(sent, exported)


def _same_pixels(sent: Annotation, exported: Annotation) -> bool:
    return exported.kind == "mask" and np.array_equal(
        rasterize(sent.segmentation, sent.image), rasterize(exported.segmentation, exported.image)
    )


def _image_and_class(annotation: Annotation) -> tuple[str, str]:
    return annotation.image.file_name, annotation.category


def _classes(coco: Coco) -> Counter[tuple[str, str]]:
    return Counter(map(_image_and_class, coco.annotations))


def _distance_check(platform: str, name: str, distances: Sequence[float], expected: int) -> Check:
    close = sum(distance <= TOLERANCE for distance in distances)
    found = f"{counted(close, expected)}, maximum difference {max(distances, default=inf):.2f} px"
    return Check(platform, name, found, close == expected)
