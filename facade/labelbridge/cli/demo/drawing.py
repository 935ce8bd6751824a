"""Draw labels on a photograph: shapes, outlines, boxes and class names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from labelbridge.cli.coco import Annotation
from labelbridge.cli.coco_masks import rasterize
from labelbridge.cli.demo.colors import Color, text_color

Font = ImageFont.FreeTypeFont
_Size = tuple[int, int]
_Box = tuple[float, float, float, float]

SCALE: Final = 2
"""Shapes are drawn at this scale and then reduced, which smooths their edges."""
BOX_OPACITY, OUTLINE_OPACITY = 150, 255
BOX_WIDTH, OUTLINE_WIDTH = 2, 5
"""In pixels of the scaled drawing. Filters need an odd outline width."""
MIN_OPACITY, MAX_OPACITY = 72, 115
"""Opacity of the inside of a shape: one that fills the photograph, and a tiny one."""


@cache
def font(size: int, *, bold: bool = False) -> Font:
    """Return a font that Matplotlib contains, so that images are the same on every machine."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / name, size)


def draw_labels(
    photo: Image.Image,
    annotations: Sequence[Annotation],
    colors: Mapping[str, Color],
    size: _Size,
) -> Image.Image:
    """Return a resized photograph with its labels.

    Args:
        photo: The photograph.
        annotations: Its labels.
        colors: The color of each class.
        size: Width and height of the result in pixels.
    """
    scaled = (size[0] * SCALE, size[1] * SCALE)
    plain = photo.convert("RGB").resize(scaled, Image.Resampling.LANCZOS)
    canvas = plain.copy()
    # small shapes last, so that large shapes do not hide them
    ordered = sorted(annotations, key=lambda each: -_share(each))
    shapes = [_shape(annotation, scaled) for annotation in ordered]
    for annotation, shape in zip(ordered, shapes, strict=True):
        opacity = round(MAX_OPACITY - (MAX_OPACITY - MIN_OPACITY) * min(4 * _share(annotation), 1))
        mask = shape.point(lambda x, opacity=opacity: x * opacity // 255)
        canvas.paste(plain, mask=shape)  # colors are not mixed where shapes overlap
        canvas.paste(colors[annotation.category], mask=mask)
    for annotation, shape in zip(ordered, shapes, strict=True):
        canvas.paste(colors[annotation.category], mask=_lines(annotation, shape))
    drawn = canvas.reduce(SCALE)
    _draw_names(drawn, reversed(ordered), colors)
    return drawn


def _share(annotation: Annotation) -> float:
    """Return the fraction of the photograph that a label's box covers, 0 to 1."""
    _, _, width, height = annotation.bbox
    return width * height / (annotation.image.width * annotation.image.height)


def _box(annotation: Annotation, size: _Size) -> _Box:
    """Return a label's box in the coordinates of a resized photograph."""
    across, down = size[0] / annotation.image.width, size[1] / annotation.image.height
    left, top, width, height = annotation.bbox
    return left * across, top * down, (left + width) * across, (top + height) * down


def _corners(annotation: Annotation, size: _Size) -> list[tuple[float, float]]:
    across, down = size[0] / annotation.image.width, size[1] / annotation.image.height
    return [(x * across, y * down) for x, y in annotation.points]


def _shape(annotation: Annotation, size: _Size) -> Image.Image:
    """Return a mask of a label's shape: 255 inside, 0 outside."""
    if annotation.kind == "mask":
        mask = Image.fromarray(255 * rasterize(annotation.segmentation, annotation.image))
        smooth = mask.resize(size, Image.Resampling.BICUBIC)
        return smooth.point(lambda level: 255 * (level > 127))
    shape = Image.new("L", size)
    if corners := _corners(annotation, size):
        ImageDraw.Draw(shape).polygon(corners, fill=255)
    return shape


def _lines(annotation: Annotation, shape: Image.Image) -> Image.Image:
    """Return a mask of a label's box and outline."""
    lines = Image.new("L", shape.size)
    draw = ImageDraw.Draw(lines)
    draw.rectangle(_box(annotation, shape.size), outline=BOX_OPACITY, width=BOX_WIDTH)
    if annotation.kind == "mask":
        grown = shape.filter(ImageFilter.MaxFilter(OUTLINE_WIDTH))
        shrunk = shape.filter(ImageFilter.MinFilter(OUTLINE_WIDTH))
        lines.paste(OUTLINE_OPACITY, mask=ImageChops.subtract(grown, shrunk))
    elif corners := _corners(annotation, shape.size):
        draw.line(
            [*corners, *corners[:2]], fill=OUTLINE_OPACITY, width=OUTLINE_WIDTH, joint="curve"
        )
    return lines


def _draw_names(
    image: Image.Image, annotations: Iterable[Annotation], colors: Mapping[str, Color]
) -> None:
    draw = ImageDraw.Draw(image)
    typeface = font(max(13, round(min(image.size) / 56)))
    pad, height = typeface.size * 0.3, typeface.size * 1.4
    taken: list[_Box] = []
    for annotation in annotations:
        color = colors[annotation.category]
        width = typeface.getlength(annotation.category) + 2 * pad
        place = _free_place(_box(annotation, image.size), (width, height), image.size, taken)
        taken.append(place)
        draw.rounded_rectangle(place, radius=typeface.size * 0.25, fill=color)
        middle = (place[0] + pad, (place[1] + place[3]) / 2)
        draw.text(middle, annotation.category, fill=text_color(color), font=typeface, anchor="lm")


def _free_place(box: _Box, name: tuple[float, float], size: _Size, taken: Sequence[_Box]) -> _Box:
    """Return a position for a name above, inside or below a box.

    It is the first one that overlaps no other name, or the one that overlaps other names least.
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
