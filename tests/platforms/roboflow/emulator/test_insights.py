"""Insights: filters, sums and totals."""

from typing import Any

import httpx
import pytest

from labelbridge_emulator.platforms.roboflow import fixtures

ROW_TO_TOTAL = {
    "imagesLabeled": "numImagesLabeled",
    "boxesDrawn": "numBoxesDrawn",
    "markedNull": "numImagesMarkedNull",
    "modelAssisted": "totalImagesUsingModelAssist",
}


def stats(api: httpx.Client, **query: str) -> Any:
    response = api.get("/my-workspace/stats", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def labeled(api: httpx.Client, **query: str) -> int:
    return stats(api, **query)["stats"]["numImagesLabeled"]


def test_documented_range_has_the_documented_counts(api):
    body = stats(api, startDate="2023-08-01", endDate="2023-08-15")
    assert body["data"] == [
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
    assert [each["displayName"] for each in body["labelers"]] == ["Lenny"]


def test_totals_are_the_sums_of_the_rows(api):
    body = stats(api, startDate="2023-10-01", endDate="2023-12-31")
    pairs = [(row["labelerId"], row["projectId"]) for row in body["data"]]
    assert len(pairs) == len(set(pairs)) == 10
    assert {each["id"] for each in body["labelers"]} == {labeler for labeler, _ in pairs}
    for row_key, total_key in ROW_TO_TOTAL.items():
        assert body["stats"][total_key] == sum(row[row_key] for row in body["data"])
    approved = sum(row["approved"] for row in body["data"])
    rejected = sum(row["rejected"] for row in body["data"])
    assert body["stats"]["approvalRate"] == round(100 * approved / (approved + rejected), 2)


def test_range_includes_both_days(emulator, api):
    emulator.seed("empty")
    for day in ("2023-09-01", "2023-09-02", "2023-09-03"):
        fixtures.add_activity(emulator.store, email="lenny@example.com", day=day, images_labeled=1)
    assert labeled(api, startDate="2023-09-01", endDate="2023-09-03") == 3
    assert labeled(api, startDate="2023-09-02", endDate="2023-09-02") == 1
    assert labeled(api, startDate="2023-09-03", endDate="2023-09-01") == 0
    assert (labeled(api, startDate="2023-09-02"), labeled(api, endDate="2023-09-01")) == (2, 1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"projectId": "projectId123"}, {"projectId": "projectId123"}),
        ({"project": "my-cv-project"}, {"projectId": "PBDhem3YRI1rKtQZSqRK"}),
        ({"userId": "labelerId125"}, {"labelerId": "labelerId125"}),
        (
            {"projectId": "projectId123", "userId": "labelerId124"},
            {"projectId": "projectId123", "labelerId": "labelerId124"},
        ),
    ],
)
def test_filters(api, query, expected):
    rows = stats(api, **query)["data"]
    assert rows == [row for row in stats(api)["data"] if expected.items() <= row.items()]
    assert rows


@pytest.mark.parametrize(
    "query",
    [
        {"projectId": "my-cv-project"},
        {"project": "PBDhem3YRI1rKtQZSqRK"},
        {"userId": "unknown"},
        {"endDate": "2023-07-31"},
    ],
)
def test_no_matching_activity(api, query):
    totals = {**dict.fromkeys(ROW_TO_TOTAL.values(), 0), "approvalRate": None}
    assert stats(api, **query) == {"data": [], "labelers": [], "stats": totals}


@pytest.mark.parametrize("day", ["2023-8-1", "2023-02-30", "2023-08-01T00:00:00", ""])
def test_invalid_date_returns_400(api, day):
    response = api.get("/my-workspace/stats", params={"startDate": day})
    assert response.status_code == 400
    assert "'startDate'" in response.json()["error"]


def test_added_activity_is_counted(emulator, api):
    emulator.seed("empty")
    counts = {"images_labeled": 5, "boxes_drawn": 12, "approved": 2, "rejected": 1}
    fixtures.add_activity(emulator.store, email="lenny@example.com", day="2023-09-01", **counts)
    (row,) = stats(api)["data"]
    assert (row["imagesLabeled"], row["boxesDrawn"], row["approvalRate"]) == (5, 12, 66.67)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "stranger@example.com"}, "is not a member"),
        ({"day": "2023-07-31"}, "day must be 2023-08-01 or later"),
        ({"day": "soon"}, "Invalid isoformat"),
        ({"project": "x"}, "unknown project 'x'"),
        ({"workspace": "x"}, "unknown workspace 'x'"),
    ],
)
def test_invalid_activity_raises(emulator, fields, message):
    valid = {"email": "lenny@example.com", "day": "2023-09-01"}
    with pytest.raises(ValueError, match=message):
        fixtures.add_activity(emulator.store, **{**valid, **fields})
