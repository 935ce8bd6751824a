"""Labels drawn on a photograph: shapes filled and outlined, boxes, the names of their classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from labelbridge.cli.coco import Annotation
from labelbridge.cli.conversion import pixels
from labelbridge.cli.demo.colors import Color, ink

Font = ImageFont.FreeTypeFont
_Size = tuple[int, int]
_Box = tuple[float, float, float, float]

FINER: Final = 2
"""Shapes are drawn this many times larger and then reduced, which smooths their edges."""
BOX, OUTLINE = 150, 255
"""How much of the photograph a box and an outline cover, of 255."""
THIN, STROKE = 2, 5
"""Widths of a box and of an outline, in pixels of the larger drawing; odd, as filters want it."""
FAINTEST, DEEPEST = 72, 115
"""How much the inside of a shape covers: of one that fills the photograph, of a tiny one."""


@cache
def font(size: int, *, bold: bool = False) -> Font:
    """Return the typeface that Matplotlib ships, so that a picture is the same everywhere."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / name, size)


def draw_labels(
    photo: Image.Image,
    annotations: Sequence[Annotation],
    colors: Mapping[str, Color],
    size: _Size,
) -> Image.Image:
    """Return a photograph in another size with its labels on it.

    Args:
        photo: The photograph.
        annotations: Its labels.
        colors: The colour of each class.
        size: Width and height of the result in pixels.
    """
    finer = (size[0] * FINER, size[1] * FINER)
    plain = photo.convert("RGB").resize(finer, Image.Resampling.LANCZOS)
    canvas = plain.copy()
    # the small ones last, or the large ones would hide them
    ordered = sorted(annotations, key=lambda each: -_share(each))
    shapes = [_shape(annotation, finer) for annotation in ordered]
    for annotation, shape in zip(ordered, shapes, strict=True):
        cover = round(DEEPEST - (DEEPEST - FAINTEST) * min(4 * _share(annotation), 1))
        canvas.paste(plain, mask=shape)  # colours that lie over one another would get muddy
        canvas.paste(colors[annotation.category], mask=shape.point(lambda x, c=cover: x * c // 255))
    for annotation, shape in zip(ordered, shapes, strict=True):
        canvas.paste(colors[annotation.category], mask=_lines(annotation, shape))
    drawn = canvas.reduce(FINER)
    _draw_names(drawn, reversed(ordered), colors)
    return drawn


def _share(annotation: Annotation) -> float:
    """Return the part of its photograph that a label's box takes, 0 to 1."""
    _, _, width, height = annotation.bbox
    return width * height / (annotation.picture.width * annotation.picture.height)


def _box(annotation: Annotation, size: _Size) -> _Box:
    """Return a label's box on a drawing of another size."""
    across, down = size[0] / annotation.picture.width, size[1] / annotation.picture.height
    left, top, width, height = annotation.bbox
    return left * across, top * down, (left + width) * across, (top + height) * down


def _corners(annotation: Annotation, size: _Size) -> list[tuple[float, float]]:
    across, down = size[0] / annotation.picture.width, size[1] / annotation.picture.height
    return [(x * across, y * down) for x, y in annotation.points]


def _shape(annotation: Annotation, size: _Size) -> Image.Image:
    """Return where the inside of a label's shape is: 255 there, else 0."""
    if annotation.kind == "mask":
        mask = Image.fromarray(255 * pixels(annotation.segmentation, annotation.picture))
        smooth = mask.resize(size, Image.Resampling.BICUBIC)
        return smooth.point(lambda level: 255 * (level > 127))
    shape = Image.new("L", size)
    if corners := _corners(annotation, size):
        ImageDraw.Draw(shape).polygon(corners, fill=255)
    return shape


def _lines(annotation: Annotation, shape: Image.Image) -> Image.Image:
    """Return how much a label's box and outline cover."""
    lines = Image.new("L", shape.size)
    draw = ImageDraw.Draw(lines)
    draw.rectangle(_box(annotation, shape.size), outline=BOX, width=THIN)
    if annotation.kind == "mask":
        grown = shape.filter(ImageFilter.MaxFilter(STROKE))
        shrunk = shape.filter(ImageFilter.MinFilter(STROKE))
        lines.paste(OUTLINE, mask=ImageChops.subtract(grown, shrunk))
    elif corners := _corners(annotation, shape.size):
        draw.line([*corners, *corners[:2]], fill=OUTLINE, width=STROKE, joint="curve")
    return lines


def _draw_names(
    image: Image.Image, annotations: Iterable[Annotation], colors: Mapping[str, Color]
) -> None:
    draw = ImageDraw.Draw(image)
    face = font(max(13, round(min(image.size) / 56)))
    pad, height = face.size * 0.3, face.size * 1.4
    taken: list[_Box] = []
    for annotation in annotations:
        color = colors[annotation.category]
        width = face.getlength(annotation.category) + 2 * pad
        place = _free_place(_box(annotation, image.size), (width, height), image.size, taken)
        taken.append(place)
        draw.rounded_rectangle(place, radius=face.size * 0.25, fill=color)
        middle = (place[0] + pad, (place[1] + place[3]) / 2)
        draw.text(middle, annotation.category, fill=ink(color), font=face, anchor="lm")


def _free_place(box: _Box, name: tuple[float, float], size: _Size, taken: Sequence[_Box]) -> _Box:
    """Return a place at a box for a name of some width and height: above, within or below it.

    It is the first that no other name covers, else the one that others cover least.
    """
    (left, top, right, bottom), (width, height) = box, name
    places = []
    for y in (top - height, top, bottom, bottom - height, top - 2 * height, bottom + height):
        for x in (left, right - width, (left + right - width) / 2):
            x0 = min(max(x, 0), max(size[0] - width, 0))
            y0 = min(max(y, 0), max(size[1] - height, 0))
            places.append((x0, y0, x0 + width, y0 + height))
    return min(places, key=lambda place: sum(_overlap(place, other) for other in taken))


def _overlap(one: _Box, other: _Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)
