"""Bodies and queries for every operation, about the demo data."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from tests.contracts.cases import CONTRACTS, Operation, requests
from tests.contracts.client.schema_values import ValueMaker
from tests.contracts.emulator.harness import body_schema, demo

PAGING: Final = ("offset", "limit")
MAX_VALUES: Final = 32
"""Maximum number of values for a parameter."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

TEXTS: Final = ("street", "e", "1h", "2024-03-01")
NUMBERS: Final = (0, 1, 1000, 1709283600, 1709283601)
"""The last two are the start of the demo data, and a second later."""


def bodies(operation: Operation) -> Iterator[tuple[str, Any]]:
    """Yield the examples, a body with every field for each variant, and a minimal body."""
    schema, fit = body_schema(operation), demo(operation.platform).fit
    if schema is None:
        yield "plain", None
        return
    for example in requests(operation):
        yield example.name, fit(operation, example.value)
    for number, value in enumerate(ValueMaker(CONTRACTS[operation.platform]).variants(schema)):
        yield f"full {number}", fit(operation, value)
    yield "least", fit(operation, _minimal(operation, schema, next(requests(operation)).value))


def _minimal(operation: Operation, schema: Any, value: Any) -> Any:
    contract = CONTRACTS[operation.platform]
    if isinstance(value, list):
        items = contract.resolve(schema)["items"]
        return [_minimal(operation, items, item) for item in value]
    if not isinstance(value, dict):
        return value
    schema = contract.resolve(schema)
    for variant in map(contract.resolve, schema.get("oneOf", schema.get("anyOf", [schema]))):
        required = variant.get("required", [])
        if set(required) <= value.keys() <= variant.get("properties", {}).keys():
            return {name: value[name] for name in required}
    return value


def queries(operation: Operation, response: str) -> Iterator[dict[str, Any]]:
    """Yield a query for each value of each parameter, and for pairs of values of lists.

    Args:
        operation: The operation.
        response: The response without a query: ids are taken from it.
    """
    contract, facts = CONTRACTS[operation.platform], demo(operation.platform)
    for parameter in operation.parameters:
        if parameter["in"] != "query" or parameter["name"] in PAGING:
            continue
        schema = contract.resolve(parameter["schema"])
        is_list = schema.get("type") == "array"
        item = contract.resolve(schema["items"]) if is_list else schema
        ids = [*facts.QUERY_IDS, *_UUID.findall(response)]
        values = _values(contract, item, parameter["example"], ids)
        beside = facts.BESIDE.get(parameter["name"], {})
        yield from ({parameter["name"]: [value] if is_list else value} | beside for value in values)
        if is_list:
            yield from ({parameter["name"]: [*pair]} for pair in pairwise(values))


def _values(contract: Any, schema: Any, example: Any, ids: list[str]) -> list[Any]:
    for variant in schema.get("anyOf", schema.get("oneOf", ())):
        if "enum" in (resolved := contract.resolve(variant)):
            schema = resolved
    examples = example if isinstance(example, list) else [example]
    if "enum" in schema:
        return [each for each in schema["enum"] if each is not None]
    if schema.get("type") == "boolean":
        return [True, False]
    if schema.get("type") == "integer":
        return [*examples, *NUMBERS]
    found = [*dict.fromkeys([*examples, *ids])][:MAX_VALUES]
    return found if schema.get("format") == "uuid" else [*examples, *TEXTS, *found]
