"""Argument checks that several resources of Hasty share."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import inf
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from labelbridge._core.json import validate
from labelbridge._core.json.validate import Id, boolean, short_repr, text
from labelbridge.errors import InvalidArgument

__all__ = [
    "FROM_0",
    "FROM_1",
    "PROBABILITY",
    "Check",
    "boolean",
    "in_range",
    "list_of",
    "member_of",
    "non_empty",
    "optional",
    "remote_url",
    "text",
    "uuids",
]

T = TypeVar("T")
B = TypeVar("B")
E = TypeVar("E", bound=StrEnum)

Check = Callable[[str, Any], T]
"""Takes name and value of an argument; returns the value to send, or raises InvalidArgument."""

FROM_0: Final = (0, inf)
FROM_1: Final = (1, inf)
PROBABILITY: Final = (0, 1)
"""Range of confidence thresholds: less than 1, according to the vendor's SDK."""


def uuids(**ids: Id) -> tuple[UUID, ...]:
    """Return ids as UUIDs, in the order of the arguments; the keywords name them in errors."""
    return tuple(validate.uuid(argument, value) for argument, value in ids.items())


def list_of(item: Check[T]) -> Check[list[T]]:
    """Return a check of one value or an iterable of values; the result is a list."""

    def check_list(argument: str, value: Any) -> list[T]:
        if isinstance(value, str | UUID):
            return [item(argument, value)]
        found = validate.items(argument, value, what="one value or a list of values")
        return [item(f"{argument}[{index}]", one) for index, one in enumerate(found)]

    return check_list


def non_empty(item: Check[T], *, problem: str) -> Check[list[T]]:
    """Return a check like `list_of` that rejects an empty list with the message `problem`."""
    check_list = list_of(item)

    def check_non_empty(argument: str, value: Any) -> list[T]:
        found = check_list(argument, value)
        if not found:
            raise InvalidArgument(argument, problem)
        return found

    return check_non_empty


def member_of(kind: type[E]) -> Check[E]:
    """Return a check for the members of an enum; the enum itself accepts unknown values."""

    def check_member(argument: str, value: Any) -> E:
        if not isinstance(value, str) or str.__str__(value) not in tuple(kind):
            known = ", ".join(str(one) for one in kind)
            raise InvalidArgument(argument, f"{short_repr(value)} is unknown; known are {known}")
        return kind(str.__str__(value))

    return check_member


def remote_url(argument: str, value: Any) -> str:
    """Return a URL. Which schemes the platform can download from is not documented."""
    url = text(argument, value)
    try:
        parts = urlsplit(url)
        # urlsplit() removes line breaks
        valid = bool(parts.scheme and parts.netloc) and url.isprintable()
    except ValueError:  # invalid IPv6 address in brackets
        valid = False
    if not valid:
        raise InvalidArgument(argument, f"must be like https://host/file, not {short_repr(value)}")
    return url


def in_range(body: B, *, check: bool, **limits: tuple[float, float]) -> B:
    """Return the body if each number is at least its lower limit and less than its upper limit.

    Numbers that are not set are not checked; without `check`, no number is.
    """
    if not boolean("check", check):
        return body
    for argument, (least, below) in limits.items():
        value = getattr(body, argument)
        if isinstance(value, int | float) and not least <= value < below:
            expected = (
                f"{least:g} or more" if below == inf else f"from {least:g} to less than {below:g}"
            )
            raise InvalidArgument(argument, f"must be {expected}, not {short_repr(value)}")
    return body


def optional(item: Check[T], argument: str, value: Any) -> T | None:
    """Return the checked value, or None for None."""
    return None if value is None else item(argument, value)
