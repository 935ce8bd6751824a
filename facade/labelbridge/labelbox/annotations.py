"""Rows of an export with what one asks of them: the annotations, and of which kind each is.

The classes are the generated ones with properties added, so that whatever takes the generated ones
takes these. Nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal, TypeVar

import attrs

from labelbridge._core.json.decode import list_items
from labelbridge_api.labelbox import models
from labelbridge_api.labelbox.types import UNSET

ObjectKind = Literal[
    "bbox",
    "polygon",
    "line",
    "point",
    "mask",
    "text",
    "text-bbox",
    "geo-point",
    "geo-polyline",
    "geo-polygon",
    "geo-rectangle",
    "unknown",
]
"""Kinds of objects. `text` is an entity in a text or a conversation, `text-bbox` one in a document;
those of `geo-` have longitude and latitude.
"""

AnswerKind = Literal["radio", "checklist", "dropdown", "free-text", "unknown"]
"""Kinds of classifications."""

_SHAPES: Final[tuple[ObjectKind, ...]] = ("bbox", "polygon", "line", "point")
_ON_MAPS: Final[Mapping[object, ObjectKind]] = {
    "point": "geo-point",
    "polyline": "geo-polyline",
    "polygon": "geo-polygon",
    "rectangle": "geo-rectangle",
}


class Classification(models.Classification):
    """A question with its answer."""

    @property
    def kind(self) -> AnswerKind:
        """What sort of question it is, told by where the answer is.

        Dropdowns of 2020 look like checklists.
        """
        if self.answers is not UNSET:
            return "checklist"
        match self.answer:
            case models.Answer():
                return "radio"
            case list():
                return "dropdown"
            case str():
                return "free-text"
            case _:
                return "unknown"


class LabelObject(models.LabelObject):
    """An annotation with a place: a box, a polygon, a mask, an entity of a text..."""

    @property
    def kind(self) -> ObjectKind:
        """What sort of place it has, told by which key holds it.

        It is `unknown` when the place is under a key that the contract does not know, as that of
        cuboids and of masks in videos (no document or sample shows these).
        """
        for shape in _SHAPES:
            if getattr(self, shape) is not UNSET:
                return shape
        if self.geometry is not UNSET:
            return _ON_MAPS.get(self.type, "unknown")
        if self.data is not UNSET:
            match self.data.location:
                case models.TextLocation():
                    return "text"
                case list():
                    return "text-bbox"
                case _:
                    return "unknown"
        # objects of every kind have the address of a mask: it tells a mask only where nothing else
        # can be the place, which is never a mere number or text
        elsewhere = any(isinstance(it, dict | list) for it in self.additional_properties.values())
        return "unknown" if elsewhere or self.instance_uri is UNSET else "mask"

    @cached_property
    def annotations(self) -> list[Classification]:
        """The questions that were answered about this object, in file order.

        Files hold checklists as lists within the list, and follow-up questions beside the first:
        here is one flat list.
        """
        return list(_flat(self, f"object {self.feature_id}"))


class FrameRecord(models.FrameRecord):
    """The annotations of one frame of a video or a DICOM series; frames count from 1."""

    @cached_property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications, each in file order."""
        return list(_annotations(self, f"frame {self.frame_number}"))


class ExportRow(models.ExportRow):
    """One label with what is known about its data row."""

    @cached_property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications of the asset, each in file order.

        Where a file holds the frames themselves, those of frame after frame. It never asks the
        platform: a video's annotations are in its frames, which `labels.frames(label)` gets.

        It is empty for a label that was skipped, and for one of 2018, whose shapes lie under the
        names of their classes: `row.label` has them as they are.

        Raises:
            ResponseFormatError: The label has a shape that no document or sample shows;
                `row["Label"]`, or `row.label["objects"]`, is then the JSON as it came.
        """
        label, name = self.label, f"label {self.id}"
        if isinstance(label, str):
            return []
        if isinstance(label, models.Label):
            return list(_annotations(label, name))
        frames = list_items(label, "Label", self, operation=name)
        return [annotation for frame in frames for annotation in _annotations(frame, name)]


_View = TypeVar("_View", Classification, LabelObject)


def _annotations(
    where: models.Label | models.FrameRecord, name: str
) -> Iterator[LabelObject | Classification]:
    for item in list_items(where.objects, "objects", where, operation=name):
        yield _view(LabelObject, item)
    yield from _flat(where, name)


def _flat(
    where: models.Label | models.FrameRecord | models.LabelObject, name: str
) -> Iterator[Classification]:
    items: Sequence[models.Classification | list[models.Classification]] = list_items(
        where.classifications, "classifications", where, operation=name, nested=True
    )
    for item in items:
        for one in item if isinstance(item, list) else [item]:
            yield _view(Classification, one)


def _view(of: type[_View], item: models.Classification | models.LabelObject) -> _View:
    """Return the same with the properties of a class of this module."""
    values: dict[str, Any] = {
        field.name: getattr(item, field.name) for field in attrs.fields(of) if field.init
    }
    view = of(**values)
    view.additional_properties = item.additional_properties
    return view
