"""Values that fit a request are sent unchanged, and others raise InvalidArgument.

`python -m tests.deep fuzzing` searches longer.
"""

import json
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from importlib import import_module
from math import inf, nan
from random import Random
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from labelbridge import NULL
from labelbridge._core.json.encode import encode, request_body
from labelbridge.errors import InvalidArgument
from tests.contracts.cases import CONTRACTS, OPERATIONS
from tests.deep.fuzzing import strategies

few = settings(
    max_examples=min(settings().max_examples, 500),
    suppress_health_check=list(HealthCheck),
    database=None,
)


def request_models() -> dict[str, tuple[str, Any]]:
    """Return platform and model by the name of each request schema whose keys are attributes."""
    found = {}
    for operation in OPERATIONS:
        contract = CONTRACTS[operation.platform]
        content = contract.resolve(operation.node.get("requestBody", {})).get("content", {})
        for schema in (media["schema"] for media in content.values()):
            inner = schema.get("items", schema)
            for each in inner.get("oneOf", inner.get("anyOf", [inner])):
                name = each.get("$ref", "").rpartition("/")[2]
                if name:
                    models = import_module(f"labelbridge_api.{operation.platform}.models")
                    properties = contract.document["components"]["schemas"][name]["properties"]
                    model = getattr(models, name)
                    if {field.name for field in attrs.fields(model)} == set(properties):
                        found[name] = operation.platform, model
    return found


MODELS = request_models()


def values(name: str) -> st.SearchStrategy[Any]:
    """Return a strategy for objects with valid properties of a request schema.

    Rules about combinations of properties are not part of the models.
    """
    platform, _ = MODELS[name]
    schema = CONTRACTS[platform].document["components"]["schemas"][name]
    rules = {key: schema[key] for key in ("properties", "required") if key in schema}
    return strategies.values(platform, rules | {"type": "object"})


every_model = pytest.mark.parametrize("name", MODELS)


class Text(str):
    __slots__ = ()

    __str__ = __len__ = __hash__ = __eq__ = lambda *_: 5


class Integer(int):
    def __index__(self):
        raise ZeroDivisionError


class Unusual:
    def _raise(self, *_):
        raise ZeroDivisionError("of the caller's object")

    __repr__ = __str__ = __eq__ = __bool__ = __iter__ = __len__ = __float__ = __int__ = _raise
    __hash__ = None


class Level(IntEnum):
    HIGH = 3


class Other(Enum):
    THING = Unusual()


CYCLE: list[Any] = []
CYCLE.append(CYCLE)
OTHERS = [
    *(None, NULL, UNSET, True, 0.5, "", "x", [], {}, (), nan, inf, -inf, 2**63, -(2**70)),
    *(10**5000, 1e308, Decimal(5), Decimal("0.5"), Decimal("1e999"), Decimal("nan")),
    *(Decimal("snan"), Fraction(1, 2), 1j, "5", "\ud800", b"x", bytearray(b"x"), memoryview(b"x")),
    *({1, 2}, frozenset({1}), range(3), {5: 1}, {None: 1}, {"zzz": 1}, {"\ud800": 1}, CYCLE),
    *(Unusual(), Unusual, Other.THING, object(), len, Ellipsis, UUID(int=0)),
    *(datetime(2020, 1, 1, tzinfo=UTC), date(2020, 1, 1), [[1, nan]], [{1, 2}], [True], [2**63]),
    *(np.array([nan]), np.uint64(2**64 - 1), np.float32(0.1), np.array(["a"])),
    *(np.array([{1}], dtype=object), np.datetime64("2020-01-01"), np.ma.masked, np.array(5.0)),
]


