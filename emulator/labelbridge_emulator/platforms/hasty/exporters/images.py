"""images: the image files, in a folder for each dataset.

Images from a URL or a bucket are left out: the emulator fetches nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection


def write(selection: Selection, archive: Archive) -> None:
    """Write the files."""
    for image in selection.images:
        stored = selection.files.get(image.storage_key)
        if stored is not None:
            archive.copy(image.dataset.name, image.name, stored=stored)
