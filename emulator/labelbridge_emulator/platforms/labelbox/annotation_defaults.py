"""Completes annotations of fixtures: ids, kinds, and other properties that the platform sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelbridge_emulator.platforms.labelbox.models import State

Feature = dict[str, Any]

MEDIA: dict[str, dict[str, Any]] = {
    "image": {"height": 480, "width": 640, "mime_type": "image/jpeg", "asset_type": "image"},
    "video": {
        "height": 720,
        "width": 1280,
        "mime_type": "video/mp4",
        "frame_rate": 30.0,
        "frame_count": 90,
        "asset_type": "video",
    },
    "text": {"mime_type": "text/plain", "asset_type": "text"},
    "document": {"mime_type": "application/pdf", "asset_type": "document"},
    "conversational": {
        "mime_type": "application/vnd.labelbox.conversational",
        "asset_type": "conversational",
        "message_count": 4,
        "labelable_ids": ["0", "1", "2", "3"],
    },
    "html": {"mime_type": "text/html", "asset_type": "html"},
    "audio": {"mime_type": "audio/mpeg", "asset_type": "audio"},
    "dicom": {"mime_type": "application/dicom", "asset_type": "dicom"},
    "geospatial": {"asset_type": "geospatial"},
    "llm": {"mime_type": "application/vnd.labelbox.chat", "asset_type": "llm"},
}
"""The attributes of data rows by the kind of media."""

_SHAPES = {
    "bounding_box": "BoundingBox",
    "polygon": "Polygon",
    "line": "Polyline",
    "point": "Point",
    "area": "SegmentationMask",
    "mask": "SegmentationMask",
    "composite_mask": "SegmentationMask",
}
_KINDS = {
    "conversational_location": "ConversationalTextEntity",
    "geojson": "GeoPolygon",
    "selected_message": "MessageSingleSelection",
    "selected_messages": "MessageMultiSelection",
    "ranked_messages": "MessageRanking",
}
_ANSWERS = ("radio_answer", "checklist_answers")
_PREFIXES = {"dicom": "DICOM", "geospatial": "Geo"}


def completed(state: State, media_type: str, given: Mapping[str, Any]) -> Feature:
    """Return the annotations of a label in the format that ``exporters.annotations`` describes.

    Args:
        state: The state of the platform, which generates ids.
        media_type: The kind of media.
        given: ``objects``, ``classifications``, ``relationships``, ``frames``, ``segments``,
            ``key_frames`` and ``groups``.

    Raises:
        ValueError: Another key is given.
    """
    known = {"objects", "classifications", "relationships", "groups", *_FRAMES}
    if unknown := set(given) - known:
        raise ValueError(f"unknown key {min(unknown)!r} of a label")
    make = _Completer(state, media_type)
    made: Feature = {
        "objects": [make.object(each) for each in given.get("objects", ())],
        "classifications": make.classifications(given.get("classifications", ())),
        "relationships": [dict(each) for each in given.get("relationships", ())],
        **make.frames(given),
    }
    if "groups" in given:
        made["groups"] = {axis: make.axis(each) for axis, each in given["groups"].items()}
    return made


_FRAMES = ("frames", "segments", "key_frames")


class _Completer:
    def __init__(self, state: State, media_type: str) -> None:
        self._state = state
        self._prefix = _PREFIXES.get(media_type, media_type.title())

    def object(self, given: Mapping[str, Any]) -> Feature:
        made = self._feature(given)
        made.setdefault("annotation_kind", self._kind(given))
        made["classifications"] = self.classifications(given.get("classifications", ()))
        return made

    def classifications(self, given: Iterable[Mapping[str, Any]]) -> list[Feature]:
        return [self._classification(each) for each in given]

    def frames(self, given: Mapping[str, Any]) -> Feature:
        made: Feature = {name: given[name] for name in _FRAMES if name in given}
        if "frames" in given:
            made["frames"] = {
                int(number): self._frame(frame) for number, frame in given["frames"].items()
            }
        return made

    def axis(self, given: Mapping[str, Any]) -> Feature:
        return {
            "classifications": self.classifications(given.get("classifications", ())),
            **self.frames(given),
        }

    def _frame(self, given: Mapping[str, Any]) -> Feature:
        found = given.get("objects", ())
        listed = found.values() if isinstance(found, dict) else found
        objects = [self.object(each) for each in listed]
        return {
            "objects": {each["feature_id"]: each for each in objects},
            "classifications": self.classifications(given.get("classifications", ())),
        }

    def _feature(self, given: Mapping[str, Any]) -> Feature:
        name = str(given.get("name", "Thing"))
        return {
            "feature_id": self._state.ids.cuid(),
            "feature_schema_id": self._state.schema(name),
            "name": name,
            "value": name.lower().replace(" ", "_"),
            **given,
        }

    def _kind(self, given: Mapping[str, Any]) -> str:
        for geometry, kind in _KINDS.items():
            if geometry in given:
                return kind
        if "location" in given:
            return "DocumentEntityToken" if "groups" in given["location"] else "TextEntity"
        shapes = (kind for geometry, kind in _SHAPES.items() if geometry in given)
        return self._prefix + next(shapes, "Object")

    def _classification(self, given: Mapping[str, Any]) -> Feature:
        made = self._feature(given)
        for name in (*_ANSWERS, *(f"conversational_{each}" for each in _ANSWERS)):
            answer = given.get(name)
            if isinstance(answer, dict):
                made[name] = self._answer(answer)
            elif answer is not None:
                made[name] = [self._answer(each) for each in answer]
        return made

    def _answer(self, given: Mapping[str, Any]) -> Feature:
        made = self._feature(given)
        made["classifications"] = self.classifications(given.get("classifications", ()))
        return made
