"""A contact sheet: photographs with their labels drawn on them, and what the colours mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil, sqrt
from pathlib import Path
from typing import Final

from attrs import frozen
from PIL import Image, ImageDraw

from labelbridge.cli.coco import Coco, Picture
from labelbridge.cli.demo.colors import Color, palette
from labelbridge.cli.demo.drawing import draw_labels, font
from labelbridge.cli.demo.report import plural

WIDTH: Final = 2000
NARROW: Final = 760
"""Pixels across the widest and the narrowest sheet."""
MARGIN, GAP, HEADER, CAPTION, LEGEND_LINE = 48, 20, 136, 36, 38
MOST: Final = 24
"""Photographs on a sheet: of more, each would be too small to see its labels."""
MOST_COLUMNS: Final = 4
BLOW_UP: Final = 2
"""A photograph is not drawn larger than this, unless the sheet would get too narrow."""

BACKGROUND, TEXT, FAINT = (20, 23, 28), (240, 242, 245), (150, 158, 168)


@frozen
class _Cell:
    """Where a photograph lies on the sheet."""

    picture: Picture
    x: int
    y: int
    width: int
    height: int


def draw_preview(coco: Coco, images: Path, to: Path) -> None:
    """Draw the first photographs of a set with their labels.

    Args:
        coco: The photographs and labels.
        images: The folder of the photographs.
        to: The PNG to write.
    """
    colors = palette(coco.categories)
    cells, inner, bottom = _layout(coco.pictures[:MOST])
    legend, height = _legend(coco.categories, inner)
    sheet = Image.new("RGB", (inner + 2 * MARGIN, bottom + height + MARGIN), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    _draw_header(draw, coco, len(cells))
    for cell in cells:
        labels = [each for each in coco.annotations if each.picture == cell.picture]
        with Image.open(images / cell.picture.file_name) as photo:
            sheet.paste(
                draw_labels(photo, labels, colors, (cell.width, cell.height)), (cell.x, cell.y)
            )
        _draw_caption(draw, cell, len(labels))
    _draw_legend(draw, legend, colors, bottom)
    sheet.save(to)


def _layout(pictures: Sequence[Picture]) -> tuple[list[_Cell], int, int]:
    """Lay pictures in rows of the same width; return also that width, and where they end."""
    columns = min(MOST_COLUMNS, ceil(sqrt(len(pictures))))
    count = ceil(len(pictures) / columns)
    shapes = [picture.width / picture.height for picture in pictures]
    middles = [sum(shapes[:number]) + shape / 2 for number, shape in enumerate(shapes)]
    rows = [
        [pictures[number] for number in numbers]
        for _, numbers in groupby(
            range(len(pictures)), key=lambda number: int(count * middles[number] / sum(shapes))
        )
    ]
    natural = min(sum(picture.width for picture in row) for row in rows)
    inner = min(max(BLOW_UP * natural, NARROW), WIDTH) - 2 * MARGIN
    cells, y = [], HEADER
    for row in rows:
        shape = sum(picture.width / picture.height for picture in row)
        height = round((inner - GAP * (len(row) - 1)) / shape)
        x = float(MARGIN)
        for picture in row:
            width = height * picture.width / picture.height
            cells.append(_Cell(picture, round(x), y, round(x + width) - round(x), height))
            x += width + GAP
        y += height + CAPTION + GAP
    return cells, inner, y


def _draw_header(draw: ImageDraw.ImageDraw, coco: Coco, shown: int) -> None:
    draw.text((MARGIN, 38), "Labels, as they came back", fill=TEXT, font=font(38, bold=True))
    photographs = plural(len(coco.pictures), "photograph")
    if shown < len(coco.pictures):
        photographs += f", of which the first {shown} are shown"
    labels = plural(len(coco.annotations), "label")
    classes = plural(len(coco.categories), "class", "classes")
    text = f"{photographs} · {labels} · {classes}"
    draw.text((MARGIN, 92), text, fill=FAINT, font=font(21))


def _draw_caption(draw: ImageDraw.ImageDraw, cell: _Cell, labels: int) -> None:
    y = cell.y + cell.height + CAPTION / 2
    draw.text((cell.x, y), cell.picture.file_name, fill=FAINT, font=font(16), anchor="lm")
    count = plural(labels, "label")
    draw.text((cell.x + cell.width, y), count, fill=FAINT, font=font(16), anchor="rm")


def _legend(counts: Mapping[str, int], inner: int) -> tuple[list[tuple[str, str, int, int]], int]:
    """Return name, count and place of each entry, line after line, and the height of all lines."""
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
