"""json_coco: one COCO file (https://cocodataset.org/#format-data) named after the export.

Boxes are ``[x, y, width, height]``. A polygon stays a polygon, point by point; a mask becomes
compressed RLE of the whole image; a label that has neither gets an empty segmentation. A label
without any shape is left out. The vendor's page ("COCO Dataset format") shows one annotation, a
mask in that form, and says that attributes are not exported; how it writes polygons and boxes it
does not tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of, mask_of, polygon_area
from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.platforms.hasty.responses import instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.state import Image, Label

CORNERS = 3
"""Points that a COCO polygon has at least; one with two would be read as a box."""


def write(selection: Selection, archive: Archive) -> None:
    """Write the file."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for image_id, image in enumerate(selection.images, 1):
        images.append({"id": image_id} | _image(selection, image))
        for label in selection.labels(image):
            box = box_of(label)
            if box is not None:
                ids = {
                    "id": len(annotations) + 1,
                    "image_id": image_id,
                    "category_id": selection.numbers[label.label_class] + 1,
                }
                annotations.append(ids | _shape(label, box) | {"iscrowd": 0})
    categories = [
        {"id": number + 1, "name": label_class.name, "supercategory": ""}
        for label_class, number in selection.numbers.items()
    ]
    info = {
        "description": selection.project.name,
        "year": selection.created_on.year,
        "date_created": instant(selection.created_on),
    }
    document = {
        "info": info,
        "licenses": [],
        "images": images,
        "annotations": annotations,
        "categories": categories,
    }
    archive.json(f"{selection.name}.json", value=document)


def _image(selection: Selection, image: Image) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "file_name": image.name,
        "width": image.facts.width,
        "height": image.facts.height,
    }
    if selection.url is not None:
        shown["coco_url"] = selection.url(image)
    return shown


def _shape(label: Label, box: Sequence[int]) -> dict[str, Any]:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    area: float
    segmentation: Any
    pixels = mask_of(label)
    if pixels is not None:
        facts = label.image.facts
        counts = rle.coco_counts(pixels, box, facts.width, facts.height)
        segmentation = {"size": [facts.height, facts.width], "counts": rle.coco_text(counts)}
        area = sum(counts[1::2])
    elif label.polygon:
        points = [*label.polygon, *label.polygon[-1:] * (CORNERS - len(label.polygon))]
        segmentation = [[number for point in points for number in point]]
        area = polygon_area(label.polygon)
    else:
        segmentation, area = [], width * height
    return {"bbox": [left, top, width, height], "area": area, "segmentation": segmentation}
