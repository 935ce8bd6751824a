"""Hypothesis strategies for responses that fit the contracts.

They support the JSON Schema keywords that the contracts use. Any other keyword is an error: if it
was ignored, the generated values would not fit.
"""

import datetime as dt
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from labelbridge_emulator.contract.schemas import Schemas, Validator
from labelbridge_emulator.contract.specs import load_spec
from scripts.contract_facts import UNCHECKED
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation
from tests.deep.fuzzing.mutations import RawResponse, to_json

KEYWORDS = {
    "$ref", "type", "properties", "required", "additionalProperties", "items", "minItems",
    "maxItems", "enum", "const", "format", "oneOf", "anyOf", "not",
}  # fmt: skip
JSON, NDJSON = "application/json", "application/x-ndjson"

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.one_of(st.integers(-1000, 1000), st.integers(-(2**70), 2**70))
ZONES = st.sampled_from(["Z", "+00:00", "+05:30", "-11:00"])
INSTANTS = st.builds(
    lambda instant, zone: instant.isoformat() + zone,
    st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1)),
    ZONES,
)
FORMATS = {
    None: TEXTS,
    "uuid": st.uuids().map(str),
    "date-time": INSTANTS,
    "date": st.dates().map(str),
    "float": NUMBERS,
}
PLAIN = {
    "null": st.none(),
    "boolean": st.booleans(),
    "integer": INTEGERS | st.integers(-9, 9).map(float),
    "number": NUMBERS | INTEGERS,
}
SECONDS = st.integers(-62_000_000_000, 250_000_000_000)
TIMES = {
    "number": SECONDS | SECONDS.map(lambda value: value + 0.25),
    "object": st.fixed_dictionaries(
        {
            "_seconds": SECONDS | SECONDS.map(float),
            "_nanoseconds": st.integers(0, 999_999).map(lambda n: n * 1000),
        }
    ),
}
"""Instants that are no strings, in the range of datetime."""
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def success(operation: Operation) -> dict[int, dict[str, Any]]:
    """Return the schemas of successful responses by status; `{}` if there is no body.

    For a body of rows, it is the schema of a row.
    """
    contract = CONTRACTS[operation.platform]
    found = {}
    for status, node in operation.node["responses"].items():
        if status[0] == "2":
            media = next(iter(contract.resolve(node).get("content", {}).values()), {})
            found[int(status)] = media.get("x-item-schema", media.get("schema", {}))
    return found


def media_type(operation: Operation, status: int) -> str | None:
    """Return the media type of a response; None if it has no body."""
    node = CONTRACTS[operation.platform].resolve(operation.node["responses"][str(status)])
    return next(iter(node.get("content", {})), None)


CASES = [
    (operation, status)
    for operation in OPERATIONS
    for status in success(operation)
    if media_type(operation, status) in (JSON, NDJSON, None)
]
"""Every documented successful response, except files: all bytes fit them."""


def find(platform: str, name: str) -> Operation:
    """Return the operation with a name."""
    return next(each for each in OPERATIONS if (each.platform, each.name) == (platform, name))


@cache
def validator(platform: str, name: str, status: int, kind: str) -> Validator:
    """Return a validator of a response, or of a row, by a full JSON Schema implementation."""
    operation = find(platform, name)
    node = operation.node["responses"][str(status)]
    place = ["paths", operation.path, operation.method.lower(), "responses", str(status)]
    if "$ref" in node:
        place = node["$ref"].removeprefix("#/").split("/")
    item = "x-item-schema" if kind == NDJSON else "schema"
    return Schemas(platform, load_spec(platform)).at([*place, "content", kind, item])


@cache
def responses(platform: str, name: str, status: int) -> st.SearchStrategy[tuple[Any, RawResponse]]:
    """Return a strategy for valid responses, each with its JSON value."""
    operation = find(platform, name)
    kind = media_type(operation, status)
    if kind is None:
        return st.just((None, RawResponse(status=status, headers=())))
    value = values(platform, success(operation)[status])
    check = validator(platform, name, status, kind)
    headers = (("Content-Type", kind.encode()),)

    def build(value: Any, random: Random) -> tuple[Any, RawResponse]:
        rows = value if kind == NDJSON else [value]
        for row in rows:
            assert check.errors(row) == [], row
        body = b"\n".join(to_json(random, row) for row in rows)
        return value, RawResponse(status=status, headers=headers, body=body)

    values_ = st.lists(value, max_size=3) if kind == NDJSON else value
    return st.builds(build, values_, st.randoms(use_true_random=False))


@cache
def component(platform: str, name: str) -> st.SearchStrategy[Any]:
    """Return a strategy for a named schema, which may contain itself."""
    schema = CONTRACTS[platform].document["components"]["schemas"][name]
    return st.deferred(lambda: values(platform, schema))


def values(platform: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for the values that fit a schema."""
    if schema.get("x-instant"):
        return TIMES[schema["type"]]
    keywords = {key for key in schema if key not in UNCHECKED and not key.startswith("x-")}
    if unknown := keywords - KEYWORDS:
        raise NotImplementedError(f"no strategy for {unknown}")
    if "$ref" in schema:
        return component(platform, schema["$ref"].rpartition("/")[2])
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return st.one_of([values(platform, each) for each in schema[word]])
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
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
    more = st.dictionaries(
        TEXTS, values(platform, rest) if isinstance(rest, dict) else ANYTHING, max_size=2
    )
    return st.builds(lambda one, other: other | one, named, more)
