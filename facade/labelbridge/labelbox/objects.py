"""Objects in exports, annotations with a position: one class for each kind of shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

import attrs

from labelbridge.labelbox.classifications import Classification, flat_classifications
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
    "text-tokens",
    "geo-point",
    "geo-polyline",
    "geo-polygon",
    "geo-rectangle",
    "message-selection",
    "message-ranking",
    "unknown",
]
"""Kinds of objects. `text` is an entity in a text or a conversation; entities in documents are
`text-bbox` in rows of export v1 and `text-tokens` in those of v2. The kinds with `geo-` have
longitude and latitude. Those with `message-` are choices among the messages of language models.
"""


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
    def name(self) -> str:
        """Name of the feature in the ontology, as `title`; rows of export v2 have this name."""
        return self.title

    @property
    def box(self) -> list[float] | None:
        """The bounding box as [left, top, right, bottom]; None for other kinds."""
        return None

    @property
    def annotations(self) -> list[Classification]:
        """The classifications of the object, in file order.

        The result is flat: in files, checklists are nested lists, and follow-up questions are
        beside the first question.
        """
        if self.classifications is None and not getattr(self, "_rest", None):
            return []
        return flat_classifications(
            self, lambda: f"object {getattr(self, 'feature_id', 'without an id')}"
        )

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[LabelObject]:
        """Return the class for a JSON object."""
        for key, form in _SHAPES.items():
            if key in source and source[key] is not None:
                return form
        if (data := source.get("data")) is not None:
            location = data.get("location") if isinstance(data, dict) else None
            return _LOCATIONS.get(type(location), OtherObject)
        # objects of every kind have the URL of a mask: the object is a mask only if no unknown
        # property can be the shape, which is never a number or a text
        if source.get("instanceURI") is None:
            return OtherObject
        for key, value in source.items():
            if key not in _KNOWN and isinstance(value, dict | list):
                return OtherObject
        return MaskObject


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class BoxObject(LabelObject):
    """A bounding box, in pixels (in points of a page for documents)."""

    bbox: models.BoundingBox
    _kind = "bbox"

    @property
    def box(self) -> list[float]:
        """The box as [left, top, right, bottom]."""
        return corners(self.bbox)


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


def corners(box: models.BoundingBox) -> list[float]:
    """Return a box as [left, top, right, bottom]."""
    return [box.left, box.top, box.left + box.width, box.top + box.height]
