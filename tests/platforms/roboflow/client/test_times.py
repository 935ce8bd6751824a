"""Timestamps of Roboflow, which are datetimes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelbridge._core.json.decode import structure
from labelbridge.errors import MissingValue
from labelbridge.roboflow import instant
from labelbridge.roboflow.models import Batch
from tests.support.samples import sample_json

SECONDS, NANOSECONDS = "_seconds", "_nanoseconds"


def read(uploaded) -> Batch:
    return structure(sample_json(Batch, uploaded=uploaded), Batch, operation="get_batch")


def test_timestamps_are_converted_to_utc(roboflow):
    batch = roboflow.batches.get("my-workspace", "my-cv-project", "6VN0fFQIWU1E24bDjGsN")
    assert batch.uploaded == datetime(2022, 11, 22, 19, 40, 24, 818_000, tzinfo=UTC)
    assert batch.uploaded.tzinfo is UTC
    assert batch.uploaded.year == 2022


def test_timestamps_are_truncated_to_microseconds():
    batch = read({SECONDS: 0, NANOSECONDS: 1999})
    assert batch.uploaded == datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_the_full_range_of_datetime_is_read_and_written(moment):
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    seconds = since.days * 86_400 + since.seconds
    raw = {SECONDS: seconds, NANOSECONDS: since.microseconds * 1000}
    batch = read(raw)
    assert batch.uploaded == moment
    assert batch.to_dict()["uploaded"] == raw


def test_missing_nanoseconds_are_zero():
    assert read({SECONDS: 60}).uploaded == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "uploaded",
    [
        *({SECONDS: seconds, NANOSECONDS: 0} for seconds in (10**12, 10**30, "soon", None, 1.5)),
        *({}, {NANOSECONDS: 5}, None, 60, "2022-11-22T19:40:24Z"),
    ],
)
def test_invalid_timestamp_is_missing_and_kept_as_raw_value(uploaded):
    batch = read(uploaded)
    assert batch["uploaded"] == batch.to_dict()["uploaded"] == uploaded
    with pytest.raises(MissingValue, match=r"^get_batch: Batch\.uploaded "):
        batch.uploaded  # noqa: B018 - the access is the test


def test_instant_is_deprecated_and_returns_its_argument():
    moment = datetime(2022, 11, 22, tzinfo=UTC)
    with pytest.warns(DeprecationWarning, match="are datetimes"):
        assert instant(moment) is moment
