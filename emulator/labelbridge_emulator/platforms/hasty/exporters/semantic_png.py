"""semantic_png: a PNG with the classes of the pixels for each image, and a file that lists them.

The vendor's documentation (docs.cloudfactory.com, "Semantic Segmentation (png images)") describes
``label_classes.json``, the folders and 8-bit images of one channel with 0 for the background. The
effect of the three formats is derived from their names: ``gs_asc`` counts classes up from 1,
``gs_desc`` down from 255, ``class_color`` uses the colors of the classes. A label with a box only
fills the box.
"""

from __future__ import annotations

import colorsys
import io
from typing import TYPE_CHECKING

import PIL.Image
from PIL import ImageColor, ImageDraw

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of, clamp, mask_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Image, Label

Color = int | tuple[int, ...]

MAX_VALUE = 255


def write(selection: Selection, archive: Archive) -> None:
    """Write the images and the list of classes."""
    if len(selection.classes) > MAX_VALUE:
        raise ApiError(400, "semantic_png supports at most 255 label classes.")
    archive.json(
        "label_classes.json",
        value=[
            {
                "png_index": _index(selection, label_class),
                "class_name": label_class.name,
                "color": label_class.color,
                "class_type": label_class.type,
            }
            for label_class in selection.classes
        ],
    )
    for image in selection.images:
        target = io.BytesIO()
        _draw(selection, image).save(target, "PNG")
        name = f"{selection.stem(image)}.png"
        archive.data(image.dataset.name, name, data=target.getvalue())


def _draw(selection: Selection, image: Image) -> PIL.Image.Image:
    mode = "RGB" if selection.semantic_format == "class_color" else "L"
    canvas = PIL.Image.new(mode, (image.info.width, image.info.height))
    for label in sorted(
        selection.labels(image), key=lambda label: _drawing_order(selection, label)
    ):
        _fill(canvas, label, _color(selection, label.label_class))
    return canvas


def _fill(canvas: PIL.Image.Image, label: Label, color: Color) -> None:
    box, pixels = box_of(label), mask_of(label)
    if box is None or not _intersects(canvas, box):
        return
    left, top, right, bottom = box
    if pixels is not None:
        size = (right - left, bottom - top)
        mask = PIL.Image.frombytes("L", size, bytes(pixels)).point(lambda v: v * MAX_VALUE)
        canvas.paste(color, (left, top), mask)
    elif label.polygon:
        points = [clamp(point) for point in (*label.polygon, label.polygon[-1])]  # at least two
        ImageDraw.Draw(canvas).polygon([(x, y) for x, y in points], fill=color)
    else:
        ImageDraw.Draw(canvas).rectangle(clamp((left, top, right - 1, bottom - 1)), fill=color)


def _intersects(canvas: PIL.Image.Image, box: Sequence[int]) -> bool:
    left, top, right, bottom = box
    across = max(left, 0) < min(right, canvas.width)
    return across and max(top, 0) < min(bottom, canvas.height)


def _drawing_order(selection: Selection, label: Label) -> list[int]:
    """The sort key of the drawing order. Labels that are drawn later are on top."""
    keys = {
        "z_index": label.z_index or 0,
        "class_type": int(label.label_class.type == "object"),
        "class_order": selection.class_indexes[label.label_class],
    }
    return [keys[criterion] for criterion in selection.labels_order]


def _index(selection: Selection, label_class: LabelClass) -> int:
    index = selection.class_indexes[label_class]
    return MAX_VALUE - index if selection.semantic_format == "gs_desc" else index + 1


def _color(selection: Selection, label_class: LabelClass) -> Color:
    if selection.semantic_format != "class_color":
        return _index(selection, label_class)
    try:
        return ImageColor.getrgb(label_class.color or "")[:3]
    except ValueError:  # no color, or an invalid one: neighboring classes get different hues
        hue = selection.class_indexes[label_class] * 0.618 % 1
        return tuple(round(part * MAX_VALUE) for part in colorsys.hsv_to_rgb(hue, 0.8, 0.9))
