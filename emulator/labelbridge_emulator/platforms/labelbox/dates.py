"""The bounds of an export's filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from graphql import GraphQLError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = "%Y-%m-%d"
_FORMS = (_DAY, "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")
"""What the vendor's SDK lets pass (labelbox 3.78.2 schema/export_filters.py:64)."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range of time; both bounds belong to it, None is open."""

    start: datetime | None
    end: datetime | None

    def holds(self, instant: datetime) -> bool:
        """Whether an instant is in the range."""
        return (self.start is None or self.start <= instant) and (
            self.end is None or instant <= self.end
        )


def read_range(bounds: Mapping[str, str | None] | None) -> Range:
    """The range that a filter names; no filter, or one without bounds, holds everything.

    A bound without a time zone is read as UTC, and a day as an end is meant to its last instant:
    the SDK calls it the latest date for labels. No document says either.

    Raises:
        GraphQLError: MALFORMED_REQUEST, naming the bound that is no date.
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
