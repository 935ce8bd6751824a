"""Files of downloads: they get their name only after they are complete and checked."""

from __future__ import annotations

from contextlib import suppress
from os.path import realpath
from pathlib import Path
from secrets import token_hex
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO

from labelbridge._core.download_check import Form, find_problem
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import (
    ConnectionFailed,
    InvalidArgument,
    ResponseFormatError,
    redact_queries,
)
from labelbridge.files import NOT_REGULAR, translate_file_errors


def is_folder(to: Path) -> bool:
    """Return whether the target of a download is a folder. Blocks: drivers call it.

    Raises:
        InvalidArgument: The parent folder does not exist, or the target is a device, for example.
    """
    with translate_file_errors("to", to, doing="written"):
        try:
            mode = to.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            if to.parent.is_dir():
                return False
            folder = short_repr(str(to.parent))
            raise InvalidArgument("to", f"the folder {folder} does not exist") from None
        if not S_ISDIR(mode) and not S_ISREG(mode):
            raise InvalidArgument("to", f"{short_repr(str(to))} {NOT_REGULAR}")
        return S_ISDIR(mode)


class PartialDownload:
    """A download in progress: a temporary file next to the target until it is complete.

    All methods block: drivers call them.

    Args:
        to: The target. An existing file is replaced atomically at the end; of a symbolic link, the
            file that it leads to.
        operation: Name of the operation, for errors.
        form: The format that the file must have; None if the source has checked it.
        url: The source, for errors.
    """

    def __init__(
        self, to: Path, *, operation: str, form: Form | None = None, url: str = ""
    ) -> None:
        self._to, self._form, self._url, self._operation = to, form, url, operation
        self._target = self._path = to
        self._file: BinaryIO | None = None

    def open(self) -> None:
        """Create the temporary file."""
        with translate_file_errors("to", self._to, doing="written"):
            # replacing a link itself would remove it, and /dev/stdout is one
            self._target = Path(realpath(self._to))
            # not derived from the target's name, which may have the maximum length
            self._path = self._target.with_name(f".{token_hex(8)}.part")
            self._file = self._path.open("xb")

    def write(self, chunk: bytes) -> None:
        """Append a chunk."""
        with translate_file_errors("to", self._to, doing="written"):
            if self._file:
                self._file.write(chunk)

    def commit(self) -> Path:
        """Move the complete file to the target, and return the target.

        Raises:
            ConnectionFailed: The end of the file is missing.
            ResponseFormatError: The file does not have the expected format.
        """
        with translate_file_errors("to", self._to, doing="written"):
            if self._file:
                self._file.close()
            if self._form:
                self._check(self._form)
            self._path.replace(self._target)
            return self._to

    def _check(self, form: Form) -> None:
        with self._path.open("rb") as file:
            problem = find_problem(file, form)
        if problem:
            text = f"{self._operation}: the file from {redact_queries(self._url)} {problem.text}"
            if problem.cut:
                raise ConnectionFailed(text)
            raise ResponseFormatError(text, operation=self._operation)

    def discard(self) -> None:
        """Remove the temporary file, if it was not committed."""
        if self._file:
            # closing flushes the buffer, which fails again if the disk is full
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
