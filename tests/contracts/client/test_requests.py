"""A request has all parameters and fields of its plan, in both modes."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, get_type_hints
from urllib.parse import unquote, unquote_plus

import httpx
import pytest

from labelbridge_api.plan import Plan
from tests.contracts.cases import (
    CONTRACTS,
    OPERATIONS,
    Operation,
    bare,
    decode,
    key_location,
    requests,
    same,
)
from tests.contracts.client.harness import (
    KEY,
    every_operation_in_both_modes,
    full_response,
    sending,
)
from tests.contracts.client.schema_values import ValueMaker

AWKWARD = "a/b c?d&e=f,ü"
"""An id that must be escaped."""


def values(operation: Operation, place: str) -> dict[str, Any]:
    """Return a value for each parameter in a place; ids without a format must be escaped."""
    contract = CONTRACTS[operation.platform]
    found, maker = {}, ValueMaker(contract)
    for parameter in operation.parameters:
        if parameter["in"] == place:
            schema = contract.resolve(parameter["schema"])
            free = place == "path" and not {"format", "pattern", "enum"} & schema.keys()
            found[parameter["name"]] = AWKWARD if free else maker.make(schema)
    return found


def bodies(operation: Operation) -> Iterator[Any]:
    """Yield bodies: one with every field for each variant, one for each null, the examples."""
    contract = CONTRACTS[operation.platform]
    content = contract.resolve(operation.node.get("requestBody", {})).get("content", {})
    if "application/json" not in content:
        yield None
        return
    schema, maker = content["application/json"]["schema"], ValueMaker(contract)
    yield from maker.variants(schema)
    yield from (value for _name, value in maker.with_null(schema))
    yield from (body.value for body in requests(operation))


def planned(operation: Operation, body: Any) -> Plan[Any]:
    """Return the plan of an operation with all parameters and a body, given as JSON."""
    hints = {k: v for k, v in get_type_hints(operation.make_plan).items() if k != "return"}
    path = values(operation, "path")
    given = {bare(name): value for name, value in (path | values(operation, "query")).items()}
    if body is not None:
        given["body"] = body
    made = {name: decode(given[bare(name)], form) for name, form in hints.items()}
    ids = [made.pop(name) for name in list(hints)[: len(path)]]
    plan: Plan[Any] = operation.make_plan(*ids, **made)
    return plan


def sent_query(operation: Operation, request: httpx.Request) -> dict[str, list[str]]:
    """Return the values of the query by name; joined lists are split."""
    joined = {p["name"] for p in operation.parameters if not p.get("explode", True)}
    found: dict[str, list[str]] = {}
    for part in filter(None, request.url.query.decode().split("&")):
        name, _, value = part.partition("=")
        items = value.split(",") if unquote(name) in joined else [value]
        found.setdefault(unquote(name), []).extend(map(unquote_plus, items))
    return found


def text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


@every_operation_in_both_modes
def test_request_has_exactly_the_planned_input(operation: Operation, mode: str) -> None:
    expected = {
        name: [text(item) for item in (value if isinstance(value, list) else [value])]
        for name, value in values(operation, "query").items()
    }
    steps = ["base", *operation.path.lstrip("/").split("/")]
    path = values(operation, "path")
    with sending(operation.platform, mode, partial(full_response, operation)) as plans:
        for body in bodies(operation):
            plans.send(planned(operation, body))
            request = plans.requests[-1]
            query = sent_query(operation, request)
            place, name, _prefix = key_location(operation.platform)
            if place == "query":
                assert query.pop(name) == [KEY]
            assert query == expected
            assert request.method == operation.method
            sent = request.url.raw_path.decode().partition("?")[0].lstrip("/").split("/")
            assert [*map(unquote, sent)] == [path.get(step.strip("{}"), step) for step in steps]
            assert same(json.loads(request.content) if request.content else None, body)


@pytest.mark.parametrize("platform", CONTRACTS)
def test_lists_in_queries_have_two_distinct_values(platform: str) -> None:
    own = [operation for operation in OPERATIONS if operation.platform == platform]
    values_ = [value for operation in own for value in values(operation, "query").values()]
    assert all(len({*value}) == 2 for value in values_ if isinstance(value, list))
