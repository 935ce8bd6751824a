"""The filters of exports v2: which data rows are exported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id, short_repr
from labelbridge.errors import InvalidArgument

Instant = str | date
"""A datetime with a time zone (also in ISO 8601), or a date in the time zone of the user."""

WorkflowStatus = Literal["ToLabel", "InReview", "InRework", "Done"]

Item = dict[str, Any]
"""A filter in the platform's form."""

MAX_IDS: Final = 2000
"""The platform accepts no more ids in one filter."""

_STATUSES: Final = {"tolabel": None, "inreview": "InReview", "inrework": "InRework", "done": "Done"}
"""The statuses in filters, by their names in lower case: rows have another spelling."""

_TIME_ZONE: Final = "timezone"

_LAST_SECOND: Final = datetime.max.replace(microsecond=0, tzinfo=UTC)


def ids(argument: str, value: Iterable[Id], *, limit: int = MAX_IDS) -> list[str]:
    """Return ids or keys, from 1 to the limit."""
    found = [
        check.text(f"{argument}[{index}]", item)
        for index, item in enumerate(check.items(argument, value, what="a list"))
    ]
    if not found:
        raise InvalidArgument(
            argument, "is empty; leave it out to export all data rows, or skip the export"
        )
    if len(found) > limit:
        raise InvalidArgument(
            argument,
            f"has {len(found):,} items, but the platform accepts {limit:,} at most; "
            "split them among several exports",
        )
    return found


def search_items(
    *,
    since: Instant | None = None,
    until: Instant | None = None,
    created_since: Instant | None = None,
    created_until: Instant | None = None,
    workflow_status: WorkflowStatus | str | None = None,
    global_keys: Iterable[Id] | None = None,
    data_row_ids: Iterable[Id] | None = None,
    batch_ids: Iterable[Id] | None = None,
    dataset_ids: Iterable[Id] | None = None,
) -> list[Item]:
    """Return the filters, all of which must match. A range of dates has no time zone yet."""
    if global_keys is not None and data_row_ids is not None:
        raise InvalidArgument("data_row_ids", "cannot be combined with global_keys; pass one")
    lists = {
        "data_row_ids": ("data_row_id", data_row_ids),
        "global_keys": ("global_key", global_keys),
        "batch_ids": ("batch", batch_ids),
        "dataset_ids": ("dataset", dataset_ids),
    }
    ranges = (
        _range("data_row_last_activity_at", ("since", since), ("until", until)),
        _range("labeled_at", ("created_since", created_since), ("created_until", created_until)),
    )
    found = [item for item in ranges if item]
    if workflow_status is not None:
        found.append(_status_item(workflow_status))
    found += (
        {"type": kind, "operator": "is", "ids": ids(argument, value)}
        for argument, (kind, value) in lists.items()
        if value is not None
    )
    return found


def need_time_zone(items: Sequence[Item]) -> bool:
    """Return whether a range of dates has no time zone yet."""
    return any(_TIME_ZONE in value and value[_TIME_ZONE] is None for value in _values(items))


def set_time_zone(items: Sequence[Item], zone: str) -> None:
    """Set the time zone of the ranges that have none."""
    for value in _values(items):
        if value[_TIME_ZONE] is None:
            value[_TIME_ZONE] = zone


def _values(items: Sequence[Item]) -> Iterable[dict[str, Any]]:
    return (item["value"] for item in items if "value" in item)


def _status_item(value: object) -> Item:
    name = value.replace("_", "").lower() if isinstance(value, str) else ""
    if name not in _STATUSES:
        raise InvalidArgument(
            "workflow_status",
            f"must be ToLabel, InReview, InRework or Done, not {short_repr(value)}",
        )
    status = _STATUSES[name]
    if status is None:
        return {"type": "task_queue_not_exist"}
    return {"type": "task_queue_status", "status": status}


def _range(
    kind: str, first: tuple[str, Instant | None], second: tuple[str, Instant | None]
) -> Item | None:
    """Return the filter for a range of time; None without bounds."""
    bounds = {name: _bound(name, value) for name, value in (first, second) if value is not None}
    if not bounds:
        return None
    start, end = bounds.get(first[0]), bounds.get(second[0])
    is_instant = {isinstance(bound, datetime) for bound in bounds.values()}
    if len(is_instant) > 1:
        raise InvalidArgument(
            second[0], f"and {first[0]} must both be dates, or both be datetimes with a time zone"
        )
    if start is not None and end is not None and end < start:
        raise InvalidArgument(second[0], f"({end}) is before {first[0]} ({start})")
    value: Mapping[str, Any] | str
    if start is not None and end is not None:
        operator, value = "BETWEEN", {"min": _wire(start), "max": _wire(end)}
    elif start is not None:
        operator, value = "GREATER_THAN_OR_EQUAL", _wire(start)
    else:
        operator, value = "LESS_THAN_OR_EQUAL", _wire(*bounds.values())
    zone = "UTC" if is_instant == {True} else None
    return {"type": kind, "value": {"operator": operator, _TIME_ZONE: zone, "value": value}}


def _wire(bound: date) -> str:
    if isinstance(bound, datetime):
        return f"{bound.replace(tzinfo=None).isoformat(timespec='seconds')}+0000"
    return bound.isoformat()


def _bound(argument: str, value: object) -> date:
    """Return a datetime in UTC, or a date."""
    if isinstance(value, str):
        text = str.__str__(value)
        try:
            value = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            value = None
        if value is None:
            raise _invalid(argument, text)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidArgument(
                argument,
                f"has no time zone: {short_repr(value)}; use for example "
                "datetime(…, tzinfo=timezone.utc), or a date",
            )
        found = check.utc(argument, value)
        # the form of the platform has no fractions, and a later bound must not become earlier
        whole = found.replace(microsecond=0)
        is_early = argument.endswith("until") and whole < found
        return whole + timedelta(seconds=1) if is_early and whole < _LAST_SECOND else whole
    if isinstance(value, date):
        return value
    raise _invalid(argument, value)


def _invalid(argument: str, value: object) -> InvalidArgument:
    return InvalidArgument(
        argument,
        "must be a datetime with a time zone like 2026-05-01T14:30:00+02:00, or a date like "
        f"2026-05-01, not {short_repr(value)}",
    )
