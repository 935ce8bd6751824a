"""How an export is asked for: the GraphQL document, and the asking again; driven by hand."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from labelbridge._core.flow import Open
from labelbridge.errors import InvalidArgument, NotFound, ResponseFormatError, WaitTimeout
from labelbridge.labelbox import ExportRow
from labelbridge.labelbox._inputs.exports import export_request
from labelbridge.labelbox.resources.labels import Labels, wait_for_export
from labelbridge_api.labelbox.api.labels import execute_graphql
from labelbridge_api.labelbox.models import GraphQLResponse
from tests.support.flow_runner import FlowRunner, replay

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
URL = "https://storage.example/labelbox-exports/export.json?Signature=abc"
OPEN = dict.fromkeys(("start", "end", "last_activity_start", "last_activity_end"))


def asked(**bounds):
    """Return the body of the call that asks for an export."""
    return execute_graphql.plan(body=export_request(PROJECT, **{**OPEN, **bounds})).body


def answer(export):
    return GraphQLResponse.from_dict({"data": {"exportLabels": export}})


def state(*, poll, url=None):
    return answer({"downloadUrl": url, "createdAt": None, "shouldPoll": poll})


def waited(*answers, timeout=60.0):
    """Play the platform, and return the hand and what the flow returned."""
    hand = FlowRunner(replay(*answers))
    return hand, hand.run(
        wait_for_export(execute_graphql.plan(body=export_request(PROJECT)), timeout=timeout)
    )


def test_the_project_is_a_variable_and_without_bounds_there_is_no_filter():
    body = asked()
    assert body["variables"] == {"projectId": PROJECT}
    assert " ".join(body["query"].split()) == (
        "mutation ExportLabels($projectId: ID!) { exportLabels(data: {projectId: $projectId}) "
        "{ downloadUrl createdAt shouldPoll } }"
    )


def test_both_ranges_are_literals():
    query = asked(
        start="2020-01-01",
        end="2020-01-02",
        last_activity_start="2023-02-06",
        last_activity_end="2023-03-06 14:30:00",
    )["query"]
    assert (
        'filters: {labelCreatedAt: {start: "2020-01-01", end: "2020-01-02"}, '
        'lastActivityAt: {start: "2023-02-06", end: "2023-03-06 14:30:00"}}}'
    ) in query


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        ({"start": "2020-01-01"}, '{labelCreatedAt: {start: "2020-01-01"}}'),
        ({"end": "2020-01-02"}, '{labelCreatedAt: {end: "2020-01-02"}}'),
        ({"last_activity_start": "2023-02-06"}, '{lastActivityAt: {start: "2023-02-06"}}'),
        ({"last_activity_end": "2023-03-06"}, '{lastActivityAt: {end: "2023-03-06"}}'),
    ],
)
def test_a_bound_that_is_not_given_is_left_out(bound, text):
    assert f"filters: {text}" in asked(**bound)["query"]


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
def test_every_form_of_a_bound_goes_out_as_the_platform_writes_it(value, text):
    assert f'{{start: "{text}"}}' in asked(start=value)["query"]


@pytest.mark.parametrize(
    "bad",
    [
        "06.02.2023",
        "2023-2-6",
        "2023-02-30",
        "2023-02-06T14:30:00",
        "2023-02-06 14:30",
        '2023-02-06"}, x: {y: "',
        "",
        20230206,
        True,
    ],
)
@pytest.mark.parametrize("argument", list(OPEN))
def test_what_is_no_date_is_refused_by_name(argument, bad):
    with pytest.raises(InvalidArgument, match=f"^{argument}: must be like 2023-02-06") as caught:
        asked(**{argument: bad})
    assert caught.value.argument == argument


@pytest.mark.parametrize(
    ("argument", "bounds"),
    [
        ("end", {"start": "2023-02-07", "end": "2023-02-06"}),
        ("end", {"start": "2023-02-06 10:00:01", "end": "2023-02-06 10:00:00"}),
        (
            "last_activity_end",
            {"last_activity_start": "2023-02-07", "last_activity_end": "2023-02-06"},
        ),
    ],
)
def test_a_range_that_ends_before_it_starts_is_refused(argument, bounds):
    with pytest.raises(InvalidArgument, match=f"^{argument}: "):
        asked(**bounds)


def test_a_day_holds_all_of_its_moments():
    assert "filters" in asked(start="2023-02-06 10:00:00", end="2023-02-06")["query"]


@pytest.mark.parametrize("bad", ["", " ", None, 5])
def test_an_impossible_project_is_refused(bad):
    with pytest.raises(InvalidArgument, match="^project_id: "):
        export_request(bad)


def test_it_is_asked_again_until_the_file_is_ready():
    hand, url = waited(state(poll=True), state(poll=True), state(poll=False, url=URL))
    assert url == URL
    assert hand.slept == [0.5, 0.75]
    assert [step.plan for step in hand.steps] == [
        execute_graphql.plan(body=export_request(PROJECT))
    ] * 3


def test_a_file_without_an_address_is_not_ready():
    hand, url = waited(state(poll=False), state(poll=False, url=URL))
    assert (url, len(hand.steps)) == (URL, 2)


def test_an_answer_that_does_not_say_whether_to_ask_again_is_ready_with_its_address():
    assert waited(answer({"downloadUrl": URL}))[1] == URL


def test_every_question_keeps_the_deadline():
    hand, _ = waited(state(poll=True), state(poll=False, url=URL), timeout=30.0)
    assert [step.deadline for step in hand.steps] == [1030.0, 1030.0]


def test_the_wait_ends_at_its_deadline_and_its_text_holds_no_address():
    hand = FlowRunner(lambda _step: state(poll=True, url=URL))
    with pytest.raises(WaitTimeout, match="the export did not finish within 20 s") as caught:
        hand.run(wait_for_export(execute_graphql.plan(body=export_request(PROJECT)), timeout=20.0))
    assert caught.value.last.should_poll is True
    assert "Signature" not in f"{caught.value} {caught.value.last!r}"
    assert hand.clock <= 1020.0


@pytest.mark.parametrize(
    "body", [{}, {"data": None}, {"data": {}}, {"data": {"exportLabels": None}}]
)
def test_an_answer_without_an_export_is_a_format_error(body):
    with pytest.raises(ResponseFormatError, match="neither an export nor an error"):
        waited(GraphQLResponse.from_dict(body))


def test_an_error_of_the_platform_ends_the_wait():
    with pytest.raises(NotFound):
        waited(state(poll=True), NotFound("no project", status=404))


def test_rows_are_opened_at_the_address():
    hand = FlowRunner(replay(state(poll=False, url=URL)))
    assert hand.run(Labels.export.__wrapped__(None, PROJECT)) == Open(URL, ExportRow)


@pytest.mark.parametrize("bad", [0, -1.0, float("nan"), float("inf"), "60", None])
@pytest.mark.parametrize("method", ["export", "download"])
def test_an_impossible_timeout_is_refused_before_any_step(method, bad):
    more = {"to": "export.json"} if method == "download" else {}
    with pytest.raises(InvalidArgument, match="^timeout: "):
        getattr(Labels, method).__wrapped__(None, PROJECT, timeout=bad, **more)
