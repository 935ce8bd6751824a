"""Converts annotations in the format of export v1 to that of export v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from labelbridge_emulator.platforms.labelbox.models import Label

Feature = dict[str, Any]

_SHAPES = {"point": "Point", "polyline": "LineString", "polygon": "Polygon", "rectangle": "Polygon"}
_GEO_KINDS = {
    "point": "GeoPoint",
    "polyline": "GeoPolyline",
    "polygon": "GeoPolygon",
    "rectangle": "GeoBoundingBox",
}


def converted(label: Label) -> Feature:
    """Return the annotations of a label in the format that ``exporters.annotations`` describes."""
    classifications = _classifications(label.classifications)
    if label.frames is None:
        return {
            "objects": [_object(label, each) for each in label.objects],
            "classifications": classifications,
            "relationships": [_relationship(each) for each in label.relationships],
        }
    part = _frames(label, label.frames)
    if label.row.media.get("asset_type") == "dicom":
        return {"groups": {"Axial": part}, "classifications": classifications}
    return {**part, "classifications": classifications}


def _frames(label: Label, records: Iterable[Mapping[str, Any]]) -> Feature:
    frames: dict[int, Feature] = {}
    keys: dict[str, list[int]] = {}
    segments: dict[str, list[list[int]]] = {}
    for record in records:
        number = record["frameNumber"]
        found = [*record["objects"], *_flat(record["classifications"])]
        for each in found:
            numbers = keys.setdefault(each["featureId"], [])
            numbers += [number] if each.get("keyframe", True) else []
            runs = segments.setdefault(each["featureId"], [])
            if runs and runs[-1][1] == number - 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        frames[number] = {
            "objects": {each["featureId"]: _object(label, each) for each in record["objects"]},
            "classifications": _classifications(record["classifications"]),
        }
    return {"frames": frames, "segments": segments, "key_frames": keys}


def _feature(feature: Mapping[str, Any]) -> Feature:
    return {
        "feature_id": feature["featureId"],
        "feature_schema_id": feature["schemaId"],
        "name": feature["title"],
        "value": feature["value"],
    }


def _object(label: Label, feature: Mapping[str, Any]) -> Feature:
    kind, geometry = _geometry(label, feature)
    return {
        **_feature(feature),
        "annotation_kind": kind,
        "classifications": _classifications(feature.get("classifications", ())),
        **geometry,
    }


def _geometry(label: Label, feature: Mapping[str, Any]) -> tuple[str, Feature]:
    """Return the kind of an object, and the keys with its geometry."""
    media = str(label.row.media.get("asset_type", "image"))
    prefix = {"dicom": "DICOM"}.get(media, media.title())
    if "data" in feature:
        return _location(label, feature)
    if "bbox" in feature:
        box = {name: float(value) for name, value in feature["bbox"].items()}
        return f"{prefix}BoundingBox", {**_page(label, feature), "bounding_box": box}
    if "polygon" in feature:
        corners = feature["polygon"]
        return f"{prefix}Polygon", {"polygon": [*corners, *corners[:1]]}
    if "line" in feature:
        return f"{prefix}Polyline", {"line": feature["line"]}
    if "point" in feature:
        return f"{prefix}Point", {"point": feature["point"]}
    if "geometry" in feature:
        shape = {"type": _SHAPES[feature["type"]], **feature["geometry"]}
        return _GEO_KINDS[feature["type"]], {"geojson": shape}
    area = label.areas.get(feature["featureId"])
    return f"{prefix}SegmentationMask", {} if area is None else {"area": area}


def _location(label: Label, feature: Mapping[str, Any]) -> tuple[str, Feature]:
    location = feature["data"]["location"]
    if isinstance(location, list):
        groups = [
            {
                "id": f"{feature['featureId']}-{number}",
                "page_number": each["text-bbox"]["page"] + 1,
                "tokens": [f"{feature['featureId']}-{number}-token"],
                "text": feature["title"],
            }
            for number, each in enumerate(location)
        ]
        return "DocumentEntityToken", {"location": {"groups": groups}}
    span = {"start": location["start"], "end": location["end"]}
    if "messageId" in location:
        place = {"message_id": location["messageId"], "location": span}
        return "ConversationalTextEntity", {"conversational_location": place}
    token = label.row.row_data[span["start"] : span["end"] + 1]
    return "TextEntity", {"location": {**span, "token": token}}


def _page(label: Label, feature: Mapping[str, Any]) -> Feature:
    if "page" not in feature:
        return {}
    page = {"page_number": feature["page"] + 1}
    if label.canvas is None:
        return page
    width, height = label.canvas
    return {**page, "page_dimensions": {"height": float(height), "width": float(width)}}


def _relationship(relationship: Mapping[str, Any]) -> Feature:
    """Return a relationship; no sample of export v2 shows one."""
    data = relationship["data"]
    return {
        "feature_id": relationship["featureId"],
        "feature_schema_id": relationship["schemaId"],
        "name": data.get("label"),
        "annotation_kind": "TextUnidirectionalRelationship",
        "unidirectional_relationship": {"source": data["source"], "target": data["target"]},
    }


def _classifications(found: Iterable[Any]) -> list[Feature]:
    return [_classification(each) for each in _flat(found)]


def _flat(found: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield features, also of lists within the list."""
    for each in found:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each


def _classification(feature: Mapping[str, Any]) -> Feature:
    made = _feature(feature)
    prefix = ""
    if "messageId" in feature:
        made["message_id"], prefix = feature["messageId"], "conversational_"
    answer = feature.get("answers", feature.get("answer"))
    if isinstance(answer, str):
        return {**made, f"{prefix}text_answer": {"content": answer}}
    if isinstance(answer, dict):
        return {**made, f"{prefix}radio_answer": _answer(answer)}
    return {**made, f"{prefix}checklist_answers": [_answer(each) for each in answer or ()]}


def _answer(answer: Mapping[str, Any]) -> Feature:
    nested = answer.get("classifications", ())
    return {**_feature(answer), "classifications": _classifications(nested)}
