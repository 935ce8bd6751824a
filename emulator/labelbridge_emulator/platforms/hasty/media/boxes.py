"""Reading the boxes of the container of MP4 (ISO 14496-12), which several image formats have."""

from __future__ import annotations

import io
import os
import struct
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_SIZE = 64 << 20
"""Bytes of a box that is read; those of properties are small, and pixels are not read."""


def read_boxes(source: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the content of each box; the content of a very large one is cut."""
    end = source.seek(0, os.SEEK_END)
    start = 0
    while start + 8 <= end:
        source.seek(start)
        size, kind = struct.unpack(">I4s", source.read(8))
        if size == 1:
            size = int.from_bytes(source.read(8))
        elif size == 0:
            size = end - start
        content = start + size - source.tell()
        if content < 0:
            return
        yield kind, source.read(min(content, _MAX_SIZE))
        start += size


def boxes_in(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the boxes in the content of a box."""
    return read_boxes(io.BytesIO(content))
