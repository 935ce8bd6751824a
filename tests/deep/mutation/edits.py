"""What a lie does to one field of a record: the same for requests and answers, at both ends."""

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
    """One way in which a field can be wrong.

    Attributes:
        name: What it does, as a lie's name says it.
        fits: Whether it can be done to a field of a schema.
        apply: Does it to a record's field that is there, and says whether that changed anything.
    """

    name: str
    fits: Callable[[Schema], bool]
    apply: Callable[[Record, str], bool]

    def fields(self, fields: Mapping[str, Schema]) -> Iterator[str]:
        """Names of the fields that it can be done to."""
        return (name for name, schema in fields.items() if self.fits(schema))


def edited(edit: Edit, value: Any, name: str) -> bool:
    """Edit every record of a value, which is one or a list of them; say whether any changed."""
    records = value if isinstance(value, list) else [value]
    changed = [
        edit.apply(record, name)
        for record in records
        if isinstance(record, dict) and record.get(name) is not None
    ]
    return any(changed)


def records_of(operation: Operation, answer: Any) -> Any:
    """The records in an answer; None when it has none, as that of an error."""
    for step in operation.records:
        answer = answer.get(step) if isinstance(answer, dict) else None
    return answer


def _changed(make: Callable[[Any], Any]) -> Callable[[Record, str], bool]:
    def apply(record: Record, name: str) -> bool:
        before = record[name]
        record[name] = make(before)
        return bool(record[name] != before)

    return apply


def _drop(record: Record, name: str) -> bool:
    del record[name]
    return True


def _rename(record: Record, name: str) -> bool:
    record[other_name(name)] = record.pop(name)
    return True


def other_name(name: str) -> str:
    """The name as one gets it wrong: in the other case of letters."""
    camel = re.sub(r"_(\w)", lambda found: found[1].upper(), name)
    if camel != name:
        return camel
    snake = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)
    return snake if snake != name else f"{name}s"


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return value / 2 + 0.25 if value != 0.5 else 0.25
    return value + 1 if isinstance(value, int) and not isinstance(value, bool) else value


def _shift(value: Any) -> Any:
    if not (isinstance(value, str) and _INSTANT.match(value)):
        return value
    zone = _ZONE.search(value)
    bare = _ZONE.sub("", value)
    later = datetime.fromisoformat(bare) + timedelta(hours=1)
    timespec = "milliseconds" if "." in bare else "seconds"
    return later.isoformat(timespec=timespec) + (zone[0] if zone else "")


def _truncate(value: Any) -> Any:
    return re.sub(r"\.\d+", "", value) if isinstance(value, str) else value


def _naive(value: Any) -> Any:
    return _ZONE.sub("", value) if isinstance(value, str) and _INSTANT.match(value) else value


def _text(value: Any) -> Any:
    """The text, in another case of letters: what one that is normalized too much becomes."""
    if not isinstance(value, str) or _UUID.fullmatch(value):
        return value
    return value.swapcase()


def _id(value: Any) -> Any:
    """Another id of the same form."""
    if not isinstance(value, str) or not value:
        return value
    return value[:-1] + ("1" if value[-1] == "0" else "0")


def _without_last(value: Any) -> Any:
    return value[:-1] if isinstance(value, list) else value


def _backwards(value: Any) -> Any:
    return value[::-1] if isinstance(value, list) else value


def _is(*kinds: str, but: str = "") -> Callable[[Schema], bool]:
    def fits(schema: Schema) -> bool:
        return bool(types(schema) & set(kinds)) and schema.get("format") != (but or "?")

    return fits


def _is_instant(schema: Schema) -> bool:
    return schema.get("format") == "date-time"


def _is_text(schema: Schema) -> bool:
    return "string" in types(schema) and not schema.get("format") and not schema.get("enum")


def _is_id(schema: Schema) -> bool:
    return schema.get("format") == "uuid"


def _is_enum(schema: Schema) -> bool:
    return len(schema.get("enum", ())) > 1


def neighbour(schema: Schema) -> Edit:
    """The edit that takes the next of an enum's values."""
    values = [value for value in schema["enum"] if value is not None]

    def following(value: Any) -> Any:
        return values[(values.index(value) + 1) % len(values)] if value in values else value

    return Edit("neighbour", _is_enum, _changed(following))


DROP = Edit("dropped", lambda _schema: True, _drop)
RENAME = Edit("renamed", lambda _schema: True, _rename)
NULL = Edit("null", lambda schema: "null" in types(schema), _changed(lambda _value: None))
COUNT = Edit("miscounted", _is("integer", "number"), _changed(_number))
NEGATE = Edit("negated", _is("boolean"), _changed(lambda value: not value))
TEXT = Edit("respelt", _is_text, _changed(_text))
SHIFT = Edit("an hour late", _is_instant, _changed(_shift))
TRUNCATE = Edit("in whole seconds", _is_instant, _changed(_truncate))
NAIVE = Edit("without zone", _is_instant, _changed(_naive))
OTHER_ID = Edit("of another", _is_id, _changed(_id))
SHORTEN = Edit("without its last", _is("array"), _changed(_without_last))
REVERSE = Edit("backwards", _is("array"), _changed(_backwards))
ENUM = Edit("neighbour", _is_enum, lambda _record, _name: False)
"""Stands for `neighbour` of the field's own schema."""

EDITS = (
    *(DROP, RENAME, NULL, COUNT, NEGATE, TEXT),
    *(SHIFT, TRUNCATE, NAIVE, OTHER_ID, SHORTEN, REVERSE, ENUM),
)
