"""yolo: a text file for each image, in a folder for each dataset, and the names of the classes.

Each line is ``class x y width height``: the index of the class in ``classes.txt``, from 0, and the
center and the size of the box relative to the image. The vendor publishes no sample; the folders
are those of its semantic_png.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of, clamp

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.project import Image


def write(selection: Selection, archive: Archive) -> None:
    """Write the files, including those of images without labels."""
    archive.text("classes.txt", text="".join(f"{c.name}\n" for c in selection.classes))
    for image in selection.images:
        name = f"{selection.stem(image)}.txt"
        archive.text(image.dataset.name, name, text="".join(_lines(selection, image)))


def _lines(selection: Selection, image: Image) -> list[str]:
    lines = []
    width, height = image.info.width, image.info.height
    for label in selection.labels(image):
        box = box_of(label)
        if box is not None:
            left, top, right, bottom = clamp(box)
            center = (left + right) / 2 / width, (top + bottom) / 2 / height
            size = (right - left) / width, (bottom - top) / height
            numbers = " ".join(f"{number:.6f}" for number in (*center, *size))
            lines.append(f"{selection.class_indexes[label.label_class]} {numbers}\n")
    return lines
