"""The selected content of an export, and the archive that it is written to."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Image, Label, Project, Video
    from labelbridge_emulator.store import Files, StoredFile


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The selected content of an export.

    Attributes:
        name: The export's name.
        created_on: When the export was started.
        classes: The label classes, sorted by ``norder``.
        images: The images, in the order of their import.
        videos: The videos, in the order of their import.
        files: The storage with their bytes.
        url: Returns the public URL of an image or a video; None if no URLs were requested.
        semantic_format: How pixels represent classes.
        labels_order: The criteria that decide which labels are drawn on top of others.
    """

    name: str
    project: Project
    created_on: datetime
    classes: Sequence[LabelClass]
    images: Sequence[Image]
    videos: Sequence[Video]
    files: Files
    url: Callable[[Image | Video], str] | None
    semantic_format: str
    labels_order: Sequence[str]

    @cached_property
    def class_indexes(self) -> dict[LabelClass, int]:
        """The index of each class in ``classes``."""
        return {label_class: index for index, label_class in enumerate(self.classes)}

    def labels(self, image: Image) -> list[Label]:
        """The labels of an image whose class is exported."""
        return [label for label in image.labels.values() if label.label_class in self.class_indexes]

    def stem(self, image: Image) -> str:
        """The file name without its extension, or with it if another image has the same stem."""
        stem = PurePath(image.name).stem
        return stem if self._stems[image.dataset, stem] == 1 else image.name

    @cached_property
    def _stems(self) -> Counter[tuple[object, str]]:
        return Counter((image.dataset, PurePath(image.name).stem) for image in self.images)


class Archive:
    """Writes entries to a zip file.

    Names of projects, datasets and images can contain any characters: those that would add or leave
    a folder become ``_``. A second entry with the same name gets a number.

    Args:
        zipped: The file, open for writing.
        moment: The modification time of all entries.
    """

    def __init__(self, zipped: zipfile.ZipFile, moment: datetime) -> None:
        self._zip = zipped
        self._moment = moment.timetuple()[:6]
        self._taken: set[str] = set()

    def text(self, *parts: str, text: str) -> None:
        """Add a text file. The last part is its name, the other parts are its folders."""
        self.data(*parts, data=text.encode("utf-8", "replace"))

    def json(self, *parts: str, value: Any) -> None:
        """Add a JSON file."""
        self.text(*parts, text=json.dumps(value, indent=1))

    def data(self, *parts: str, data: bytes) -> None:
        """Add a file."""
        self._zip.writestr(self._entry(parts, zipfile.ZIP_DEFLATED), data)

    def copy(self, *parts: str, stored: StoredFile) -> None:
        """Add a stored file without compression: images are compressed already."""
        entry = self._entry(parts, zipfile.ZIP_STORED)
        entry.file_size = stored.size
        with self._zip.open(entry, "w") as target, stored.open() as source:
            shutil.copyfileobj(source, target)

    def _entry(self, parts: Sequence[str], compression: int) -> zipfile.ZipInfo:
        path = PurePath("/".join(map(_safe, parts)))
        name, number = path.as_posix(), 1
        while name in self._taken:
            number += 1
            name = path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix()
        self._taken.add(name)
        entry = zipfile.ZipInfo(name, self._moment)
        entry.compress_type = compression
        return entry


def _safe(part: str) -> str:
    kept = "".join(c if c.isprintable() and c not in "/\\:" else "_" for c in part)
    return kept if kept.strip(". ") else "_" * max(len(kept), 1)
