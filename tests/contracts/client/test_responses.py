"""The client returns all data of a response, including keys that the contract does not have."""

import json
from typing import Any

import httpx
import pytest

from labelbridge._core.registry import client_classes
from labelbridge.options import NO_RETRY
from tests.contracts.cases import CONTRACTS, Operation, same_data
from tests.contracts.client.harness import (
    every_mode,
    every_operation,
    full_response,
    full_value,
    sending,
)
from tests.contracts.client.schema_values import UNKNOWN, ValueMaker
from tests.support.facts import facts
from tests.support.modes import open_client

ROWS = [
    pytest.param(platform, operation, model.__name__, id=f"{platform}-{operation}")
    for platform in CONTRACTS
    for operation, model in facts(platform).ROWS.items()
]


@every_operation
def test_value_has_all_data_of_response(operation: Operation, mode: str) -> None:
    with sending(operation.platform, mode, lambda _: full_response(operation)) as plans:
        value = plans.send(operation.plan())
    expected = full_value(operation)
    assert (value or None) is None if expected is None else same_data(value, expected)


@every_mode
@pytest.mark.parametrize(("platform", "operation", "model"), ROWS)
def test_rows_have_all_data_of_response(
    platform: str, operation: str, model: str, mode: str, tmp_path: Any
) -> None:
    maker = ValueMaker(CONTRACTS[platform], UNKNOWN)
    expected = [maker.make({"$ref": f"#/components/schemas/{model}"}) for _ in range(3)]
    read = facts(platform).READ_ROWS[operation]

    def respond(request: httpx.Request) -> httpx.Response:
        if (signing := facts(platform).SIGNED_BY.get(operation)) and request.url.host != "files":
            return httpx.Response(200, json=signing("https://files/rows.json"))
        if request.url.path.endswith(".json"):
            return httpx.Response(200, json=expected)
        return httpx.Response(200, text="\n".join(map(json.dumps, expected)))

    with open_client(
        mode, *client_classes(platform), transport=httpx.MockTransport(respond), retry=NO_RETRY
    ) as client:
        assert same_data(list(read(client)), expected)
