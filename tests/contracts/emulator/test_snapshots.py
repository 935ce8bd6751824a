"""The responses of the emulator are those of the reviewed snapshots."""

import json
from typing import Any

import pytest

from tests.contracts.cases import Operation
from tests.contracts.emulator.harness import SERVED, EmulatorClient, label
from tests.contracts.emulator.inputs import PAGING
from tests.contracts.emulator.snapshots import FOLDER, exchanges, to_text


def snapshot(operation: Operation) -> Any:
    return json.loads((FOLDER / f"{label(operation)}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("operation", [pytest.param(each, id=label(each)) for each in SERVED])
def test_responses_equal_snapshot(operation: Operation, client: EmulatorClient) -> None:
    found = json.loads(to_text(exchanges(operation, client)))
    assert [*map(str, found)] == [*map(str, snapshot(operation))]


def test_every_operation_has_a_snapshot() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {*map(label, SERVED)}


def test_every_snapshot_has_a_success() -> None:
    assert [
        each.name for each in SERVED if not {200, 204} & {line[1] for line in snapshot(each)}
    ] == []


def test_snapshots_have_every_query_parameter() -> None:
    for operation in SERVED:
        tried = {
            name
            for request, status, *_ in snapshot(operation)
            if request.startswith("{") and status in {200, 404}  # 404: no item has this id
            for name in json.loads(request)
        }
        documented = {each["name"] for each in operation.parameters if each["in"] == "query"}
        assert tried == (documented - {*PAGING} if operation.method == "GET" else set())
