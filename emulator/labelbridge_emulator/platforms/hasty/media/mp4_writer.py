"""Writing small MP4 files of JPEG frames, for demo data and tests.

The file has only the boxes of ISO/IEC 14496-12 and -14 that a player needs: the file type, the
frames, and one track with its sample tables. JPEG frames have object type 0x6C (ISO/IEC 14496-1).
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import PIL.Image

JPEG = 0x6C
VISUAL_STREAM = 0x04 << 2 | 1
MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""No rotation and no scaling."""

SCALE = 1000
"""Ticks per second: times are milliseconds."""


def write_mp4(images: Sequence[PIL.Image.Image], frame_rate: int) -> bytes:
    """Return the bytes of an MP4 file.

    Args:
        images: At least one frame. All have the same size.
        frame_rate: Frames per second, a divisor of 1000.
    """
    frames = [_jpeg(image) for image in images]
    width, height = images[0].size
    tick = SCALE // frame_rate
    file_type = _box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isom", b"mp41")
    offset = len(file_type) + 8  # of the first frame, after the header of its box
    return b"".join(
        (
            file_type,
            _box(b"mdat", *frames),
            _movie(width, height, tick, [len(frame) for frame in frames], offset),
        )
    )


def _movie(width: int, height: int, tick: int, sizes: Sequence[int], offset: int) -> bytes:
    length = tick * len(sizes)
    movie_header = _full_box(
        b"mvhd",
        struct.pack(">4IiH10x", 0, 0, SCALE, length, 0x10000, 0x100),
        MATRIX,
        struct.pack(">24xI", 2),
    )
    track_header = _full_box(
        b"tkhd",
        struct.pack(">5I8x2hH2x", 0, 0, 1, 0, length, 0, 0, 0),
        MATRIX,
        struct.pack(">2I", width << 16, height << 16),
        flags=3,
    )
    media = _box(
        b"mdia",
        _full_box(b"mdhd", struct.pack(">4IHH", 0, 0, SCALE, length, 0x55C4, 0)),
        _full_box(b"hdlr", struct.pack(">I4s12x", 0, b"vide"), b"\0"),
        _box(
            b"minf",
            _full_box(b"vmhd", bytes(8), flags=1),
            _box(b"dinf", _full_box(b"dref", struct.pack(">I", 1), _full_box(b"url ", flags=1))),
            _tables(width, height, tick, sizes, offset),
        ),
    )
    return _box(b"moov", movie_header, _box(b"trak", track_header, media))


def _tables(width: int, height: int, tick: int, sizes: Sequence[int], offset: int) -> bytes:
    """The sample tables: the offset, the size and the duration of each frame."""
    count = len(sizes)
    entry = _box(
        b"mp4v",
        struct.pack(">6xH16x2H2I4xH32xHh", 1, width, height, 72 << 16, 72 << 16, 1, 24, -1),
        _full_box(b"esds", _decoder(max(sizes))),
    )
    return _box(
        b"stbl",
        _full_box(b"stsd", struct.pack(">I", 1), entry),
        _full_box(b"stts", struct.pack(">3I", 1, count, tick)),
        _full_box(b"stsc", struct.pack(">4I", 1, 1, count, 1)),
        _full_box(b"stsz", struct.pack(">2I", 0, count), struct.pack(f">{count}I", *sizes)),
        _full_box(b"stco", struct.pack(">2I", 1, offset)),
    )


def _decoder(largest: int) -> bytes:
    """The decoder descriptor. ``largest`` is the size of the largest frame in bytes."""
    config = _descriptor(0x04, struct.pack(">BBBHII", JPEG, VISUAL_STREAM, 0, largest, 0, 0))
    return _descriptor(0x03, struct.pack(">HB", 1, 0) + config + _descriptor(0x06, b"\x02"))


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def _full_box(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _jpeg(image: PIL.Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()
