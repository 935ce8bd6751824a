"""Final states of jobs, models and videos.

The contract does not enumerate the states: the document and the SDK show the successful final state
of each kind, and few others.
"""

from __future__ import annotations

from typing import Final

from labelbridge.errors import JobFailed

_FAILED: Final = frozenset({"FAILED", "FAILURE", "ERROR", "CANCELED", "CANCELLED", "ABORTED"})
"""States of failure. The platform documents none for jobs: a third-party script checks for FAILED
and CANCELED, the others are similar words.
"""


def succeeded(goal: str, status: str | None, *, what: str, state: object) -> bool:
    """Return whether a status is the successful final state `goal`.

    Raises:
        JobFailed: The status is a state of failure. The error has the object in `last`.
    """
    if status in _FAILED:
        raise JobFailed(f"{what} failed with the status {status}", last=state)
    return status == goal
