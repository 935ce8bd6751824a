"""Rules for every operation of the emulator: unknown input, keys, parents, pages, signatures."""

from typing import Any

import httpx
import pytest

from tests.contracts.cases import CONTRACTS, Operation, requests
from tests.contracts.emulator.harness import (
    SERVED,
    EmulatorClient,
    body_schema,
    demo,
    label,
)
from tests.support.facts import facts

UNKNOWN_UUID = "00000000-0000-4000-8000-0000000000ff"


def operations(applies: Any) -> pytest.MarkDecorator:
    found = [pytest.param(each, id=label(each)) for each in SERVED if applies(each)]
    return pytest.mark.parametrize("operation", found)


def is_validated(operation: Operation) -> bool:
    return "400" in operation.node["responses"]


def is_paged(operation: Operation) -> bool:
    names = {each["name"] for each in operation.parameters if each["in"] == "query"}
    return operation.method == "GET" and "offset" in names


def example_body(operation: Operation) -> Any:
    return next((each.value for each in requests(operation)), None)


@operations(is_validated)
def test_unknown_query_parameter_is_rejected(operation: Operation, client: EmulatorClient) -> None:
    response = client.call(operation, {"unknown_key": "1"}, json=example_body(operation))
    assert response.status_code == 400
    assert "unknown_key" in response.text


@operations(lambda operation: is_validated(operation) and body_schema(operation))
def test_unknown_field_is_rejected_by_its_name(
    operation: Operation, client: EmulatorClient
) -> None:
    for example in requests(operation):
        if isinstance(example.value, list):
            records = [each for each in example.value if isinstance(each, dict)]
            body: Any = [records[0] | {"unknown_key": 1}] if records else {"unknown_key": 1}
        else:
            body = example.value | {"unknown_key": 1}
        response = client.call(operation, json=body)
        assert response.status_code == 400
        assert "unknown_key" in response.text


@operations(lambda operation: "401" in operation.node["responses"])
def test_request_without_key_is_rejected(operation: Operation, client: EmulatorClient) -> None:
    assert client.call(operation, key=False).status_code == 401


@operations(lambda operation: "404" in operation.node["responses"])
def test_unknown_id_is_not_found(operation: Operation, client: EmulatorClient) -> None:
    for parameter in operation.parameters:
        if parameter["in"] == "path":
            is_uuid = CONTRACTS[operation.platform].resolve(parameter["schema"]).get("format")
            ids = {parameter["name"]: UNKNOWN_UUID if is_uuid else "unknown-id"}
            response = client.call(operation, ids=ids, json=example_body(operation))
            assert response.status_code == 404, parameter["name"]


def test_object_of_another_parent_is_not_found(client: EmulatorClient) -> None:
    for operation in SERVED:
        if ids := demo(operation.platform).other_parent(operation, client):
            response = client.call(operation, ids=ids, json=example_body(operation))
            assert response.status_code == 404, operation.name


@operations(is_paged)
def test_page_has_requested_items(operation: Operation, client: EmulatorClient) -> None:
    demo(operation.platform).add_items(operation, client)
    complete = client.call(operation).json()
    items = complete["items"]
    assert complete["meta"]["total"] == len(items) >= 2
    for offset in range(len(items) + 2):
        for limit in range(min(len(items), 3) + 2):
            page = client.call(operation, {"offset": offset, "limit": limit}).json()
            paged = operation.name not in facts(operation.platform).NOT_PAGED
            part = items[offset : offset + limit] if paged else items
            # compared by id, because jobs and videos change their state
            assert [each["id"] for each in page["items"]] == [each["id"] for each in part]
            assert page["meta"]["total"] == len(items)


@pytest.mark.parametrize(
    ("platform", "operation"),
    [(platform, name) for platform in CONTRACTS for name in demo(platform).SIGNED_URLS],
)
def test_signed_url_is_valid_for_one_method_and_limited_time(
    platform: str, operation: str, client: EmulatorClient
) -> None:
    url, method = demo(platform).SIGNED_URLS[operation](client)
    other = {"PUT": "GET", "GET": "PUT"}[method]
    assert client.send(other, url).status_code == 403
    assert client.send(method, httpx.URL(url, query=None)).status_code == 403
    assert client.send(method, url).status_code == 200
    client.emulation.store.clock.advance(366 * 24 * 3600)
    assert client.send(method, url).status_code == 403
