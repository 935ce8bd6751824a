"""Incremental parsing of rows."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge._core.json.rows import RowReader
from labelbridge.errors import ResponseFormatError

objects = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def parse(data: bytes, size: int = 1 << 20, *, required: bool = False) -> tuple[list[Any], str]:
    """Parse data in chunks of a size; return the rows and the error message."""
    reader = RowReader(dict, operation="file", required=required)
    rows: list[Any] = []
    chunks = [(data[at : at + size], False) for at in range(0, len(data), size)]
    try:
        for chunk, last in [*chunks, (b"", True)]:
            for row in reader.feed(chunk, last=last):
                rows.append(row)  # noqa: PERF402 - the rows before an error count
    except ResponseFormatError as error:
        assert error.row == len(rows) + 1
        return rows, str(error)
    return rows, ""


@given(st.lists(objects, max_size=6), st.integers(1, 40), st.sampled_from([None, 1]))
def test_an_array_is_parsed_in_chunks_of_any_size(rows, size, indent):
    assert parse(json.dumps(rows, indent=indent).encode(), size) == (rows, "")


@given(st.lists(objects, max_size=6), st.integers(1, 40), st.sampled_from(["\n", "\r\n", " \n\n"]))
def test_ndjson_is_parsed_in_chunks_of_any_size(rows, size, between):
    data = "".join(json.dumps(row, ensure_ascii=False) + between for row in rows).encode()
    assert parse(data, size) == (rows, "")


@given(st.lists(objects, min_size=1, max_size=5), st.data())
def test_a_truncated_array_yields_the_complete_rows(rows, data):
    whole = json.dumps(rows).encode()
    cut = data.draw(st.integers(1, len(whole) - 1))
    found, error = parse(whole[:cut], data.draw(st.integers(1, 30)))
    assert found == rows[: len(found)]
    assert f"row {len(found) + 1} " in error


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b'\n{"ID": "a"}\n', [{"ID": "a"}]),
        (b'\xef\xbb\xbf[{"a": 1}]', [{"a": 1}]),  # a byte order mark
        (b" [ ] ", []),
    ],
)
def test_valid_data_is_parsed(data, rows):
    assert parse(data, 2, required=True) == (rows, "")


def test_empty_data_is_an_error_if_rows_are_required():
    assert parse(b" \n") == ([], "")
    assert "the data ends before it" in parse(b" \n", required=True)[1]


@pytest.mark.parametrize(
    ("data", "count", "problem"),
    [
        (b'[{"a": 1} {"b": 2}]', 1, "is not separated by a comma"),
        (b'[{"a": 1},]', 1, "is missing after a comma"),
        (b'[{"a": 1}] {"b": 2}', 1, "follows the end of the array"),
        (b'[{"a": 1}, nope, {"b": 2}      ' + b" " * 50 + b"]", 1, "is not JSON"),
        (b'{"a": NaN}', 0, "cannot be read (NaN is not JSON)"),
        (b'[{"a": 1}, {"b": "\xff"}]', 1, "is not UTF-8"),
        (b'[{"a": 1}, \xff]' + b" " * 50, 1, "is not UTF-8"),
        (b'[{"a": 1}, 7]', 1, "the response is a number"),
        (b'{"a": 1}\n"text"\n', 1, "the response is a string"),
        (b"<!DOCTYPE html>" + b" " * 50 + b"<html>", 0, "is not JSON"),
        (b"[" * 100_000, 0, "cannot be read"),
        *((data, 1, "is not JSON") for data in (b"{},{}", b'{"a":1}garbage')),
        *((data, 0, "is not JSON") for data in (b"[,]", b'[{"a":nul]', b'[{"a":1,}]')),
        (b'[{"a":"\\u12zz"}]', 0, "is not JSON"),
        ('[{"a": 1}]'.encode("utf-16"), 0, "is not UTF-8"),
        (b'[{"a": 1e400}]', 0, "cannot be read (1e400 is out of range)"),
        (b'[{"a": -1e400}]', 0, "cannot be read"),
    ],
)
def test_invalid_data_names_problem_and_row(data, count, problem):
    rows, error = parse(data)
    assert len(rows) == count
    assert problem in error


@pytest.mark.parametrize(
    "end",
    [
        *(b"[{", b'[{"a', b'[{"a"', b'{"a": 1}\nnul'),
        *(b'[{"a": ' + end for end in (b"", b"t", b"tru", b"-", b"1.", b"1.5e-", b"1,")),
        *(b'[{"a": ' + end for end in (b'"\\', b'"\\u12', b'"b\xc3')),
    ],
)
def test_truncated_tokens_are_reported_as_truncated(end):
    assert parse(end)[1].endswith(" is truncated")


def test_a_long_row_is_parsed_in_linear_time():
    row = {"text": "x" * 3_000_000, "after": [1, 2, 3]}
    assert parse(json.dumps([row, row]).encode(), 1000) == ([row, row], "")


def test_large_numbers_and_all_characters_are_kept():
    row = {"big": 123456789012345678901234567890, "π": "\U0001f600 \u2028", "half": 0.1}
    assert parse(json.dumps([row], ensure_ascii=False).encode(), 1)[0] == [row]
