"""Annotation insights of Roboflow."""

import warnings
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from labelbridge.errors import InvalidArgument
from labelbridge.roboflow import NoDataWarning

WORKSPACE = "my-workspace"


def sent_query(emulator):
    """The query of the last request, without the key."""
    query = parse_qs(urlsplit(emulator.requests()[-1]["url"]).query)
    query.pop("api_key", None)
    return {name: value for name, (value,) in query.items()}


def test_get_without_arguments_returns_all_days(roboflow, emulator):
    insights = roboflow.insights.get(WORKSPACE)
    assert insights.stats.num_images_labeled > 73
    assert len(insights.labelers) == 5
    assert sent_query(emulator) == {}
    empty = roboflow.insights.get(WORKSPACE, start_date="2030-01-01")
    assert (empty.data, empty.stats.approval_rate) == ([], None)


def test_get_filters_by_project_and_labeler(roboflow, emulator):
    insights = roboflow.insights.get(WORKSPACE, project_id="projectId123", user_id="labelerId124")
    assert {(row.project_id, row.labeler_id) for row in insights.data} == {
        ("projectId123", "labelerId124")
    }
    assert sent_query(emulator) == {"projectId": "projectId123", "userId": "labelerId124"}


@pytest.mark.parametrize(
    "day", ["2023-08-02", date(2023, 8, 2), datetime(2023, 8, 2, 23, 30, tzinfo=UTC)]
)
def test_days_are_sent_as_dates(roboflow, emulator, day):
    insights = roboflow.insights.get(WORKSPACE, start_date=day, end_date=day)
    assert insights.stats.num_images_labeled == 31
    assert sent_query(emulator) == {"startDate": "2023-08-02", "endDate": "2023-08-02"}


@pytest.mark.parametrize(
    ("argument", "days"),
    [("start_date", {"start_date": "2023-07-31"}), ("end_date", {"end_date": date(2020, 1, 1)})],
)
def test_days_before_the_first_day_with_data_warn(roboflow, argument, days):
    with pytest.warns(NoDataWarning, match=rf"^{argument} .* before 2023-08-01") as caught:
        roboflow.insights.get(WORKSPACE, **days)
    assert len(caught) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        roboflow.insights.get(WORKSPACE, start_date="2023-08-01")


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("start_date", {"start_date": "01.08.2023"}),
        ("end_date", {"end_date": "2023-08-15 10:00:00"}),
        ("end_date", {"start_date": "2023-09-02", "end_date": "2023-09-01"}),
        ("project_id", {"project_id": ""}),
        ("user_id", {"user_id": ""}),
    ],
)
def test_get_rejects_invalid_arguments(roboflow, emulator, argument, values):
    with pytest.raises(InvalidArgument, match=f"^{argument}: ") as caught:
        roboflow.insights.get(WORKSPACE, **values)
    assert caught.value.argument == argument
    assert emulator.requests() == []
