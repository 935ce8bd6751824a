"""Draw a contact sheet of photographs with their labels, and a legend of the classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil, sqrt
from pathlib import Path
from typing import Final

from attrs import frozen
from PIL import Image, ImageDraw

from labelbridge.cli.coco import Coco, CocoImage
from labelbridge.cli.demo.colors import Color, palette
from labelbridge.cli.demo.drawing import draw_labels, font
from labelbridge.cli.demo.report import plural

MAX_WIDTH: Final = 2000
MIN_WIDTH: Final = 760
"""Maximum and minimum width of the sheet in pixels."""
MARGIN, GAP, HEADER, CAPTION, LEGEND_LINE = 48, 20, 136, 36, 38
MAX_PHOTOS: Final = 24
"""With more photographs, their labels would be too small."""
MAX_COLUMNS: Final = 4
MAX_SCALE: Final = 2
"""Photographs are not enlarged more than this, unless the sheet would be too narrow."""

BACKGROUND, TEXT, FAINT = (20, 23, 28), (240, 242, 245), (150, 158, 168)


@frozen
class _Cell:
    """The position of a photograph on the sheet."""

    image: CocoImage
    x: int
    y: int
    width: int
    height: int


def draw_preview(coco: Coco, images: Path, to: Path) -> None:
    """Draw the first photographs of a COCO file with their labels.

    Args:
        coco: The photographs and labels.
        images: The directory of the photographs.
        to: The PNG file to write.
    """
    colors = palette(coco.categories)
    cells, inner, bottom = _layout(coco.images[:MAX_PHOTOS])
    legend, height = _legend(coco.categories, inner)
    sheet = Image.new("RGB", (inner + 2 * MARGIN, bottom + height + MARGIN), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    _draw_header(draw, coco, len(cells))
    for cell in cells:
        labels = [each for each in coco.annotations if each.image == cell.image]
        with Image.open(images / cell.image.file_name) as photo:
            sheet.paste(
                draw_labels(photo, labels, colors, (cell.width, cell.height)), (cell.x, cell.y)
            )
        _draw_caption(draw, cell, len(labels))
    _draw_legend(draw, legend, colors, bottom)
    sheet.save(to)


def _layout(images: Sequence[CocoImage]) -> tuple[list[_Cell], int, int]:
    """Arrange images in rows of equal width; return the cells, the width, and the bottom edge."""
    columns = min(MAX_COLUMNS, ceil(sqrt(len(images))))
    count = ceil(len(images) / columns)
    shapes = [image.width / image.height for image in images]
    middles = [sum(shapes[:number]) + shape / 2 for number, shape in enumerate(shapes)]
    rows = [
        [images[number] for number in numbers]
        for _, numbers in groupby(
            range(len(images)), key=lambda number: int(count * middles[number] / sum(shapes))
        )
    ]
    natural = min(sum(image.width for image in row) for row in rows)
    inner = min(max(MAX_SCALE * natural, MIN_WIDTH), MAX_WIDTH) - 2 * MARGIN
    cells, y = [], HEADER
    for row in rows:
        shape = sum(image.width / image.height for image in row)
        height = round((inner - GAP * (len(row) - 1)) / shape)
        x = float(MARGIN)
        for image in row:
            width = height * image.width / image.height
            cells.append(_Cell(image, round(x), y, round(x + width) - round(x), height))
            x += width + GAP
        y += height + CAPTION + GAP
    return cells, inner, y


def _draw_header(draw: ImageDraw.ImageDraw, coco: Coco, shown: int) -> None:
    draw.text((MARGIN, 38), "Exported labels", fill=TEXT, font=font(38, bold=True))
    photographs = plural(len(coco.images), "photograph")
    if shown < len(coco.images):
        photographs += f" (first {shown} shown)"
    labels = plural(len(coco.annotations), "label")
    classes = plural(len(coco.categories), "class", "classes")
    text = f"{photographs} · {labels} · {classes}"
    draw.text((MARGIN, 92), text, fill=FAINT, font=font(21))


def _draw_caption(draw: ImageDraw.ImageDraw, cell: _Cell, labels: int) -> None:
    y = cell.y + cell.height + CAPTION / 2
    draw.text((cell.x, y), cell.image.file_name, fill=FAINT, font=font(16), anchor="lm")
    count = plural(labels, "label")
    draw.text((cell.x + cell.width, y), count, fill=FAINT, font=font(16), anchor="rm")


def _legend(counts: Mapping[str, int], inner: int) -> tuple[list[tuple[str, str, int, int]], int]:
    """Return the name, count and position of each entry, and the height of all lines."""
    entries, x, y = [], 0, 0
    for name, count in counts.items():
        width = round(30 + font(18).getlength(f"{name} {count}") + 34)
        if x and x + width > inner:
            x, y = 0, y + LEGEND_LINE
        entries.append((name, str(count), MARGIN + x, y))
        x += width
    return entries, y + LEGEND_LINE


def _draw_legend(
    draw: ImageDraw.ImageDraw,
    entries: Sequence[tuple[str, str, int, int]],
    colors: Mapping[str, Color],
    top: int,
) -> None:
    for name, count, x, y in entries:
        middle = top + y + LEGEND_LINE / 2
        draw.rounded_rectangle((x, middle - 9, x + 18, middle + 9), radius=4, fill=colors[name])
        draw.text((x + 28, middle), name, fill=TEXT, font=font(18), anchor="lm")
        after = x + 28 + font(18).getlength(f"{name} ")
        draw.text((after, middle), count, fill=FAINT, font=font(18), anchor="lm")
