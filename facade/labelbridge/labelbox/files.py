"""Reading of export files, row by row."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from labelbridge._core.json.rows import RowReader
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.files import CHUNK, to_path, translate_file_errors
from labelbridge.labelbox.annotations import ExportRow

_GZIP: Final = b"\x1f\x8b"
_GZIP_ERRORS: Final = (EOFError, gzip.BadGzipFile, zlib.error)
"""Exceptions for truncated or damaged gzip data."""


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def read_export(path: str | os.PathLike[str]) -> Generator[ExportRow]:
    """Read a file of exported labels row by row, without loading the full file.

    The file may be a JSON array, a single object, or a sequence of objects (NDJSON). Gzip is
    detected by content, not by the name of the file. Rows of all years are supported; the `label`
    of rows of 2018 is a text, or a dict by class name.

    Args:
        path: The file, written by `labels.download`, the platform's pages or the vendor's SDK.

    Returns:
        An iterator over the rows. The file is opened for the first row, and closed after the last
        row or by the iterator's `close`.

    Raises:
        InvalidArgument: The file does not exist or cannot be read.
        ResponseFormatError: The file is empty or truncated, or a row is invalid. The error has the
            number of the row; the rows before it are returned first.
    """
    file = to_path("path", path)
    with translate_file_errors("path", file):
        if file.is_dir():
            raise InvalidArgument(
                "path", f"{short_repr(str(file))} is a folder; give the path of a file"
            )
        if not file.exists():
            raise InvalidArgument("path", f"{short_repr(str(file))} does not exist")
    return _rows(file)


def _rows(path: Path) -> Generator[ExportRow]:
    reader = RowReader(ExportRow, operation=path.name, required=True)
    with _opened(path) as file:
        error = yield from _read_rows(reader, file, path)
    yield from reader.feed(b"", last=True)
    if error:
        # the decompressed data has only complete rows, so the error is in the next one
        row = reader.count + 1
        raise ResponseFormatError(
            f"{path.name}: row {row} cannot be decompressed ({error})", operation=path.name, row=row
        )


def _read_rows(
    reader: RowReader[ExportRow], file: _Readable, path: Path
) -> Generator[ExportRow, None, str]:
    """Yield the rows of a file up to an error, and return its message or an empty string."""
    while True:
        with translate_file_errors("path", path):
            try:
                # not read(): for truncated gzip, it returns nothing of the last chunk
                chunk = file.read1(CHUNK)
            except _GZIP_ERRORS as error:
                return str(error) or type(error).__name__
        if not chunk:
            return ""
        yield from reader.feed(chunk)


@contextmanager
def _opened(path: Path) -> Iterator[_Readable]:
    """Open a file, and decompress it if it begins like gzip."""
    with translate_file_errors("path", path):
        plain = path.open("rb")
    with plain:
        with translate_file_errors("path", path):
            start = plain.peek(len(_GZIP))[: len(_GZIP)]
        if start != _GZIP:
            yield plain
            return
        with gzip.GzipFile(fileobj=plain) as decompressed:
            yield decompressed
