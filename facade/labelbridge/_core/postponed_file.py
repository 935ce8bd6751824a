"""Files of uploads that wait for a connection."""

from __future__ import annotations

from typing import Self

from labelbridge.errors import InvalidArgument
from labelbridge.files import FileSource, OpenFile


class PostponedFile:
    """A file that is opened when it is read: requests that wait for a connection keep none open.

    Attributes:
        size: Number of bytes.
    """

    def __init__(self, source: FileSource) -> None:
        self._source = source
        self._opened: OpenFile | None = None
        with source.open() as opened:
            self.size = opened.size

    def read(self) -> bytes:
        """Read the next chunk; it is empty at the end.

        Raises:
            InvalidArgument: The file cannot be read, or changed since its size was read.
        """
        if self._opened is None:
            self._opened = self._source.open()
            if self._opened.size != self.size:
                problem = f"{self._source.name} changed while it was read"
                raise InvalidArgument(self._source.argument, problem)
        return self._opened.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._opened:
            self._opened.__exit__(*error)
