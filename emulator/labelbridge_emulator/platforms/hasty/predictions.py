"""Simulated predictions of models: plausible, and reproducible for the same bytes or URL.

The pixels of an image are not read. Its bytes, or its URL if the emulator has no bytes, seed a
random generator for objects, scores and masks. Boxes are inside the image, masks inside their box.
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
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Image
    from labelbridge_emulator.store import Files, StoredFile

MAX_OBJECTS = 6
"""Maximum number of objects on an image."""


@dataclass(frozen=True, slots=True)
class ModelInput:
    """An image as the input of a model.

    Attributes:
        seed: The seed of the random generators of this image.
        width: In pixels.
        height: In pixels.
    """

    seed: str
    width: int
    height: int

    def random(self, *purpose: object) -> random.Random:
        """A new random generator for this image and a purpose."""
        text = "/".join(map(str, (self.seed, *purpose)))
        return random.Random(text)  # noqa: S311 - reproducible, not for security


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A predicted object, or the predicted pixels of a class.

    Attributes:
        label_class: The predicted class.
        bbox: The box, ``[left, top, right, bottom]``.
        score: The confidence, from 0 to 1.
        mask: The pixels in the box in the platform's RLE; None for a box without a mask.
    """

    label_class: LabelClass
    bbox: list[int]
    score: float
    mask: list[int] | None = None

    @property
    def area(self) -> int:
        """The number of pixels of the mask, or of the box without a mask."""
        left, top, right, bottom = self.bbox
        return (right - left) * (bottom - top) if self.mask is None else sum(self.mask[1::2])


def input_from_file(stored: StoredFile, width: int, height: int) -> ModelInput:
    """The model input of a stored file."""
    digest = hashlib.sha256()
    with stored.open() as source:
        for chunk in iter(lambda: source.read(1024 * 1024), b""):
            digest.update(chunk)
    return ModelInput(digest.hexdigest(), width, height)


def input_from_image(files: Files, image: Image) -> ModelInput:
    """The model input of an image of a project."""
    info = image.info
    if image.public_path is not None:
        stored = files.get(unquote(urlsplit(image.public_path).path).removeprefix("/"))
        if stored is not None:
            return input_from_file(stored, info.width, info.height)
    return ModelInput(image.url or image.name, info.width, info.height)


def predict_objects(source: ModelInput, classes: Sequence[LabelClass]) -> list[Prediction]:
    """Predict the boxes of objects, sorted by descending score.

    Only classes of type ``object`` are predicted, not those of the background.
    """
    candidates = [label_class for label_class in classes if label_class.type == "object"]
    rng = source.random("objects")
    found = []
    for _ in range(math.ceil(MAX_OBJECTS * rng.random()) if candidates else 0):
        label_class = candidates[int(len(candidates) * rng.random())]
        left, right = _interval(rng, source.width)
        top, bottom = _interval(rng, source.height)
        found.append(
            Prediction(label_class=label_class, bbox=[left, top, right, bottom], score=_score(rng))
        )
    return sorted(found, key=lambda each: -each.score)


def with_masks(predictions: Sequence[Prediction], threshold: float) -> list[Prediction]:
    """Add masks with the pixels whose confidence is above the threshold.

    The confidence is highest in the middle of the box and falls to 0 at the edge of its ellipse.
    Predictions without such pixels are left out.
    """
    masked = [replace(each, mask=_ellipse(each.bbox, threshold)) for each in predictions]
    return [each for each in masked if each.mask]


def predict_regions(
    source: ModelInput, classes: Sequence[LabelClass], threshold: float
) -> list[Prediction]:
    """Predict the pixels of each class. No pixel has two classes."""
    rng = source.random("regions")
    found = []
    for place, label_class in enumerate(classes):
        first, last = (source.width * edge // len(classes) for edge in (place, place + 1))
        left, right = _interval(rng, last - first)
        top, bottom = _interval(rng, source.height)
        score = _score(rng)
        bbox = [first + left, top, first + right, bottom]
        if left < right and rng.random() < 0.8:  # not every class is on every image
            found.append(Prediction(label_class=label_class, bbox=bbox, score=score))
    return with_masks(found, threshold)


def predict_attribute_values(
    source: ModelInput, bbox: Sequence[int], attributes: Sequence[Attribute], threshold: float
) -> list[dict[str, Any]]:
    """Predict the selected options of a box for all attributes that have options."""
    found: list[dict[str, Any]] = []
    for attribute in attributes:
        if not attribute.values:
            continue
        rng = source.random("attribute", *bbox, attribute.name)
        score, selected = rng.random(), [int(len(attribute.values) * rng.random())]
        if attribute.type == "MULTIPLE-SELECTION":
            places = range(len(attribute.values))
            selected = [place for place in places if place in selected or rng.random() < 0.3]
        if score >= threshold:
            lov_ids = [attribute.values[place]["id"] for place in selected]
            found.append({"bbox": bbox, "attribute_id": attribute.id, "lov_ids": lov_ids})
    return found


def class_probabilities(source: ModelInput, family: str, classes: int) -> list[float]:
    """The probability of each class for an image, by a model of a family. The sum is 1."""
    rng = source.random("beliefs", family)
    weights = [0.01 + rng.random() for _ in range(max(classes, 2))]
    return [weight / sum(weights) for weight in weights]


def _score(rng: random.Random) -> float:
    """A random score; high scores are more frequent."""
    return round(1 - 0.7 * rng.random() ** 2, 4)


def _interval(rng: random.Random, size: int) -> tuple[int, int]:
    """Start and end of a random interval with a tenth to a half of ``size``."""
    length = min(max(round(size * (0.1 + 0.4 * rng.random())), 1), size)
    start = int((size - length + 1) * rng.random())
    return start, start + length


def _ellipse(bbox: Sequence[int], threshold: float) -> list[int]:
    """The mask of an ellipse in the box, which is smaller for a higher threshold."""
    left, top, right, bottom = bbox
    width, height = right - left, bottom - top
    mask: list[int] = []
    for row in range(height):
        remaining = 1 - threshold - ((2 * row + 1) / height - 1) ** 2
        half = math.sqrt(remaining) * width / 2 if remaining > 0 else 0
        first = max(math.ceil(width / 2 - half - 0.5), 0)
        last = min(math.floor(width / 2 + half + 0.5), width)
        if first < last and remaining > 0:
            start = row * width + first + 1
            if mask and mask[-2] + mask[-1] == start:
                mask[-1] += last - first  # the run continues from the previous row
            else:
                mask += (start, last - first)
    return mask
