"""Answers that fit: strategies of hypothesis for the few words of JSON Schema that contracts use.

hypothesis-jsonschema is no longer kept, and what schemathesis makes of a schema is not public. A
word that is not known here is an error: ignoring it would make answers that do not fit.
"""

import datetime as dt
from functools import cache
from typing import Any

from hypothesis import strategies as st

from labelbridge_emulator.contract.schemas import Schemas, Validator
from labelbridge_emulator.contract.specs import load_spec
from scripts.generate import UNCHECKED
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation

KNOWN = {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems",
    "maxItems", "enum", "format", "oneOf", "anyOf", "not",
}  # fmt: skip
JSON, ROWS = "application/json", "application/x-ndjson"

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.one_of(st.integers(-1000, 1000), st.integers(-(2**70), 2**70))
ZONES = st.sampled_from(["Z", "+00:00", "+05:30", "-11:00"])
MOMENTS = st.builds(
    lambda moment, zone: moment.isoformat() + zone,
    st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1)),
    ZONES,
)
FORMATS = {
    None: TEXTS,
    "uuid": st.uuids().map(str),
    "date-time": MOMENTS,
    "date": st.dates().map(str),
    "float": NUMBERS,
}
PLAIN = {
    "null": st.none(),
    "boolean": st.booleans(),
    "integer": INTEGERS | st.integers(-9, 9).map(float),
    "number": NUMBERS | INTEGERS,
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def success(operation: Operation) -> dict[int, dict[str, Any]]:
    """The documented successes of an operation: by status the schema of what it holds, or {}.

    Of a body of rows, the schema of a row.
    """
    contract = CONTRACTS[operation.platform]
    found = {}
    for status, node in operation.node["responses"].items():
        if status[0] == "2":
            media = next(iter(contract.resolve(node).get("content", {}).values()), {})
            found[int(status)] = media.get("x-item-schema", media.get("schema", {}))
    return found


def media_type(operation: Operation, status: int) -> str | None:
    """What an answer of an operation holds, with a status; None if it has no body."""
    node = CONTRACTS[operation.platform].resolve(operation.node["responses"][str(status)])
    return next(iter(node.get("content", {})), None)


@cache
def validator(platform: str, operation: str, status: int, kind: str) -> Validator:
    """What confirms an answer, or a row of one: a full implementation of JSON Schema."""
    where = next(
        each for each in OPERATIONS if each.platform == platform and each.name == operation
    )
    responses = where.node["responses"][str(status)]
    item = "x-item-schema" if kind == ROWS else "schema"
    place = ["paths", where.path, where.method.lower(), "responses", str(status)]
    if "$ref" in responses:
        place = responses["$ref"].removeprefix("#/").split("/")
    return Schemas(platform, load_spec(platform)).at([*place, "content", kind, item])


@cache
def component(platform: str, name: str) -> st.SearchStrategy[Any]:
    """The values of a named schema; it may hold itself."""
    schema = CONTRACTS[platform].document["components"]["schemas"][name]
    return st.deferred(lambda: values(platform, schema))


def values(platform: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The values that fit a schema."""
    said = {key for key in schema if key not in UNCHECKED and not key.startswith("x-")}
    if unknown := said - KNOWN:
        raise NotImplementedError(f"no value can be made for {unknown}")
    if "$ref" in schema:
        return component(platform, schema["$ref"].rpartition("/")[2])
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return st.one_of([values(platform, each) for each in schema[word]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    types = schema.get("type", [])
    kinds = [types] if isinstance(types, str) else types
    return st.one_of([_of_type(platform, kind, schema) for kind in kinds]) if kinds else ANYTHING


def _of_type(platform: str, kind: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "string":
        return FORMATS[schema.get("format")]
    if kind == "array":
        least = schema.get("minItems", 0)
        most = min(schema.get("maxItems", 99), max(least, 2))
        return st.lists(values(platform, schema.get("items", {})), min_size=least, max_size=most)
    if kind == "object":
        return _object(platform, schema)
    return PLAIN[kind]


def _object(platform: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    known = {name: values(platform, each) for name, each in schema.get("properties", {}).items()}
    required = {name: known.pop(name) for name in schema.get("required", ())}
    named = st.fixed_dictionaries(required, optional=known)
    rest = schema.get("additionalProperties")
    if rest is None and schema.get("properties"):
        return named
    # maps, and objects without known keys
    more = st.dictionaries(
        TEXTS, values(platform, rest) if isinstance(rest, dict) else ANYTHING, max_size=2
    )
    return st.builds(lambda one, other: other | one, named, more)
