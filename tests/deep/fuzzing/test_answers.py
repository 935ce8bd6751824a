"""Every operation, with answers that fit and with answers that do not, in both colours."""

import asyncio
from collections.abc import Iterator
from random import Random
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelbridge_emulator.contract.schemas import Schemas
from labelbridge_emulator.contract.specs import load_spec
from tests.contracts.cases import Operation, decode, encode, same
from tests.deep.fuzzing.drawing import CASES, answers
from tests.deep.fuzzing.judging import ROWS, Platform, judge, source
from tests.deep.fuzzing.mutations import KINDS, broken
from tests.support.modes import MODES

gate = settings(
    max_examples=max(settings().max_examples // 13, 2),
    suppress_health_check=list(HealthCheck),
    database=None,
)
every_answer = pytest.mark.parametrize(
    ("operation", "status"),
    [pytest.param(*case, id=f"{case[0].platform}-{case[0].name}-{case[1]}") for case in CASES],
)


def form_of(operation: Operation, status: int, value: Any) -> Any:
    """The type of an answer; of variants the one whose schema the value fits."""
    form = source(operation).success[status]
    if get_origin(form) not in {Union, UnionType}:
        return form
    schemas = Schemas(operation.platform, load_spec(operation.platform))
    (fitting,) = [
        each
        for each in get_args(form)
        if schemas.at(["components", "schemas", each.__name__]).faults(value) == []
    ]
    return fitting


@pytest.fixture(scope="module")
def platforms() -> Iterator[dict[str, Platform]]:
    with asyncio.Runner() as runner:
        yield {
            platform: Platform(platform, runner) for platform in ("hasty", "labelbox", "roboflow")
        }


@every_answer
def test_what_fits_becomes_an_equal_model_and_nobody_is_told(operation, status, platforms):
    platform = platforms[operation.platform]

    @gate
    @given(answers(operation, status))
    def check(drawn):
        value, answer = drawn
        for mode in MODES:
            found = platform.ask(operation, answer, mode)
            assert platform.drifts == []
            if operation.name in ROWS:
                assert found == [ROWS[operation.name].from_dict(row) for row in value or []]
                assert same(encode(found), value or [])
            elif value is None:
                assert found is None
            else:
                assert found == decode(value, form_of(operation, status, value))
                assert same(encode(found), value)

    check()


@every_answer
def test_what_does_not_fit_is_a_value_or_an_error_and_told(operation, status, platforms):
    platform = platforms[operation.platform]

    @settings(gate, max_examples=max(settings().max_examples // 40, 1))
    @given(answers(operation, status), st.randoms(use_true_random=False))
    def check(drawn, chance: Random):
        for kind in KINDS:
            # one of the two here: `make hostile` has both of everything
            answer, mode = broken(kind, chance, *drawn), chance.choice(MODES)
            outcome = platform.ask(operation, answer, mode)
            judge(operation, answer, outcome, platform.drifts)

    check()
