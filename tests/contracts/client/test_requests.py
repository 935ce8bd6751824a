"""What goes over the wire is what was planned: every parameter, every field, in both colours."""

import json
from collections.abc import Iterator
from typing import Any, get_type_hints
from urllib.parse import unquote, unquote_plus

import httpx
import pytest

from labelbridge_api.plan import Plan
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation, bare, decode, requests, same
from tests.contracts.client.every import KEY, answered, every_mode, every_operation, sending
from tests.contracts.client.filled import Filler

AWKWARD = "a/b c?d&e=f,ü"
"""An id that would lead elsewhere if it were not escaped."""


def values(operation: Operation, place: str) -> dict[str, Any]:
    """A value for each parameter in a place: two for lists, awkward ones for ids that are texts."""
    contract = CONTRACTS[operation.platform]
    found, filler = {}, Filler(contract)
    for parameter in operation.parameters:
        if parameter["in"] == place:
            schema = contract.resolve(parameter["schema"])
            free = place == "path" and not {"format", "pattern", "enum"} & schema.keys()
            found[parameter["name"]] = AWKWARD if free else filler.of(schema)
    return found


def bodies(operation: Operation) -> Iterator[Any]:
    """Bodies to send: one with every field for each variant, each null, the examples."""
    contract = CONTRACTS[operation.platform]
    content = contract.resolve(operation.node.get("requestBody", {})).get("content", {})
    if "application/json" not in content:
        yield None
        return
    schema, filler = content["application/json"]["schema"], Filler(contract)
    yield from filler.variants(schema)
    yield from (value for _name, value in filler.nulled(schema))
    yield from (body.value for body in requests(operation))


def planned(operation: Operation, body: Any) -> Plan[Any]:
    """Plan an operation with all parameters and a body, from JSON."""
    hints = {k: v for k, v in get_type_hints(operation.make_plan).items() if k != "return"}
    path = values(operation, "path")
    given = {bare(name): value for name, value in (path | values(operation, "query")).items()}
    if body is not None:
        given["body"] = body
    made = {name: decode(given[bare(name)], form) for name, form in hints.items()}
    ids = [made.pop(name) for name in list(hints)[: len(path)]]
    plan: Plan[Any] = operation.make_plan(*ids, **made)
    return plan


def asked_for(operation: Operation, request: httpx.Request) -> dict[str, list[str]]:
    """The query's values by name; a list that came joined is taken apart."""
    joined = {p["name"] for p in operation.parameters if not p.get("explode", True)}
    found: dict[str, list[str]] = {}
    for part in filter(None, request.url.query.decode().split("&")):
        name, _, value = part.partition("=")
        items = value.split(",") if unquote(name) in joined else [value]
        found.setdefault(unquote(name), []).extend(map(unquote_plus, items))
    return found


def text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


@every_mode
@every_operation
def test_a_request_says_everything_and_nothing_else(operation: Operation, mode: str) -> None:
    wanted = {
        name: [text(item) for item in (value if isinstance(value, list) else [value])]
        for name, value in values(operation, "query").items()
    }
    steps = ["base", *operation.path.lstrip("/").split("/")]
    path = values(operation, "path")
    with sending(operation.platform, mode, lambda _: answered(operation)) as plans:
        for body in bodies(operation):
            plans.send(planned(operation, body))
            request = plans.requests[-1]
            asked = asked_for(operation, request)
            key = [asked.pop("api_key")] if operation.platform == "roboflow" else []
            assert key in ([], [[KEY]])
            assert asked == wanted
            assert request.method == operation.method
            sent = request.url.raw_path.decode().partition("?")[0].lstrip("/").split("/")
            assert [*map(unquote, sent)] == [path.get(step.strip("{}"), step) for step in steps]
            assert same(json.loads(request.content) if request.content else None, body)


@pytest.mark.parametrize("platform", CONTRACTS)
def test_lists_with_more_than_one_value_are_among_what_is_sent(platform: str) -> None:
    lists = [
        value
        for operation in OPERATIONS
        if operation.platform == platform
        for value in values(operation, "query").values()
        if isinstance(value, list)
    ]
    assert all(len({*value}) == 2 for value in lists)
    assert bool(lists) is (platform == "hasty")
