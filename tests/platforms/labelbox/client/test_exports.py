"""Exports of labels: the GraphQL document, polling, rows and files."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import urlsplit

import pytest

from labelbridge._core.flow import Open
from labelbridge.errors import InvalidArgument, ResponseFormatError, WaitTimeout
from labelbridge.labelbox import ExportRow, read_export
from labelbridge.labelbox._inputs.exports import export_request
from labelbridge.labelbox.models import GraphQLResponse
from labelbridge.labelbox.resources.labels import Labels
from tests.support.flow_runner import FlowRunner, flow, replay, run

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
URL = "https://storage.example/labelbox-exports/export.json?Signature=abc"
BOUNDS = ("start", "end", "last_activity_start", "last_activity_end")


# The GraphQL document


def query(**bounds) -> str:
    return " ".join(export_request(PROJECT, **bounds).query.split())


def test_project_is_a_variable_and_there_is_no_filter_by_default():
    assert export_request(PROJECT).to_dict()["variables"] == {"projectId": PROJECT}
    assert query() == (
        "mutation ExportLabels($projectId: ID!) { exportLabels(data: {projectId: $projectId}) "
        "{ downloadUrl createdAt shouldPoll } }"
    )


@pytest.mark.parametrize(
    ("bounds", "filters"),
    [
        ({"start": "2020-01-01"}, '{labelCreatedAt: {start: "2020-01-01"}}'),
        ({"last_activity_end": "2023-03-06"}, '{lastActivityAt: {end: "2023-03-06"}}'),
        (
            {"start": "2020-01-01", "last_activity_end": "2023-03-06"},
            '{labelCreatedAt: {start: "2020-01-01"}, lastActivityAt: {end: "2023-03-06"}}',
        ),
        (
            {"start": "2023-02-06 10:00:00", "end": "2023-02-06"},
            '{labelCreatedAt: {start: "2023-02-06 10:00:00", end: "2023-02-06"}}',
        ),
    ],
)
def test_filters_have_only_given_bounds(bounds, filters):
    assert f"filters: {filters}}}" in query(**bounds)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2023-02-06", "2023-02-06"),
        ("2023-02-06 14:30:00", "2023-02-06 14:30:00"),
        (date(2023, 2, 6), "2023-02-06"),
        (datetime(2023, 2, 6, 14, 30, 0, 999), "2023-02-06 14:30:00"),
        (datetime(2023, 2, 6, 14, 30, tzinfo=UTC), "2023-02-06 14:30:00"),
        (
            datetime(2023, 2, 7, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "2023-02-06 20:00:00",
        ),
    ],
)
def test_bounds_can_be_text_dates_and_datetimes(value, text):
    assert f'{{start: "{text}"}}' in query(start=value)


@pytest.mark.parametrize("argument", BOUNDS)
def test_invalid_bounds_are_rejected(argument):
    for value in ("2023-02-06T14:30:00", '2023-02-06"}, x: {y: "', True):
        with pytest.raises(InvalidArgument, match=f"^{argument}: must be like 2023-02-06"):
            query(**{argument: value})


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        *(("project_id", {"project_id": value}) for value in (" ", None, 5)),
        ("end", {"start": "2023-02-07", "end": "2023-02-06"}),
        (BOUNDS[3], {BOUNDS[2]: "2023-02-07", BOUNDS[3]: "2023-02-06"}),
        ("timeout", {"timeout": 0}),
    ],
)
def test_invalid_arguments_are_rejected_before_any_request(argument, values):
    options = {"project_id": PROJECT} | values
    with pytest.raises(InvalidArgument, match=f"^{argument}: "):
        flow(Labels.export, **options)
    with pytest.raises(InvalidArgument, match=f"^{argument}: "):
        flow(Labels.download, **options, to="export.json")


# Polling


def response(export) -> GraphQLResponse:
    return GraphQLResponse.from_dict({"data": {"exportLabels": export}})


def state(*, poll, url=None) -> GraphQLResponse:
    return response({"downloadUrl": url, "createdAt": None, "shouldPoll": poll})


READY = state(poll=False, url=URL)


def test_export_is_polled_until_it_is_ready():
    states = replay(state(poll=True), state(poll=True), READY)
    runner, result = run(states, Labels.export, PROJECT, timeout=30.0)
    assert result == Open(URL, ExportRow)
    assert runner.slept == [0.5, 0.75]
    assert all(step.plan == runner.steps[0].plan for step in runner.steps)
    assert [step.deadline for step in runner.steps] == [1030.0] * 3


def test_export_without_url_is_not_ready():
    runner, result = run(replay(state(poll=False), READY), Labels.export, PROJECT)
    assert (result.at, len(runner.steps)) == (URL, 2)


def test_export_without_should_poll_is_ready():
    assert run(replay(response({"downloadUrl": URL})), Labels.export, PROJECT)[1].at == URL


def test_wait_ends_at_its_deadline_without_the_url_in_the_error():
    runner = FlowRunner(lambda _step: state(poll=True, url=URL))
    with pytest.raises(WaitTimeout, match="the export did not finish within 20 s") as caught:
        runner.run(flow(Labels.export, PROJECT, timeout=20.0))
    assert caught.value.last.should_poll is True
    assert "Signature" not in f"{caught.value} {caught.value.last!r}"
    assert runner.clock <= 1020.0


@pytest.mark.parametrize(
    "body", [{}, {"data": None}, {"data": {}}, {"data": {"exportLabels": None}}]
)
def test_response_without_export_is_an_error(body):
    with pytest.raises(ResponseFormatError, match="neither an export nor an error"):
        run(replay(GraphQLResponse.from_dict(body)), Labels.export, PROJECT)


# On the emulator


def days(rows):
    return {f"{row.created_at:%Y-%m-%d}" for row in rows}


def test_rows_of_all_asset_types_are_returned(labelbox):
    rows = list(labelbox.labels.export(PROJECT))
    assert len(rows) == 11
    assert all(isinstance(row, ExportRow) for row in rows)
    assert {row.project_name for row in rows} == {"Everything"}
    kinds = {annotation.kind for row in rows for annotation in row.annotations}
    assert {"bbox", "polygon", "line", "point", "mask", "text", "geo-polygon", "radio"} <= kinds
    assert "unknown" not in kinds


@pytest.mark.usefixtures("slow")
def test_first_request_is_sent_when_the_first_row_is_read(labelbox, emulator):
    with labelbox.labels.export(PROJECT) as rows:
        assert emulator.requests() == []
        assert next(rows).project_name == "Everything"
    with pytest.raises(StopIteration):
        next(rows)
    *polls, storage = emulator.requests()
    assert [entry["operation"] for entry in polls] == ["execute_graphql"] * 3
    assert storage["operation"] == "storage.get"
    assert urlsplit(storage["url"]).path.startswith("/labelbox-exports/")


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"end": "2020-01-02"}, {"2020-01-01"}),
        ({"start": date(2023, 3, 3), "end": "2023-03-03 13:30:00"}, {"2023-03-03"}),
        ({"last_activity_start": "2023-03-06 12:00:00"}, {"2023-02-14", "2023-02-15"}),
        ({"end": "2021-01-01", "last_activity_start": "2023-02-06"}, {"2020-01-01"}),
        ({"start": "2023-02-01", "last_activity_end": "2023-02-14"}, {"2023-02-02"}),
        ({"start": "2030-01-01"}, set()),
    ],
)
def test_both_ranges_filter_labels(labelbox, bounds, found):
    assert days(labelbox.labels.export(PROJECT, **bounds)) == found


def test_download_replaces_a_file_and_has_the_rows_of_the_export(labelbox, tmp_path):
    to = tmp_path / "export.json"
    to.write_text("old")
    assert labelbox.labels.download(PROJECT, to=str(to), start="2023-02-01") == to
    months = [row["Created At"][:7] for row in json.loads(to.read_bytes())]
    assert months == ["2023-02"] * 5 + ["2023-03"] * 2
    assert list(read_export(to)) == list(labelbox.labels.export(PROJECT, start="2023-02-01"))
    assert list(tmp_path.iterdir()) == [to]
    labelbox.labels.download(PROJECT, to=to, start="2030-01-01")
    assert list(read_export(to)) == []


def test_handle_has_labels(labelbox):
    rows = list(labelbox.project(PROJECT).labels.export(start="2023-03-01"))
    assert rows
    assert rows == list(labelbox.labels.export(PROJECT, start="2023-03-01"))
    with pytest.raises(InvalidArgument, match="^project_id: "):
        labelbox.project(" ")
