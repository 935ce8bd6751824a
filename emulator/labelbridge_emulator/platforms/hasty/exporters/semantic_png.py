"""semantic_png: a picture of the classes for each image, and a file that explains its pixels.

The vendor's documentation (docs.cloudfactory.com, "Semantic Segmentation (png images)") describes
``label_classes.json``, the folders and 8-bit pictures of one channel with 0 for the background.
What the three formats do is told from their names: ``gs_asc`` counts classes from 1 up, ``gs_desc``
from 255 down, ``class_color`` draws in the classes' colours. A label with a box alone fills it.
"""

from __future__ import annotations

import colorsys
import io
from typing import TYPE_CHECKING

import PIL.Image
from PIL import ImageColor, ImageDraw

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of, mask_of, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.state import Image, Label, LabelClass

Ink = int | tuple[int, ...]

WHITE = 255


def write(selection: Selection, archive: Archive) -> None:
    """Write the pictures and their explanation."""
    if len(selection.classes) > WHITE:
        raise ApiError(400, "8-bit pictures tell no more than 255 label classes apart.")
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
    picture = PIL.Image.new(mode, (image.facts.width, image.facts.height))
    for label in sorted(selection.labels(image), key=lambda label: _rank(selection, label)):
        _fill(picture, label, _ink(selection, label.label_class))
    return picture


def _fill(picture: PIL.Image.Image, label: Label, ink: Ink) -> None:
    box, pixels = box_of(label), mask_of(label)
    if box is None or not _touches(picture, box):
        return
    left, top, right, bottom = box
    if pixels is not None:
        size = (right - left, bottom - top)
        stencil = PIL.Image.frombytes("L", size, bytes(pixels)).point(lambda v: v * WHITE)
        picture.paste(ink, (left, top), stencil)
    elif label.polygon:
        points = [near(point) for point in (*label.polygon, label.polygon[-1])]  # two at least
        ImageDraw.Draw(picture).polygon([(x, y) for x, y in points], fill=ink)
    else:
        ImageDraw.Draw(picture).rectangle(near((left, top, right - 1, bottom - 1)), fill=ink)


def _touches(picture: PIL.Image.Image, box: Sequence[int]) -> bool:
    left, top, right, bottom = box
    across = max(left, 0) < min(right, picture.width)
    return across and max(top, 0) < min(bottom, picture.height)


def _rank(selection: Selection, label: Label) -> list[int]:
    """Where a label stands in the order of drawing; what is drawn later lies on top."""
    ranks = {
        "z_index": label.z_index or 0,
        "class_type": int(label.label_class.type == "object"),
        "class_order": selection.numbers[label.label_class],
    }
    return [ranks[criterion] for criterion in selection.labels_order]


def _index(selection: Selection, label_class: LabelClass) -> int:
    number = selection.numbers[label_class]
    return WHITE - number if selection.semantic_format == "gs_desc" else number + 1


def _ink(selection: Selection, label_class: LabelClass) -> Ink:
    if selection.semantic_format != "class_color":
        return _index(selection, label_class)
    try:
        return ImageColor.getrgb(label_class.color or "")[:3]
    except ValueError:  # none, or not a colour: one that no near neighbour in the order has
        hue = selection.numbers[label_class] * 0.618 % 1
        return tuple(round(part * WHITE) for part in colorsys.hsv_to_rgb(hue, 0.8, 0.9))
