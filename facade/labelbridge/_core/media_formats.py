"""Detecting the formats of images and videos by the first bytes of a file."""

from __future__ import annotations

import re
from typing import Final

HEAD: Final = 200
"""Bytes needed to detect a format: MPEG-TS repeats its sync byte after 188 or 192 bytes."""


def _patterns(*patterns: tuple[bytes, str]) -> tuple[tuple[re.Pattern[bytes], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), name) for pattern, name in patterns)


_IMAGES: Final = _patterns(
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"\x89PNG\r\n\x1a\n", "PNG"),
    (rb"GIF8[79]a", "GIF"),
    (rb"BM", "BMP"),
    (rb"II[*+]\0|MM\0[*+]", "TIFF"),  # and BigTIFF
    (rb"RIFF.{4}WEBP", "WEBP"),
    (rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51", "JPEG2000"),  # JP2 or a bare codestream
    (rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\x0a", "JPEGXL"),  # a container or a bare codestream
    (rb"P[1-6][ \t\r\n]", "PNM"),
)

_BRANDS: Final = _patterns(
    (rb"avi[fs]", "AVIF"),
    (rb"hei[cxms]|hev[cxms]", "HEIC"),
    # the common brands of the container; a compatible brand may be more specific
    (rb"mif[12]|miaf|msf1", "HEIF"),
)
"""Brands of images and image sequences in files with the container of MP4."""

_VIDEOS: Final = _patterns(
    # old QuickTime files start with another atom than ftyp
    (rb".{4}(ftyp|moov|mdat|wide|free|skip)", "MP4"),
    (rb"\x1a\x45\xdf\xa3", "Matroska"),  # and WebM
    (rb"RIFF.{4}AVI ", "AVI"),
    (rb"\x00\x00\x01[\xb3\xba]", "MPEG"),
    (rb"G.{187}G|.{4}G.{191}G", "MPEG-TS"),
    (rb"FLV\x01", "FLV"),
    (rb"OggS", "Ogg"),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "ASF"),  # and WMV
    (rb"\x06\x0e\x2b\x34", "MXF"),
)


def image_format(head: bytes) -> str | None:
    """Return the image format that the first bytes of a file identify, or None."""
    if head[4:8] != b"ftyp":
        return _match(_IMAGES, head)
    main = _match(_BRANDS, head[8:12])
    if main != "HEIF":
        return main
    size = min(int.from_bytes(head[:4]), len(head))
    compatible = (_match(_BRANDS, head[at : at + 4]) for at in range(16, size, 4))
    return next((name for name in compatible if name not in {None, main}), main)


def video_format(head: bytes) -> str | None:
    """Return the video format that the first bytes of a file identify, or None."""
    # images may have the container of videos, or a byte of MPEG-TS by chance
    return None if image_format(head) else _match(_VIDEOS, head)


def _match(patterns: tuple[tuple[re.Pattern[bytes], str], ...], head: bytes) -> str | None:
    return next((name for pattern, name in patterns if pattern.match(head)), None)
