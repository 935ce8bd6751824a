"""Drift: differences between a response and the platform's contract, reported to `on_drift`.

    def log_drift(drift: Drift) -> None:
        log.warning("%s", drift)

    client = Client(options=ClientOptions(on_drift=log_drift))

The contracts are reconstructed, and platforms change. With `on_drift` a program is informed of such
changes, and its calls work as before. Responses are compared only if `on_drift` is set; otherwise
the logger `labelbridge` has one warning for each operation and place where a value cannot be read.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

__all__ = ["Drift", "Kind"]

Kind = Literal[
    "status",
    "content_type",
    "unreadable",
    "duplicate_key",
    "unknown_key",
    "missing",
    "null",
    "type",
    "value",
    "format",
    "length",
    "variant",
]
"""The kinds of drift.

- status: the contract does not have this status for the operation.
- content_type: the response has another media type than the contract.
- unreadable: the body is not JSON, or its content encoding is invalid.
- duplicate_key: an object has the same key twice; the last value is used.
- unknown_key: the contract does not have this key. It is harmless: the platform may have a new
  property. The value is in `additional_properties`.
- missing: a required key is missing.
- null: a value is null, but the contract does not allow it.
- type: a value has another type.
- value: a value is not in the contract's enumeration.
- format: a string is not a valid UUID, date or date-time, or Python cannot represent it, such as a
  leap second.
- length: an array has too many or too few items.
- variant: an object matches no variant of a union, or several.
"""


@frozen
class Drift:
    """One difference between a response and the contract.

    Attributes:
        vendor: The platform's name in lower case.
        operation: Id of the operation in the contract, "storage.get" for a file of rows. Its name
            for a file that `read_export` reads.
        status: HTTP status of the response; None if it could not be read, and for local files.
        kind: The kind of difference.
        place: JSON pointer to the value, such as `/items/3/status`; empty for the complete body.
        problem: A description.
        row: Number of the row, from 1, that contains `place`, if the data has rows.

    None of them contains the API key, or more of the response than one short value.
    """

    vendor: str
    operation: str
    status: int | None
    kind: Kind
    place: str
    problem: str
    row: int | None = None

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row is not None else ""
        place = f" at {self.place}" if self.place else ""
        return f"{self.vendor} {self.operation}{row}{place}: {self.problem}"
