"""Rows of an export, with their annotations and the kinds of annotations.

The classes are subclasses of the generated models: one for each kind, with the type of its shape or
answer. This module does no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal

import attrs

from labelbridge._core.json.decode import list_items
from labelbridge_api.labelbox import models
from labelbridge_api.model import wire_names

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


@attrs.define(eq=False, repr=False, getstate_setstate=False)
class Classification(models.Classification):
    """A classification: a question with its answer.

    Instances are of one of the subclasses, which differ by the form of the answer.
    """

    _kind: ClassVar[AnswerKind] = "unknown"

    @property
    def kind(self) -> AnswerKind:
        """Kind of the question, determined by the property with the answer."""
        return self._kind

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[Classification]:
        """Return the class for a JSON object."""
        if source.get("answers") is not None:
            return Checklist
        return _ANSWERS.get(type(source.get("answer")), OtherClassification)


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class Radio(Classification):
    """A question with one answer."""

    answer: models.Answer
    _kind = "radio"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class Checklist(Classification):
    """A question with several answers. Dropdowns in exports of 2020 have this form too."""

    answers: list[models.Answer]
    _kind = "checklist"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class Dropdown(Classification):
    """A dropdown with its chosen answers."""

    answer: list[models.Answer]
    _kind = "dropdown"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class FreeText(Classification):
    """A question with a text as its answer."""

    answer: str
    _kind = "free-text"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class OtherClassification(Classification):
    """A classification without an answer, or with one that is not in the contract."""


_ANSWERS: Final[Mapping[type, type[Classification]]] = {
    dict: Radio,
    list: Dropdown,
    str: FreeText,
}


@attrs.define(eq=False, repr=False, getstate_setstate=False)
class LabelObject(models.LabelObject):
    """An annotation with a position: a box, a polygon, a mask, an entity in a text, and others.

    Instances are of one of the subclasses, which differ by the property with the position.
    """

    classifications: list[Classification | list[Classification]] | None = None  # type: ignore[assignment]  # subclasses of the models
    _kind: ClassVar[ObjectKind] = "unknown"

    @property
    def kind(self) -> ObjectKind:
        """Kind of the shape, determined by the property with the shape."""
        return self._kind

    @property
    def annotations(self) -> list[Classification]:
        """The classifications of the object, in file order.

        The result is flat: in files, checklists are nested lists, and follow-up questions are
        beside the first question.
        """
        return list(_flat(self, f"object {self.feature_id}"))

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[LabelObject]:
        """Return the class for a JSON object."""
        for key, form in _SHAPES.items():
            if source.get(key) is not None:
                return form
        if (data := source.get("data")) is not None:
            location = data.get("location") if isinstance(data, dict) else None
            return _LOCATIONS.get(type(location), OtherObject)
        # objects of every kind have the URL of a mask: the object is a mask only if no unknown
        # property can be the shape, which is never a number or a text
        if source.get("instanceURI") is None or any(
            isinstance(value, dict | list) for key, value in source.items() if key not in _KNOWN
        ):
            return OtherObject
        return MaskObject


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class BoxObject(LabelObject):
    """A bounding box, in pixels (in points of a page for documents)."""

    bbox: models.BoundingBox
    _kind = "bbox"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class PolygonObject(LabelObject):
    """A polygon; its first corner is not repeated at the end."""

    polygon: list[models.Point]
    _kind = "polygon"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class LineObject(LabelObject):
    """A polyline."""

    line: list[models.Point]
    _kind = "line"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class PointObject(LabelObject):
    """A point."""

    point: models.Point
    _kind = "point"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class MaskObject(LabelObject):
    """A mask; `instance_uri` is the URL of its image."""

    instance_uri: str
    _kind = "mask"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class TextEntity(LabelObject):
    """An entity in a text or a conversation: a range of characters in `data.location`."""

    data: models.LocationData
    _kind = "text"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DocumentEntity(LabelObject):
    """An entity in a document: boxes on its pages in `data.location`."""

    data: models.LocationData
    _kind = "text-bbox"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class MapObject(LabelObject):
    """A point, polyline, polygon or rectangle on a map, with longitude and latitude."""

    geometry: models.Geometry

    @property
    def kind(self) -> ObjectKind:
        """Kind of the shape, determined by `type`."""
        return _ON_MAPS.get(self.type, "unknown")


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class OtherObject(LabelObject):
    """An object whose shape is in a property that is not in the contract.

    Examples are cuboids and masks in videos, which no document or sample shows.
    """


_SHAPES: Final[Mapping[str, type[LabelObject]]] = {
    "bbox": BoxObject,
    "polygon": PolygonObject,
    "line": LineObject,
    "point": PointObject,
    "geometry": MapObject,
}
_LOCATIONS: Final[Mapping[type, type[LabelObject]]] = {dict: TextEntity, list: DocumentEntity}
_ON_MAPS: Final[Mapping[object, ObjectKind]] = {
    "point": "geo-point",
    "polyline": "geo-polyline",
    "polygon": "geo-polygon",
    "rectangle": "geo-rectangle",
}
_KNOWN: Final = wire_names(models.LabelObject)


@attrs.define(eq=False, repr=False, getstate_setstate=False)
class Label(models.Label):
    """The annotations of one asset."""

    objects: list[LabelObject] | None = None  # type: ignore[assignment]  # subclasses of the models
    classifications: list[Classification] | None = None  # type: ignore[assignment]  # the same


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class FrameRecord(models.FrameRecord):
    """The annotations of one frame of a video or a DICOM series; frame numbers begin with 1."""

    objects: list[LabelObject]  # type: ignore[assignment]  # subclasses of the models
    classifications: list[Classification]  # type: ignore[assignment]  # the same

    @property
    def annotations(self) -> list[LabelObject | Classification]:
        """Objects, then classifications, each in file order."""
        name = f"frame {self.frame_number}"
        return [*_objects(self, name), *_flat(self, name)]


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
        return [found for part, name in self._parts() for found in _objects(part, name)]

    @property
    def classifications(self) -> list[Classification]:
        """The classifications of the asset, or of all frames, in file order.

        Those of an object are in its `annotations`.

        Raises:
            ResponseFormatError: As for `annotations`.
        """
        return [found for part, name in self._parts() for found in _flat(part, name)]

    @property
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
        annotations: list[LabelObject | Classification] = []
        for part, name in self._parts():
            annotations += _objects(part, name)
            annotations += _flat(part, name)
        return annotations

    def _parts(self) -> list[tuple[Label | FrameRecord, str]]:
        """Return the label or its frames, each with a name for errors."""
        name = f"label {self.id}"
        label = getattr(self, "label", None)
        if isinstance(label, Label):
            return [(label, name)]
        if isinstance(label, str):
            return []
        frames = list_items(self, "Label", attribute="label", operation=name)
        return [(frame, name) for frame in frames]


def _objects(where: Label | FrameRecord, name: str) -> Sequence[LabelObject]:
    return list_items(where, "objects", operation=name)


def _flat(where: Label | FrameRecord | LabelObject, name: str) -> Iterator[Classification]:
    for item in list_items(where, "classifications", operation=name, nested=True):
        if isinstance(item, list):
            yield from item
        else:
            yield item
