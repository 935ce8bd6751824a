"""Checks of arguments: what passes in which form, and what is said of the rest."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from msgspec import UNSET

from labelbridge._core.json import validate as check
from labelbridge.errors import InvalidArgument

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
EAST = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize("value", [ID, ID.upper(), UUID(ID)])
def test_a_uuid_is_taken_as_text_or_as_itself(value):
    assert check.uuid("project_id", value) == UUID(ID)


@pytest.mark.parametrize(
    "value", ["", "x", f"{{{ID}}}", f"urn:uuid:{ID}", ID.replace("-", ""), f" {ID}", None, 7, [ID]]
)
def test_what_is_no_uuid_is_named(value):
    with pytest.raises(InvalidArgument, match="^project_id: must be a UUID like"):
        check.uuid("project_id", value)


def test_an_id_that_an_answer_did_not_have_is_said_so():
    with pytest.raises(InvalidArgument, match="^project_id: is UNSET: the response"):
        check.uuid("project_id", UNSET)


@pytest.mark.parametrize("value", ["my-workspace", "ünï", UUID(ID)])
def test_a_name_is_taken_as_it_is(value):
    assert check.name("workspace", value) == str(value)


@pytest.mark.parametrize("value", ["", " ", " x", "x\n", ".", "..", "a\x00b", None, 7, b"x", UNSET])
def test_what_is_no_name_is_named(value):
    with pytest.raises(InvalidArgument, match="^workspace: must be a name or an id"):
        check.name("workspace", value)


def test_counts_have_limits():
    assert check.integer("count", 0) == 0
    assert check.integer("count", 50, minimum=1, maximum=50) == 50
    for value in (-1, 1.0, True, "1", None):
        with pytest.raises(InvalidArgument, match="^count: must be an integer of at least 0, not"):
            check.integer("count", value)
    with pytest.raises(InvalidArgument, match="^count: must be an integer from 1 to 50"):
        check.integer("count", 51, minimum=1, maximum=50)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, None),
        ("2023-08-15", date(2023, 8, 15)),
        (date(2023, 8, 15), date(2023, 8, 15)),
        (datetime(2023, 8, 15, 23), date(2023, 8, 15)),
        (datetime(2023, 8, 15, 3, tzinfo=EAST), date(2023, 8, 14)),
    ],
)
def test_a_day_is_text_a_date_or_a_datetime(value, day):
    assert check.day("start_date", value) == day


@pytest.mark.parametrize("value", ["15.8.2023", "2023-8-15", "2023-02-30", "2023-08-15T00", "", 7])
def test_what_is_no_day_is_named(value):
    with pytest.raises(InvalidArgument, match="^start_date: must be a date like 2023-08-15"):
        check.day("start_date", value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("2023-02-06", "2023-02-06"),
        ("2023-02-06 14:30:00", "2023-02-06 14:30:00"),
        (date(2023, 2, 6), "2023-02-06"),
        (datetime(2023, 2, 6, 14, 30), "2023-02-06 14:30:00"),
        (datetime(2023, 2, 6, 14, 30, 0, 999999, tzinfo=UTC), "2023-02-06 14:30:00"),
        (datetime(2023, 2, 6, 2, tzinfo=EAST), "2023-02-05 20:30:00"),
        (datetime(20, 2, 6), "0020-02-06 00:00:00"),
    ],
)
def test_a_moment_goes_out_in_the_platforms_form(value, text):
    assert check.timestamp("start", value) == text


@pytest.mark.parametrize(
    "value", ["2023-02-06T14:30:00", "2023-02-06 14:30", "2023-2-6", 'x"}', "now", 7, "2023-02-31"]
)
def test_what_is_no_moment_is_named(value):
    with pytest.raises(InvalidArgument, match="^start: must be like 2023-02-06 or"):
        check.timestamp("start", value)


def test_a_range_may_not_end_before_it_starts():
    check.check_range("start", "2023-02-06 10:00:00", "end", "2023-02-06")
    check.check_range("start", None, "end", "2023-02-06")
    with pytest.raises(InvalidArgument, match=r"^end: \(2023-02-05\) is before start"):
        check.check_range("start", "2023-02-06", "end", "2023-02-05")


# What is made to deceive: classes derived from text and numbers, and objects that raise


class Text(str):
    __slots__ = ()

    __str__ = __len__ = lambda _self: 5


class Raises:
    def _raise(self, *_):
        raise ZeroDivisionError("of the caller's object")

    __repr__ = __str__ = __eq__ = __bool__ = __iter__ = __len__ = _raise
    __hash__ = None


def deep_list():
    value = []
    for _ in range(5000):
        value = [value]
    return value


CHECKS = [
    check.uuid,
    check.name,
    check.text,
    check.boolean,
    check.integer,
    check.seconds,
    check.day,
    check.timestamp,
]


WRONG = {
    "raising": Raises(),
    "deep": deep_list(),
    "object": object(),
    "bytes": b"x",
    "half a letter": "\ud800",
    "list": [5],
    "huge": 10**5000,
    "long": " " + "\n" * 100_000 + "\ud800",
    "dict": {},
}


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_whatever_is_given_the_error_is_of_the_argument_and_short(one, value):
    with pytest.raises(InvalidArgument, match="^thing: ") as caught:
        one("thing", value)
    assert len(str(caught.value)) < 400
    str(caught.value).encode()


def test_a_value_is_shown_whatever_its_repr_does():
    assert check.short_repr("x") == "'x'"
    assert check.short_repr("\ud800") == r"'\ud800'"
    assert check.short_repr(Raises()) == "an object of Raises"
    assert check.short_repr(deep_list()) == "an object of list"
    assert check.short_repr("x" * 1000) == "'" + "x" * 199 + "…"


def test_what_is_derived_from_text_goes_out_as_text():
    for made in (
        check.text("name", Text("x")),
        check.name("name", Text("x")),
        check.timestamp("start", Text("2023-02-06")),
        check.plain_str("name", Text("x")),
    ):
        assert type(made) is str
    assert check.uuid("project_id", Text(ID)) == UUID(ID)
    assert check.day("start", Text("2023-08-15")) == date(2023, 8, 15)
    assert check.text("name", UUID(ID)) == ID


@pytest.mark.parametrize("value", ["", None, 7, b"x", ["x"]])
def test_what_is_no_text_is_named(value):
    with pytest.raises(InvalidArgument, match="^name: must be a string that is not empty"):
        check.text("name", value)


def test_half_a_letter_is_no_text():
    with pytest.raises(InvalidArgument, match=r"^name: contains a lone surrogate.*'caf\\udce9'"):
        check.text("name", "caf\udce9")


@pytest.mark.parametrize("value", [0, 1, "no", None, []])
def test_a_flag_is_true_or_false(value):
    assert check.boolean("nocache", True) is True
    assert check.boolean("nocache", False) is False
    with pytest.raises(InvalidArgument, match="^nocache: must be True or False, not"):
        check.boolean("nocache", value)


def test_whole_numbers_have_64_bits():
    assert check.integer("count", 2**63 - 1) == 2**63 - 1
    with pytest.raises(InvalidArgument, match="^count: must be an integer of at least 0"):
        check.integer("count", 2**63)


def test_a_moment_without_a_date_in_utc_is_refused():
    first = datetime.min.replace(tzinfo=EAST)
    last = datetime.max.replace(tzinfo=timezone(-timedelta(hours=1)))
    for value in (first, last):
        for one in (check.day, check.timestamp, check.utc):
            with pytest.raises(InvalidArgument, match="^start: is out of range in UTC: "):
                one("start", value)


@pytest.mark.parametrize(
    "value", ["\u0662\u0660\u0662\u0663-02-06", "2023-02-06 1:30:00", "2023-02-06 14:30:0"]
)
def test_other_digits_and_fewer_of_them_are_no_moment(value):
    with pytest.raises(InvalidArgument, match="^start: must be like"):
        check.timestamp("start", value)


@pytest.mark.parametrize("value", [[1, 2], (1, 2), iter([1, 2]), (one for one in (1, 2))])
def test_whatever_gives_items_is_a_list(value):
    assert check.items("labels", value) == [1, 2]


@pytest.mark.parametrize("value", [None, 7, "x", b"x", bytearray(b"x"), {"a": 1}, Raises(), list])
def test_what_gives_no_items_is_named(value):
    with pytest.raises(InvalidArgument, match="^labels: must be a list of labels, not "):
        check.items("labels", value, what="a list of labels")


def test_what_an_iterator_raises_while_it_runs_is_the_callers_own():
    def broken():
        yield 1
        raise LookupError("of the caller's data")

    with pytest.raises(LookupError, match="of the caller's data"):
        check.items("labels", broken())
