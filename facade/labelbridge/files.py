"""Files on their way to a platform: where their bytes come from, and what they are."""

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
"""Bytes that are read or written at a time: no file is ever whole in memory."""

HEAD: Final = 200
"""Bytes that tell a file's format: a stream of MPEG begins a packet every 188 or 192."""

FileInput = str | os.PathLike[str] | bytes | bytearray | memoryview
"""A path, or the bytes themselves."""

FileTarget = str | os.PathLike[str]
"""Where a download goes."""


@contextmanager
def translate_file_errors(argument: str, path: object, *, doing: str = "read") -> Iterator[None]:
    """Turn what the file system raises about a path into an InvalidArgument."""
    try:
        yield
    except InvalidArgument:
        raise
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise InvalidArgument(
            argument, f"{short_repr(str(path))} cannot be {doing}: {problem}"
        ) from error
    except ValueError as error:  # a null byte, or a letter that no name of a file can have
        raise InvalidArgument(argument, f"is no path ({error})") from error


def to_path(argument: str, value: object) -> Path:
    """Return a path that a user gives."""
    if not isinstance(value, str | os.PathLike):
        raise InvalidArgument(argument, f"must be a path, not {type(value).__name__}")
    try:
        return Path(str.__str__(value) if isinstance(value, str) else value)
    except TypeError as error:  # a path of bytes, say
        raise InvalidArgument(argument, f"must be a path of text ({error})") from None


_LONGEST_NAME: Final = 200
"""Bytes of a file's name that leave room for an ending: file systems take 255."""

_NOT_IN_NAMES: Final = frozenset('<>:"|?*')
"""What Windows takes in no name of a file."""


def safe_name(name: str) -> str:
    """Return a name that a platform gives as the name of a file in a folder, or none at all."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        "_" if letter in _NOT_IN_NAMES else letter for letter in bare if letter.isprintable()
    )
    return kept.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". ")


@frozen
class FileSource:
    """A file to send: a path, or bytes in memory. It can be opened again for each try.

    Attributes:
        name: Its name without folders; the default name on the platform.
        path: Where it lies, or None.
        data: Its bytes, or None.
        argument: What the caller knows it by, to complain about it.
    """

    name: str
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)
    argument: str = "file"

    @classmethod
    def of(cls, value: FileInput, *, argument: str, name: str | None = None) -> FileSource:
        """Return a source for a path or for bytes, and complain under the argument's name."""
        if isinstance(value, bytes | bytearray | memoryview):
            if name is None:
                raise InvalidArgument(
                    "filename",
                    f"is needed when {argument} is bytes: there is no path to take it from",
                )
            return cls(name, data=bytes(value), argument=argument)
        if isinstance(value, str | os.PathLike):
            path = to_path(argument, value)
            called = plain_str("filename", path.name) if name is None else name
            return cls(called, path=path, argument=argument)
        raise InvalidArgument(argument, f"must be a path or bytes, not {type(value).__name__}")

    def open(self) -> BinaryIO:
        """Open it for reading from its first byte. Blocks, as all that follows: drivers call it."""
        with translate_file_errors(self.argument, self.path):
            return self.path.open("rb") if self.path else io.BytesIO(self.data or b"")

    def read(self, opened: BinaryIO) -> bytes:
        """Read the next piece; none is the end."""
        with translate_file_errors(self.argument, self.path):
            return opened.read(CHUNK)

    def info(self) -> FileInfo:
        """Read its size and its first bytes."""
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
    """What a look at a file told.

    Attributes:
        size: Bytes.
        head: The first bytes, at most `HEAD`.
    """

    size: int
    head: bytes

    @property
    def image_format(self) -> str | None:
        """Name of the image format that the first bytes tell, None when they tell none."""
        for offset, magic, name in _IMAGE_MAGIC:
            if self.head[offset : offset + len(magic)] == magic:
                return name
        return None

    @property
    def video_format(self) -> str | None:
        """Name of the video format that the first bytes tell, None when they tell none."""
        if self.image_format:  # AVIF and HEIC come in the same container as MP4
            return None
        for begin, name in _VIDEO_MAGIC:
            if begin.match(self.head):
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
    (re.compile(begin, re.DOTALL), name)
    for begin, name in (
        # old QuickTime files have no ftyp, and begin with any of its other parts
        (rb".{4}(ftyp|moov|mdat|wide|free|skip)", "MP4"),
        (rb"\x1a\x45\xdf\xa3", "Matroska"),  # WebM is one
        (rb"RIFF.{4}AVI ", "AVI"),
        (rb"\x00\x00\x01[\xb3\xba]", "MPEG"),
        (rb"G.{187}G|.{4}G.{191}G", "MPEG-TS"),
        (rb"FLV\x01", "FLV"),
        (rb"OggS", "Ogg"),
        (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "ASF"),  # WMV is one
        (rb"\x06\x0e\x2b\x34", "MXF"),
    )
)


