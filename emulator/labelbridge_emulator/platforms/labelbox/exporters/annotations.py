"""Annotations of labels in the format of export v2.

A label has annotations of this format with three differences, which the export resolves. Objects
with a mask have an ``area``, the outline of the mask. Numbers of frames are integers. The numbers
of the key frames of each annotation are in ``key_frames``; without it, all frames are key frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.exporters.frames import exported_frames
from labelbridge_emulator.platforms.labelbox.exporters.masks import color_of
from labelbridge_emulator.platforms.labelbox.exporters.old_labels import converted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labelbridge_emulator.platforms.labelbox.exporters.masks import Color, Outline
    from labelbridge_emulator.platforms.labelbox.models import Label

AXES = ("Axial", "Sagittal", "Coronal")


@dataclass(frozen=True, slots=True)
class AnnotationOptions:
    """How annotations are exported.

    Attributes:
        composite_url: The URL of the composite masks of the export; None for single masks.
        single_url: The URL of the single masks of all objects of a project.
        interpolated: Whether frames between key frames are exported.
        key_frame_lists: Whether ``key_frame_feature_map`` has lists.
    """

    composite_url: str | None
    single_url: str
    interpolated: bool
    key_frame_lists: bool


def source_of(label: Label) -> Mapping[str, Any]:
    """Return the annotations of a label before they are exported."""
    return converted(label) if label.annotations is None else label.annotations


def annotations_json(label: Label, options: AnnotationOptions) -> dict[str, Any]:
    """Return ``annotations`` of an exported label; a skipped label has none."""
    source: Mapping[str, Any] = {} if label.skipped else source_of(label)
    kind = label.row.media.get("asset_type")
    make = _Maker(label, options, source)
    classifications = list(source.get("classifications", ()))
    if kind == "dicom":
        return {**make.axes(source.get("groups", {})), "classifications": classifications}
    if kind == "video":
        return {**make.frames(source), "classifications": classifications}
    if kind == "audio":
        return {"classifications": classifications, "segments": {}, "timestamp": {}}
    return {
        "objects": [make.object(each, 1) for each in source.get("objects", ())],
        "classifications": classifications,
        "relationships": list(source.get("relationships", ())),
    }


def masks_of(label: Label, frame: int) -> Iterator[tuple[str, Color, Outline]]:
    """Yield the feature_id, color and outline of each mask of a label in a frame."""
    source = source_of(label)
    colors = _colors(source)
    for number, each in _objects(source):
        if number == frame and "area" in each:
            yield each["feature_id"], colors[each["feature_id"]], each["area"]


class _Maker:
    """Exports the parts of the annotations of one label."""

    def __init__(self, label: Label, options: AnnotationOptions, source: Mapping[str, Any]) -> None:
        self._label = label
        self._options = options
        self._colors = _colors(source)

    def object(self, found: Mapping[str, Any], frame: int) -> dict[str, Any]:
        made = dict(found)
        if made.pop("area", None) is None:
            return made
        feature = made["feature_id"]
        if self._options.composite_url is None:
            return {
                **made,
                "mask": {"url": f"{self._options.single_url}/{feature}/index/{frame}/mask"},
            }
        url = f"{self._options.composite_url}/{self._label.id}/index/{frame}"
        return {**made, "composite_mask": {"url": url, "color_rgb": [*self._colors[feature]]}}

    def frames(self, source: Mapping[str, Any]) -> dict[str, Any]:
        """Return frames, segments and key frames of a video, or of an axis."""
        found = exported_frames(source, interpolated=self._options.interpolated)
        keys = {
            feature: (
                [number for number, is_key in numbers.items() if is_key]
                if self._options.key_frame_lists
                else {str(number): is_key for number, is_key in numbers.items()}
            )
            for feature, numbers in found.key_frames.items()
        }
        frames = {
            str(number): {
                "objects": {
                    feature: self.object(each, number) for feature, each in frame["objects"].items()
                },
                "classifications": frame["classifications"],
            }
            for number, frame in found.frames.items()
        }
        return {"frames": frames, "segments": found.segments, "key_frame_feature_map": keys}

    def axes(self, groups: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Return groups, segments and key frames of a DICOM series."""
        made = {axis: self.frames(groups.get(axis, {})) for axis in AXES}
        features = {feature for each in made.values() for feature in each["key_frame_feature_map"]}
        return {
            "groups": {
                axis: {
                    "name": axis,
                    "classifications": list(groups.get(axis, {}).get("classifications", ())),
                    "frames": each["frames"],
                }
                for axis, each in made.items()
            },
            "segments": {axis: each["segments"] for axis, each in made.items()},
            "key_frame_feature_map": {
                feature: {
                    axis: each["key_frame_feature_map"].get(feature, {})
                    for axis, each in made.items()
                }
                for feature in sorted(features)
            },
        }


def _objects(source: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield all objects with the numbers of their frames."""
    for each in source.get("objects", ()):
        yield 1, each
    for part in (source, *source.get("groups", {}).values()):
        for number, frame in part.get("frames", {}).items():
            for each in frame["objects"].values():
                yield number, each


def _colors(source: Mapping[str, Any]) -> dict[str, Color]:
    features = dict.fromkeys(each["feature_id"] for _, each in _objects(source) if "area" in each)
    return {feature: color_of(number) for number, feature in enumerate(features)}
