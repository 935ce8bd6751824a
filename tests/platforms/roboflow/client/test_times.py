"""Timestamps of Roboflow as datetimes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge.errors import InvalidArgument
from labelbridge.roboflow import instant
from labelbridge.roboflow.models import FirestoreTime, Job


def test_instant_converts_timestamps_to_utc():
    time = FirestoreTime.from_dict({"_seconds": 1669148088, "_nanoseconds": 297000000})
    assert instant(time) == datetime(2022, 11, 22, 20, 14, 48, 297_000, tzinfo=UTC)
    assert instant(FirestoreTime(60)) == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)


def test_instant_truncates_to_microseconds():
    assert instant(FirestoreTime(0, 1999)) == datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_instant_supports_the_full_range_of_datetime(moment):
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    seconds = since.days * 86_400 + since.seconds
    assert instant(FirestoreTime(seconds, since.microseconds * 1000)) == moment


@pytest.mark.parametrize("time", [Job().created, FirestoreTime(), FirestoreTime(nanoseconds=5)])
def test_instant_rejects_a_missing_timestamp(time):
    with pytest.raises(InvalidArgument, match="^time: is missing in the response"):
        instant(time)


@pytest.mark.parametrize("seconds", [10**12, 10**30, "soon"])
def test_instant_rejects_timestamps_outside_the_range(seconds):
    with pytest.raises(InvalidArgument, match="^time: is not a valid timestamp"):
        instant(FirestoreTime(seconds))
