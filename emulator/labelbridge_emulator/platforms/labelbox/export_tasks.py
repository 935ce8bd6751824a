"""The tasks of export v2: users, settings, states, and streams of bytes in chunks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from labelbridge_emulator.store import Files

KINDS = ("RESULT", "ERRORS")


@dataclass(slots=True)
class ExportSettings:
    """How exports behave; ``POST /_emulator/labelbox/export_settings`` changes it.

    Attributes:
        polls: Number of times that an export is in progress before it is ready.
        chunk_size: Size of a chunk of a stream, in bytes; chunks end within lines and characters.
        url_lifetime: Lifetime of the URLs of chunks and files, in seconds.
        streamable: Whether new tasks have streams; otherwise they have the URLs of files.
        status: The final status of new tasks.
        errors: The objects of the stream ERRORS of new tasks.
        missing: What is null in responses about streams: ``header`` or ``file``.
        numbers: ``text`` or ``number``: the form of UInt64 in responses.
        key_frames: ``map`` or ``list``: the form of ``key_frame_feature_map``.
        masks: ``composite`` or ``single``: the form of masks.
        timezone: The time zone of users.
        export_v1: Whether the platform has export v1.
    """

    polls: int = 1
    chunk_size: int = 16 * 1024
    url_lifetime: float = 3600.0
    streamable: bool = True
    status: str = "COMPLETE"
    errors: list[Any] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    numbers: str = "text"
    key_frames: str = "map"
    masks: str = "composite"
    timezone: str | None = None
    export_v1: bool = True


@dataclass(frozen=True, slots=True)
class User:
    """The user of an API key."""

    id: str
    email: str
    created: datetime


@dataclass(frozen=True, slots=True)
class RowQuery:
    """The data rows of an export.

    Attributes:
        items: The filters, as in ``searchQuery.query``.
        params: The parts of rows that are requested, as in ``params``.
        project: The id of the project; None if the target is another one.
        run: The id of the model run; None if the target is another one.
    """

    items: Sequence[Mapping[str, Any]]
    params: Mapping[str, Any]
    project: str | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a stream: its first and last byte, and the lines that these are in."""

    offsets: tuple[int, int]
    lines: tuple[int, int]


@dataclass(slots=True)
class ExportTask:
    """A task that exports data rows.

    Attributes:
        user: The id of the user who created it.
        query: The data rows to export.
        settings: The settings when it was created.
        streamable: Whether it has streams; otherwise it has the URLs of files.
        polls: Number of times that it is still in progress when it is read.
        streams: The streams by ``KINDS``, from the time when it has ended.
    """

    id: str
    name: str | None
    user: str
    created: datetime
    updated: datetime
    query: RowQuery
    settings: ExportSettings
    streamable: bool
    polls: int
    streams: dict[str, Stream] | None = None


class Stream:
    """A stream of JSON lines, stored as one object.

    Args:
        files: The stored objects.
        key: The key of the object.
        rows: The JSON values of the lines.
        chunk_size: The size of a chunk in bytes.

    Attributes:
        size: The number of bytes.
        lines: The number of lines.
    """

    def __init__(self, files: Files, key: str, rows: Iterable[Any], chunk_size: int) -> None:
        self._key = key
        self._chunk_size = chunk_size
        self._first_lines: list[int] = []
        self._last_lines: list[int] = []
        self.size = self.lines = 0
        with files.create(key, "application/octet-stream") as target:
            for row in rows:
                target.write(self._counted(row))

    def _counted(self, row: Any) -> bytes:
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        self.size += len(line)
        while len(self._first_lines) * self._chunk_size < self.size:
            self._first_lines.append(self.lines)
        while (len(self._last_lines) + 1) * self._chunk_size <= self.size:
            self._last_lines.append(self.lines)
        self.lines += 1
        return line

    def chunk(self, offset: int) -> Chunk:
        """Return the chunk that contains an offset.

        Raises:
            ValueError: The offset is not in the stream.
        """
        if not 0 <= offset < self.size:
            raise ValueError(f"offset {offset} is not in a stream of {self.size} bytes")
        number = offset // self._chunk_size
        start = number * self._chunk_size
        end = min(start + self._chunk_size, self.size) - 1
        last = self._last_lines[number] if number < len(self._last_lines) else self.lines - 1
        return Chunk((start, end), (self._first_lines[number], last))

    def store(self, files: Files, chunk: Chunk) -> str:
        """Store a chunk as an object of its own, and return its key."""
        start, end = chunk.offsets
        key = f"{self._key}-{start}-{end}"
        stored = files.get(self._key)
        if files.get(key) is None and stored is not None:
            with stored.open() as source:
                source.seek(start)
                files.put(key, source.read(end - start + 1), "application/octet-stream")
        return key
