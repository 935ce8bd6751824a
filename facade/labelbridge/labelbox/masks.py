"""Masks of objects, as pixels or as run lengths of COCO.

    for row in labelbox.exports.rows(project_id):
        for thing in row.objects:
            if isinstance(thing, DataRowMask):
                mask = labelbox.masks.get(thing)
                print(thing.name, mask.area, mask.box, mask.rle())

The extra `convert` installs what is needed: `pip install "labelbridge[convert]"`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypedDict

from attrs import field, frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Rle(TypedDict):
    """Compressed run lengths of COCO, as in its JSON files and in pycocotools.

    Attributes:
        size: Height and width.
        counts: The run lengths.
    """

    size: list[int]
    counts: str


@frozen(eq=False)
class Mask:
    """The mask of an object in its image.

    Attributes:
        pixels: An array of shape (height, width), which is True for the pixels of the object.
    """

    pixels: NDArray[np.bool_] = field(repr=False)

    @property
    def height(self) -> int:
        """Height of the image."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Width of the image."""
        return int(self.pixels.shape[1])

    @property
    def area(self) -> int:
        """Number of pixels of the object; 0 if other objects cover it completely."""
        return int(self.pixels.sum())

    @property
    def box(self) -> list[int] | None:
        """The smallest box around the pixels, as [left, top, right, bottom]; None without pixels.

        Right and bottom are exclusive.
        """
        if not self.area:
            return None
        rows, columns = self.pixels.nonzero()
        corners = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        return [int(corner) for corner in corners]

    def rle(self) -> Rle:
        """Return the mask as compressed run lengths of COCO."""
        rle: Rle = import_module("labelbridge.labelbox._mask_pixels").to_rle(self.pixels)
        return rle

    def __repr__(self) -> str:
        return f"<Mask of {self.width} x {self.height} pixels, {self.area} of them set>"
