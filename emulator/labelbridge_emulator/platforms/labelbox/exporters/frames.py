"""Frames of videos and DICOM series in the format of export v2."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Frames = dict[int, dict[str, Any]]
Segments = dict[str, list[list[int]]]


@dataclass(slots=True)
class ExportedFrames:
    """Frames in order, and facts about each annotation by its feature_id.

    Attributes:
        frames: Objects by feature_id, and classifications, by number of the frame.
        segments: First and last number of the frames of each segment.
        key_frames: Whether a frame is a key frame, by its number.
    """

    frames: Frames = field(default_factory=dict)
    segments: Segments = field(default_factory=dict)
    key_frames: dict[str, dict[int, bool]] = field(default_factory=dict)


def exported_frames(source: Mapping[str, Any], *, interpolated: bool) -> ExportedFrames:
    """Return the key frames of annotations, or all frames of their segments."""
    frames: Frames = source.get("frames", {})
    segments: Segments = {**_runs(frames), **source.get("segments", {})}
    keys: Mapping[str, Iterable[int]] = source.get("key_frames", {})
    made = ExportedFrames(segments=segments)
    for number, frame in sorted(
        (_with_interpolated(frames, segments) if interpolated else frames).items()
    ):
        objects, classifications = {}, []
        for feature, each in _annotations(frame):
            known = number in frames and feature in dict(_annotations(frames[number]))
            is_key = known and (feature not in keys or number in keys[feature])
            if not (interpolated or is_key):
                continue
            made.key_frames.setdefault(feature, {})[number] = is_key
            if feature in frame["objects"]:
                objects[feature] = each
            else:
                classifications.append(each)
        if objects or classifications:
            made.frames[number] = {"objects": objects, "classifications": classifications}
    return made


def _annotations(frame: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    yield from frame["objects"].items()
    for each in frame["classifications"]:
        yield each["feature_id"], each


def _runs(frames: Frames) -> Segments:
    """Return a segment from the first to the last frame of each annotation."""
    found: Segments = {}
    for number in sorted(frames):
        for feature, _ in _annotations(frames[number]):
            found.setdefault(feature, [[number, number]])[0][1] = number
    return found


def _with_interpolated(frames: Frames, segments: Segments) -> Frames:
    """Return frames with those between the given ones: boxes and points move linearly."""
    made: Frames = {
        number: {"objects": {**frame["objects"]}, "classifications": [*frame["classifications"]]}
        for number, frame in frames.items()
    }
    for feature, found in segments.items():
        at = {
            n: dict(_annotations(frames[n]))[feature]
            for n in sorted(frames)
            if feature in dict(_annotations(frames[n]))
        }
        is_object = any(feature in frame["objects"] for frame in frames.values())
        wanted = (n for first, last in found for n in range(first, last + 1)) if at else ()
        for number in (n for n in wanted if n not in at):
            empty: dict[str, Any] = {"objects": {}, "classifications": []}
            frame = made.setdefault(number, empty)
            before = max((n for n in at if n < number), default=min(at))
            after = min((n for n in at if n > number), default=before)
            between = _between(at[before], at[after], (number - before) / max(after - before, 1))
            if is_object:
                frame["objects"][feature] = between
            else:
                frame["classifications"].append(between)
    return made


def _between(one: dict[str, Any], other: dict[str, Any], part: float) -> dict[str, Any]:
    """Return an annotation between two frames."""
    moved: dict[str, Any] = {
        geometry: {
            name: value + (other[geometry][name] - value) * part
            for name, value in one[geometry].items()
        }
        for geometry in ("bounding_box", "point")
        if geometry in one and geometry in other
    }
    return {**one, **moved}
