"""json_coco: one COCO file (https://cocodataset.org/#format-data) named after the export.

Boxes are ``[x, y, width, height]``. A polygon is written as a polygon, a mask as compressed RLE of
the full image; a label with a box only has an empty segmentation. A label without any geometry is
left out. The vendor's page ("COCO Dataset format") shows one annotation, a mask in that format, and
says that attributes are not exported. It does not show polygons and boxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of, mask_of, polygon_area
from labelbridge_emulator.platforms.hasty.media import rle
from labelbridge_emulator.platforms.hasty.responses import timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.project import Image, Label

CORNERS = 3
"""Minimum number of points of a COCO polygon; two points would be read as a box."""


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
                    "category_id": selection.class_indexes[label.label_class] + 1,
                }
                annotations.append(ids | _geometry(label, box) | {"iscrowd": 0})
    categories = [
        {"id": index + 1, "name": label_class.name, "supercategory": ""}
        for label_class, index in selection.class_indexes.items()
    ]
    info = {
        "description": selection.project.name,
        "year": selection.created_on.year,
        "date_created": timestamp(selection.created_on),
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
    result: dict[str, Any] = {
        "file_name": image.name,
        "width": image.info.width,
        "height": image.info.height,
    }
    if selection.url is not None:
        result["coco_url"] = selection.url(image)
    return result


def _geometry(label: Label, box: Sequence[int]) -> dict[str, Any]:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    area: float
    segmentation: Any
    pixels = mask_of(label)
    if pixels is not None:
        info = label.image.info
        counts = rle.coco_counts(pixels, box, info.width, info.height)
        segmentation = {"size": [info.height, info.width], "counts": rle.coco_text(counts)}
        area = sum(counts[1::2])
    elif label.polygon:
        points = [*label.polygon, *label.polygon[-1:] * (CORNERS - len(label.polygon))]
        segmentation = [[number for point in points for number in point]]
        area = polygon_area(label.polygon)
    else:
        segmentation, area = [], width * height
    return {"bbox": [left, top, width, height], "area": area, "segmentation": segmentation}
