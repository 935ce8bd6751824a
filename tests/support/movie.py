"""A small film as a file: AVI, whose header is easily written."""

import struct


def movie(*, width: int = 64, height: int = 48, frames: int = 50, rate: int = 25) -> bytes:
    """Return the bytes of a film: Motion JPEG, `frames` pictures, `rate` of them in a second."""
    times = (1_000_000 // rate, 0, 0, 0, frames, 0, 1, 0, width, height, 0, 0, 0, 0)
    stream = (b"vids", b"MJPG", 0, 0, 0, 0, 1, rate, 0, frames, 0, 0, 0, 0, 0, width, height)
    picture = (40, width, height, 1, 24, b"MJPG", 0, 0, 0, 0, 0)
    header = _chunk(b"avih", struct.pack("<14I", *times)) + _list(
        b"strl",
        _chunk(b"strh", struct.pack("<4s4sI2H8I4H", *stream)),
        _chunk(b"strf", struct.pack("<Iii2H4sI2i2I", *picture)),
    )
    pictures = frames * _chunk(b"00dc", b"\xff\xd8\xff\xd9")
    return _chunk(b"RIFF", b"AVI " + _list(b"hdrl", header) + _list(b"movi", pictures))


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _list(name: bytes, *parts: bytes) -> bytes:
    return _chunk(b"LIST", name + b"".join(parts))
