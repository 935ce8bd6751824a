"""Rows out of pieces: arrays, objects and NDJSON, whole and cut, wherever the pieces are cut."""

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


def reading(data: bytes, size: int = 1 << 20, *, required: bool = False) -> tuple[list[Any], str]:
    """Return the rows of the data given in pieces of a size, and the error that it ended with."""
    reader = RowReader(dict, operation="file", required=required)
    rows: list[Any] = []
    pieces = [(data[at : at + size], False) for at in range(0, len(data), size)]
    try:
        for piece, last in [*pieces, (b"", True)]:
            for row in reader.feed(piece, last=last):
                rows.append(row)  # noqa: PERF402 - the rows before an error count
    except ResponseFormatError as error:
        assert error.row == len(rows) + 1
        return rows, str(error)
    return rows, ""


@given(st.lists(objects, max_size=6), st.integers(1, 40), st.sampled_from([None, 1]))
def test_an_array_gives_its_rows_wherever_the_pieces_are_cut(rows, size, indent):
    assert reading(json.dumps(rows, indent=indent).encode(), size) == (rows, "")


@given(st.lists(objects, max_size=6), st.integers(1, 40), st.sampled_from(["\n", "\r\n", " \n\n"]))
def test_objects_one_after_another_give_rows(rows, size, between):
    data = "".join(json.dumps(row, ensure_ascii=False) + between for row in rows).encode()
    assert reading(data, size) == (rows, "")


@given(st.lists(objects, min_size=1, max_size=5), st.data())
def test_a_cut_array_gives_the_rows_before_the_cut_and_names_the_next(rows, data):
    whole = json.dumps(rows).encode()
    cut = data.draw(st.integers(1, len(whole) - 1))
    found, error = reading(whole[:cut], data.draw(st.integers(1, 30)))
    assert found == rows[: len(found)]
    assert f"row {len(found) + 1} " in error


def test_a_single_object_is_one_row():
    assert reading(b'\n{"ID": "a"}\n') == ([{"ID": "a"}], "")


def test_a_mark_of_byte_order_is_skipped():
    assert reading(b'\xef\xbb\xbf[{"a": 1}]', 2) == ([{"a": 1}], "")


def test_an_empty_array_has_no_rows():
    assert reading(b" [ ] ", required=True) == ([], "")


def test_nothing_at_all_is_no_rows_or_an_error_as_wanted():
    assert reading(b" \n") == ([], "")
    assert "the data ends before it" in reading(b" \n", required=True)[1]


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
        (b"[,]", 0, "is not JSON"),
        (b"{},{}", 1, "is not JSON"),
        (b'{"a":1}garbage', 1, "is not JSON"),
        (b'[{"a":nul]', 0, "is not JSON"),
        (b'[{"a":1,}]', 0, "is not JSON"),
        (b'[{"a":"\\u12zz"}]', 0, "is not JSON"),
        ('[{"a": 1}]'.encode("utf-16"), 0, "is not UTF-8"),
        (b'[{"a": 1e400}]', 0, "cannot be read (1e400 is out of range)"),
        (b'[{"a": -1e400}]', 0, "cannot be read"),
    ],
)
def test_what_is_no_export_says_what_is_wrong_and_in_which_row(data, count, problem):
    rows, error = reading(data)
    assert len(rows) == count
    assert problem in error


@pytest.mark.parametrize(
    "end",
    [
        b"[{",
        b'[{"a',
        b'[{"a"',
        b'[{"a": ',
        b'[{"a": t',
        b'[{"a": tru',
        b'[{"a": -',
        b'[{"a": 1.',
        b'[{"a": 1.5e-',
        b'[{"a": 1,',
        b'[{"a": "\\',
        b'[{"a": "\\u12',
        b'[{"a": "b\xc3',
        b'{"a": 1}\nnul',
    ],
)
def test_what_ends_in_the_middle_is_cut_off(end):
    assert reading(end)[1].endswith(" is truncated")


def test_a_row_longer_than_every_piece_is_read_in_linear_time():
    row = {"text": "x" * 3_000_000, "after": [1, 2, 3]}
    assert reading(json.dumps([row, row]).encode(), 1000) == ([row, row], "")


def test_large_numbers_and_all_letters_survive():
    row = {"big": 123456789012345678901234567890, "π": "\U0001f600 \u2028", "half": 0.1}
    assert reading(json.dumps([row], ensure_ascii=False).encode(), 1)[0] == [row]
