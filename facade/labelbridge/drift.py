"""What `on_drift` is told: an answer that does not fit the platform's contract.

    def note(drift: Drift) -> None:
        log.warning("%s", drift)

    Hasty(options=ClientOptions(on_drift=note))

The contracts are reconstructed, and platforms change: this is how a program learns of it, while its
calls go on as ever. Answers are held against the contract only if there is somebody to tell.
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
"""What does not fit.

- status: the contract has no such status for the operation.
- content_type: the contract has the status, in another form than the answer says it has.
- unreadable: what should be JSON is none, or is packed otherwise than it says.
- duplicate_key: a key stands in one object twice; the last one counts.
- unknown_key: a key that the contract does not know. That is allowed, so that it breaks nothing; it
  tells that the platform has something new. The value is in `additional_properties`.
- missing: a key that an object cannot be without.
- null: where the contract has none.
- type: a value of another type.
- value: none of the values that the contract lists.
- format: a text that is no UUID, date or moment as it should be, or that Python has none for: a
  leap second.
- length: an array with more or fewer items.
- variant: an object that is none of those that may stand there, or more than one of them.
"""


@frozen
class Drift:
    """One thing about one answer that does not fit the contract.

    Attributes:
        vendor: The platform's name in lower case.
        operation: Id of the operation in the contract, "storage.get" for a file of rows.
        status: HTTP status of the answer; None where it was not got that far.
        kind: What does not fit.
        place: Where in the answer, as a JSON pointer, `/items/3/status`; empty for the whole.
        problem: What is wrong, in words.
        row: Number of the row (the first is 1) that `place` is in, where the data has rows.

    No key is in any of them, and no more of the answer than a word.
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
