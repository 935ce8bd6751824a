"""Files that are uploaded or downloaded: paths, bytes and their formats."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from inspect import iscoroutinefunction
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from threading import Lock
from typing import Any, Final, Protocol, Self

from attrs import field, frozen

from labelbridge._core.json.validate import plain_str, short_repr
from labelbridge._core.media_formats import HEAD, image_format, video_format
from labelbridge.errors import InvalidArgument

CHUNK: Final = 1 << 20
"""Bytes that are read or written at a time."""


class BinaryFile(Protocol):
    """A file object in binary mode that can seek, such as `open(path, "rb")` or `io.BytesIO`."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""

    def seek(self, offset: int, whence: int = ..., /) -> object:
        """Change the position."""

    def tell(self) -> int:
        """Return the position."""


FileInput = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryFile
"""A path, the content, or a file object.

A file object is read completely, whatever its position is, and again for each attempt. It is not
closed, and gets its position back at the end.
"""

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


NOT_REGULAR: Final = "is not a regular file, but a device, a pipe or a socket"
"""What is wrong with a path such as /dev/null."""


def check_regular_file(argument: str, path: Path) -> None:
    """Raise InvalidArgument if a path is not that of an existing regular file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        problem = "does not exist"
    else:
        if S_ISREG(mode):
            return
        problem = "is a folder; give a file" if S_ISDIR(mode) else NOT_REGULAR
    raise InvalidArgument(argument, f"{short_repr(str(path))} {problem}")


@frozen
class FileSource:
    """A file to upload: a path, bytes or a file object. It can be opened again for each attempt.

    Attributes:
        name: Its name without folders; the default name on the platform.
        path: Its path, or None.
        data: Its content, or None.
        file: The caller's file object, or None.
        argument: Name of the argument, for errors.
    """

    name: str
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)
    file: BinaryFile | None = None
    argument: str = "file"

    @classmethod
    def of(cls, value: FileInput, *, argument: str, name: str | None = None) -> FileSource:
        """Return the source for a path, bytes or a file object; errors use the argument's name."""
        if isinstance(value, str | os.PathLike):
            path = to_path(argument, value)
            called = plain_str("filename", path.name) if name is None else name
            return cls(called, path=path, argument=argument)
        data, file = None, None
        if isinstance(value, bytes | bytearray | memoryview):
            data = bytes(value)
        else:
            file = _binary_file(argument, value)
            stored = getattr(file, "name", None)
            if name is None and isinstance(stored, str):
                name = plain_str("filename", Path(stored).name)
        if name is None:
            raise InvalidArgument(
                "filename", f"is required if {argument} is bytes or a file without a name"
            )
        return cls(name, data=data, file=file, argument=argument)

    def open(self) -> OpenFile:
        """Open the file for reading. This and the following methods block: drivers call them."""
        if self.file is not None:
            return OpenFile(self, self.file)
        with translate_file_errors(self.argument, self.path):
            if self.path is None:
                return OpenFile(self, io.BytesIO(self.data or b""))
            check_regular_file(self.argument, self.path)
            return OpenFile(self, self.path.open("rb"))

    def info(self) -> FileInfo:
        """Return the size and the first bytes."""
        head = b""
        with self.open() as opened:
            # raw files may return less than requested
            while len(head) < HEAD and (more := opened.read(HEAD - len(head))):
                head += more
            return FileInfo(opened.size, head)


def _binary_file(argument: str, value: Any) -> BinaryFile:
    """Return a file object; its content and position are not read here, because this may block."""
    if not callable(getattr(value, "read", None)):
        problem = f"must be a path, bytes or a binary file, not {type(value).__name__}"
    elif isinstance(value, io.TextIOBase):
        problem = _TEXT
    elif iscoroutinefunction(value.read):
        problem = f"is an async file ({type(value).__name__}); give its path or its content"
    else:
        file: BinaryFile = value
        return file
    raise InvalidArgument(argument, problem)


_TEXT: Final = 'is a file in text mode; open it with mode "rb"'

_POSITIONS: Final = Lock()
"""Held while the position of a caller's file object is used, which several uploads may share."""


class OpenFile:
    """A file that is read from its start to its end, for one attempt of an upload.

    Attributes:
        size: Number of bytes.
    """

    def __init__(self, source: FileSource, file: BinaryFile) -> None:
        self._source, self._offset = source, 0
        self._file: Any = file  # only a file object of this module has close()
        with self._used():
            if not getattr(file, "seekable", lambda: True)():
                problem = f"{source.name} cannot seek, as a retry requires; give its content"
                raise InvalidArgument(source.argument, problem)
            self._position = file.tell()
            file.seek(0, os.SEEK_END)
            self.size = file.tell()
            self._changed_at = _change_time(file)

    @contextmanager
    def _used(self) -> Iterator[None]:
        """Translate errors, and let no other thread use a shared file object."""
        source = self._source
        if source.file is None:
            with translate_file_errors(source.argument, source.path):
                yield
            return
        try:
            with _POSITIONS:
                yield
        except InvalidArgument:
            raise
        except Exception as error:
            problem = str(error) or type(error).__name__
            raise InvalidArgument(
                source.argument, f"{source.name} cannot be read: {problem}"
            ) from error

    def read(self, size: int = CHUNK) -> bytes:
        """Read the next chunk; it is empty at the end.

        Raises:
            InvalidArgument: The file cannot be read, or changed since it was opened.
        """
        with self._used():
            if self._file.tell() != self._offset:
                self._file.seek(self._offset)
            chunk: Any = self._file.read(size)
            if not isinstance(chunk, bytes):
                problem = _TEXT if isinstance(chunk, str) else "does not return bytes"
                raise InvalidArgument(self._source.argument, problem)
            self._offset += len(chunk)
            state = self._offset, _change_time(self._file)
            if (not chunk or self._offset > self.size) and state != (self.size, self._changed_at):
                problem = f"{self._source.name} changed while it was read"
                raise InvalidArgument(self._source.argument, problem)
            return chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(InvalidArgument), self._used():
            if self._source.file is None:
                self._file.close()
            else:
                self._file.seek(self._position)


def _change_time(file: BinaryFile) -> int | None:
    """Return when the content of a file on disk was changed, in nanoseconds."""
    try:
        return os.fstat(file.fileno()).st_mtime_ns  # type: ignore[attr-defined]  # may be missing
    except (AttributeError, OSError, TypeError, ValueError):
        return None


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
        return image_format(self.head)

    @property
    def video_format(self) -> str | None:
        """The video format that the first bytes identify, or None."""
        return video_format(self.head)


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
        head = f"its first bytes are {info.head[:8]!r}, which no supported format has"
        raise InvalidArgument(source.argument, f"{source.name} is not {kind}: {head}")
