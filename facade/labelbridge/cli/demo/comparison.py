"""Whether what comes back is what was sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from math import inf
from typing import Any, Final
from uuid import UUID

import attrs
import numpy as np

from labelbridge.cli.coco import Annotation, Coco
from labelbridge.cli.conversion import pixels
from labelbridge.cli.demo.report import Check, counted, plural
from labelbridge_api.hasty.models import Label, LabelCreate
from labelbridge_api.hasty.types import UNSET

Pair = tuple[Annotation, Annotation]
"""An annotation that was sent, and the one that came back for it."""

NEAR: Final = 1.0
"""Pixels that a coordinate may be off: those of the platform are whole numbers."""

_UNASKED: Final = "border_mask"
"""A field that only comes when it is asked for."""


def differing_fields(sent: Mapping[str, Any], back: Label) -> list[str]:
    """Return the names of all fields in which a label is not what was sent."""
    names = [each.name for each in attrs.fields(LabelCreate) if each.init and each.name != _UNASKED]
    return [name for name in names if sent.get(name) != _plain(getattr(back, name))]


def _plain(value: Any) -> Any:
    """Return a value as it is sent; nothing and null are the same here."""
    if value is UNSET:
        return None
    return str(value) if isinstance(value, UUID) else value


def compare_export(platform: str, sent: Coco, back: Coco) -> list[Check]:
    """Hold an exported COCO file against the one that went in: classes, boxes and shapes."""
    pairs = pair_up(sent.annotations, back.annotations)
    wanted = Counter(annotation.kind for annotation in sent.annotations)
    polygons = [outline_distance(*pair) for pair in pairs if pair[0].kind == "polygon"]
    masks = [_same_pixels(*pair) for pair in pairs if pair[0].kind == "mask"]
    count = len(sent.annotations), len(back.annotations)
    checks = [
        Check(platform, "annotations exported", counted(count[1], count[0]), count[0] == count[1]),
        Check(
            platform,
            "their classes",
            plural(len(back.categories), "class", "classes"),
            _classes(sent) == _classes(back),
        ),
        _near(platform, "their boxes", [box_distance(*pair) for pair in pairs], count[0]),
    ]
    if wanted["polygon"]:
        checks.append(_near(platform, "polygons, by points", polygons, wanted["polygon"]))
    if wanted["mask"]:
        found = counted(sum(masks), wanted["mask"])
        checks.append(Check(platform, "masks, by pixels", found, sum(masks) == wanted["mask"]))
    return checks


def pair_up(sent: Sequence[Annotation], back: Sequence[Annotation]) -> list[Pair]:
    """Find for each annotation the one that came back for it: of its image and class, the nearest.

    The platform has ids of its own, and what it exports may have another order.
    """
    candidates: defaultdict[tuple[str, str], list[Annotation]] = defaultdict(list)
    for annotation in back:
        candidates[_where(annotation)].append(annotation)
    pairs = []
    for annotation in sent:
        left = candidates[_where(annotation)]
        if left:
            nearest = min(left, key=partial(_distance, annotation))
            left.remove(nearest)
            pairs.append((annotation, nearest))
    return pairs


def box_distance(sent: Annotation, back: Annotation) -> float:
    """Return how far apart the edges of two boxes are at most, in pixels."""
    (left, top, width, height), (x, y, across, down) = sent.bbox, back.bbox
    edges = (left - x, top - y, left + width - x - across, top + height - y - down)
    return max(map(abs, edges))


def outline_distance(sent: Annotation, back: Annotation) -> float:
    """Return how far apart the points of two polygons are at most, across or down, in pixels.

    It is infinite when they have different numbers of points or parts.
    """
    if back.kind != sent.kind or len(back.points) != len(sent.points):
        return inf
    numbers = zip(chain(*sent.points), chain(*back.points), strict=True)
    return max((abs(one - other) for one, other in numbers), default=0.0)


def _distance(sent: Annotation, back: Annotation) -> tuple[float, float]:
    return box_distance(sent, back), outline_distance(sent, back)


def _same_pixels(sent: Annotation, back: Annotation) -> bool:
    return back.kind == "mask" and np.array_equal(
        pixels(sent.segmentation, sent.picture), pixels(back.segmentation, back.picture)
    )


def _where(annotation: Annotation) -> tuple[str, str]:
    return annotation.picture.file_name, annotation.category


def _classes(coco: Coco) -> Counter[tuple[str, str]]:
    return Counter(map(_where, coco.annotations))


def _near(platform: str, what: str, distances: Sequence[float], wanted: int) -> Check:
    near = sum(distance <= NEAR for distance in distances)
    found = f"{counted(near, wanted)}, within {max(distances, default=inf):.2f} px"
    return Check(platform, what, found, near == wanted)
