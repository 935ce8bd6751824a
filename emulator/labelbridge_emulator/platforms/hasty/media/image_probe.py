"""Reading the size, format, mode and orientation from the header of an image file."""

from __future__ import annotations

import struct
import warnings
from pathlib import PurePosixPath
from typing import IO

import PIL.Image
from PIL.ExifTags import Base

from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo

FORMATS = {
    ".bmp": "BMP",
    ".gif": "GIF",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
}
"""Pillow's name of the format, by file extension."""


def probe_image(source: IO[bytes]) -> ImageInfo | None:
    """Read the header of an image file. Returns None if the file is not an image."""
    try:
        with warnings.catch_warnings():
            # Only the header is read, so the number of pixels does not matter.
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(source) as image:
                format_ = image.format or ""
                return ImageInfo(
                    width=image.width,
                    height=image.height,
                    format=format_,
                    mode=image.mode,
                    media_type=PIL.Image.MIME.get(format_, "application/octet-stream"),
                    orientation=_orientation(image),
                )
    except (OSError, PIL.Image.DecompressionBombError):
        return None


def default_image_info(name: str) -> ImageInfo:
    """Properties of an image that is not fetched. The format follows the file extension."""
    format_ = FORMATS.get(PurePosixPath(name).suffix.lower(), "JPEG")
    return ImageInfo(
        width=640, height=480, format=format_, mode="RGB", media_type=f"image/{format_.lower()}"
    )


def _orientation(image: PIL.Image.Image) -> str | None:
    try:
        orientation = image.getexif().get(Base.Orientation)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return None  # the EXIF block is broken, but the image can still be valid
    return None if orientation is None else str(orientation)
