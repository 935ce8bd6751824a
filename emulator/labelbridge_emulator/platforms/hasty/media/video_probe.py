"""Reading the size, format, length and frame rate from the header of a video file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, Any

from pymediainfo import MediaInfo

from labelbridge_emulator.platforms.hasty.models.media_info import VideoInfo

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
"""File extensions by MediaInfo's name of the format; the contract's example is ``mp4``."""


def probe_video(source: IO[bytes]) -> VideoInfo | None:
    """Read the header of a video file. Returns None if the file has no video track."""
    tracks = MediaInfo.parse(source).tracks
    video = next((track for track in tracks if track.track_type == "Video"), None)
    if video is None or not video.width or not video.height:
        return None
    general = next(track for track in tracks if track.track_type == "General")
    frame_rate = float(video.frame_rate or general.frame_rate or 0)
    duration = float(video.duration or general.duration or 0)
    return VideoInfo(
        width=int(video.width),
        height=int(video.height),
        format=_format(general),
        frame_rate=int(frame_rate) if frame_rate.is_integer() else frame_rate,
        duration_ms=round(duration),
        duration_frames=round(float(video.frame_count or 0) or duration * frame_rate / 1000),
    )


def default_video_info(name: str) -> VideoInfo:
    """Properties of a video that is not fetched. The format follows the file extension.

    The length is ten seconds: the vendor's tests put a segment there (``tests/test_activity.py``).
    """
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    return VideoInfo(
        width=1280,
        height=720,
        format=extension if extension in FORMATS.values() else "mp4",
        frame_rate=25,
        duration_ms=10_000,
        duration_frames=250,
    )


def _format(general: Any) -> str:
    name: str = general.format
    if general.format_profile == "QuickTime":  # MediaInfo reports it as a profile of MPEG-4
        name = general.format_profile
    return FORMATS.get(name, name.lower())
