"""Reading the size of HEIF images (ISO 23008-12): HEIC, AVIF and their sequences."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING, NamedTuple

from labelbridge_emulator.platforms.hasty.media.boxes import boxes_in, read_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMATS = {
    "AVIF": (b"avif", b"avis"),
    "HEIC": (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    "HEIF": (b"mif1", b"mif2", b"miaf", b"msf1"),
}
"""Names of formats, and the brands of their files. HEIF is for any coding of the pixels."""


class HeifInfo(NamedTuple):
    """The format of an image and its size in pixels."""

    format: str
    width: int
    height: int


def probe_heif(source: IO[bytes]) -> HeifInfo | None:
    """Read the header of a file. Returns None if it is not a HEIF image."""
    source.seek(4)
    if source.read(4) != b"ftyp":
        return None
    boxes = {kind: content for kind, content in read_boxes(source) if kind != b"mdat"}
    try:
        size = _item_size(boxes.get(b"meta", b"")) or _track_size(boxes.get(b"moov", b""))
    except (struct.error, LookupError, ZeroDivisionError):
        return None
    name = _format(boxes.get(b"ftyp", b""))
    return HeifInfo(name, *size) if name and size else None


def _format(ftyp: bytes) -> str | None:
    """Return the format of the main brand, or a specific one of a compatible brand."""
    names = [
        next((name for name, brands in _FORMATS.items() if ftyp[at : at + 4] in brands), None)
        for at in (0, *range(8, len(ftyp), 4))
    ]
    if names[0] != "HEIF":
        return names[0]
    return next((name for name in names if name not in {None, "HEIF"}), "HEIF")


def _item_size(meta: bytes) -> tuple[int, int] | None:
    """Return the size of the primary image, after cropping and rotation."""
    parts = dict(boxes_in(meta[4:]))
    if not {b"pitm", b"iprp"} <= parts.keys():
        return None
    pitm = parts[b"pitm"]
    primary = int.from_bytes(pitm[4:6] if pitm[0] == 0 else pitm[4:8])
    groups = dict(boxes_in(parts[b"iprp"]))
    properties = list(boxes_in(groups.get(b"ipco", b"")))
    size = None
    for index in _property_indexes(groups[b"ipma"], primary):
        kind, content = properties[index - 1]
        if kind == b"ispe":
            size = struct.unpack_from(">II", content, 4)
        elif kind == b"clap":  # a part of the coded image, as fractions
            width, of_width, height, of_height = struct.unpack_from(">4I", content)
            size = round(width / of_width), round(height / of_height)
        elif kind == b"irot" and size and content[0] & 1:  # by 90 or 270 degrees
            size = size[1], size[0]
    return size


def _property_indexes(ipma: bytes, item: int) -> Iterator[int]:
    """Yield the positions of an item's properties, from 1."""
    id_size, wide = (2 if ipma[0] == 0 else 4), ipma[3] & 1
    (count,), at = struct.unpack_from(">I", ipma, 4), 8
    for _ in range(count):
        id_ = int.from_bytes(ipma[at : at + id_size])
        properties = ipma[at + id_size]
        at += id_size + 1
        for _ in range(properties):
            # the first bit is whether readers must know the property
            index = int.from_bytes(ipma[at : at + 2]) & 0x7FFF if wide else ipma[at] & 0x7F
            at += 1 + wide
            if id_ == item and index:
                yield index


def _track_size(moov: bytes) -> tuple[int, int] | None:
    """Return the size of a sequence that has no primary image."""
    for kind, track in boxes_in(moov):
        header = dict(boxes_in(track)).get(b"tkhd") if kind == b"trak" else None
        if header:
            width, height = struct.unpack(">II", header[-8:])  # with 16 bits after the point
            return width >> 16, height >> 16
    return None
