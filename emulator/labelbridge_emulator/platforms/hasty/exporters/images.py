"""images: the files themselves, in a folder for each dataset.

Images that were imported by URL or from a bucket are left out: nothing is ever fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection


def write(selection: Selection, archive: Archive) -> None:
    """Write the files."""
    for image in selection.images:
        stored = selection.files.get(image.file)
        if stored is not None:
            archive.copy(image.dataset.name, image.name, stored=stored)
