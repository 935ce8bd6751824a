"""The examples of the contracts are unchanged by plans and models."""

import json
from importlib import import_module
from typing import Any

import pytest

from tests.contracts.cases import BODIES, CONTRACTS, Body, decode, same, same_data, without_nulls

JSON, ROWS = "application/json", "application/x-ndjson"


def cases(wanted: str, media_type: str) -> pytest.MarkDecorator:
    """Parametrize with the examples of a kind and media type."""
    found = [b for b in BODIES if b.media_type == media_type and kind(b) == wanted]
    return pytest.mark.parametrize("body", [pytest.param(b, id=b.label) for b in found])


def kind(body: Body) -> str:
    if body.status is None:
        return "request"
    return "success" if body.status.startswith("2") else "error"


def component(body: Body) -> Any:
    """Return the model of a body's schema."""
    models = import_module(f"labelbridge_api.{body.operation.platform}.models")
    return getattr(models, body.schema["$ref"].rpartition("/")[2])


@pytest.mark.parametrize("platform", CONTRACTS)
def test_contract_has_examples_of_all_kinds(platform: str) -> None:
    kinds = {kind(b) for b in BODIES if b.operation.platform == platform}
    assert kinds == {"request", "success", "error"}


@cases("request", JSON)
def test_plan_has_the_example_as_body(body: Body) -> None:
    assert same(body.operation.plan(body.value).body, body.value)


@cases("success", JSON)
def test_response_is_unchanged_by_its_model(body: Body) -> None:
    form = body.operation.plan().success[int(body.status or 0)]
    assert same_data(decode(body.value, form), body.value)


@cases("success", ROWS)
def test_rows_are_unchanged_by_their_model(body: Body) -> None:
    assert body.operation.plan().success[int(body.status or 0)] is bytes
    for row in body.value.splitlines():
        assert same_data(component(body).from_dict(json.loads(row)), json.loads(row))


@cases("error", JSON)
def test_error_is_unchanged_by_its_model(body: Body) -> None:
    assert same_data(component(body).from_dict(body.value), body.value)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00+00:00", True),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:01Z", False),
        ("Z", "z", False),
        ({"a": [1, None]}, {"a": [1.0, None]}, True),
        ({"a": None}, {}, False),
    ],
)
def test_same_compares_instants(one: Any, other: Any, expected: bool) -> None:
    assert same(one, other) is expected


def test_nulls_of_objects_are_no_data() -> None:
    value = {"a": None, "b": [{"c": None, "d": 1}, None], "e": {"f": {}}}
    assert without_nulls(value) == {"b": [{"d": 1}, None], "e": {"f": {}}}
