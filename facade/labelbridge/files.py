"""Files that are uploaded or downloaded: paths, bytes and their formats."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from attrs import field, frozen

from labelbridge._core.json.validate import plain_str, short_repr
from labelbridge.errors import InvalidArgument, ResponseFormatError

CHUNK: Final = 1 << 20
"""Bytes that are read or written at a time."""

HEAD: Final = 200
"""Bytes needed to detect a format: MPEG-TS repeats its sync byte after 188 or 192 bytes."""

FileInput = str | os.PathLike[str] | bytes | bytearray | memoryview
"""A path, or the content."""

FileTarget = str | os.PathLike[str]
"""The path of a download."""


@contextmanager
def translate_file_errors(argument: str, path: object, *, doing: str = "read") -> Iterator[None]:
    """Turn errors of the file system into InvalidArgument."""
    try:
        yield
    except InvalidArgument:
        raise
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise InvalidArgument(
            argument, f"{short_repr(str(path))} cannot be {doing}: {problem}"
        ) from error
    except ValueError as error:  # a null byte, or a character that file names cannot have
        raise InvalidArgument(argument, f"is not a valid path ({error})") from error


def to_path(argument: str, value: object) -> Path:
    """Return an argument as a path."""
    if not isinstance(value, str | os.PathLike):
        raise InvalidArgument(argument, f"must be a path, not {type(value).__name__}")
    try:
        return Path(str.__str__(value) if isinstance(value, str) else value)
    except TypeError as error:  # for example a path of bytes
        raise InvalidArgument(argument, f"must be a path of type str ({error})") from None


_MAX_NAME: Final = 200
"""Maximum bytes of a name without its suffix; file systems allow 255 with it."""

_RESERVED: Final = frozenset('<>:"|?*')
"""Characters that Windows does not allow in file names."""


def safe_name(name: str) -> str:
    """Return a name from a platform as a safe file name without folders; it may be empty."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    safe = "".join("_" if char in _RESERVED else char for char in bare if char.isprintable())
    return safe.encode()[:_MAX_NAME].decode(errors="ignore").strip(". ")


@frozen
class FileSource:
    """A file to upload: a path or bytes. It can be opened again for each attempt.

    Attributes:
        name: Its name without folders; the default name on the platform.
        path: Its path, or None.
        data: Its content, or None.
        argument: Name of the argument, for errors.
    """

    name: str
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)
    argument: str = "file"

    @classmethod
    def of(cls, value: FileInput, *, argument: str, name: str | None = None) -> FileSource:
        """Return the source for a path or for bytes; errors use the argument's name."""
        if isinstance(value, bytes | bytearray | memoryview):
            if name is None:
                raise InvalidArgument(
                    "filename",
                    f"is required if {argument} is bytes",
                )
            return cls(name, data=bytes(value), argument=argument)
        if isinstance(value, str | os.PathLike):
            path = to_path(argument, value)
            called = plain_str("filename", path.name) if name is None else name
            return cls(called, path=path, argument=argument)
        raise InvalidArgument(argument, f"must be a path or bytes, not {type(value).__name__}")

    def open(self) -> BinaryIO:
        """Open the file for reading. This and the following methods block: drivers call them."""
        with translate_file_errors(self.argument, self.path):
            return self.path.open("rb") if self.path else io.BytesIO(self.data or b"")

    def read(self, opened: BinaryIO) -> bytes:
        """Read the next chunk; it is empty at the end."""
        with translate_file_errors(self.argument, self.path):
            return opened.read(CHUNK)

    def info(self) -> FileInfo:
        """Return the size and the first bytes."""
        with translate_file_errors(self.argument, self.path):
            if self.path and not self.path.is_file():
                problem = "is a folder; give a file" if self.path.is_dir() else "does not exist"
                raise InvalidArgument(self.argument, f"{short_repr(str(self.path))} {problem}")
            with self.open() as opened:
                head = opened.read(HEAD)
                size = opened.seek(0, os.SEEK_END)
        return FileInfo(size, head)


