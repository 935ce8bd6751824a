"""Reads COCO instance files: https://cocodataset.org/#format-data, "object detection"."""

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

CORNERS = 3
"""Points that a polygon has at least; COCO's own tools read two points as a box."""


@frozen
class Picture:
    """An image of the file; its sides are in pixels."""

    id: Key
    file_name: str
    width: _Pixels
    height: _Pixels


@frozen
class Rle:
    """COCO's run lengths: pixels not set, set, not set, ... from top to bottom, then to the right.

    Attributes:
        size: Height and width of the image.
        counts: The lengths, or COCO's compressed text of them.
    """

    size: tuple[_Pixels, _Pixels]
    counts: _Counts


Segmentation = list[list[float]] | Rle
"""Parts, each a polygon `[x, y, x, y, ...]`, or run lengths. No part at all: just a box."""


@frozen
class Annotation:
    """An annotation, with the image and the category that it names.

    Attributes:
        place: Where it stands in the file, for errors.
        id: Its id in the file, else its number.
        picture: Its image.
        category: The name of its category.
        bbox: Left, top, width, height in pixels.
        segmentation: Its shape.
    """

    place: str
    id: Key
    picture: Picture
    category: str
    bbox: tuple[float, float, float, float]
    segmentation: Segmentation

    @property
    def kind(self) -> Literal["box", "polygon", "mask"]:
        """What tells its shape: a box alone, one polygon, or a mask for what has several parts."""
        if isinstance(self.segmentation, Rle) or len(self.segmentation) > 1:
            return "mask"
        return "polygon" if self.segmentation else "box"

    @property
    def points(self) -> list[Point]:
        """The corners of its polygons, one part after another; none for run lengths."""
        return _points(self.segmentation)


@frozen
class Coco:
    """A COCO file.

    Attributes:
        pictures: Its images.
        annotations: Its annotations, in the file's order.
    """

    pictures: list[Picture]
    annotations: list[Annotation]

    @property
    def categories(self) -> dict[str, int]:
        """How many annotations each category has that is used; the most used ones first."""
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
    images: list[Picture]
    annotations: list[_Row]
    categories: list[_Category]


def read_coco(path: Path) -> Coco:
    """Read a COCO file.

    Args:
        path: The file, JSON.

    Raises:
        InvalidArgument: It cannot be read or is no COCO file, or something in it names an image or
            a category that is not there or has an impossible shape. The text names the place.
    """
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        pictures = _by_key("images", file.images, lambda picture: picture.id)
        _by_key("images", file.images, lambda picture: picture.file_name)
        categories = _by_key("categories", file.categories, lambda category: category.id)
        annotations = [
            _annotation(f"annotations[{number}]", number, row, pictures, categories)
            for number, row in enumerate(file.annotations)
        ]
    except OSError as error:
        raise InvalidArgument("coco", f"{path} cannot be read: {error.strerror}") from None
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
            raise InvalidArgument(f"{list_name}[{number}]", f"is the second one of {key(item)!r}")
        found[key(item)] = item
    return found


def _annotation(
    place: str,
    number: int,
    row: _Row,
    pictures: dict[Key, Picture],
    categories: dict[Key, _Category],
) -> Annotation:
    if row.image_id not in pictures:
        raise InvalidArgument(f"{place}.image_id", f"{row.image_id!r} is the id of no image")
    if row.category_id not in categories:
        raise InvalidArgument(
            f"{place}.category_id", f"{row.category_id!r} is the id of no category"
        )
    if not isinstance(row.segmentation, Rle):
        for part, numbers in enumerate(row.segmentation):
            if len(numbers) < 2 * CORNERS or len(numbers) % 2:
                raise InvalidArgument(
                    f"{place}.segmentation[{part}]",
                    f"has {len(numbers)} numbers; a polygon has an even count of them, "
                    f"at least {2 * CORNERS}",
                )
    return Annotation(
        place=place,
        id=number if row.id is None else row.id,
        picture=pictures[row.image_id],
        category=categories[row.category_id].name,
        bbox=row.bbox or _box_around(_points(row.segmentation), place),
        segmentation=row.segmentation,
    )


def _points(segmentation: Segmentation) -> list[Point]:
    parts = [] if isinstance(segmentation, Rle) else segmentation
    return [point for part in parts for point in zip(part[::2], part[1::2], strict=True)]


def _box_around(points: Sequence[Point], place: str) -> tuple[float, float, float, float]:
    if not points:
        raise InvalidArgument(
            f"{place}.bbox", "is missing, and there is no polygon to take it from"
        )
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
