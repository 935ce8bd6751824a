"""The key frames of a label of export v2, which files have in several forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any


def key_frames(found: Mapping[str, Any] | None) -> Mapping[tuple[str | None, int], frozenset[str]]:
    """Return the annotations of each key frame, by axis (None for videos) and frame number.

    Args:
        found: `key_frame_feature_map`: by the id of an annotation a map from frame numbers to
            booleans, a list of frame numbers, or a map from axes to one of them.
    """
    result: defaultdict[tuple[str | None, int], set[str]] = defaultdict(set)
    for feature, value in (found or {}).items():
        axes = value.items() if _has_axes(value) else [(None, value)]
        for axis, frames in axes:
            for number in _numbers(frames):
                result[axis, number].add(feature)
    return {key: frozenset(features) for key, features in result.items()}


def _has_axes(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(part, dict | list) for part in value.values())


def _numbers(frames: Any) -> Iterator[int]:
    if isinstance(frames, list):
        yield from frames
    elif isinstance(frames, dict):
        yield from (
            int(number) for number, is_key in frames.items() if is_key and number.isdecimal()
        )
