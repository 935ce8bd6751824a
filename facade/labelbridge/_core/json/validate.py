"""Checks of arguments before any request.

Each returns the value in the form that is sent, or raises InvalidArgument. None trusts what it is
given: classes derived from text or numbers may hold anything, and even a repr may fail.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET, UnsetType

from labelbridge.errors import InvalidArgument

Id = str | UUID | UnsetType
"""An id of the platform. Those of answers may be UNSET to a type checker, and are then refused."""

Name = str | UnsetType
"""An id or a name that is no UUID; of an answer likewise."""

SMALLEST: Final = -(2**63)
LARGEST: Final = 2**63 - 1
"""Limits of whole numbers: 64 bits, as platforms and other languages have them."""

_SHOWN: Final = 200


def short_repr(value: object) -> str:
    """Return how a value looks, for the text of an error; whatever it is, and never long."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - it is the caller's own code, which may raise anything
        return f"an object of {type(value).__name__}"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def plain_str(argument: str, value: str) -> str:
    """Return text as it is sent, without the class that numpy, say, gives it."""
    made = str.__str__(value)
    try:
        made.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(
            argument,
            f"contains a lone surrogate, which no platform accepts: {short_repr(made)}; names of "
            "files that are not UTF-8 contain these",
        ) from None
    return made


def text(argument: str, value: object) -> str:
    """Return text that is not empty; an id counts as text."""
    made = str(value) if isinstance(value, UUID) else value
    if not isinstance(made, str) or not made:
        raise InvalidArgument(argument, f"must be text that is not empty, not {short_repr(value)}")
    return plain_str(argument, made)


def boolean(argument: str, value: object) -> bool:
    """Return a value that is true or false."""
    if not isinstance(value, bool):
        raise InvalidArgument(argument, f"must be True or False, not {short_repr(value)}")
    return value


def items(argument: str, value: object, *, what: str = "a list") -> list[Any]:
    """Return what a list or anything like it holds; `what` says what it must be.

    What an iterator itself raises while it runs is the caller's own, and comes through.
    """
    try:
        if isinstance(value, Mapping | str | bytes | bytearray | memoryview):
            raise TypeError
        iterator = iter(value) if isinstance(value, Iterable) else None
    except Exception:  # noqa: BLE001 - it is the caller's own code, which may raise anything
        iterator = None
    if iterator is None:
        raise InvalidArgument(argument, f"must be {what}, not {type(value).__name__}")
    return list(iterator)


def uuid(argument: str, value: Id) -> UUID:
    """Return an id that the platform wants to be a UUID."""
    if isinstance(value, UUID):
        return value
    if value is UNSET:
        raise InvalidArgument(argument, "is UNSET: the answer that it was taken from has none")
    made = None
    text = str.__str__(value) if isinstance(value, str) else ""
    with suppress(ValueError):
        made = UUID(text)
    # UUID() takes braces, "urn:uuid:" and digits without hyphens too; the platform none of these
    if made is None or str(made) != text.lower():
        example = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
        raise InvalidArgument(argument, f"must be a UUID like {example}, not {short_repr(value)}")
    return made


def name(argument: str, value: object) -> str:
    """Return an id or a name that becomes a part of a URL's path."""
    made = str(value) if isinstance(value, UUID) else ""
    if isinstance(value, str):
        made = str.__str__(value)
    # a lone surrogate is not printable either
    if not made or made.strip() != made or made in {".", ".."} or not made.isprintable():
        raise InvalidArgument(
            argument, f"must be a name or an id as the platform shows it, not {short_repr(value)}"
        )
    return made


def integer(argument: str, value: object, *, minimum: int = 0, maximum: int = LARGEST) -> int:
    """Return a whole number within its limits."""
    if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
        limits = f"from {minimum}" + (f" to {maximum}" if maximum < LARGEST else "")
        raise InvalidArgument(argument, f"must be a whole number {limits}, not {short_repr(value)}")
    return int.__int__(value)


def seconds(argument: str, value: object) -> float:
    """Return a number of seconds above zero."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 < value <= LARGEST
        or not math.isfinite(value)
    ):
        raise InvalidArgument(
            argument, f"must be a number of seconds above 0, not {short_repr(value)}"
        )
    return float(value)


def utc(argument: str, value: datetime) -> datetime:
    """Return an aware datetime in UTC."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidArgument(argument, f"has no date in UTC: {short_repr(value)}") from None


def day(argument: str, value: str | date | None) -> date | None:
    """Return a day: a string is `YYYY-MM-DD`, a datetime the day it falls on (in UTC if aware)."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return (utc(argument, value) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    made = _parsed(value, 10)
    if made is None:
        raise InvalidArgument(argument, f"must be a date like 2023-08-15, not {short_repr(value)}")
    return made.date()


def timestamp(argument: str, value: str | date | None) -> str | None:
    """Return `YYYY-MM-DD` or `YYYY-MM-DD hh:mm:ss`; an aware datetime goes out as UTC."""
    if value is None:
        return None
    if isinstance(value, datetime):
        there = utc(argument, value).replace(tzinfo=None) if value.tzinfo else value
        return there.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if _parsed(value, 10, 19):
        return str.__str__(value)
    raise InvalidArgument(
        argument,
        "must be like 2023-02-06 or 2023-02-06 14:30:00, a date or a datetime, "
        f"not {short_repr(value)}",
    )


_FORMS: Final = {10: "%Y-%m-%d", 19: "%Y-%m-%d %H:%M:%S"}
"""The forms that text may have, by its length; the platforms' own have no zone."""


def _parsed(value: object, *lengths: int) -> datetime | None:
    text = str.__str__(value) if isinstance(value, str) else ""
    if len(text) not in lengths:
        return None
    try:
        made = datetime.strptime(text, _FORMS[len(text)])  # noqa: DTZ007 - as said
    except ValueError:
        return None
    # strptime takes digits of every script
    return made if made.isoformat(" ", "seconds")[: len(text)] == text else None


def check_range(first: str, start: str | date | None, second: str, end: str | date | None) -> None:
    """Refuse a range that ends before it starts.

    A day and a moment are compared as days: what a platform means by the end of a day is its own.
    """
    if start is not None and end is not None and str(end) < str(start)[: len(str(end))]:
        raise InvalidArgument(second, f"({end}) is before {first} ({start})")
