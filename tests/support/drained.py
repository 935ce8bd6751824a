"""Rows read to their end, whichever it is."""

from collections.abc import Iterable
from typing import Any

from labelbridge.errors import LabelbridgeError


def drained(rows: Iterable[Any]) -> tuple[list[Any], LabelbridgeError | None]:
    """Return the rows, and the error that they ended with."""
    read: list[Any] = []
    try:
        for row in rows:
            read.append(row)  # noqa: PERF402 - the rows before an error count
    except LabelbridgeError as error:
        return read, error
    return read, None
