"""Validation of arguments before any request.

Each function returns the value in the form that is sent, or raises InvalidArgument. Arguments may
have any type: subclasses of str or int, and objects whose repr raises.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from labelbridge.errors import InvalidArgument

Id = str | UUID
"""An id of an object."""

Name = str
"""A name of an object, or an id that is not a UUID, such as a slug."""

SMALLEST: Final = -(2**63)
LARGEST: Final = 2**63 - 1
"""Limits of integers: 64 bits."""

UUID_EXAMPLE: Final = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"

_MAX_REPR: Final = 200


def short_repr(value: object) -> str:
    """Return the repr of a value for an error message, shortened. It does not raise."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - the caller's code may raise anything
        return f"an object of {type(value).__name__}"
    return text if len(text) <= _MAX_REPR else f"{text[:_MAX_REPR]}…"


def plain_str(argument: str, value: str) -> str:
    """Return a plain str, also for a subclass such as `numpy.str_`."""
    result = str.__str__(value)
    try:
        result.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(
            argument,
            f"contains a lone surrogate, which no platform accepts: {short_repr(result)}; names of "
            "files that are not UTF-8 contain these",
        ) from None
    return result


def text(argument: str, value: object) -> str:
    """Return a string that is not empty; a UUID is accepted."""
    result = str(value) if isinstance(value, UUID) else value
    if not isinstance(result, str) or not result:
        raise InvalidArgument(
            argument, f"must be a string that is not empty, not {short_repr(value)}"
        )
    return plain_str(argument, result)


def _plain(value: Any) -> Any:
    """Return a scalar of numpy as a Python value, and any other value unchanged."""
    return value.tolist() if hasattr(value, "tolist") else value


def boolean(argument: str, value: object) -> bool:
    """Return a bool."""
    value = _plain(value)
    if not isinstance(value, bool):
        raise InvalidArgument(argument, f"must be True or False, not {short_repr(value)}")
    return value


def items(argument: str, value: object, *, what: str = "a list") -> list[Any]:
    """Return the items of an iterable as a list; `what` describes the expected type.

    Exceptions that the iterator raises propagate.
    """
    try:
        if isinstance(value, Mapping | str | bytes | bytearray | memoryview):
            raise TypeError
        iterator = iter(value) if isinstance(value, Iterable) else None
    except Exception:  # noqa: BLE001 - the caller's code may raise anything
        iterator = None
    if iterator is None:
        raise InvalidArgument(argument, f"must be {what}, not {type(value).__name__}")
    return list(iterator)


def uuid(argument: str, value: Id) -> UUID:
    """Return an id as a UUID."""
    if isinstance(value, UUID):
        return value
    result = None
    text = str.__str__(value) if isinstance(value, str) else ""
    with suppress(ValueError):
        result = UUID(text)
    # UUID() also accepts braces, "urn:uuid:" and digits without hyphens, which platforms reject
    if result is None or str(result) != text.lower():
        raise InvalidArgument(
            argument, f"must be a UUID like {UUID_EXAMPLE}, not {short_repr(value)}"
        )
    return result


def name(argument: str, value: object) -> str:
    """Return an id or a name for a segment of a path."""
    result = str(value) if isinstance(value, UUID) else ""
    if isinstance(value, str):
        result = str.__str__(value)
    # isprintable() also excludes lone surrogates
    if not result or result.strip() != result or result in {".", ".."} or not result.isprintable():
        raise InvalidArgument(
            argument, f"must be a name or an id of the platform, not {short_repr(value)}"
        )
    return result


def integer(argument: str, value: object, *, minimum: int = 0, maximum: int = LARGEST) -> int:
    """Return an integer within its limits."""
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
        limits = f"from {minimum} to {maximum}" if maximum < LARGEST else f"of at least {minimum}"
        raise InvalidArgument(argument, f"must be an integer {limits}, not {short_repr(value)}")
    return int.__int__(value)


def seconds(argument: str, value: object) -> float:
    """Return a positive number of seconds."""
    value = _plain(value)
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
    """Return a datetime in UTC."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidArgument(argument, f"is out of range in UTC: {short_repr(value)}") from None


def day(argument: str, value: str | date | None) -> date | None:
    """Return a date from `YYYY-MM-DD`, a date, or a datetime (in UTC if it has a time zone)."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return (utc(argument, value) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    result = _parsed(value, 10)
    if result is None:
        raise InvalidArgument(argument, f"must be a date like 2023-08-15, not {short_repr(value)}")
    return result.date()


def timestamp(argument: str, value: str | date | None) -> str | None:
    """Return `YYYY-MM-DD` or `YYYY-MM-DD hh:mm:ss`, in UTC if the value has a time zone."""
    if value is None:
        return None
    if isinstance(value, datetime):
        naive = utc(argument, value).replace(tzinfo=None) if value.tzinfo else value
        return naive.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if _parsed(value, 10, 19):
        return str.__str__(value)
    raise InvalidArgument(
        argument,
        "must be like 2023-02-06 or 2023-02-06 14:30:00, a date or a datetime, "
        f"not {short_repr(value)}",
    )


_FORMATS: Final = {10: "%Y-%m-%d", 19: "%Y-%m-%d %H:%M:%S"}
"""The accepted formats by length; those of the platforms have no time zone."""


def _parsed(value: object, *lengths: int) -> datetime | None:
    text = str.__str__(value) if isinstance(value, str) else ""
    if len(text) not in lengths:
        return None
    try:
        result = datetime.strptime(text, _FORMATS[len(text)])  # noqa: DTZ007 - the formats have no zone
    except ValueError:
        return None
    # strptime accepts digits of all scripts
    return result if result.isoformat(" ", "seconds")[: len(text)] == text else None


def check_range(first: str, start: str | date | None, second: str, end: str | date | None) -> None:
    """Raise InvalidArgument for a range that ends before it starts.

    A date and a datetime are compared as dates, because the end of a day depends on the platform.
    """
    if start is not None and end is not None and str(end) < str(start)[: len(str(end))]:
        raise InvalidArgument(second, f"({end}) is before {first} ({start})")
