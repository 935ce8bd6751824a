"""yolo: a text file for each image, in a folder for each dataset, and the names of the classes.

Each line is ``class x y width height``: the class by its line in ``classes.txt``, from 0, the
middle and the size of the box as parts of the image's. The vendor publishes no sample; the folders
are those of its semantic_png.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.exporters.geometry import box_of, near

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.state import Image


def write(selection: Selection, archive: Archive) -> None:
    """Write the files, also of images without labels."""
    archive.text("classes.txt", text="".join(f"{c.name}\n" for c in selection.classes))
    for image in selection.images:
        name = f"{selection.stem(image)}.txt"
        archive.text(image.dataset.name, name, text="".join(_lines(selection, image)))


def _lines(selection: Selection, image: Image) -> list[str]:
    lines = []
    across, down = image.facts.width, image.facts.height
    for label in selection.labels(image):
        box = box_of(label)
        if box is not None:
            left, top, right, bottom = near(box)
            middle = (left + right) / 2 / across, (top + bottom) / 2 / down
            size = (right - left) / across, (bottom - top) / down
            numbers = " ".join(f"{number:.6f}" for number in (*middle, *size))
            lines.append(f"{selection.numbers[label.label_class]} {numbers}\n")
    return lines
