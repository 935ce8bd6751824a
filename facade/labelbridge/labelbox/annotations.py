"""Rows of an export, with their annotations and the kinds of annotations.

The classes are subclasses of the generated models that add properties. This module does no I/O.
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
"""Kinds of objects. `text` is an entity in a text or a conversation, `text-bbox` an entity in a
document; the kinds with `geo-` have longitude and latitude.
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
    """A classification: a question with its answer."""

    @property
    def kind(self) -> AnswerKind:
        """Kind of the question, determined by the property with the answer.

        Dropdowns in exports of 2020 have the form of checklists.
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
    """An annotation with a position: a box, a polygon, a mask, an entity in a text, and others."""

    @property
    def kind(self) -> ObjectKind:
        """Kind of the shape, determined by the property with the shape.

        It is `unknown` when the shape is in a property that is not in the contract, for example for
        cuboids and masks in videos (no document or sample shows these).
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
        # objects of every kind have the URL of a mask: the object is a mask only if no unknown
        # property can be the shape, which is never a number or a text
        has_other_shape = any(
            isinstance(it, dict | list) for it in self.additional_properties.values()
        )
        return "unknown" if has_other_shape or self.instance_uri is UNSET else "mask"

    @cached_property
    def annotations(self) -> list[Classification]:
        """The classifications of the object, in file order.

        The result is flat: in files, checklists are nested lists, and follow-up questions are
        beside the first question.
        """
        return list(_flat(self, f"object {self.feature_id}"))


class FrameRecord(models.FrameRecord):
    """The annotations of one frame of a video or a DICOM series; frame numbers begin with 1."""

    @cached_property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications, each in file order."""
        return list(_annotations(self, f"frame {self.frame_number}"))


class ExportRow(models.ExportRow):
    """One label, with the properties of its data row."""

    @cached_property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications of the asset, each in file order.

        If the file contains frames, these are the annotations of all frames. The property sends no
        request: use `labels.frames(label)` for the annotations of videos.

        It is empty for skipped labels, and for labels of 2018, which have their shapes under the
        names of their classes; these are in `row.label`.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows. The JSON is
                in `row["Label"]` or `row.label["objects"]`.
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
    """Return the item as an instance of a class of this module."""
    values: dict[str, Any] = {
        field.name: getattr(item, field.name) for field in attrs.fields(of) if field.init
    }
    view = of(**values)
    view.additional_properties = item.additional_properties
    return view
