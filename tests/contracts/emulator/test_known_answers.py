"""The emulator answers as it did when somebody read its answers last (see walk)."""

import json

import pytest

from tests.contracts.cases import Operation
from tests.contracts.emulator.asking import SERVED, Asking, named
from tests.contracts.emulator.fitting import PAGING
from tests.contracts.emulator.walk import KNOWN, exchanges, written


@pytest.mark.parametrize("operation", [pytest.param(each, id=named(each)) for each in SERVED])
def test_an_operation_answers_as_is_known(operation: Operation, every: Asking) -> None:
    known = (KNOWN / f"{named(operation)}.json").read_text(encoding="utf-8")
    found = written(exchanges(operation, every))
    assert [*map(str, json.loads(found))] == [*map(str, json.loads(known))]


@pytest.mark.parametrize("operation", [pytest.param(each, id=named(each)) for each in SERVED])
def test_each_parameter_of_a_query_is_known_to_be_understood(operation: Operation) -> None:
    known = json.loads((KNOWN / f"{named(operation)}.json").read_text(encoding="utf-8"))
    asked = {
        name
        for words, status, *_ in known
        if words.startswith("{") and status in {200, 404}  # 404: nothing of that id is there
        for name in json.loads(words)
    }
    wanted = {each["name"] for each in operation.parameters if each["in"] == "query"}
    assert asked == (wanted - {*PAGING} if operation.method == "GET" else set())


def test_nothing_else_is_known() -> None:
    assert {file.stem for file in KNOWN.iterdir()} == {*map(named, SERVED)}


@pytest.mark.parametrize("operation", [pytest.param(each, id=named(each)) for each in SERVED])
def test_what_is_known_has_a_success(operation: Operation) -> None:
    known = json.loads((KNOWN / f"{named(operation)}.json").read_text(encoding="utf-8"))
    assert {200, 204} & {answer[1] for answer in known}
