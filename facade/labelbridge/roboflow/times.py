"""Instants as Roboflow writes them for batches and jobs: seconds and nanoseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument
from labelbridge_api.roboflow.models import FirestoreTime
from labelbridge_api.roboflow.types import UNSET, Unset

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def instant(time: FirestoreTime | Unset) -> datetime:
    """Return an instant of the platform (`job.created`, `batch.uploaded`) as a datetime in UTC.

    A datetime has microseconds: what a nanosecond is finer than that is dropped. The documents'
    samples hold whole milliseconds.

    Args:
        time: The instant as an answer holds it.

    Raises:
        InvalidArgument: The answer has none, or one that no datetime can hold.
    """
    if isinstance(time, Unset) or time.seconds is UNSET:
        raise InvalidArgument("time", "is not in the platform's answer")
    try:
        nanoseconds = time.nanoseconds or 0
        return _EPOCH + timedelta(seconds=time.seconds, microseconds=nanoseconds // 1000)
    except (OverflowError, TypeError):
        raise InvalidArgument("time", f"is no instant: {short_repr(time)}") from None
