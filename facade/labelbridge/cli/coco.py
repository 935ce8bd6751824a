"""Read COCO instances files: https://cocodataset.org/#format-data, "object detection"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from attrs import field, frozen

from labelbridge.errors import InvalidArgument

T = TypeVar("T")

Key = int | str
Point = tuple[float, float]
_Pixels = Annotated[int, msgspec.Meta(ge=1)]
_Side = Annotated[float, msgspec.Meta(ge=0)]
_Counts = list[Annotated[int, msgspec.Meta(ge=0)]] | str

MIN_POINTS = 3
"""The minimum number of points of a polygon; COCO's own tools read two points as a box."""


@frozen
class CocoImage:
    """An image in the file; width and height are in pixels."""

    id: Key
    file_name: str
    width: _Pixels
    height: _Pixels


@frozen
class Rle:
    """COCO run lengths: numbers of pixels off, on, off, ... down each column, from left to right.

    Attributes:
        size: Height and width of the image.
        counts: The lengths, or COCO's compressed string of them.
    """

    size: tuple[_Pixels, _Pixels]
    counts: _Counts


Segmentation = list[list[float]] | Rle
"""Polygons `[x, y, x, y, ...]`, or run lengths. An empty list means that there is only a box."""


@frozen
class Annotation:
    """An annotation with its image and category.

    Attributes:
        path: Its path in the file, for error messages.
        id: Its id in the file, or its index if it has none.
        image: Its image.
        category: The name of its category.
        bbox: Left, top, width, height in pixels.
        segmentation: Its shape.
    """

    path: str
    id: Key
    image: CocoImage
    category: str
    bbox: tuple[float, float, float, float]
    segmentation: Segmentation

    @property
    def kind(self) -> Literal["box", "polygon", "mask"]:
        """The kind of shape: only a box, one polygon, or a mask (several polygons, run lengths)."""
        if isinstance(self.segmentation, Rle) or len(self.segmentation) > 1:
            return "mask"
        return "polygon" if self.segmentation else "box"

    @property
    def points(self) -> list[Point]:
        """The points of all its polygons; empty for run lengths."""
        return _points(self.segmentation)


@frozen
class Coco:
    """A COCO file.

    Attributes:
        images: Its images.
        annotations: Its annotations, in the order of the file.
    """

    images: list[CocoImage]
    annotations: list[Annotation]

    @property
    def categories(self) -> dict[str, int]:
        """The number of annotations of each used category, in descending order."""
        counts = Counter(annotation.category for annotation in self.annotations)
        return dict(counts.most_common())


@frozen
class _Category:
    id: Key
    name: str


@frozen
class _Row:
    image_id: Key
    category_id: Key
    id: Key | None = None
    bbox: tuple[float, float, _Side, _Side] | None = None
    segmentation: Segmentation = field(factory=list)


@frozen
class _File:
    images: list[CocoImage]
    annotations: list[_Row]
    categories: list[_Category]


def read_coco(path: Path) -> Coco:
    """Read a COCO file.

    Args:
        path: The JSON file.

    Raises:
        InvalidArgument: The file cannot be read or is not a COCO file, or an annotation refers to
            an unknown image or category or has an invalid shape. The message contains its path.
    """
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        images = _by_key("images", file.images, lambda image: image.id)
        _by_key("images", file.images, lambda image: image.file_name)
        categories = _by_key("categories", file.categories, lambda category: category.id)
        annotations = [
            _annotation(number, row, images, categories)
            for number, row in enumerate(file.annotations)
        ]
    except OSError as error:
        raise InvalidArgument("coco", f"cannot read {path}: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidArgument("coco", f"{path} is not a COCO file: {error}") from None
    except InvalidArgument as error:
        raise InvalidArgument("coco", f"{path}: {error}") from None
    if not annotations:
        raise InvalidArgument("coco", f"{path} has no annotations")
    return Coco(file.images, annotations)


def _by_key(list_name: str, items: Sequence[T], key: Callable[[T], Key]) -> dict[Key, T]:
    found: dict[Key, T] = {}
    for number, item in enumerate(items):
        if key(item) in found:
            raise InvalidArgument(f"{list_name}[{number}]", f"duplicates {key(item)!r}")
        found[key(item)] = item
    return found


def _annotation(
    number: int,
    row: _Row,
    images: dict[Key, CocoImage],
    categories: dict[Key, _Category],
) -> Annotation:
    path = f"annotations[{number}]"
    if row.image_id not in images:
        raise InvalidArgument(f"{path}.image_id", f"{row.image_id!r} is not the id of an image")
    if row.category_id not in categories:
        raise InvalidArgument(
            f"{path}.category_id", f"{row.category_id!r} is not the id of a category"
        )
    if not isinstance(row.segmentation, Rle):
        for part, numbers in enumerate(row.segmentation):
            if len(numbers) < 2 * MIN_POINTS or len(numbers) % 2:
                raise InvalidArgument(
                    f"{path}.segmentation[{part}]",
                    f"has {len(numbers)} numbers; a polygon needs an even number, "
                    f"at least {2 * MIN_POINTS}",
                )
    return Annotation(
        path=path,
        id=number if row.id is None else row.id,
        image=images[row.image_id],
        category=categories[row.category_id].name,
        bbox=row.bbox or _box_around(_points(row.segmentation), path),
        segmentation=row.segmentation,
    )


def _points(segmentation: Segmentation) -> list[Point]:
    parts = [] if isinstance(segmentation, Rle) else segmentation
    return [point for part in parts for point in zip(part[::2], part[1::2], strict=True)]


def _box_around(points: Sequence[Point], path: str) -> tuple[float, float, float, float]:
    if not points:
        raise InvalidArgument(
            f"{path}.bbox", "is missing, and there is no polygon to compute it from"
        )
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
