"""Checks of arguments before any request.

Each returns the value in the form that is sent, or raises InvalidArgument.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from uuid import UUID

from msgspec import UNSET, UnsetType

from labelbridge.errors import InvalidArgument

Id = str | UUID | UnsetType
"""An id of the platform. Those of answers may be UNSET to a type checker, and are then refused."""

Name = str | UnsetType
"""An id or a name that is no UUID; of an answer likewise."""


def uuid(argument: str, value: Id) -> UUID:
    """Return an id that the platform wants to be a UUID."""
    if isinstance(value, UUID):
        return value
    if value is UNSET:
        raise InvalidArgument(argument, "is UNSET: the answer that it was taken from has none")
    try:
        made = UUID(value)
    except (AttributeError, TypeError, ValueError):
        made = None
    # UUID() takes braces, "urn:uuid:" and digits without hyphens too; the platform none of these
    if made is None or str(made) != str(value).lower():
        example = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
        raise InvalidArgument(argument, f"must be a UUID like {example}, not {value!r}")
    return made


def name(argument: str, value: object) -> str:
    """Return an id or a name that becomes a part of a URL's path."""
    text = str(value) if isinstance(value, str | UUID) else ""
    if not text or text.strip() != text or text in {".", ".."} or not text.isprintable():
        raise InvalidArgument(
            argument, f"must be a name or an id as the platform shows it, not {value!r}"
        )
    return text


def count(argument: str, value: object, *, least: int = 0, most: int | None = None) -> int:
    """Return a whole number within its limits."""
    limits = f"from {least}" + (f" to {most}" if most is not None else "")
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or value < least
        or (most is not None and value > most)
    ):
        raise InvalidArgument(argument, f"must be a whole number {limits}, not {value!r}")
    return value


def positive(argument: str, value: object) -> float:
    """Return a number of seconds above zero."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or value <= 0
    ):
        raise InvalidArgument(argument, f"must be a number of seconds above 0, not {value!r}")
    return float(value)


def day(argument: str, value: str | date | None) -> date | None:
    """Return a day: a string is `YYYY-MM-DD`, a datetime the day it falls on (in UTC if aware)."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    try:
        made = datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except (TypeError, ValueError):
        made = None
    if made is None or made.isoformat() != value:
        raise InvalidArgument(argument, f"must be a date like 2023-08-15, not {value!r}")
    return made


def moment(argument: str, value: str | date | None) -> str | None:
    """Return `YYYY-MM-DD` or `YYYY-MM-DD hh:mm:ss`; an aware datetime goes out as UTC."""
    if value is None:
        return None
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return utc.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S"):
        try:
            made = datetime.strptime(value, form)  # noqa: DTZ007 - the platform's own form has no zone
        except (TypeError, ValueError):
            continue
        if made.strftime(form) == value:
            return value
    raise InvalidArgument(
        argument,
        f"must be like 2023-02-06 or 2023-02-06 14:30:00, a date or a datetime, not {value!r}",
    )


def ordered(first: str, start: str | date | None, second: str, end: str | date | None) -> None:
    """Refuse a range that ends before it starts.

    A day and a moment are compared as days: what a platform means by the end of a day is its own.
    """
    if start is not None and end is not None and str(end) < str(start)[: len(str(end))]:
        raise InvalidArgument(second, f"({end}) is before {first} ({start})")
