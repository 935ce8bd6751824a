"""The former conversion of timestamps, which are datetimes in responses now."""

from __future__ import annotations

import warnings
from datetime import datetime


def instant(time: datetime) -> datetime:
    """Return the argument. Deprecated: timestamps of responses are datetimes.

    Args:
        time: A timestamp of a response (`job.created`, `batch.uploaded`).
    """
    warnings.warn(
        "instant() is deprecated: timestamps of responses are datetimes",
        DeprecationWarning,
        stacklevel=2,
    )
    return time
