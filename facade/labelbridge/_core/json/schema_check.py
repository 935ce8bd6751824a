"""Checking parsed JSON against a schema, for the keywords of JSON Schema that the contracts use.

`scripts/generate.py` rejects schemas with other keywords, and tests compare the results with those
of a full implementation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from attrs import frozen

from labelbridge.drift import Kind

Schema = Mapping[str, Any]

_NAMES: Final = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_WORD: Final = re.compile(r"[\w .:+-]{1,40}")
"""Values that a problem shows, such as a status: no URLs and no free text."""


@frozen
class Problem:
    """One difference between a value and its schema.

    Attributes:
        kind: The kind of `Drift`.
        place: The JSON pointer.
        text: The description.
    """

    kind: Kind
    place: str
    text: str


@frozen
class SchemaChecker:
    """Checks values against schemas.

    Attributes:
        schemas: The named schemas, to which others refer.
    """

    schemas: Mapping[str, Schema]

    def problems(self, value: Any, schema: Schema, place: str = "") -> Iterator[Problem]:
        """Yield all problems of a value, in the order of its parts."""
        schema = self._resolve(schema)
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                yield from self._variants(
                    value, schema[keyword], place, exactly_one=keyword == "oneOf"
                )
        if "not" in schema and not _has_problems(self.problems(value, schema["not"], place)):
            yield Problem("variant", place, "an object of a kind that is not allowed")
        if problem := _own_problem(value, schema, place):
            yield problem
        elif isinstance(value, list):
            yield from self._items(value, schema, place)
        elif isinstance(value, dict):
            yield from self._properties(value, schema, place)

    def _variants(
        self, value: Any, schemas: list[Schema], place: str, *, exactly_one: bool
    ) -> Iterator[Problem]:
        matching = [
            each for each in schemas if not _has_problems(self.problems(value, each, place))
        ]
        if len(matching) == 1 or (matching and not exactly_one):
            yield from self.problems(value, matching[0], place)  # reports unknown keys
        elif matching:
            yield Problem("variant", place, "an object that matches several variants")
        elif len(candidates := self._candidates(value, schemas)) == 1:
            yield from self.problems(value, candidates[0], place)
        elif value is None:
            yield Problem("null", place, "null, but the contract does not allow it")
        else:
            kind: Kind = "variant" if candidates else "type"
            yield Problem(kind, place, f"{_type_name(value)}, which matches no variant")

    def _candidates(self, value: Any, schemas: list[Schema]) -> list[Schema]:
        """Return the variants of the type of a value; of an object, those most like it.

        These have the largest share of their required keys in the object, as in the readers.
        """
        resolved = [self._resolve(each) for each in schemas]
        found = [each for each in resolved if "type" not in each or _is_one_of(value, each["type"])]
        if len(found) > 1 and isinstance(value, dict):
            shares = [_share_of_keys(value, each) for each in found]
            return [each for each, share in zip(found, shares, strict=True) if share == max(shares)]
        return found

    def _resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"]]
        return schema

    def _items(self, values: list[Any], schema: Schema, place: str) -> Iterator[Problem]:
        minimum, maximum = schema.get("minItems", 0), schema.get("maxItems", len(values))
        if not minimum <= len(values) <= maximum:
            wanted = (
                str(minimum)
                if minimum == maximum
                else f"{minimum} to {schema.get('maxItems', 'any')}"
            )
            yield Problem("length", place, f"{len(values)} items, expected {wanted}")
        if item := schema.get("items"):
            for index, value in enumerate(values):
                yield from self.problems(value, item, f"{place}/{index}")

    def _properties(self, values: dict[str, Any], schema: Schema, place: str) -> Iterator[Problem]:
        for name in schema.get("required", ()):
            if name not in values:
                yield Problem("missing", place, f"{name} is missing")
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        for name, value in values.items():
            at = child_pointer(place, name)
            if name in known:
                yield from self.problems(value, known[name], at)
            elif isinstance(rest, Mapping):
                yield from self.problems(value, rest, at)
            elif known and rest is None:
                yield Problem("unknown_key", at, "the contract does not have this key")


def _share_of_keys(value: dict[str, Any], schema: Schema) -> float:
    required = schema.get("required", ())
    return len(value.keys() & {*required}) / len(required) if required else 0.0


def _own_problem(value: Any, schema: Schema, place: str) -> Problem | None:
    """Return the problem of the value itself, without its parts."""
    if (types := schema.get("type")) and not _is_one_of(value, types):
        kind: Kind = "null" if value is None else "type"
        return Problem(kind, place, f"{_type_name(value)}, expected {_joined(types)}")
    if "enum" in schema and value not in schema["enum"]:
        return Problem(
            "value", place, f"{_describe(value)} is not one of {_joined(schema['enum'])}"
        )
    if isinstance(value, str) and not _has_format(value, schema.get("format")):
        return Problem("format", place, f"a string that is not a valid {schema['format']}")
    return None


def child_pointer(place: str, name: str) -> str:
    """Return the JSON pointer to a property or an item of the value at `place`."""
    return f"{place}/{name.replace('~', '~0').replace('/', '~1')}"


def _has_problems(problems: Iterator[Problem]) -> bool:
    return any(problem.kind != "unknown_key" for problem in problems)


def _is_one_of(value: Any, types: str | list[str]) -> bool:
    wanted = [types] if isinstance(types, str) else types
    name = _NAMES[type(value)]
    if name in wanted or (name == "integer" and "number" in wanted):
        return True
    return name == "number" and "integer" in wanted and value.is_integer()


def _type_name(value: Any) -> str:
    name = _NAMES[type(value)]
    article = "an " if name[0] in "aio" else "a "
    return name if value is None else article + name


def _joined(names: Any) -> str:
    return names if isinstance(names, str) else " or ".join(map(str, names))


def _describe(value: Any) -> str:
    if isinstance(value, str) and _WORD.fullmatch(value):
        return repr(value)
    return _type_name(value)


def _has_format(value: str, name: str | None) -> bool:
    match name:
        case "uuid":
            return bool(_UUID.fullmatch(value))
        case "date-time":
            return bool(_DATE_TIME.fullmatch(value)) and _parses(datetime, value.upper())
        case "date":
            return bool(_DATE.fullmatch(value)) and _parses(date, value)
        case _:
            return True


def _parses(form: type[date], value: str) -> bool:
    try:
        form.fromisoformat(value)
    except ValueError:
        return False
    return True
