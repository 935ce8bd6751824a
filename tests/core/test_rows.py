"""Incremental parsing of rows."""

import json
from time import process_time
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


def strict_json(text: str) -> Any:
    """Parse JSON with the standard library, without the numbers that JSON does not have."""
    value = json.loads(text, parse_constant=lambda name: 1 / 0)
    json.dumps(value, allow_nan=False)
    return value


PIECES = [
    b"",
    b",",
    b"}",
    b"{",
    b"]",
    b"[",
    b'"',
    b"\\",
    b":",
    b"\n",
    b"\xff",
    b"\x00",
    b"NaN",
    b"1e999",
]
PIECES += [b"nul", b"-", b"0", b"\\ud800", b"\\u00", b"7", b"{}", b'},{"a"', b',{"a":1}', b"\xc3"]


@given(
    st.lists(st.dictionaries(st.sampled_from("ab"), objects), min_size=1, max_size=8),
    st.integers(1, 40),
    st.sampled_from(PIECES),
    st.sampled_from([(",", ":"), (", ", ": "), (",\n", ":")]),
    st.data(),
)
def test_changed_data_has_the_rows_of_the_standard_library_or_an_error(
    rows, size, piece, separators, data
):
    whole = json.dumps(rows, separators=separators).encode()
    at, removed = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 3))
    changed = whole[:at] + piece + whole[at + removed :]
    found, error = parse(changed)
    assert parse(changed, size) == (found, error)
    try:
        expected = strict_json(changed.decode())
    except (ValueError, ZeroDivisionError):
        assert error
        assert found[:-1] == rows[: len(found[:-1])]  # the last one may be the changed row
    else:
        if isinstance(expected, dict):
            expected = [expected]
        count = next((n for n, row in enumerate(expected) if not isinstance(row, dict)), None)
        assert found == expected[:count]
        assert bool(error) == (count is not None)


@pytest.mark.parametrize("between", [",", ",\n", "\n", ""])
@pytest.mark.parametrize("size", [1, 100, 1 << 20])
def test_text_and_objects_like_the_beginning_of_a_row_do_not_end_a_row(between, size):
    part = {"ID": "b", "text": f'}}{between}{{"ID"'}
    rows = [{"ID": "a", "parts": [part, part], "after": 1} for _ in range(50)]
    data = between.join(json.dumps(row, separators=(",", ":")) for row in rows)
    assert parse((f"[{data}]" if "," in between else data).encode(), size) == (rows, "")


@pytest.mark.parametrize("between", [", ", "\n"])
def test_rows_with_different_first_keys_are_parsed(between):
    rows = [{"abc"[n % 3]: n, "d": {}} if n % 5 else {} for n in range(200)]
    data = between.join(map(json.dumps, rows))
    assert parse((f"[{data}]" if "," in between else data).encode(), 500) == (rows, "")


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("text", ["\ud800", "\ud83d x"])
def test_halves_of_surrogate_pairs_are_kept(text, size):
    rows = [{"text": text if n % 3 == 1 else "x", "n": n} for n in range(40)]
    assert parse(json.dumps(rows).encode(), size) == (rows, "")
    assert parse("\n".join(map(json.dumps, rows)).encode(), size) == (rows, "")


@pytest.mark.parametrize("text", ["x", "\ud800"])
def test_complete_rows_are_flushed_after_a_broken_connection(text):
    reader = RowReader(dict, operation="file")
    rows = [{"long": "x" * 1000, "text": text}] * 3
    received = json.dumps(rows).encode()[:-1]
    found = [*reader.feed(received[:1500]), *reader.feed(received[1500:])]
    assert [*found, *reader.flush()] == rows
    assert [*RowReader(dict, operation="file").feed(received[:1500])] == rows[:1]
    reader = RowReader(dict, operation="file")
    assert [*reader.feed(received[:1500]), *reader.flush()] == rows[:1]


def test_empty_data_is_an_error_if_rows_are_required():
    assert parse(b" \n") == ([], "")
    assert "the data ends before it" in parse(b" \n", required=True)[1]


@pytest.mark.parametrize(
    ("data", "count", "problem"),
    [
        (b'[{"a": 1} {"b": 2}]', 1, "is not separated by a comma"),
        *(
            (f'[{{"a": 1}},{blank}]'.encode(), 1, "is missing after a comma")
            for blank in ("", "\n")
        ),
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
    for size in (len(data), 1):
        rows, error = parse(data, size)
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


LONG_ROWS = {
    "text": ('[{"a": "', "x" * 16, '"}]'),
    "numbers": ('[{"a": [', "1234567, 1.5, -9, ", "0]}]"),
    "objects like rows": ('{"a": [', '{"a": 1}\n, {"a": 2}\n, ', "0]}\n"),
    "half of a surrogate pair": ('[{"a": "\\ud800', "x" * 16, '"}]'),
    "truncated": ('[{"a": "', "x" * 16, ""),
    "separated by separators": ('[{"a": 0}, {"a": [', '{"a": 1}, {"a": 2}, ', "0]}]"),
}


@pytest.mark.parametrize("parts", LONG_ROWS.values(), ids=LONG_ROWS)
def test_a_long_row_is_parsed_in_linear_time(parts):
    def seconds(size: int) -> float:
        start, repeated, end = parts
        data = (start + repeated * (size // len(repeated)) + end).encode()
        started = process_time()
        rows, error = parse(data, 1000)
        assert len(rows) + bool(error) == data.count(b"}, {", 0, 20) + 1
        return process_time() - started

    # for quadratic time, the factor is 64
    assert min(seconds(1 << 22) for _ in range(3)) < 24 * min(seconds(1 << 19) for _ in range(3))


def test_large_numbers_and_all_characters_are_kept():
    row = {"big": 123456789012345678901234567890, "π": "\U0001f600 \u2028", "half": 0.1}
    assert parse(json.dumps([row], ensure_ascii=False).encode(), 1)[0] == [row]
