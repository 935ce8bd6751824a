"""What the states of jobs, models and videos mean.

The contract leaves them open: the document and the SDK show one good end of each, and few others.
"""

from __future__ import annotations

from typing import Final

from labelbridge.errors import JobFailed
from labelbridge_api.hasty.types import Unset

_FAILED: Final = frozenset({"FAILED", "FAILURE", "ERROR", "CANCELED", "CANCELLED", "ABORTED"})
"""Bad ends. The platform documents none for jobs: FAILED and CANCELED are what a third party's
script looks for, the others are their likes.
"""


def reached(goal: str, status: str | Unset, *, what: str, state: object) -> bool:
    """Say whether a status is the good end.

    Raises:
        JobFailed: It is a bad one. The error carries the state.
    """
    if status in _FAILED:
        raise JobFailed(f"{what} came to a bad end: {status}", last=state)
    return status == goal