@frozen
class FileInfo:
    """Size and first bytes of a file.

    Attributes:
        size: Number of bytes.
        head: The first bytes, at most `HEAD`.
    """

    size: int
    head: bytes

    @property
    def image_format(self) -> str | None:
        """The image format that the first bytes identify, or None."""
        for offset, magic, name in _IMAGE_MAGIC:
            if self.head[offset : offset + len(magic)] == magic:
                return name
        return None

    @property
    def video_format(self) -> str | None:
        """The video format that the first bytes identify, or None."""
        if self.image_format:  # AVIF and HEIC use the container of MP4
            return None
        for pattern, name in _VIDEO_MAGIC:
            if pattern.match(self.head):
                return name
        return None


_IMAGE_MAGIC: Final = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"II+\0", "TIFF"),
    (0, b"MM\0+", "TIFF"),
    (8, b"WEBP", "WEBP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG2000"),
)


_VIDEO_MAGIC: Final = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
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
)


def check_image(info: FileInfo, source: FileSource) -> None:
    """Raise InvalidArgument for a file that is empty or has no known image format."""
    _check_format(info, source, "an image", info.image_format)


def check_video(info: FileInfo, source: FileSource) -> None:
    """Raise InvalidArgument for a file that is empty or has no known video format."""
    _check_format(info, source, "a video", info.video_format)


def _check_format(info: FileInfo, source: FileSource, kind: str, form: str | None) -> None:
    if info.size == 0:
        raise InvalidArgument(source.argument, f"{source.name} is empty")
    if form is None:
        raise InvalidArgument(
            source.argument,
            f"{source.name} is not {kind}: its first bytes are {info.head[:8]!r}, "
            "which no supported format has",
        )


def is_folder(to: Path) -> bool:
    """Return whether `to` is a folder; its parent folder must exist. Blocks: drivers call it."""
    with translate_file_errors("to", to, doing="written"):
        if to.is_dir():
            return True
        if not to.parent.is_dir():
            raise InvalidArgument("to", f"the folder {short_repr(str(to.parent))} does not exist")
        return False


class PartialDownload:
    """A download in progress: a temporary file next to the target until it is complete.

    All methods block: drivers call them.

    Args:
        to: The target. An existing file is replaced atomically at the end.
        magic: The bytes with which the file must start.
        operation: Name of the operation, for errors.
    """

    def __init__(self, to: Path, magic: bytes = b"", *, operation: str) -> None:
        self._to, self._magic, self._operation = to, magic, operation
        # not derived from the target's name, which may have the maximum length
        self._path = to.with_name(f".{token_hex(8)}.part")
        self._file: BinaryIO | None = None
        self._head = b""

    def open(self) -> None:
        """Create the temporary file."""
        with translate_file_errors("to", self._to, doing="written"):
            self._file = self._path.open("xb")

    def write(self, chunk: bytes) -> None:
        """Append a chunk."""
        self._head += chunk[: HEAD - len(self._head)]
        with translate_file_errors("to", self._to, doing="written"):
            if self._file:
                self._file.write(chunk)

    def commit(self) -> Path:
        """Move the complete file to the target, and return the target.

        Raises:
            ResponseFormatError: The file does not start with `magic`.
        """
        if not self._head.startswith(self._magic):
            raise ResponseFormatError(
                f"{self._operation}: the file begins with {self._head[:20]!r} instead of "
                f"{self._magic!r}: it has another format",
                operation=self._operation,
            )
        with translate_file_errors("to", self._to, doing="written"):
            if self._file:
                self._file.close()
            return self._path.replace(self._to)

    def discard(self) -> None:
        """Remove the temporary file, if it was not committed."""
        if self._file:
            # closing flushes the buffer, which fails again if the disk is full
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
