"""The client reads any response that fits the contract, and reports any that does not.

`python -m tests.deep fuzzing` does the same at length, in both modes.
"""

import asyncio
from collections.abc import Iterator
from random import Random
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelbridge._core.json.decode import structure
from labelbridge.errors import ApiError
from labelbridge_emulator.contract.schemas import Schemas
from labelbridge_emulator.contract.specs import load_spec
from tests.contracts.cases import CONTRACTS, Operation, same_data
from tests.deep.fuzzing.checks import FakePlatform, check_outcome, step_of
from tests.deep.fuzzing.mutations import MUTATIONS, mutate
from tests.deep.fuzzing.strategies import CASES, responses
from tests.support.facts import facts
from tests.support.model_values import typed
from tests.support.modes import MODES

few = settings(max_examples=2, suppress_health_check=list(HealthCheck), database=None)
every_response = pytest.mark.parametrize(
    ("number", "operation", "status"),
    [
        pytest.param(number, *case, id=f"{case[0].platform}-{case[0].name}-{case[1]}")
        for number, case in enumerate(CASES)
    ],
)
EACH = 5
"""Mutations that are tried for an operation; the next operation tries the next ones."""


def response_type(operation: Operation, status: int, value: Any) -> Any:
    """Return the type of a response; of a union, the variant whose schema the value fits."""
    form = step_of(operation).success[status]
    if get_origin(form) not in {Union, UnionType}:
        return form
    schemas = Schemas(operation.platform, load_spec(operation.platform))
    (fitting,) = [
        each
        for each in get_args(form)
        if schemas.at(["components", "schemas", each.__name__]).errors(value) == []
    ]
    return fitting


@pytest.fixture(scope="module")
def platforms() -> Iterator[dict[str, FakePlatform]]:
    with asyncio.Runner() as runner:
        yield {platform: FakePlatform(platform, runner) for platform in CONTRACTS}


@every_response
def test_valid_response_becomes_equal_model(number, operation, status, platforms):
    platform = platforms[operation.platform]

    @few
    @given(responses(operation.platform, operation.name, status))
    def check(drawn):
        value, response = drawn
        found = platform.call(operation, response, MODES[number % 2])
        assert platform.drifts == []
        if isinstance(found, ApiError):  # the platform reports errors with a success status
            assert value["errors"]
        elif row := facts(operation.platform).ROWS.get(operation.name):
            assert typed(found) == [typed(structure(it, row, operation="")) for it in value or []]
            assert same_data(found, value or [])
        elif value is None:
            assert found is None
        else:
            form = response_type(operation, status, value)
            assert typed(found) == typed(structure(value, form, operation=""))
            assert same_data(found, value)

    check()


@every_response
def test_malformed_response_is_read_or_raises_and_is_reported(number, operation, status, platforms):
    platform = platforms[operation.platform]

    @settings(few, max_examples=1)
    @given(responses(operation.platform, operation.name, status), st.randoms(use_true_random=False))
    def check(drawn, random: Random):
        for step in range(EACH):
            mutation = MUTATIONS[(number * EACH + step) % len(MUTATIONS)]
            response = mutate(mutation, random, *drawn)
            outcome = platform.call(operation, response, MODES[(number + step) % 2])
            check_outcome(operation, response, outcome, platform.drifts)

    check()
