"""What a video file's header tells: its size, format, length and frame rate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from pymediainfo import MediaInfo

FORMATS = {
    "AVI": "avi",
    "Flash Video": "flv",
    "MPEG-4": "mp4",
    "MPEG-PS": "mpg",
    "MPEG-TS": "ts",
    "Matroska": "mkv",
    "Ogg": "ogv",
    "QuickTime": "mov",
    "WebM": "webm",
    "Windows Media": "wmv",
}
"""MediaInfo's names, and how files of that format end: the contract's example is ``mp4``."""

TYPES = {"avi": "x-msvideo", "mkv": "x-matroska", "mov": "quicktime", "mpg": "mpeg", "ogv": "ogg"}
"""Media types that are not ``video/`` and the ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovieFacts:
    """Facts of a video.

    Attributes:
        width: In pixels, as stored.
        height: In pixels, likewise.
        format: How files of its format end, such as ``mp4``.
        frame_rate: Frames per second.
        duration_ms: Length in milliseconds.
        duration_frames: Length in frames.
    """

    width: int
    height: int
    format: str
    frame_rate: float
    duration_ms: int
    duration_frames: int

    @property
    def media_type(self) -> str:
        """For the Content-Type of its bytes."""
        return f"video/{TYPES.get(self.format, self.format)}"


def read_facts(source: IO[bytes]) -> MovieFacts | None:
    """Read the header of a video file; None when it is none, or holds no pictures."""
    tracks = MediaInfo.parse(source).tracks
    movie = next((track for track in tracks if track.track_type == "Video"), None)
    if movie is None or not movie.width or not movie.height:
        return None
    general = next(track for track in tracks if track.track_type == "General")
    frame_rate = _number(movie.frame_rate or general.frame_rate)
    duration = _number(movie.duration or general.duration)
    return MovieFacts(
        width=int(movie.width),
        height=int(movie.height),
        format=_format(general),
        frame_rate=int(frame_rate) if frame_rate.is_integer() else frame_rate,
        duration_ms=round(duration),
        duration_frames=round(_number(movie.frame_count) or duration * frame_rate / 1000),
    )


def plausible_facts(name: str) -> MovieFacts:
    """Facts for a video that is never fetched, told from its name alone.

    Ten seconds, since the vendor's own tests put a segment there (``tests/test_activity.py``).
    """
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    return MovieFacts(
        width=1280,
        height=720,
        format=ending if ending in FORMATS.values() else "mp4",
        frame_rate=25,
        duration_ms=10_000,
        duration_frames=250,
    )


def _format(general: Any) -> str:
    name: str = general.format
    if general.format_profile == "QuickTime":  # else MPEG-4, which came out of it
        name = general.format_profile
    return FORMATS.get(name, name.lower())


def _number(text: str | float | None) -> float:
    """What MediaInfo writes as text, as a number, or leaves out."""
    return float(text or 0)
