"""Checks that a downloaded file is complete and has the expected format.

If a response has no Content-Length, a connection that breaks looks like the end of the file. A
server may also send an error page with status 200.
"""

from __future__ import annotations

import mmap
import struct
from typing import BinaryIO, Final, Literal
from zipfile import BadZipFile, ZipFile, is_zipfile

import msgspec
from attrs import frozen

Form = Literal["zip", "json"]
"""Format of a download. A JSON file contains one value or several."""

_START: Final = 512
"""Bytes at the start of a file by which HTML is detected."""

_HTML: Final = b"<!doctype html", b"<html"
_BOM: Final = b"\xef\xbb\xbf"

_ZIP_ERRORS: Final = (BadZipFile, NotImplementedError, OverflowError, ValueError, struct.error)
"""Exceptions of zipfile for damaged archives."""

_MEMBER: Final = struct.Struct("<4s22xHH")
"""The start of a member: its magic bytes, and the lengths of its name and its extra fields."""


@frozen
class Problem:
    """What is wrong with a file.

    Attributes:
        text: The rest of a sentence that begins with the file.
        cut: Whether the end is missing, so that another download may succeed.
    """

    text: str
    cut: bool = False


def find_problem(file: BinaryIO, form: Form) -> Problem | None:
    """Return what is wrong with a file that should have a format, or None."""
    start = file.read(_START)
    if not start:
        return Problem("is empty")
    if start.lstrip().lower().startswith(_HTML):
        return Problem("is an HTML page")
    return _zip_problem(file, start) if form == "zip" else _json_problem(file, start)


def _json_problem(file: BinaryIO, start: bytes) -> Problem | None:
    try:
        data: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError:  # the file system cannot map files
        file.seek(0)
        data = file.read()
    try:
        with memoryview(data) as view, view[start.startswith(_BOM) * len(_BOM) :] as text:
            values = len(_VALUES.decode_lines(text))
    except msgspec.DecodeError as error:
        if "truncated" in str(error):
            return Problem("is incomplete: the end of the JSON is missing", cut=True)
        return Problem(f"is not JSON ({error}); it begins with {start[:20]!r}")
    except RecursionError:
        return Problem("is nested too deeply to be read")
    return None if values else Problem("contains only white space")


_VALUES: Final = msgspec.json.Decoder(msgspec.Raw)
"""Checks JSON without creating objects, about ten times as fast as parsing."""


def _zip_problem(file: BinaryIO, start: bytes) -> Problem | None:
    if not start.startswith(b"PK"):
        return Problem(f"is not a zip archive; it begins with {start[:20]!r}")
    try:
        if not is_zipfile(file):
            return Problem("is incomplete: the end of the zip archive is missing", cut=True)
        with ZipFile(file) as archive:
            return _members_problem(file, archive)
    except _ZIP_ERRORS as error:
        return Problem(f"is a damaged zip archive ({error})")


def _members_problem(file: BinaryIO, archive: ZipFile) -> Problem | None:
    """Return whether the members fill the archive; their content is not read."""
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    if members and members[0].header_offset:
        # the end belongs to an archive inside the archive
        return Problem("is incomplete: the end of the zip archive is missing", cut=True)
    ends = [member.header_offset for member in members[1:]]
    for member, end in zip(members, [*ends, archive.start_dir], strict=False):
        file.seek(member.header_offset)
        magic, name, extra = _MEMBER.unpack(file.read(_MEMBER.size))
        size = _MEMBER.size + name + extra + member.compress_size
        if magic != b"PK\3\4" or member.header_offset + size > end:
            return Problem(f"is a damaged zip archive (at {member.filename!r})")
    return None
