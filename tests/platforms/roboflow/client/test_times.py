"""Instants of batches and jobs, as datetimes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge.errors import InvalidArgument
from labelbridge.roboflow import instant
from labelbridge_api.roboflow.models import FirestoreTime, Job


def test_the_documents_instant_is_a_datetime_in_utc():
    time = FirestoreTime.from_dict({"_seconds": 1669148088, "_nanoseconds": 297000000})
    assert instant(time) == datetime(2022, 11, 22, 20, 14, 48, 297_000, tzinfo=UTC)


def test_what_is_finer_than_a_microsecond_is_dropped():
    assert instant(FirestoreTime(0, 1999)) == datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)


def test_nanoseconds_may_be_missing():
    assert instant(FirestoreTime(60)) == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_datetime_comes_back_exactly(moment):
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    seconds = since.days * 86_400 + since.seconds
    assert instant(FirestoreTime(seconds, since.microseconds * 1000)) == moment


@pytest.mark.parametrize("time", [Job().created, FirestoreTime(), FirestoreTime(nanoseconds=5)])
def test_an_instant_that_did_not_come_is_refused(time):
    with pytest.raises(InvalidArgument, match="^time: is missing in the response"):
        instant(time)


@pytest.mark.parametrize("seconds", [10**12, 10**30, "soon"])
def test_what_no_datetime_holds_is_refused(seconds):
    with pytest.raises(InvalidArgument, match="^time: is not a valid timestamp"):
        instant(FirestoreTime(seconds))