def parts(value: Any) -> list[tuple[Any, Any]]:
    """Return container and key of all parts of a JSON value."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    own = [(value, key) for key in keys]
    return own + [
        part for key in keys if isinstance(value[key], dict | list) for part in parts(value[key])
    ]


def disguised(value: Any, random: Random) -> Any:
    """Return an equal value of other Python types."""
    match value:
        case dict():
            made = {key: disguised(one, random) for key, one in value.items()}
            return random.choice([made, MappingProxyType(made)])
        case list():
            if value and all(type(one) is int for one in value) and random.random() < 0.3:
                return np.array(value, dtype=np.int64)
            made = [disguised(one, random) for one in value]
            return random.choice([made, tuple(made)])
        case None:
            return NULL
        case bool():
            return random.choice([value, np.bool_(value)])
        case int():
            return random.choice([value, Integer(value), np.int64(value)])
        case float():
            return random.choice([value, np.float64(value)])
        case str():
            return random.choice([value, Text(value), np.str_(value)])


def allowed(value: Any) -> bool:
    """Whether numbers are as requests require: of 64 bits, and integers are not floats."""
    if isinstance(value, dict | list):
        return all(map(allowed, value.values() if isinstance(value, dict) else value))
    if isinstance(value, float):
        return not value.is_integer()
    return not isinstance(value, int) or -(2**53) <= value <= 2**53


@every_model
def test_values_that_fit_the_contract_are_sent_unchanged(name):
    _, model = MODELS[name]

    @given(values(name), st.randoms(use_true_random=False))
    @few
    def check(value, random):
        assume(allowed(value))
        expected = json.loads(json.dumps(value))
        given_values = {
            key: NULL if one is None else one
            for key, one in random.choice([value, dict(disguised(value, random))]).items()
        }
        try:
            made = request_body(model, given_values)
        except InvalidArgument as error:
            # in the contract, nested objects may have unknown keys
            assume(not error.problem.startswith("is unknown"))
            raise
        assert json.loads(encode(made.to_dict())) == value == expected

    check()


@every_model
def test_other_values_raise_invalid_argument_or_can_be_sent(name):
    _, model = MODELS[name]

    @given(values(name), st.sampled_from(range(len(OTHERS))), st.data())
    @few
    def check(value, which, data):
        assume(value)
        holder, key = data.draw(st.sampled_from(parts(value)))
        holder[key] = OTHERS[which]
        try:
            made = request_body(model, value, argument="labels[3]")
        except InvalidArgument as error:
            assert error.argument.startswith("labels[3].")
            assert error.problem
            str(error).encode()
        else:
            assert type(json.loads(encode(made.to_dict()))) is dict

    check()


SHAPES = {"bbox": [1, 2, 3, 4], "mask": [1, 2], "polygon": [[1, 2], [3, 4], [5, 6]]}
INTEGERS = [7, Level.HIGH, Integer(7), np.int64(7), np.uint8(7), np.array(7)]


def with_number(field: str, value: Any) -> tuple[dict[str, Any], str]:
    """Return shapes with another number in a field, and the place of the number."""
    body = deepcopy(SHAPES)
    if field == "polygon":
        body["polygon"][1][1] = value
        return body, "polygon[1][1]"
    body[field][1] = value
    return body, f"{field}[1]"


@pytest.mark.parametrize("field", SHAPES)
@pytest.mark.parametrize("value", INTEGERS, ids=lambda value: type(value).__name__)
def test_shapes_may_have_integers_of_any_type(field, value):
    body, _ = with_number(field, value)
    expected, _ = with_number(field, int(str(int.__int__(value) if value is Level.HIGH else value)))
    _, model = MODELS["LabelCreate"]
    assert json.loads(encode(request_body(model, body).to_dict())) == expected


@pytest.mark.parametrize("field", SHAPES)
@pytest.mark.parametrize("value", OTHERS, ids=lambda value: type(value).__name__)
def test_every_number_of_a_shape_is_checked(field, value):
    body, place = with_number(field, value)
    with pytest.raises(InvalidArgument) as caught:
        request_body(MODELS["LabelCreate"][1], body)
    assert caught.value.argument.startswith(place)
