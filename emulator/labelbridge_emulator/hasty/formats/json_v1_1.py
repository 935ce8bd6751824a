"""json_v1.1: the platform's own format, one file named after the export.

The vendor's documentation (hasty.ai, "Hasty JSON v1.1") describes the fields of the project, its
label classes, images and labels. The ids, ``norder`` and ``image_mode`` are not in it; public
programs that read real exports show them. ``public_url`` is a guess at what ``sign_urls`` adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.hasty.formats.archive import Archive, Selection
    from labelbridge_emulator.hasty.state import Image, Label, LabelClass


def write(selection: Selection, archive: Archive) -> None:
    """Write the file."""
    document = {
        "project_name": selection.project.name,
        "create_date": _moment(selection.project.created_on),
        "export_format_version": "1.1",
        "export_date": _moment(selection.created_on),
        "attributes": [],
        "label_classes": [_label_class(label_class) for label_class in selection.classes],
        "images": [_image(selection, image) for image in selection.images],
    }
    archive.json(f"{selection.name}.json", value=document)


def _label_class(label_class: LabelClass) -> dict[str, Any]:
    return {
        "class_id": label_class.id,
        "class_name": label_class.name,
        "color": label_class.color,
        "class_type": label_class.type,
        "norder": label_class.norder,
        "attributes": [],
    }


def _image(selection: Selection, image: Image) -> dict[str, Any]:
    shown = {
        "image_id": image.id,
        "image_name": image.name,
        "dataset_name": image.dataset.name,
        "width": image.facts.width,
        "height": image.facts.height,
        "image_status": image.status,
        "image_mode": image.facts.mode,
        "tags": [],
        "labels": [_label(label) for label in selection.labels(image)],
    }
    if selection.url is not None:
        shown["public_url"] = selection.url(image)
    return shown


def _label(label: Label) -> dict[str, Any]:
    return {
        "id": label.id,
        "class_name": label.label_class.name,
        "bbox": label.bbox,
        "polygon": label.polygon,
        "mask": label.mask,
        "z_index": label.z_index,
        "attributes": {},
    }


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%SZ")