def check_image(facts: FileInfo, source: FileSource) -> None:
    """Refuse what cannot be an image: nothing at all, or bytes that no image format begins with."""
    _refuse_other(facts, source, "an image", facts.image_format)


def check_video(facts: FileInfo, source: FileSource) -> None:
    """Refuse what cannot be a video: nothing at all, or bytes that no video format begins with."""
    _refuse_other(facts, source, "a video", facts.video_format)


def _refuse_other(facts: FileInfo, source: FileSource, kind: str, form: str | None) -> None:
    if facts.size == 0:
        raise InvalidArgument(source.argument, f"{source.name} is empty")
    if form is None:
        raise InvalidArgument(
            source.argument,
            f"{source.name} is not {kind}: it begins with {facts.head[:8]!r}, "
            "as no such format does",
        )


def is_folder(to: Path) -> bool:
    """Say whether `to` is a folder, and refuse a place in no folder. Blocks: drivers call it."""
    with translate_file_errors("to", to, doing="written"):
        if to.is_dir():
            return True
        if not to.parent.is_dir():
            raise InvalidArgument("to", f"the folder {short_repr(str(to.parent))} does not exist")
        return False


class PartialDownload:
    """A file that is being downloaded: it lies beside its goal until it is whole.

    All methods block: drivers call them.

    Args:
        to: The goal. What is there is replaced at the end, at once.
        magic: What the file must begin with.
        operation: What errors call the answer that it comes from.
    """

    def __init__(self, to: Path, magic: bytes = b"", *, operation: str) -> None:
        self._to, self._magic, self._operation = to, magic, operation
        # its name tells nothing of the goal's, which may be as long as names can be
        self._path = to.with_name(f".{token_hex(8)}.part")
        self._file: BinaryIO | None = None
        self._head = b""

    def open(self) -> None:
        """Make the file, empty."""
        with translate_file_errors("to", self._to, doing="written"):
            self._file = self._path.open("xb")

    def write(self, piece: bytes) -> None:
        """Add a piece to it."""
        self._head += piece[: HEAD - len(self._head)]
        with translate_file_errors("to", self._to, doing="written"):
            if self._file:
                self._file.write(piece)

    def commit(self) -> Path:
        """Put the whole file at its goal, and return that.

        Raises:
            ResponseFormatError: It does not begin as it must.
        """
        if not self._head.startswith(self._magic):
            raise ResponseFormatError(
                f"{self._operation}: the file begins with {self._head[:20]!r}, and not with "
                f"{self._magic!r}: it is of another kind",
                operation=self._operation,
            )
        with translate_file_errors("to", self._to, doing="written"):
            if self._file:
                self._file.close()
            return self._path.replace(self._to)

    def discard(self) -> None:
        """Remove what is left of it, if it was not kept."""
        if self._file:
            # closing writes what is left, which a full disk refuses once more
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
