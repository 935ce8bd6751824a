"""Reading rows until their end or an error."""

from collections.abc import Iterable
from typing import Any

from labelbridge.errors import LabelbridgeError


def read_all(rows: Iterable[Any]) -> tuple[list[Any], LabelbridgeError | None]:
    """Return all rows, and the error after them or None."""
    read: list[Any] = []
    try:
        for row in rows:
            read.append(row)  # noqa: PERF402 - the rows before an error count
    except LabelbridgeError as error:
        return read, error
    return read, None
