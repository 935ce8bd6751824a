"""Reading rows until their end or an error."""

from labelbridge.errors import LabelbridgeError


def read_all(rows):
    """Return all rows, and the error after them or None."""
    read = []
    try:
        for row in rows:
            read.append(row)  # noqa: PERF402 - the rows before an error count
    except LabelbridgeError as error:
        return read, error
    return read, None
