"""Reading the size, format, mode and orientation from the header of an image file."""

from __future__ import annotations

import struct
import warnings
from pathlib import PurePosixPath
from typing import IO

import PIL.Image
from PIL.ExifTags import Base

from labelbridge_emulator.platforms.hasty.media.heif import probe_heif
from labelbridge_emulator.platforms.hasty.media.jpeg_xl import probe_jpeg_xl
from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo

FORMATS = {
    ".avif": "AVIF",
    ".bmp": "BMP",
    ".gif": "GIF",
    ".heic": "HEIC",
    ".heif": "HEIF",
    ".j2k": "JPEG2000",
    ".jp2": "JPEG2000",
    ".jxl": "JXL",
    ".pbm": "PPM",
    ".pgm": "PPM",
    ".png": "PNG",
    ".pnm": "PPM",
    ".ppm": "PPM",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
}
"""Pillow's name of the format, by file extension; Pillow's plugins read HEIC and JXL."""

_READ_BY_PILLOW = ("JPEG", *sorted({*FORMATS.values()} - {"AVIF", "HEIC", "HEIF", "JXL"}))

_MEDIA_TYPES = {"JPEG2000": "image/jp2", "PPM": "image/x-portable-anymap"}
"""Media types that differ from ``image/`` plus the format."""


def probe_image(source: IO[bytes]) -> ImageInfo | None:
    """Read the header of an image file. Returns None if the file is not an image.

    The formats are those that the client documents. Pillow reads other formats too, but neither
    HEIC nor JPEG XL, and AVIF only in newer versions.
    """
    if heif := probe_heif(source):
        return _image_info(heif.format, heif.width, heif.height)
    if size := probe_jpeg_xl(source):
        return _image_info("JXL", *size)
    source.seek(0)
    if source.read(2) in {b"P0", b"P7", b"PF", b"Pf", b"Py"}:
        return None  # relatives of PNM
    try:
        with warnings.catch_warnings():
            # Only the header is read, so the number of pixels does not matter.
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(source, formats=_READ_BY_PILLOW) as image:
                return _image_info(
                    image.format or "", image.width, image.height, image.mode, _orientation(image)
                )
    except Exception:  # noqa: BLE001 - Pillow raises many classes for damaged headers
        return None


def default_image_info(name: str) -> ImageInfo:
    """Properties of an image that is not fetched. The format follows the file extension."""
    return _image_info(FORMATS.get(PurePosixPath(name).suffix.lower(), "JPEG"), 640, 480)


def _image_info(
    format_: str, width: int, height: int, mode: str = "RGB", orientation: str | None = None
) -> ImageInfo:
    media_type = _MEDIA_TYPES.get(format_, f"image/{format_.lower()}")
    return ImageInfo(width, height, format_, mode, media_type, orientation)


def _orientation(image: PIL.Image.Image) -> str | None:
    try:
        orientation = image.getexif().get(Base.Orientation)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return None  # the EXIF block is broken, but the image can still be valid
    return None if orientation is None else str(orientation)
