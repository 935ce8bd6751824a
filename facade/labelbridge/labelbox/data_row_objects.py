"""Objects in rows of export v2, annotations with a position: one class for each kind of shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import attrs

from labelbridge.labelbox.data_row_classifications import (
    DataRowClassification,
    flat,
    list_of,
)
from labelbridge.labelbox.objects import ObjectKind, corners
from labelbridge_api.labelbox import models


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowObject(models.DataRowObject):
    """An annotation with a position: a box, a polygon, a mask, an entity in a text, and others.

    Instances are of one of the subclasses, which differ by the property with the position.
    """

    classifications: list[DataRowClassification]  # type: ignore[assignment]  # subclasses of the models
    _kind: ClassVar[ObjectKind] = "unknown"

    @property
    def kind(self) -> ObjectKind:
        """Kind of the shape, determined by the property with the shape."""
        return self._kind

    @property
    def box(self) -> list[float] | None:
        """The bounding box as [left, top, right, bottom]; None for other kinds."""
        return None

    @property
    def annotations(self) -> list[DataRowClassification]:
        """The classifications of the object and those below their answers, in file order.

        Raises:
            ResponseFormatError: They have a form that no document or sample shows.
        """
        found = list_of(self, "classifications", self)
        return flat(found) if found else []

    def _name(self) -> str:
        return f"object {getattr(self, 'feature_id', 'without an id')}"

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[DataRowObject]:
        """Return the class for a JSON object."""
        for key, form in _SHAPES.items():
            if source.get(key) is not None:
                return form
        location = source.get("location")
        if isinstance(location, dict):
            return DataRowTokens if "groups" in location else DataRowText
        return OtherDataRowObject

    @staticmethod
    def _variants() -> Mapping[tuple[str, ...], type[DataRowObject]]:
        """Return the same as a table: the class for the first of these keys that has a value."""
        on_location = {("location", "groups"): DataRowTokens, ("location",): DataRowText}
        return {(key,): form for key, form in _SHAPES.items()} | on_location


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowBox(DataRowObject):
    """A bounding box, in pixels (in points of the page `page_number` for documents)."""

    bounding_box: models.BoundingBox
    _kind = "bbox"

    @property
    def box(self) -> list[float]:
        """The box as [left, top, right, bottom]."""
        return corners(self.bounding_box)


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowPolygon(DataRowObject):
    """A polygon; its first corner is repeated at the end."""

    polygon: list[models.Point]
    _kind = "polygon"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowLine(DataRowObject):
    """A polyline."""

    line: list[models.Point]
    _kind = "line"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowPoint(DataRowObject):
    """A point."""

    point: models.Point
    _kind = "point"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowMask(DataRowObject):
    """A mask: an image, in which `color_rgb` of a `composite_mask` selects this object."""

    _kind = "mask"

    @property
    def url(self) -> str | None:
        """URL of the image, which requires the key and is valid for 30 days after the export.

        It is None if the mask cannot be read.
        """
        mask = self.composite_mask or self.mask
        return mask.url if mask else None


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowText(DataRowObject):
    """An entity in a text or in a message of a conversation."""

    location: models.TextRange | None = None
    _kind = "text"

    @property
    def range(self) -> models.TextRange | None:
        """The range of characters; the one at `end` is included. None if it cannot be read."""
        if self.conversational_location:
            return self.conversational_location.location
        return self.location

    @property
    def message_id(self) -> str | None:
        """The message, for conversations."""
        location = self.conversational_location
        return location.message_id if location else None


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowTokens(DataRowObject):
    """An entity in a document: tokens of its text layer in `location.groups`."""

    location: models.TokenLocation
    _kind = "text-tokens"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowMapObject(DataRowObject):
    """A geometry on a map, with longitude and latitude."""

    geojson: models.GeoShape

    @property
    def kind(self) -> ObjectKind:
        """Kind of the shape, determined by `annotation_kind` and the type of the geometry."""
        if self.annotation_kind == "GeoBoundingBox":
            return "geo-rectangle"
        return _ON_MAPS.get(self.geojson.type, "unknown")


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowMessages(DataRowObject):
    """A choice or a ranking of messages of language models."""

    @property
    def kind(self) -> ObjectKind:
        """`message-ranking` or `message-selection`."""
        return "message-ranking" if self.ranked_messages else "message-selection"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class OtherDataRowObject(DataRowObject):
    """An object whose shape is in a property that is not in the contract, such as a cuboid."""


_SHAPES: Final[Mapping[str, type[DataRowObject]]] = {
    "bounding_box": DataRowBox,
    "polygon": DataRowPolygon,
    "line": DataRowLine,
    "point": DataRowPoint,
    "composite_mask": DataRowMask,
    "mask": DataRowMask,
    "conversational_location": DataRowText,
    "geojson": DataRowMapObject,
    "selected_message": DataRowMessages,
    "selected_messages": DataRowMessages,
    "ranked_messages": DataRowMessages,
}
_ON_MAPS: Final[Mapping[str, ObjectKind]] = {
    "Point": "geo-point",
    "LineString": "geo-polyline",
    "Polygon": "geo-polygon",
}
