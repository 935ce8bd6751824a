"""Export files on disk, read row by row."""

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
_DAMAGE: Final = (EOFError, gzip.BadGzipFile, zlib.error)
"""What reading gzip raises when it ends in the middle or its bytes were changed."""


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def read_export(path: str | os.PathLike[str]) -> Generator[ExportRow]:
    """Read a file of exported labels, row by row: never the whole is in memory.

    The file may be a JSON array, a single object, or objects one after another (NDJSON), and each
    of these gzipped, whatever its name says. Rows of every year are read; those of 2018 have a text
    or class names in their `label`.

    Args:
        path: The file, as `labels.download`, the platform's pages or the vendor's SDK wrote it.

    Returns:
        An iterator over the rows; the file is opened for the first row, and closed after the last
        or with the iterator's `close`.

    Raises:
        InvalidArgument: There is no such file, or it may not be read.
        ResponseFormatError: The file is empty or cut, or a row cannot be read: with the row's
            number, after the rows before it were given.
    """
    file = to_path("path", path)
    with translate_file_errors("path", file):
        if file.is_dir():
            raise InvalidArgument("path", f"{short_repr(str(file))} is a folder; give a file")
        if not file.exists():
            raise InvalidArgument("path", f"{short_repr(str(file))} does not exist")
    return _rows(file)


def _rows(path: Path) -> Generator[ExportRow]:
    reader = RowReader(ExportRow, operation=path.name, required=True)
    with _opened(path) as file:
        damage = yield from _fed(reader, file, path)
    yield from reader.feed(b"", last=True)
    if damage:
        # all that could be unpacked is whole rows: what is missing or wrong is in the next
        row = reader.count + 1
        raise ResponseFormatError(
            f"{path.name}: row {row} cannot be unpacked ({damage})", operation=path.name, row=row
        )


def _fed(
    reader: RowReader[ExportRow], file: _Readable, path: Path
) -> Generator[ExportRow, None, str]:
    """Yield the rows of a file as far as it can be read, and return why no further."""
    while True:
        with translate_file_errors("path", path):
            try:
                # not read(): of gzip that is cut, it would give nothing of the last piece
                piece = file.read1(CHUNK)
            except _DAMAGE as error:
                return str(error) or type(error).__name__
        if not piece:
            return ""
        yield from reader.feed(piece)


@contextmanager
def _opened(path: Path) -> Iterator[_Readable]:
    """Open a file, and unpack it when it begins as gzip does."""
    with translate_file_errors("path", path):
        plain = path.open("rb")
    with plain:
        with translate_file_errors("path", path):
            begin = plain.peek(len(_GZIP))[: len(_GZIP)]
        if begin != _GZIP:
            yield plain
            return
        with gzip.GzipFile(fileobj=plain) as unpacked:
            yield unpacked
