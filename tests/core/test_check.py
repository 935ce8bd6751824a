"""Checks of arguments: what passes in which form, and what is said of the rest."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from msgspec import UNSET

from labelbridge import _check as check
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
    with pytest.raises(InvalidArgument, match="^project_id: is UNSET: the answer"):
        check.uuid("project_id", UNSET)


@pytest.mark.parametrize("value", ["my-workspace", "ünï", UUID(ID)])
def test_a_name_is_taken_as_it_is(value):
    assert check.name("workspace", value) == str(value)


@pytest.mark.parametrize("value", ["", " ", " x", "x\n", ".", "..", "a\x00b", None, 7, b"x", UNSET])
def test_what_is_no_name_is_named(value):
    with pytest.raises(InvalidArgument, match="^workspace: must be a name or an id"):
        check.name("workspace", value)


def test_counts_have_limits():
    assert check.count("count", 0) == 0
    assert check.count("count", 50, least=1, most=50) == 50
    for value in (-1, 1.0, True, "1", None):
        with pytest.raises(InvalidArgument, match="^count: must be a whole number from 0, not"):
            check.count("count", value)
    with pytest.raises(InvalidArgument, match="^count: must be a whole number from 1 to 50"):
        check.count("count", 51, least=1, most=50)


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
    assert check.moment("start", value) == text


@pytest.mark.parametrize(
    "value", ["2023-02-06T14:30:00", "2023-02-06 14:30", "2023-2-6", 'x"}', "now", 7, "2023-02-31"]
)
def test_what_is_no_moment_is_named(value):
    with pytest.raises(InvalidArgument, match="^start: must be like 2023-02-06 or"):
        check.moment("start", value)


def test_a_range_may_not_end_before_it_starts():
    check.ordered("start", "2023-02-06 10:00:00", "end", "2023-02-06")
    check.ordered("start", None, "end", "2023-02-06")
    with pytest.raises(InvalidArgument, match=r"^end: \(2023-02-05\) is before start"):
        check.ordered("start", "2023-02-06", "end", "2023-02-05")
