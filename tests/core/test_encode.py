"""Conversion of arguments to JSON."""

from decimal import Decimal
from enum import Enum, IntEnum
from math import inf, nan
from uuid import UUID

import pytest

from labelbridge import NULL
from labelbridge._core.json.encode import as_json
from labelbridge.errors import InvalidArgument
from tests.support.example import models

ID = UUID("17a4fab4-c59c-4031-9cb5-41fccb5b054c")


EDGE = ("id", "keypoint_schema_id", "keypoint_class_id_a", "keypoint_class_id_b")
THING = object()


class Text(str):
    __slots__ = ()

    __str__ = __len__ = lambda _self: 5


class Integer(int):
    def __index__(self):
        raise ZeroDivisionError


class Real(float):
    pass


class Color(Enum):
    RED = Text("red")


class Level(IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((value, value) for value in (None, True, 7, 0.5, "x", 2**63 - 1, [-(2**63)], ID)),
        (NULL, None),
        ([THING], [THING]),
        (Text("x"), "x"),
        (Integer(7), 7),
        (Real(0.5), 0.5),
        (Color.RED, "red"),
        (Level.HIGH, 3),
        ((1, 2.0, False), [1, 2.0, False]),
        ([Text("x"), NULL, (Integer(1),)], ["x", None, [1]]),
        ({"a": {Text("b"): (Text("c"),)}}, {"a": {"b": ["c"]}}),
        ([models.LabelKeypointInput(x=Integer(1))], [{"x": 1}]),
        ([models.KeypointSkeleton(ID, ID, ID, ID)], [dict.fromkeys(EDGE, ID)]),
        (
            [models.KeypointSkeleton(ID, ID, ID, ID, "#ff0000")],
            [dict.fromkeys(EDGE, ID) | {"color": "#ff0000"}],
        ),
    ],
)
def test_values_become_plain_json_types(value, expected):
    found = as_json("value", value)
    assert found == expected
    assert _types(found) == _types(expected)


def _types(value):
    if isinstance(value, list):
        return [_types(one) for one in value]
    if isinstance(value, dict):
        return {name: (type(name), _types(one)) for name, one in value.items()}
    return type(value)


def test_numpy_values_become_plain_json_types():
    numpy = pytest.importorskip("numpy", reason="numpy is an extra")
    for value, expected in (
        (numpy.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        *((numpy.int64(5), 5), (numpy.float32(0.5), 0.5), (numpy.bool_(True), True)),
        *((numpy.str_("x"), "x"), ([numpy.int64(5), numpy.str_("x")], [5, "x"])),
        (numpy.array([numpy.array([1])], dtype=object), [[1]]),
    ):
        test_values_become_plain_json_types(value, expected)


CYCLIC_LIST, CYCLIC_DICT = [], {}
CYCLIC_LIST.append(CYCLIC_LIST)
CYCLIC_DICT["a"] = CYCLIC_DICT


LIMIT = "must be an integer of at most 64 bits, not "
FINITE = "must be a finite number, not "


INFINITE = ("nan", "snan", "inf", "1e999")


class Endless:
    def tolist(self):
        return [self]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("caf\udce9.png", r"^value: contains a lone surrogate.*'caf\\udce9.png'"),
        (["a", "\ud800"], r"^value\[1\]: contains a lone surrogate"),
        ({"a": [{"b": "\ud800"}]}, r"^value\.a\[0\]\.b: contains a lone surrogate"),
        ({"\ud800": 1}, r"^value\.'\\ud800': contains a lone surrogate"),
        *(({key: 1}, f"^value.{key}: is not a valid key: keys are str") for key in (5, None)),
        *((value, f"^value: {LIMIT}{value}$") for value in (2**63, -(2**63) - 1)),
        ([1, 2**70], rf"^value\[1\]: {LIMIT}{2**70}$"),
        ([10**5000], rf"^value\[0\]: {LIMIT}an object of int$"),
        *((value, f"^value: {FINITE}{value}$") for value in (nan, inf, -inf, Real(inf))),
        *(([1, Decimal(value)], rf"^value\[1\]: {FINITE}Decimal") for value in INFINITE),
        ([{1, 2}], r"^value\[0\]: must be a list: a set has no order"),
        (CYCLIC_LIST, r"^value(\[0\])+: is nested too deeply"),
        (CYCLIC_DICT, r"^value(\.a)+: is nested too deeply"),
        (Endless(), r"^value.*: is nested too deeply"),
    ],
)
def test_values_that_json_cannot_represent_raise(value, error):
    with pytest.raises(InvalidArgument, match=error):
        as_json("value", value)
