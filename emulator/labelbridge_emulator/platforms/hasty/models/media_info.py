"""Properties of image and video files."""

from __future__ import annotations

from dataclasses import dataclass

VIDEO_TYPES = {
    "avi": "x-msvideo",
    "mkv": "x-matroska",
    "mov": "quicktime",
    "mpg": "mpeg",
    "ogv": "ogg",
}
"""Media types that differ from ``video/`` plus the file extension."""


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """Properties of an image file.

    Attributes:
        width: In pixels, as stored: the orientation is not applied.
        height: In pixels, as stored.
        format: Pillow's name of the file format, such as ``"JPEG"``.
        mode: Pillow's name of the pixel format, such as ``"RGB"``.
        media_type: The Content-Type of the file.
        orientation: The value of the EXIF tag as text, ``"1"`` to ``"8"``; None without that tag.
    """

    width: int
    height: int
    format: str
    mode: str
    media_type: str
    orientation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoInfo:
    """Properties of a video file.

    Attributes:
        width: In pixels, as stored.
        height: In pixels, as stored.
        format: The usual file extension of the format, such as ``mp4``.
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
        """The Content-Type of the file."""
        return f"video/{VIDEO_TYPES.get(self.format, self.format)}"
