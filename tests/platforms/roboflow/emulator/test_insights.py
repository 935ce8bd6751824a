"""Insights count what was done in a range of days, filtered and added up."""

from typing import Any

import httpx
import pytest

from labelbridge_emulator.platforms.roboflow import fixtures
from labelbridge_emulator.server.server import Emulator

ROW_TO_TOTAL = {
    "imagesLabeled": "numImagesLabeled",
    "boxesDrawn": "numBoxesDrawn",
    "markedNull": "numImagesMarkedNull",
    "modelAssisted": "totalImagesUsingModelAssist",
}


def stats(api: httpx.Client, **query: str) -> Any:
    answer = api.get("/my-workspace/stats", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def labeled(api: httpx.Client, **query: str) -> int:
    return stats(api, **query)["stats"]["numImagesLabeled"]


def test_the_documented_range_gives_the_documented_counts(api: httpx.Client) -> None:
    answer = stats(api, startDate="2023-08-01", endDate="2023-08-15")
    assert answer["data"] == [
        {
            "approved": 73,
            "boxesDrawn": 127,
            "imagesLabeled": 73,
            "projectId": "projectId123",
            "projectName": "Street Scenes",
            "markedNull": 8,
            "modelAssisted": 1,
            "rejected": 0,
            "labelerId": "labelerId123",
            "workspaceId": "workspaceId123",
            "approvalRate": 100,
        }
    ]
    assert [each["displayName"] for each in answer["labelers"]] == ["Lenny"]
    assert answer["stats"] == {
        "numImagesLabeled": 73,
        "numBoxesDrawn": 127,
        "numImagesMarkedNull": 8,
        "totalImagesUsingModelAssist": 1,
        "approvalRate": 100,
    }


def test_there_is_one_row_for_each_labeler_and_project(api: httpx.Client) -> None:
    pairs = [(row["labelerId"], row["projectId"]) for row in stats(api)["data"]]
    assert len(pairs) == len(set(pairs)) == 10


def test_totals_are_true(api: httpx.Client) -> None:
    answer = stats(api, startDate="2023-10-01", endDate="2023-12-31")
    for row_key, total_key in ROW_TO_TOTAL.items():
        assert answer["stats"][total_key] == sum(row[row_key] for row in answer["data"])
    approved = sum(row["approved"] for row in answer["data"])
    rejected = sum(row["rejected"] for row in answer["data"])
    assert answer["stats"]["approvalRate"] == round(100 * approved / (approved + rejected), 2)


def test_labelers_are_those_of_the_rows(api: httpx.Client) -> None:
    answer = stats(api)
    assert {each["id"] for each in answer["labelers"]} == {
        row["labelerId"] for row in answer["data"]
    }


def test_ranges_add_up(api: httpx.Client) -> None:
    first = labeled(api, endDate="2023-11-30")
    second = labeled(api, startDate="2023-12-01")
    assert first + second == labeled(api)
    assert min(first, second) > 0


def test_both_days_of_a_range_belong_to_it(emulator: Emulator, api: httpx.Client) -> None:
    emulator.seed("empty")
    for day in ("2023-09-01", "2023-09-02", "2023-09-03"):
        fixtures.add_activity(emulator.store, email="lenny@example.com", day=day, images_labeled=1)
    assert labeled(api, startDate="2023-09-01", endDate="2023-09-03") == 3
    assert labeled(api, startDate="2023-09-02", endDate="2023-09-02") == 1
    assert labeled(api, startDate="2023-09-03", endDate="2023-09-01") == 0


@pytest.mark.parametrize(
    ("query", "column", "value"),
    [
        ({"projectId": "projectId123"}, "projectId", "projectId123"),
        ({"project": "my-cv-project"}, "projectId", "PBDhem3YRI1rKtQZSqRK"),
        ({"userId": "labelerId125"}, "labelerId", "labelerId125"),
    ],
)
def test_rows_can_be_filtered(
    api: httpx.Client, query: dict[str, str], column: str, value: str
) -> None:
    rows = stats(api, **query)["data"]
    assert rows == [row for row in stats(api)["data"] if row[column] == value]
    assert rows


def test_filters_work_together(api: httpx.Client) -> None:
    query = {"projectId": "projectId123", "userId": "labelerId124"}
    (row,) = stats(api, startDate="2024-01-01", **query)["data"]
    assert (row["projectId"], row["labelerId"]) == ("projectId123", "labelerId124")


@pytest.mark.parametrize(
    "query",
    [
        {"projectId": "my-cv-project"},
        {"project": "PBDhem3YRI1rKtQZSqRK"},
        {"userId": "nobody"},
        {"endDate": "2023-07-31"},
    ],
)
def test_where_nothing_fits_everything_is_nothing(api: httpx.Client, query: dict[str, str]) -> None:
    assert stats(api, **query) == {
        "data": [],
        "labelers": [],
        "stats": {
            "numImagesLabeled": 0,
            "numBoxesDrawn": 0,
            "numImagesMarkedNull": 0,
            "totalImagesUsingModelAssist": 0,
            "approvalRate": None,
        },
    }


@pytest.mark.parametrize("day", ["2023-8-1", "2023-02-30", "today", "2023-08-01T00:00:00", ""])
def test_what_is_not_a_date_is_refused(api: httpx.Client, day: str) -> None:
    answer = api.get("/my-workspace/stats", params={"startDate": day})
    assert answer.status_code == 400
    assert "'startDate'" in answer.json()["error"]


def test_activity_added_is_counted(emulator: Emulator, api: httpx.Client) -> None:
    emulator.seed("empty")
    fixtures.add_activity(
        emulator.store,
        email="lenny@example.com",
        day="2023-09-01",
        images_labeled=5,
        boxes_drawn=12,
        approved=2,
        rejected=1,
    )
    (row,) = stats(api)["data"]
    assert (row["imagesLabeled"], row["boxesDrawn"], row["approvalRate"]) == (5, 12, 66.67)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "stranger@example.com", "day": "2023-09-01"}, "is not a member"),
        ({"email": "lenny@example.com", "day": "2023-07-31"}, "insights begin on 2023-08-01"),
        ({"email": "lenny@example.com", "day": "soon"}, "Invalid isoformat"),
        ({"email": "lenny@example.com", "day": "2023-09-01", "project": "x"}, "no project x"),
        ({"email": "lenny@example.com", "day": "2023-09-01", "workspace": "x"}, "no workspace x"),
    ],
)
def test_activity_that_cannot_be_is_refused(
    emulator: Emulator, fields: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        fixtures.add_activity(emulator.store, **fields)
