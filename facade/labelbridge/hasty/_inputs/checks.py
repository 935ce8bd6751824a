"""Checks that several resources of Hasty need, beside `labelbridge._core.json.validate`."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import inf
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import boolean, short_repr, text
from labelbridge.errors import InvalidArgument

__all__ = [
    "CERTAINTY",
    "FROM_0",
    "FROM_1",
    "Check",
    "address",
    "boolean",
    "filled",
    "one_of",
    "optional",
    "several",
    "text",
    "within",
]

T = TypeVar("T")
B = TypeVar("B")
E = TypeVar("E", bound=StrEnum)

Check = Callable[[str, Any], T]
"""Takes an argument's name and value; returns what is sent, or raises InvalidArgument."""

FROM_0: Final = (0, inf)
FROM_1: Final = (1, inf)
CERTAINTY: Final = (0, 1)
"""How sure a model must be: less than 1, as the vendor's SDK says."""


def several(item: Check[T]) -> Check[list[T]]:
    """Return a check of one or several values; one stands for a list of it."""

    def listed(argument: str, value: Any) -> list[T]:
        if isinstance(value, str | UUID):
            return [item(argument, value)]
        found = check.items(argument, value, what="one or a list of them")
        return [item(f"{argument}[{index}]", one) for index, one in enumerate(found)]

    return listed


def filled(item: Check[T], *, empty: str) -> Check[list[T]]:
    """Return a check of one or several values, and no fewer; `empty` says so."""
    listed = several(item)

    def some(argument: str, value: Any) -> list[T]:
        found = listed(argument, value)
        if not found:
            raise InvalidArgument(argument, empty)
        return found

    return some


def one_of(kind: type[E]) -> Check[E]:
    """Return a check of a value that must be one of an enum's own: the enums let others through."""

    def member(argument: str, value: Any) -> E:
        if not isinstance(value, str) or str.__str__(value) not in tuple(kind):
            known = ", ".join(str(one) for one in kind)
            raise InvalidArgument(argument, f"{short_repr(value)} is unknown; known are {known}")
        return kind(str.__str__(value))

    return member


def address(argument: str, value: Any) -> str:
    """Return a URL from which the platform can fetch a file."""
    url = text(argument, value)
    try:
        parts = urlsplit(url)
        # urlsplit() itself passes over line breaks
        fits = parts.scheme in {"http", "https"} and bool(parts.netloc) and url.isprintable()
    except ValueError:  # brackets that are no IPv6 address
        fits = False
    if not fits:
        raise InvalidArgument(argument, f"must be like https://host/file, not {short_repr(value)}")
    return url


def within(body: B, **limits: tuple[float, float]) -> B:
    """Return a body whose numbers keep their limits, from the first to less than the second.

    A number that is not given does.
    """
    for argument, (least, below) in limits.items():
        value = getattr(body, argument)
        if isinstance(value, int | float) and not least <= value < below:
            end = "" if below == inf else f" to less than {below:g}"
            raise InvalidArgument(argument, f"must be from {least:g}{end}, not {short_repr(value)}")
    return body


def optional(item: Check[T], argument: str, value: Any) -> T | None:
    """Return a checked value, or None when none is given."""
    return None if value is None else item(argument, value)
