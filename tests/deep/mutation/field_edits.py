"""Edits of one field of a record, for requests and responses on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.deep.mutation.contract import Operation, Schema, types

Record = dict[str, Any]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True)
class Edit:
    """A wrong change of one field.

    Attributes:
        name: The change, as the names of kinds end.
        fits: Returns whether it applies to a schema.
        apply: Changes a field that the record has, in place.
    """

    name: str
    fits: Callable[[Schema], bool]
    apply: Callable[[Record, str], None]

    def fields(self, fields: Mapping[str, Schema]) -> Iterator[str]:
        """Yield the names of the fields to which it applies."""
        return (name for name, schema in fields.items() if self.fits(schema))

    def of(self, schema: Schema) -> Edit:
        """Return the edit for a field of this schema: an enum has its own next values."""
        return _next_value(schema) if self is ENUM else self


def edit_records(edit: Edit, value: Any, name: str) -> None:
    """Edit a field of every record of a value, which is one record or a list."""
    for record in value if isinstance(value, list) else [value]:
        if isinstance(record, dict) and record.get(name) is not None:
            edit.apply(record, name)


def records_of(operation: Operation, response: Any) -> Any:
    """Return the records in a response; None if it has none, such as an error."""
    for step in operation.records:
        response = response.get(step) if isinstance(response, dict) else None
    return response


def _set(make: Callable[[Any], Any]) -> Callable[[Record, str], None]:
    def apply(record: Record, name: str) -> None:
        record[name] = make(record[name])

    return apply


def _rename(record: Record, name: str) -> None:
    record[other_case(name)] = record.pop(name)


def other_case(name: str) -> str:
    """Return a snake_case name in camelCase and vice versa; a single word gets an `s`."""
    camel = re.sub(r"_(\w)", lambda found: found[1].upper(), name)
    if camel != name:
        return camel
    snake = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)
    return snake if snake != name else f"{name}s"


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return value / 2 + 0.25 if value != 0.5 else 0.25
    return value + 1 if isinstance(value, int) and not isinstance(value, bool) else value


def _later(value: Any) -> Any:
    if not (isinstance(value, str) and _INSTANT.match(value)):
        return value
    zone = _ZONE.search(value)
    bare = _ZONE.sub("", value)
    later = datetime.fromisoformat(bare) + timedelta(hours=1)
    timespec = "milliseconds" if "." in bare else "seconds"
    return later.isoformat(timespec=timespec) + (zone[0] if zone else "")


def _truncated(value: Any) -> Any:
    return re.sub(r"\.\d+", "", value) if isinstance(value, str) else value


def _naive(value: Any) -> Any:
    return _ZONE.sub("", value) if isinstance(value, str) and _INSTANT.match(value) else value


def _swapped_case(value: Any) -> Any:
    return value.swapcase() if isinstance(value, str) and not _UUID.fullmatch(value) else value


def _other_id(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value
    return value[:-1] + ("1" if value[-1] == "0" else "0")


def _without_last(value: Any) -> Any:
    return value[:-1] if isinstance(value, list) else value


def _reversed(value: Any) -> Any:
    return value[::-1] if isinstance(value, list) else value


def _has_type(*names: str) -> Callable[[Schema], bool]:
    return lambda schema: bool(types(schema) & set(names))


def _is_instant(schema: Schema) -> bool:
    return schema.get("format") == "date-time"


def _is_text(schema: Schema) -> bool:
    return "string" in types(schema) and not schema.get("format") and not schema.get("enum")


def _is_uuid(schema: Schema) -> bool:
    return schema.get("format") == "uuid"


def _is_enum(schema: Schema) -> bool:
    return len(schema.get("enum", ())) > 1


def _next_value(schema: Schema) -> Edit:
    values = [value for value in schema["enum"] if value is not None]

    def following(value: Any) -> Any:
        return values[(values.index(value) + 1) % len(values)] if value in values else value

    return Edit(ENUM.name, _is_enum, _set(following))


DROP = Edit("dropped", lambda _schema: True, dict.__delitem__)
RENAME = Edit("renamed", lambda _schema: True, _rename)
NULL = Edit("set to null", _has_type("null"), _set(lambda _value: None))
REVERSE = Edit("reversed", _has_type("array"), _set(_reversed))
ENUM = Edit("replaced by next enum value", _is_enum, lambda _record, _name: None)

EDITS = (
    *(DROP, RENAME, NULL),
    Edit("off by one", _has_type("integer", "number"), _set(_number)),
    Edit("negated", _has_type("boolean"), _set(lambda value: not value)),
    Edit("case swapped", _is_text, _set(_swapped_case)),
    Edit("one hour late", _is_instant, _set(_later)),
    Edit("truncated to seconds", _is_instant, _set(_truncated)),
    Edit("without time zone", _is_instant, _set(_naive)),
    Edit("replaced by another id", _is_uuid, _set(_other_id)),
    Edit("without last item", _has_type("array"), _set(_without_last)),
    *(REVERSE, ENUM),
)
