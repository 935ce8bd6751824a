"""Reading the size of JPEG XL images (ISO 18181)."""

from __future__ import annotations

from typing import IO

from labelbridge_emulator.platforms.hasty.media.boxes import read_boxes

_CODESTREAM = b"\xff\x0a"
_CONTAINER = b"\0\0\0\x0cJXL \r\n\x87\n"

_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
"""Width to height, for values of 1 to 7."""


def probe_jpeg_xl(source: IO[bytes]) -> tuple[int, int] | None:
    """Read width and height from the header of a file. Returns None if it is not JPEG XL."""
    source.seek(0)
    start = source.read(32)
    if start.startswith(_CONTAINER):
        # the codestream is in one box or in several, which begin with their number
        starts = {b"jxlc": 0, b"jxlp": 4}
        start = b"".join(
            content[starts[kind] :][:32] for kind, content in read_boxes(source) if kind in starts
        )
    if not start.startswith(_CODESTREAM) or len(start) < 12:
        return None
    bits = _Bits(start[2:])
    small = bits.read(1)
    height = bits.size(small)
    ratio = bits.read(3)
    if not ratio:
        return bits.size(small), height
    across, down = _RATIOS[ratio - 1]
    return height * across // down, height


class _Bits:
    """Bits of a codestream, from the lowest of each byte."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")

    def read(self, count: int) -> int:
        value = self._left & ((1 << count) - 1)
        self._left >>= count
        return value

    def size(self, small: int) -> int:
        if small:
            return (self.read(5) + 1) * 8
        return self.read((9, 13, 18, 30)[self.read(2)]) + 1
