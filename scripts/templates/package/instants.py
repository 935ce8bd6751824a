"""The forms in which platforms write instants. All of them are datetimes with a time zone."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, TypeAlias

import msgspec

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant that is written in the format of RFC 3339."""

Timestamp: TypeAlias = Annotated[datetime, "timestamp"]
"""An instant that is written as an object with `_seconds` and `_nanoseconds`."""

EpochSeconds: TypeAlias = Annotated[datetime, "epoch"]
"""An instant that is written as a number of seconds since 1970-01-01 UTC."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class MismatchError(ValueError):
    """A value does not have the type that the contract documents."""


def timestamp(value: Any) -> datetime:
    """Read an object with seconds and nanoseconds; the result has microseconds."""
    if value.__class__ is not dict or not value.keys() >= {"_seconds", "_nanoseconds"}:
        raise MismatchError("a timestamp has _seconds and _nanoseconds")
    seconds, nanoseconds = value["_seconds"], value["_nanoseconds"]
    if seconds.__class__ is not int or nanoseconds.__class__ is not int:
        raise MismatchError("a timestamp has integers")
    try:
        return _EPOCH + timedelta(seconds=seconds, microseconds=nanoseconds // 1000)
    except OverflowError:
        raise MismatchError("the timestamp is out of range") from None


def epoch_seconds(value: Any) -> datetime:
    """Read a number of seconds since 1970-01-01 UTC."""
    if value.__class__ is not int and value.__class__ is not float:
        raise MismatchError("not a number")
    try:
        return _EPOCH + timedelta(seconds=value)
    except OverflowError:
        raise MismatchError("the number of seconds is out of range") from None


def timestamp_json(value: datetime) -> dict[str, int]:
    """Return the object with seconds and nanoseconds for an instant."""
    seconds, rest = divmod(value - _EPOCH, timedelta(seconds=1))
    return {"_seconds": seconds, "_nanoseconds": rest.microseconds * 1000}
