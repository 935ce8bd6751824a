"""What an image's header tells: its size, format, mode and orientation."""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import PIL.Image
from PIL.ExifTags import Base

FORMATS = {
    ".bmp": "BMP",
    ".gif": "GIF",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of an image.

    Attributes:
        width: In pixels, as stored: the orientation is not applied.
        height: In pixels, likewise.
        format: Pillow's name of the file format, such as ``"JPEG"``.
        mode: Pillow's name of the pixel form, such as ``"RGB"``.
        media_type: For the Content-Type of its bytes.
        orientation: The number of the EXIF tag as text, ``"1"`` to ``"8"``; None without that tag.
    """

    width: int
    height: int
    format: str
    mode: str
    media_type: str
    orientation: str | None = None


def read_facts(source: IO[bytes]) -> Facts | None:
    """Read the header of an image file; None when it is none."""
    try:
        with warnings.catch_warnings():
            # Only the header is read, so the number of pixels is no danger.
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(source) as picture:
                kind = picture.format or ""
                return Facts(
                    width=picture.width,
                    height=picture.height,
                    format=kind,
                    mode=picture.mode,
                    media_type=PIL.Image.MIME.get(kind, "application/octet-stream"),
                    orientation=_orientation(picture),
                )
    except (OSError, PIL.Image.DecompressionBombError):
        return None


def plausible_facts(name: str) -> Facts:
    """Facts for an image that is never fetched, told from its name alone."""
    kind = FORMATS.get(PurePosixPath(name).suffix.lower(), "JPEG")
    return Facts(width=640, height=480, format=kind, mode="RGB", media_type=f"image/{kind.lower()}")


def _orientation(picture: PIL.Image.Image) -> str | None:
    try:
        orientation = picture.getexif().get(Base.Orientation)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return None  # the EXIF block is broken, the picture need not be
    return None if orientation is None else str(orientation)
