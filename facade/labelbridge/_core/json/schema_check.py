"""Whether parsed JSON fits a schema: for the few words of JSON Schema that the contracts use.

Generation makes sure that they use no other (`scripts/generate.py`), and the tests that the verdict
is that of a full implementation.
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
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_WORD: Final = re.compile(r"[\w .:+-]{1,40}")
"""What is shown of an answer: a status, say, and nothing that may be an address or a text."""


@frozen
class Problem:
    """Something that does not fit.

    Attributes:
        kind: Its kind, as Drift has it.
        place: Where, as a JSON pointer.
        text: What is wrong, in words.
    """

    kind: Kind
    place: str
    text: str


@frozen
class SchemaChecker:
    """Holds values against schemas.

    Attributes:
        schemas: The named ones, which others refer to.
    """

    schemas: Mapping[str, Schema]

    def problems(self, value: Any, schema: Schema, place: str = "") -> Iterator[Problem]:
        """Yield what does not fit, in the order of the value; nothing if it fits."""
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"]]
        for word in ("oneOf", "anyOf"):
            if word in schema:
                yield from self._variants(value, schema[word], place, one=word == "oneOf")
        if "not" in schema and not _broken(self.problems(value, schema["not"], place)):
            yield Problem("variant", place, "an object of a kind that may not stand here")
        if problem := _misfit(value, schema, place):
            yield problem
        elif isinstance(value, list):
            yield from self._items(value, schema, place)
        elif isinstance(value, dict):
            yield from self._properties(value, schema, place)

    def _variants(
        self, value: Any, schemas: list[Schema], place: str, *, one: bool
    ) -> Iterator[Problem]:
        fitting = [each for each in schemas if not _broken(self.problems(value, each, place))]
        if len(fitting) == 1 or (fitting and not one):
            yield from self.problems(value, fitting[0], place)  # unknown keys do not break it
        elif fitting:
            yield Problem("variant", place, "an object that may be more than one thing")
        elif len(near := [each for each in schemas if self._is_near(value, each)]) == 1:
            yield from self.problems(value, near[0], place)
        elif value is None:
            yield Problem("null", place, "null, where the contract has none")
        else:
            kind: Kind = "variant" if near else "type"
            yield Problem(kind, place, f"{_named(value)}, which is none of what may stand here")

    def _is_near(self, value: Any, schema: Schema) -> bool:
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"]]
        return "type" not in schema or _is_one_of(value, schema["type"])

    def _items(self, values: list[Any], schema: Schema, place: str) -> Iterator[Problem]:
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(values))
        if not least <= len(values) <= most:
            wanted = str(least) if least == most else f"{least} to {schema.get('maxItems', 'any')}"
            yield Problem("length", place, f"{len(values)} items, where {wanted} were expected")
        if item := schema.get("items"):
            for index, value in enumerate(values):
                yield from self.problems(value, item, f"{place}/{index}")

    def _properties(self, values: dict[str, Any], schema: Schema, place: str) -> Iterator[Problem]:
        for name in schema.get("required", ()):
            if name not in values:
                yield Problem("missing", place, f"{name} is missing")
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        for name, value in values.items():
            at = below(place, name)
            if name in known:
                yield from self.problems(value, known[name], at)
            elif isinstance(rest, Mapping):
                yield from self.problems(value, rest, at)
            elif known and rest is None:
                yield Problem("unknown_key", at, "the contract has no such key")


def _misfit(value: Any, schema: Schema, place: str) -> Problem | None:
    """Return what is wrong with a value, but for its parts."""
    if (types := schema.get("type")) and not _is_one_of(value, types):
        kind: Kind = "null" if value is None else "type"
        return Problem(kind, place, f"{_named(value)}, where {_listed(types)} was expected")
    if "enum" in schema and value not in schema["enum"]:
        return Problem("value", place, f"{_shown(value)} is none of {_listed(schema['enum'])}")
    if isinstance(value, str) and not _has_format(value, schema.get("format")):
        return Problem("format", place, f"a text that is no {schema['format']}")
    return None


def below(place: str, name: str) -> str:
    """Return the JSON pointer to a part of what is at another."""
    return f"{place}/{name.replace('~', '~0').replace('/', '~1')}"


def _broken(problems: Iterator[Problem]) -> bool:
    return any(problem.kind != "unknown_key" for problem in problems)


def _is_one_of(value: Any, types: str | list[str]) -> bool:
    wanted = [types] if isinstance(types, str) else types
    name = _NAMES[type(value)]
    if name in wanted or (name == "integer" and "number" in wanted):
        return True
    return name == "number" and "integer" in wanted and value.is_integer()


def _named(value: Any) -> str:
    name = _NAMES[type(value)]
    article = "an " if name[0] in "aio" else "a "
    return name if value is None else article + name


def _listed(names: Any) -> str:
    return names if isinstance(names, str) else " or ".join(map(str, names))


def _shown(value: Any) -> str:
    if isinstance(value, str) and _WORD.fullmatch(value):
        return repr(value)
    return _named(value)


def _has_format(value: str, name: str | None) -> bool:
    match name:
        case "uuid":
            return bool(_UUID.fullmatch(value))
        case "date-time":
            return bool(_MOMENT.fullmatch(value)) and _is_read(datetime, value.upper())
        case "date":
            return bool(_DAY.fullmatch(value)) and _is_read(date, value)
        case _:
            return True


def _is_read(form: type[date], value: str) -> bool:
    try:
        form.fromisoformat(value)
    except ValueError:
        return False
    return True
