"""What models see on an image: plausible, and the same for the same bytes or the same URL.

Nothing looks at a picture. Its bytes, or the URL of one that the emulator has no bytes of, start a
series of numbers from which objects, scores and masks are made. Boxes lie within the image, masks
within their boxes.
"""

from __future__ import annotations

import hashlib
import math
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.state import Image, LabelClass
    from labelbridge_emulator.store import Files, StoredFile

MOST = 6
"""Objects on an image."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture as models see it.

    Attributes:
        start: What makes it this picture and no other.
        width: In pixels.
        height: In pixels.
    """

    start: str
    width: int
    height: int

    def numbers(self, *purpose: object) -> random.Random:
        """The picture's series of numbers for a purpose, always from its beginning."""
        text = "/".join(map(str, (self.start, *purpose)))
        return random.Random(text)  # noqa: S311 - must repeat, protects nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """An object, or the pixels of a class.

    Attributes:
        label_class: What it is.
        bbox: Where it is, ``[left, top, right, bottom]``.
        score: How sure the model is, from 0 to 1.
        mask: Which pixels of the box it takes, in the platform's RLE; None for a box alone.
    """

    label_class: LabelClass
    bbox: list[int]
    score: float
    mask: list[int] | None = None

    @property
    def area(self) -> int:
        """Its pixels."""
        left, top, right, bottom = self.bbox
        return (right - left) * (bottom - top) if self.mask is None else sum(self.mask[1::2])


def view_of_bytes(stored: StoredFile, width: int, height: int) -> View:
    """A picture with bytes."""
    digest = hashlib.sha256()
    with stored.open() as source:
        for chunk in iter(lambda: source.read(1024 * 1024), b""):
            digest.update(chunk)
    return View(digest.hexdigest(), width, height)


def view_of_image(files: Files, image: Image) -> View:
    """An image of a project."""
    facts = image.facts
    if image.stored is not None:
        stored = files.get(unquote(urlsplit(image.stored).path).removeprefix("/"))
        if stored is not None:
            return view_of_bytes(stored, facts.width, facts.height)
    return View(image.url or image.name, facts.width, facts.height)


def objects(view: View, classes: Sequence[LabelClass]) -> list[Prediction]:
    """The objects on a picture, those that the model is surest of first.

    Only classes of type ``object`` have some: the others are what stands behind them.
    """
    kinds = [label_class for label_class in classes if label_class.type == "object"]
    numbers = view.numbers("objects")
    found = []
    for _ in range(math.ceil(MOST * numbers.random()) if kinds else 0):
        kind = kinds[int(len(kinds) * numbers.random())]
        left, right = _span(numbers, view.width)
        top, bottom = _span(numbers, view.height)
        score = round(1 - 0.7 * numbers.random() ** 2, 4)  # more that are sure than not
        found.append(Prediction(label_class=kind, bbox=[left, top, right, bottom], score=score))
    return sorted(found, key=lambda each: -each.score)


def masked(predictions: Sequence[Prediction], threshold: float) -> list[Prediction]:
    """Objects with a mask: the pixels of which the model is surer than the threshold.

    It is sure of the middle of the box, less and less towards the edge of the ellipse in it.
    """
    with_masks = [replace(each, mask=_ellipse(each.bbox, threshold)) for each in predictions]
    return [each for each in with_masks if each.mask]


def regions(view: View, classes: Sequence[LabelClass], threshold: float) -> list[Prediction]:
    """The pixels of each class that is on a picture; no pixel has two classes."""
    numbers = view.numbers("regions")
    found = []
    for place, label_class in enumerate(classes):
        first, last = (view.width * edge // len(classes) for edge in (place, place + 1))
        left, right = _span(numbers, last - first)
        top, bottom = _span(numbers, view.height)
        score = round(1 - 0.7 * numbers.random() ** 2, 4)
        bbox = [first + left, top, first + right, bottom]
        if left < right and numbers.random() < 0.8:  # a class is not on every picture
            found.append(Prediction(label_class=label_class, bbox=bbox, score=score))
    return masked(found, threshold)


def attribute_values(
    view: View, bbox: Sequence[int], attributes: Sequence[Attribute], threshold: float
) -> list[dict[str, Any]]:
    """The chosen values of a box for all attributes that have values to choose from."""
    found: list[dict[str, Any]] = []
    for attribute in attributes:
        if not attribute.values:
            continue
        numbers = view.numbers("attribute", *bbox, attribute.name)
        score, chosen = numbers.random(), [int(len(attribute.values) * numbers.random())]
        if attribute.type == "MULTIPLE-SELECTION":
            others = range(len(attribute.values))
            chosen = [place for place in others if place in chosen or numbers.random() < 0.3]
        if score >= threshold:
            lov_ids = [attribute.values[place]["id"] for place in chosen]
            found.append({"bbox": bbox, "attribute_id": attribute.id, "lov_ids": lov_ids})
    return found


def beliefs(view: View, family: str, classes: int) -> list[float]:
    """How likely a model of a family holds each class for a picture; all together are 1."""
    numbers = view.numbers("beliefs", family)
    weights = [0.01 + numbers.random() for _ in range(max(classes, 2))]
    return [weight / sum(weights) for weight in weights]


def _span(numbers: random.Random, size: int) -> tuple[int, int]:
    """Where something begins and ends along a side of so many pixels: a tenth to a half of it."""
    length = min(max(round(size * (0.1 + 0.4 * numbers.random())), 1), size)
    start = int((size - length + 1) * numbers.random())
    return start, start + length


def _ellipse(bbox: Sequence[int], threshold: float) -> list[int]:
    """The pixels whose squared distance from the middle is below what the threshold leaves."""
    left, top, right, bottom = bbox
    width, height = right - left, bottom - top
    mask: list[int] = []
    for row in range(height):
        left_over = 1 - threshold - ((2 * row + 1) / height - 1) ** 2
        half = math.sqrt(left_over) * width / 2 if left_over > 0 else 0
        first = max(math.ceil(width / 2 - half - 0.5), 0)
        last = min(math.floor(width / 2 + half + 0.5), width)
        if first < last and left_over > 0:
            start = row * width + first + 1
            if mask and mask[-2] + mask[-1] == start:
                mask[-1] += last - first  # the run comes from the row before
            else:
                mask += (start, last - first)
    return mask
