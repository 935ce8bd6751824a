"""Draws the masks of objects."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Outline = Sequence[tuple[float, float]]

Color = tuple[int, int, int]

_STROKE = 3
"""Width of a line and radius of a point, in pixels."""


def draw_mask(
    annotation: Mapping[str, Any],
    area: Sequence[tuple[float, float]] | None,
    canvas: tuple[int, int],
) -> bytes:
    """Return a PNG of the canvas, with the object in white on black.

    Args:
        annotation: The object in the format of the platform.
        area: The outline of an object that is only a mask, without a geometry.
        canvas: Width and height of the asset.
    """
    mask = Image.new("L", canvas)
    draw = ImageDraw.Draw(mask)
    for left, top, right, bottom in _boxes(annotation):
        draw.rectangle((left, top, right, bottom), fill=255)
    outline = area or _points(annotation.get("polygon", ()))
    if outline:
        draw.polygon(list(outline), fill=255)
    if "line" in annotation:
        draw.line(_points(annotation["line"]), fill=255, width=_STROKE)
    if "point" in annotation:
        [(x, y)] = _points([annotation["point"]])
        draw.ellipse((x - _STROKE, y - _STROKE, x + _STROKE, y + _STROKE), fill=255)
    file = io.BytesIO()
    mask.save(file, "PNG")
    return file.getvalue()


def draw_composite(parts: Iterable[tuple[Color, Outline]], canvas: tuple[int, int]) -> bytes:
    """Return a PNG of the canvas, with each outline in its color on black; later ones on top."""
    image = Image.new("RGB", canvas)
    draw = ImageDraw.Draw(image)
    for color, outline in parts:
        draw.polygon([(x, y) for x, y in outline], fill=color)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def color_of(number: int) -> Color:
    """Return the color of an object by its position in a label; no two are equal, none is black."""
    value = (number + 1) * 0x9E3779 % 0x1000000  # an odd factor: each number has its own color
    return value >> 16, value >> 8 & 0xFF, value & 0xFF


def _boxes(annotation: Mapping[str, Any]) -> list[tuple[float, float, float, float]]:
    """Return left, top, right, bottom of a bounding box, or of each part of a document entity."""
    boxes = [annotation["bbox"]] if "bbox" in annotation else []
    if "data" in annotation:
        boxes += [part["text-bbox"] for part in annotation["data"]["location"]]
    return [
        (box["left"], box["top"], box["left"] + box["width"], box["top"] + box["height"])
        for box in boxes
    ]


def _points(points: Sequence[Mapping[str, float]]) -> list[tuple[float, float]]:
    return [(point["x"], point["y"]) for point in points]
