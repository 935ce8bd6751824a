"""Conversion of Roboflow's timestamps, which have seconds and nanoseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument
from labelbridge_api.roboflow.models import FirestoreTime
from labelbridge_api.roboflow.types import UNSET, Unset

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def instant(time: FirestoreTime | Unset) -> datetime:
    """Return a timestamp of a response (`job.created`, `batch.uploaded`) as a datetime in UTC.

    The result is truncated to microseconds, the resolution of datetime. The documents' examples
    have full milliseconds.

    Args:
        time: The timestamp of a response.

    Raises:
        InvalidArgument: The response has no timestamp, or one outside the range of datetime.
    """
    if isinstance(time, Unset) or time.seconds is UNSET:
        raise InvalidArgument("time", "is missing in the response")
    try:
        nanoseconds = time.nanoseconds or 0
        return _EPOCH + timedelta(seconds=time.seconds, microseconds=nanoseconds // 1000)
    except (OverflowError, TypeError):
        raise InvalidArgument("time", f"is not a valid timestamp: {short_repr(time)}") from None
