"""pascal: a Pascal VOC file for each image, in a folder for each dataset.

Boxes only, as in VOC's detection task: pixels are counted from 1 and the right and bottom edges are
inclusive. The vendor publishes no sample; the folders are those of its semantic_png.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import PIL.Image

from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.project import Image


def write(selection: Selection, archive: Archive) -> None:
    """Write the files, including those of images without labels."""
    for image in selection.images:
        root = _annotation(selection, image)
        indent(root)
        name = f"{selection.stem(image)}.xml"
        archive.text(image.dataset.name, name, text=tostring(root, encoding="unicode"))


def _annotation(selection: Selection, image: Image) -> Element:
    root = Element("annotation")
    _fill(root, {"folder": image.dataset.name, "filename": image.name})
    depth = PIL.Image.getmodebands(image.info.mode)
    size = {"width": image.info.width, "height": image.info.height, "depth": depth}
    _fill(SubElement(root, "size"), size)
    _fill(root, {"segmented": 0})
    for label in selection.labels(image):
        box = box_of(label)
        if box is not None:
            left, top, right, bottom = box
            element = SubElement(root, "object")
            _fill(element, {"name": label.label_class.name, "pose": "Unspecified"})
            _fill(element, {"truncated": 0, "difficult": 0})
            corners = {"xmin": left + 1, "ymin": top + 1, "xmax": right, "ymax": bottom}
            _fill(SubElement(element, "bndbox"), corners)
    return root


def _fill(parent: Element, fields: Mapping[str, str | int]) -> None:
    for tag, value in fields.items():
        SubElement(parent, tag).text = str(value)
