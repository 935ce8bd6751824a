"""Validation of arguments."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import numpy as np
import pytest
from msgspec import UNSET

from labelbridge._core.json import validate as check
from labelbridge.errors import InvalidArgument

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
DAY = date(2023, 8, 15)
EAST = timezone(timedelta(hours=5, minutes=30))


class Text(str):
    __slots__ = ()

    __str__ = __len__ = lambda _self: 5


class Raises:
    def _raise(self, *_):
        raise ZeroDivisionError("of the caller's object")

    __repr__ = __str__ = __eq__ = __bool__ = __iter__ = __len__ = _raise
    __hash__ = None


DEEP = []
for _ in range(5000):
    DEEP = [DEEP]


VALID = [
    *((check.uuid, value, UUID(ID)) for value in (ID, ID.upper(), UUID(ID), Text(ID))),
    *((check.name, value, value) for value in ("my-workspace", "ünï")),
    *((function, UUID(ID), ID) for function in (check.name, check.text)),
    *((function, Text("x"), "x") for function in (check.name, check.text, check.plain_str)),
    *((check.boolean, value, value) for value in (True, False)),
    *((check.integer, value, value) for value in (0, 2**63 - 1)),
    *((check.integer, number(7), 7) for number in (np.int8, np.uint64, np.array)),
    *((check.boolean, np.bool_(value), value) for value in (True, False)),
    (check.seconds, np.float32(0.5), 0.5),
    *((function, None, None) for function in (check.day, check.timestamp)),
    *((check.day, value, DAY) for value in ("2023-08-15", Text("2023-08-15"), DAY)),
    (check.day, datetime(2023, 8, 15, 23), DAY),
    (check.day, datetime(2023, 8, 15, 3, tzinfo=EAST), date(2023, 8, 14)),
    (check.timestamp, "2023-02-06", "2023-02-06"),
    (check.timestamp, Text("2023-02-06"), "2023-02-06"),
    (check.timestamp, "2023-02-06 14:30:00", "2023-02-06 14:30:00"),
    (check.timestamp, date(2023, 2, 6), "2023-02-06"),
    (check.timestamp, datetime(2023, 2, 6, 14, 30), "2023-02-06 14:30:00"),
    (check.timestamp, datetime(2023, 2, 6, 14, 30, 0, 999999, tzinfo=UTC), "2023-02-06 14:30:00"),
    (check.timestamp, datetime(2023, 2, 6, 2, tzinfo=EAST), "2023-02-05 20:30:00"),
    (check.timestamp, datetime(20, 2, 6), "0020-02-06 00:00:00"),
    (check.items, (1, 2), [1, 2]),
    (check.items, iter([1, 2]), [1, 2]),
]


@pytest.mark.parametrize(("function", "value", "expected"), VALID)
def test_valid_values_are_converted(function, value, expected):
    found = function("thing", value)
    assert found == expected
    assert type(found) is type(expected)


NOT_UUID = ["", "x", f"{{{ID}}}", f"urn:uuid:{ID}", ID.replace("-", ""), f" {ID}", None, 7, [ID]]
NOT_NAME = ["", " ", " x", "x\n", ".", "..", "a\x00b", None, 7, b"x", UNSET]
NOT_DAY = ["15.8.2023", "2023-8-15", "2023-02-30", "2023-08-15T00", "", 7]
NOT_TIME = [
    *("2023-02-06T14:30:00", "2023-02-06 14:30", "2023-2-6", 'x"}', "now", 7, "2023-02-31"),
    *("\u0662\u0660\u0662\u0663-02-06", "2023-02-06 1:30:00", "2023-02-06 14:30:0"),
]
OUT_OF_RANGE = [
    datetime.min.replace(tzinfo=EAST),
    datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))),
]
INVALID = [
    (check.uuid, "must be a UUID like", [*NOT_UUID, UNSET]),
    (check.name, "must be a name or an id", NOT_NAME),
    (check.text, "must be a string that is not empty", ["", None, 7, b"x", ["x"]]),
    (check.text, r"contains a lone surrogate.*'caf\\udce9'", ["caf\udce9"]),
    (check.boolean, "must be True or False, not", [0, 1, "no", None, []]),
    (check.integer, "must be an integer of at least 0, not", [-1, 1.0, True, "1", None, 2**63]),
    (check.day, "must be a date like 2023-08-15", NOT_DAY),
    (check.timestamp, "must be like 2023-02-06 or", NOT_TIME),
    *((one, "is out of range in UTC", OUT_OF_RANGE) for one in (check.day, check.timestamp)),
    (check.utc, "is out of range in UTC", OUT_OF_RANGE),
    (check.items, "must be a list, not", [None, 7, "x", b"x", bytearray(b"x"), {}, Raises(), list]),
]


@pytest.mark.parametrize(
    ("function", "problem", "value"),
    [(function, problem, value) for function, problem, values in INVALID for value in values],
    ids=lambda value: getattr(value, "__name__", None) or check.short_repr(value)[:30],
)
def test_invalid_values_are_reported(function, problem, value):
    with pytest.raises(InvalidArgument, match=f"^thing: {problem}"):
        function("thing", value)


def test_integers_and_ranges_have_limits():
    assert check.integer("count", 50, minimum=1, maximum=50) == 50
    with pytest.raises(InvalidArgument, match="^count: must be an integer from 1 to 50"):
        check.integer("count", 51, minimum=1, maximum=50)
    check.check_range("start", "2023-02-06 10:00:00", "end", "2023-02-06")
    check.check_range("start", None, "end", "2023-02-06")
    with pytest.raises(InvalidArgument, match=r"^end: \(2023-02-05\) is before start"):
        check.check_range("start", "2023-02-06", "end", "2023-02-05")


FUNCTIONS = [
    *(check.uuid, check.name, check.text, check.boolean, check.integer, check.seconds),
    *(check.day, check.timestamp),
]
LONG = " " + "\n" * 100_000 + "\ud800"
UNUSUAL = [Raises(), DEEP, object(), b"x", [5], {}, "\ud800", 10**5000, LONG]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("value", UNUSUAL, ids=lambda value: type(value).__name__)
def test_errors_about_unusual_values_are_short(function, value):
    with pytest.raises(InvalidArgument, match="^thing: ") as caught:
        function("thing", value)
    assert len(str(caught.value)) < 400
    str(caught.value).encode()


def test_short_repr_does_not_raise():
    assert check.short_repr("x") == "'x'"
    assert check.short_repr("\ud800") == r"'\ud800'"
    assert check.short_repr(Raises()) == "an object of Raises"
    assert check.short_repr(DEEP) == "an object of list"
    assert check.short_repr("x" * 1000) == "'" + "x" * 199 + "…"


def test_exceptions_of_an_iterator_propagate():
    def broken():
        yield 1
        raise LookupError("of the caller's data")

    with pytest.raises(LookupError, match="of the caller's data"):
        check.items("labels", broken())
