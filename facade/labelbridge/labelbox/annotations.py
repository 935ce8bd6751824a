"""Rows of an export, with their annotations.

The classes are subclasses of the generated models. This module does no I/O.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import msgspec

from labelbridge._core.json.decode import list_items, structure
from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox._class_labels import by_class
from labelbridge.labelbox.classifications import Classification, flat_classifications
from labelbridge.labelbox.objects import LabelObject
from labelbridge_api.labelbox import models


@attrs.define(eq=False, repr=False, getstate_setstate=False)
class Label(models.Label):
    """The annotations of one asset."""

    objects: list[LabelObject] | None = None  # type: ignore[assignment]  # subclasses of the models
    classifications: list[Classification | list[Classification]] | None = None  # type: ignore[assignment]  # the same


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class FrameRecord(models.FrameRecord):
    """The annotations of one frame of a video or a DICOM series; frame numbers begin with 1."""

    objects: list[LabelObject]  # type: ignore[assignment]  # subclasses of the models
    classifications: list[Classification | list[Classification]]  # type: ignore[assignment]  # the same

    @property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications, each in file order."""
        name = f"frame {getattr(self, 'frame_number', 'without a number')}"
        objects = list_items(self, "objects", operation=name)
        return [*objects, *flat_classifications(self, name.__str__)]


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class ExportRow(models.ExportRow):
    """One label, with the properties of its data row."""

    label: Label | list[FrameRecord] | str  # type: ignore[assignment]  # subclasses of the models

    @property
    def objects(self) -> list[LabelObject]:
        """The annotations with a position, in file order; those of all frames for inserted frames.

        Raises:
            ResponseFormatError: As for `annotations`.
        """
        objects: list[LabelObject] = []
        for part, name in self._parts():
            objects += list_items(part, "objects", operation=name)
        return objects

    @property
    def classifications(self) -> list[Classification]:
        """The classifications of the asset, or of all frames, in file order.

        Those of an object are in its `annotations`.

        Raises:
            ResponseFormatError: As for `annotations`.
        """
        classifications: list[Classification] = []
        for part, name in self._parts():
            classifications += flat_classifications(part, name.__str__)
        return classifications

    @property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications of the asset, each in file order.

        If the file contains frames, these are the annotations of all frames. The property sends no
        request: use `labels.frames(label)` for the annotations of videos.

        It is empty for skipped labels. Labels of 2018 and 2019 have shapes under the names of their
        classes: these have a `title` and no ids, and the coordinates of the file. A `label` that is
        JSON text, as in tables, is read too.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows. The JSON is
                in `row["Label"]` or `row.label["objects"]`.
        """
        annotations: list[LabelObject | Classification] = []
        for part, name in self._parts():
            annotations += list_items(part, "objects", operation=name)
            annotations += flat_classifications(part, name.__str__)
        return annotations

    def _parts(self) -> list[tuple[Label | FrameRecord, str]]:
        """Return the label or its frames, each with a name for errors."""
        name = f"label {getattr(self, 'id', 'without an id')}"
        label = getattr(self, "label", None)
        if isinstance(label, str):
            return [(part, name) for part in _parts_of_text(label, name)]
        if isinstance(label, Label):
            return [(_with_lists(label, name), name)]
        frames = list_items(self, "Label", attribute="label", operation=name)
        return [(frame, name) for frame in frames]


def _parts_of_text(text: str, name: str) -> Sequence[Label | FrameRecord]:
    """Return the label or its frames if a text is JSON; other texts mark skipped assets."""
    if not text.lstrip().startswith(("{", "[")):
        return []
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ResponseFormatError(
            f"{name}: the text in Label is not JSON ({error})", operation=name
        ) from None
    if isinstance(value, dict):
        return [_with_lists(structure(value, Label, operation=name), name)]
    frames: list[FrameRecord] = structure(value, list[FrameRecord], operation=name)
    return frames


def _with_lists(label: Label, name: str) -> Label:
    """Return a label; one that has its annotations by class gets lists."""
    try:
        found = by_class(label)
    except ValueError as error:
        raise ResponseFormatError(f"{name}: {error}", operation=name) from None
    if found is None:
        return label
    read: Label = structure(found, Label, operation=name)
    return read
