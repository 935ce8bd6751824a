"""Reading of export files, row by row."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from labelbridge._core.json.drift_reporter import DriftReporter
from labelbridge._core.json.rows import RowReader
from labelbridge._core.json.validate import short_repr
from labelbridge.drift import Drift
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.files import to_path, translate_file_errors
from labelbridge.labelbox._foreign_files import START, describe_start, describe_value
from labelbridge.labelbox.annotations import ExportRow
from labelbridge.labelbox.data_rows import DataRowExport

_CHUNK: Final = 1 << 17
"""Bytes that are read at a time; memory for larger chunks is new each time, which takes longer."""

_GZIP: Final = b"\x1f\x8b"
_GZIP_ERRORS: Final = (EOFError, gzip.BadGzipFile, zlib.error)
"""Exceptions for truncated or damaged gzip data."""

_LINES: Final = frozenset({".ndjson", ".jsonl"})
"""Suffixes of files with one row per line, which are empty if an export has no rows. Another one
for the compression can follow."""

_ROW_KEYS: Final = frozenset({"Labeled Data", "DataRow ID"})
"""Keys of rows; each row has at least one of them, or a `Label` that is no text, also if it is
damaged. Objects of other programs have texts under `Label`."""


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...
    def peek(self, size: int, /) -> bytes: ...


def read_export(
    path: str | os.PathLike[str], *, on_drift: Callable[[Drift], None] | None = None
) -> Generator[ExportRow | DataRowExport]:
    """Read a file of exported labels row by row, without loading the full file.

    The file may be a JSON array, a single object, or a sequence of objects (NDJSON). Gzip is
    detected by content, not by the name of the file.

    Rows of all years are supported. In export v1, a row is a label (`ExportRow`), in export v2 a
    data row with its labels (`DataRowExport`). Both have `objects`, `classifications` and
    `annotations`.

    Args:
        path: The file, written by `exports.download`, `labels.download`, the platform's pages or
            the vendor's SDK. A file named `.ndjson` or `.jsonl`, also with `.gz`, may be empty.
        on_drift: Called for each difference between a row and the contract.

    Returns:
        An iterator over the rows. The file is opened for the first row, and closed after the last
        row or by the iterator's `close`.

    Raises:
        InvalidArgument: The file does not exist or cannot be read.
        ResponseFormatError: The file is not an export of Labelbox; the message says what it looks
            like. Or it is empty or truncated, or a row is invalid: the error has the number of the
            row, and the rows before it are returned first.
    """
    file = to_path("path", path)
    with translate_file_errors("path", file):
        if file.is_dir():
            raise InvalidArgument(
                "path", f"{short_repr(str(file))} is a folder; give the path of a file"
            )
        if not file.exists():
            raise InvalidArgument("path", f"{short_repr(str(file))} does not exist")
    if on_drift is not None and not callable(on_drift):
        raise InvalidArgument("on_drift", f"must be a function, not {short_repr(on_drift)}")
    return _rows(file) if on_drift is None else _reported_rows(file, on_drift)


def _reported_rows(
    path: Path, on_drift: Callable[[Drift], None]
) -> Generator[ExportRow | DataRowExport]:
    """Yield the rows, and report differences to `on_drift`; their texts have no values of rows."""
    reporter = DriftReporter("labelbox", on_drift, lambda text, _url: text)

    def check(value: Any, row: int) -> None:
        form = _row_class(path.name, value, row)
        reporter.check_row(path.name, form, "", value, row, status=None)

    try:
        yield from _rows(path, check)
    except ResponseFormatError as error:
        reporter.report_unreadable(path.name, str(error), error.row)
        raise


def _rows(
    path: Path, on_row: Callable[[Any, int], None] | None = None
) -> Generator[ExportRow | DataRowExport]:
    reader = RowReader[ExportRow | DataRowExport](
        ExportRow,
        operation=path.name,
        required=_LINES.isdisjoint(suffix.lower() for suffix in path.suffixes[-2:]),
        choose=partial(_row_class, path.name),
        on_row=on_row,
    )
    with _opened(path) as file:
        _check_start(file, path)
        error = yield from _read_rows(reader, file, path)
    yield from reader.feed(b"", last=True)
    if error:
        # the decompressed data has only complete rows, so the error is in the next one
        row = reader.count + 1
        raise ResponseFormatError(
            f"{path.name}: row {row} cannot be decompressed ({error})", operation=path.name, row=row
        )


def _check_start(file: _Readable, path: Path) -> None:
    """Raise an error if a file begins like something else than JSON."""
    with translate_file_errors("path", path):
        try:
            start = file.peek(START)
        except _GZIP_ERRORS:
            return  # reading returns the rows before the error
    if problem := describe_start(start[:START]):
        raise ResponseFormatError(
            f"{path.name} is not an export of Labelbox: it {problem}.", operation=path.name
        )


def _row_class(name: str, value: Any, row: int) -> type[ExportRow | DataRowExport]:
    """Return the class of a row of a file, or raise an error if the value is not a row.

    Args:
        name: Name of the file.
        value: The row.
        row: Its number.
    """
    if isinstance(value, dict):
        if "data_row" in value:
            return DataRowExport
        if not _ROW_KEYS.isdisjoint(value) or isinstance(value.get("Label"), dict | list):
            return ExportRow
    raise ResponseFormatError(
        f"{name}: row {row} is not a row of an export of Labelbox: it {describe_value(value)}.",
        operation=name,
        row=row,
    )


def _read_rows(
    reader: RowReader[ExportRow | DataRowExport], file: _Readable, path: Path
) -> Generator[ExportRow | DataRowExport, None, str]:
    """Yield the rows of a file up to an error, and return its message or an empty string."""
    while True:
        with translate_file_errors("path", path):
            try:
                # not read(): for truncated gzip, it returns nothing of the last chunk
                chunk = file.read1(_CHUNK)
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
