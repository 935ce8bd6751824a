"""Date ranges in the filters of exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

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


def _instant(bounds: Mapping[str, str | None], name: str) -> datetime | None:
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
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    raise GraphQLError(
        f"Invalid {name} date {text!r}: use YYYY-MM-DD or YYYY-MM-DD hh:mm:ss",
        extensions={"code": "MALFORMED_REQUEST"},
    )
