"""Conversion of path and query parameters."""

import pytest

from labelbridge_emulator.contract.parameters import Parameter, query_pairs, read_parameters
from labelbridge_emulator.contract.schemas import validator_of
from labelbridge_emulator.handler import ApiError

STRINGS = {"type": "array", "items": {"type": "string"}}
INTEGERS = {"type": "array", "items": {"type": "integer"}}


def parameter(schema, *, comma_separated=False, required=False):
    array = schema["type"] == "array"
    types = schema["items"]["type"] if array else schema["type"]
    return Parameter(
        name="p",
        location="query",
        required=required,
        types=frozenset([types] if isinstance(types, str) else types),
        array=array,
        comma_separated=comma_separated,
        validator=validator_of(schema),
    )


def read(schema, *values, comma_separated=False):
    """Read ``?p=value&p=...``; the values are already escaped."""
    parameters = [parameter(schema, comma_separated=comma_separated)]
    query = "&".join(f"p={value}" for value in values)
    return read_parameters(parameters, query_pairs(query, parameters)).get("p")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        *(("integer", "12", 12), ("integer", "-3", -3), ("string", "12", "12")),
        *(("number", "2.5", 2.5), ("number", "1e3", 1000.0)),
        *(("boolean", "true", True), ("boolean", "False", False)),
        (["integer", "null"], "7", 7),
        (["boolean", "string"], "maybe", "maybe"),
    ],
)
def test_scalar_is_converted_to_its_type(kind, text, value):
    assert read({"type": kind}, text) == value


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        *(({"type": "integer"}, text) for text in ("1.5", "٣")),
        ({"type": "number"}, "nan"),
        ({"type": "boolean"}, "1"),
        ({"type": "integer", "minimum": 0}, "-1"),
        ({"type": "string", "format": "date"}, "2023-13-01"),
        *((INTEGERS, text) for text in (",", "1,", ",1")),
    ],
)
def test_invalid_value_names_the_parameter(schema, text):
    with pytest.raises(ApiError, match="invalid query parameter 'p'") as caught:
        read(schema, text, comma_separated=schema is INTEGERS)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a,b", "c"], ["a", "b", "c"]),
        (["a%2Cb,c%20d"], ["a,b", "c d"]),  # an escaped comma beside others is part of an item
        (["TO%20REVIEW%2CDONE"], ["TO REVIEW", "DONE"]),
        (["a,,b"], ["a", "", "b"]),
        ([""], []),
    ],
)
def test_comma_separated_array(values, expected):
    assert read(STRINGS, *values, comma_separated=True) == expected


def test_repeated_values_are_an_array_or_the_last_is_used():
    assert read(STRINGS, "a,b", "c") == ["a,b", "c"]
    assert read({"type": "integer"}, "1", "2") == 2


def test_names_and_values_are_unescaped():
    pairs = query_pairs("a%20b=c+d&e&&f=1=2", [])
    assert pairs == [("a b", "c d"), ("e", ""), ("f", "1=2")]


def test_missing_parameter_is_absent_unless_required():
    assert read_parameters([parameter({"type": "integer"})], []) == {}
    with pytest.raises(ApiError, match="missing query parameter 'p'"):
        read_parameters([parameter({"type": "integer"}, required=True)], [])
