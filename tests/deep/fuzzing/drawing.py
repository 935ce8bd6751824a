"""Fitting answers drawn for an operation, as they are on the wire."""

from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.contracts.cases import OPERATIONS, Operation
from tests.deep.fuzzing.fitting import ROWS as NDJSON
from tests.deep.fuzzing.fitting import media_type, success, validator, values
from tests.deep.fuzzing.mutations import Answer, written

CASES = [(operation, status) for operation in OPERATIONS for status in success(operation)]
"""Every documented success of every operation of every contract."""


def answers(operation: Operation, status: int) -> st.SearchStrategy[tuple[Any, Answer]]:
    """Answers that fit, each with what it says; all of them are confirmed by jsonschema-rs."""
    return _answers(operation.platform, operation.name, status)


@cache
def _answers(platform: str, name: str, status: int) -> st.SearchStrategy[tuple[Any, Answer]]:
    operation = next(each for each in OPERATIONS if (each.platform, each.name) == (platform, name))
    kind = media_type(operation, status)
    if kind is None:
        return st.just((None, Answer(status=status, headers=())))
    schema = success(operation)[status]
    one = values(operation.platform, schema)
    check = validator(operation.platform, operation.name, status, kind)
    headers = (("Content-Type", kind.encode()),)

    def made(value: Any, chance: Random) -> tuple[Any, Answer]:
        for each in value if kind == NDJSON else [value]:
            assert check.errors(each) == [], each
        body = (
            b"\n".join(written(chance, row) for row in value)
            if kind == NDJSON
            else written(chance, value)
        )
        return value, Answer(status=status, headers=headers, body=body)

    return st.builds(
        made,
        st.lists(one, max_size=3) if kind == NDJSON else one,
        st.randoms(use_true_random=False),
    )
