"""Annotation insights: counts of labelers, by days, project and labeler."""

import warnings
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from labelbridge.errors import InvalidArgument, NotFound, PermissionDenied
from labelbridge.roboflow import NoDataWarning

WORKSPACE = "my-workspace"


def sent(emulator):
    """Return the query of the last request, without the key."""
    query = parse_qs(urlsplit(emulator.requests()[-1]["url"]).query)
    query.pop("api_key", None)
    return {name: value for name, (value,) in query.items()}


def test_a_range_of_days_is_counted(roboflow):
    insights = roboflow.insights.get(WORKSPACE, start_date="2023-08-01", end_date="2023-08-15")
    (row,) = insights.data
    assert (row.images_labeled, row.boxes_drawn, row.marked_null, row.approved) == (73, 127, 8, 73)
    (labeler,) = insights.labelers
    assert labeler.id == row.labeler_id
    assert labeler.display_name == "Lenny"
    assert insights.stats.num_images_labeled == 73
    assert insights.stats.approval_rate == 100


def test_without_bounds_all_days_are_counted(roboflow, emulator):
    insights = roboflow.insights.get(WORKSPACE)
    assert insights.stats.num_images_labeled > 73
    assert len(insights.labelers) == 5
    assert sent(emulator) == {}


def test_rows_of_one_project_and_one_labeler(roboflow, emulator):
    insights = roboflow.insights.get(WORKSPACE, project_id="projectId123", user_id="labelerId124")
    assert {(row.project_id, row.labeler_id) for row in insights.data} == {
        ("projectId123", "labelerId124")
    }
    assert sent(emulator) == {"projectId": "projectId123", "userId": "labelerId124"}


@pytest.mark.parametrize(
    "day", ["2023-08-02", date(2023, 8, 2), datetime(2023, 8, 2, 23, 30, tzinfo=UTC)]
)
def test_days_are_sent_as_the_platform_writes_them(roboflow, emulator, day):
    insights = roboflow.insights.get(WORKSPACE, start_date=day, end_date=day)
    assert insights.stats.num_images_labeled == 31
    assert sent(emulator) == {"startDate": "2023-08-02", "endDate": "2023-08-02"}


def test_days_without_work_count_nothing(roboflow):
    insights = roboflow.insights.get(WORKSPACE, start_date="2030-01-01")
    assert insights.data == []
    assert insights.stats.approval_rate is None


@pytest.mark.parametrize(
    ("argument", "days"),
    [("start_date", {"start_date": "2023-07-31"}), ("end_date", {"end_date": date(2020, 1, 1)})],
)
def test_days_before_the_first_of_the_data_warn(roboflow, argument, days):
    with pytest.warns(NoDataWarning, match=rf"^{argument} .* before 2023-08-01") as caught:
        roboflow.insights.get(WORKSPACE, **days)
    assert len(caught) == 1


def test_the_first_day_of_the_data_does_not_warn(roboflow):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        roboflow.insights.get(WORKSPACE, start_date="2023-08-01")


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("start_date", {"start_date": "01.08.2023"}),
        ("start_date", {"start_date": "2023-8-1"}),
        ("start_date", {"start_date": "2023-02-30"}),
        ("start_date", {"start_date": 20230801}),
        ("end_date", {"end_date": "2023-08-15 10:00:00"}),
        ("end_date", {"end_date": ""}),
        ("end_date", {"start_date": "2023-09-02", "end_date": "2023-09-01"}),
        ("project_id", {"project_id": ""}),
        ("user_id", {"user_id": ""}),
    ],
)
def test_wrong_bounds_are_refused_before_any_request(roboflow, emulator, argument, values):
    with pytest.raises(InvalidArgument, match=f"^{argument}: ") as caught:
        roboflow.insights.get(WORKSPACE, **values)
    assert caught.value.argument == argument
    assert emulator.requests() == []


def test_an_empty_workspace_is_refused_before_any_request(roboflow, emulator):
    with pytest.raises(InvalidArgument, match="^workspace: "):
        roboflow.insights.get("")
    assert emulator.requests() == []


def test_what_is_not_there_or_not_in_the_plan_says_so(roboflow, emulator):
    with pytest.raises(NotFound):
        roboflow.insights.get("elsewhere")
    emulator.faults(
        [
            {
                "operation": "get_insights",
                "status": 403,
                "content": {"error": "This feature is not part of your plan."},
            }
        ]
    )
    with pytest.raises(PermissionDenied, match="not part of your plan"):
        roboflow.insights.get(WORKSPACE)
