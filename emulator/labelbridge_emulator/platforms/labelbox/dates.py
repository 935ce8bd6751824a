"""Date ranges in the filters of exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graphql import GraphQLError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = "%Y-%m-%d"
_FORMS = (_DAY, "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")
"""The formats that the vendor's SDK accepts (labelbox 3.78.2 schema/export_filters.py:64)."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range of time, including both bounds; None means no bound."""

    start: datetime | None
    end: datetime | None

    def contains(self, instant: datetime) -> bool:
        """Return whether a time is in the range."""
        return (self.start is None or self.start <= instant) and (
            self.end is None or instant <= self.end
        )


def read_range(bounds: Mapping[str, str | None] | None) -> Range:
    """Return the range of a filter; a missing filter or bound does not limit it.

    Bounds without a time zone are in UTC. A day as the end includes all of that day, because the
    SDK calls it the latest date for labels. No document defines either.

    Raises:
        GraphQLError: MALFORMED_REQUEST, naming the invalid bound.
    """
    bounds = bounds or {}
    return Range(_instant(bounds, "start"), _instant(bounds, "end"))


def read_condition(kind: str, condition: Mapping[str, Any] | None) -> Range:
    """Return the range of a date filter of export v2.

    Bounds without an offset are in the time zone of the condition. A day as the last bound includes
    all of that day; no document defines it.

    Raises:
        GraphQLError: MALFORMED_REQUEST, naming what is invalid.
    """
    condition = condition or {}
    operator, value = condition.get("operator"), condition.get("value")
    bounds: dict[str, Any] = {}
    if operator == "BETWEEN" and isinstance(value, dict):
        bounds = {"start": value.get("min"), "end": value.get("max")}
    elif operator == "GREATER_THAN_OR_EQUAL":
        bounds = {"start": value}
    elif operator == "LESS_THAN_OR_EQUAL":
        bounds = {"end": value}
    texts = {name: text for name, text in bounds.items() if isinstance(text, str) and text}
    if not texts or len(texts) < len(bounds):
        raise malformed(f"Invalid condition of {kind}: {condition!r:.200}")
    zone = _zone(condition.get("timezone"), kind)
    return Range(_instant(texts, "start", zone), _instant(texts, "end", zone))


def _zone(name: str | None, kind: str) -> tzinfo:
    if name in (None, "UTC"):  # also without a database of time zones
        return UTC
    try:
        return ZoneInfo(str(name))
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise malformed(f"Invalid timezone {name!r} of {kind}") from None


def malformed(message: str) -> GraphQLError:
    """Return an error for an invalid input."""
    return GraphQLError(message, extensions={"code": "MALFORMED_REQUEST"})


def _instant(bounds: Mapping[str, str | None], name: str, zone: tzinfo = UTC) -> datetime | None:
    text = bounds.get(name)
    if not text:
        return None
    for form in _FORMS:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is put in below
        except ValueError:
            continue
        if form == _DAY and name == "end":
            read += timedelta(days=1) - timedelta(microseconds=1)
        return read if read.tzinfo else read.replace(tzinfo=zone)
    raise malformed(f"Invalid {name} date {text!r}: use YYYY-MM-DD or YYYY-MM-DD hh:mm:ss")
