"""Strings of a URL become the types of the contract."""

from typing import Any

import pytest

from labelbridge_emulator.contract.parameters import Parameter, query_pairs, read_parameters
from labelbridge_emulator.contract.schemas import standalone
from labelbridge_emulator.handler import ApiError


def parameter(schema: dict[str, Any], *, joined: bool = False, required: bool = False) -> Parameter:
    array = schema["type"] == "array"
    kinds = schema["items"]["type"] if array else schema["type"]
    return Parameter(
        name="p",
        location="query",
        required=required,
        types=frozenset([kinds] if isinstance(kinds, str) else kinds),
        array=array,
        joined=joined,
        validator=standalone(schema),
    )


def read(schema: dict[str, Any], *values: str, **kind: bool) -> Any:
    """What ``?p=value&p=...`` is read as; the values are escaped already."""
    parameters = [parameter(schema, **kind)]
    query = "&".join(f"p={value}" for value in values)
    return read_parameters(parameters, query_pairs(query, parameters)).get("p")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "12", 12),
        ("integer", "-3", -3),
        ("number", "2.5", 2.5),
        ("number", "1e3", 1000.0),
        ("boolean", "true", True),
        ("boolean", "False", False),
        ("string", "12", "12"),
        (["integer", "null"], "7", 7),
        (["boolean", "string"], "maybe", "maybe"),
    ],
)
def test_scalars_are_read_by_their_type(kind: Any, text: str, value: object) -> None:
    assert read({"type": kind}, text) == value


@pytest.mark.parametrize(
    ("kind", "text"), [("integer", "1.5"), ("integer", "٣"), ("number", "nan"), ("boolean", "1")]
)
def test_what_is_not_of_the_type_is_refused_by_name(kind: str, text: str) -> None:
    with pytest.raises(ApiError, match="invalid query parameter 'p'") as caught:
        read({"type": kind}, text)
    assert caught.value.status == 400


def test_limits_and_formats_hold() -> None:
    with pytest.raises(ApiError, match="less than the minimum of 0"):
        read({"type": "integer", "minimum": 0}, "-1")
    with pytest.raises(ApiError, match='not a "date"'):
        read({"type": "string", "format": "date"}, "2023-13-01")


STRINGS = {"type": "array", "items": {"type": "string"}}
INTEGERS = {"type": "array", "items": {"type": "integer"}}


def test_arrays_come_joined_with_commas_repeated_or_both() -> None:
    assert read(INTEGERS, "1,2", "3", joined=True) == [1, 2, 3]


def test_an_exploded_array_does_not_split_at_commas() -> None:
    assert read(STRINGS, "a,b", "c") == ["a,b", "c"]


def test_an_escaped_comma_belongs_to_its_item() -> None:
    assert read(STRINGS, "a%2Cb,c%20d", joined=True) == ["a,b", "c d"]


def test_where_all_commas_are_escaped_they_part_the_items() -> None:
    assert read(STRINGS, "TO%20REVIEW%2CDONE", joined=True) == ["TO REVIEW", "DONE"]


def test_names_and_values_are_unescaped() -> None:
    pairs = query_pairs("a%20b=c+d&e&&f=1=2", [])
    assert pairs == [("a b", "c d"), ("e", ""), ("f", "1=2")]


def test_an_array_without_items_is_empty() -> None:
    assert read(INTEGERS, "", joined=True) == []


def test_an_item_of_an_array_that_is_left_empty_is_no_item_that_is_left_out() -> None:
    assert read(STRINGS, "a,,b", joined=True) == ["a", "", "b"]
    for text in (",", "1,", ",1"):
        with pytest.raises(ApiError, match="invalid query parameter 'p'"):
            read(INTEGERS, text, joined=True)


def test_the_last_of_repeated_scalars_counts() -> None:
    assert read({"type": "integer"}, "1", "2") == 2


def test_what_was_not_sent_is_absent_unless_it_is_required() -> None:
    assert read_parameters([parameter({"type": "integer"})], []) == {}
    with pytest.raises(ApiError, match="missing query parameter 'p'"):
        read_parameters([parameter({"type": "integer"}, required=True)], [])
