"""The kept traffic of the vendors' SDKs keeps the contracts, or it is known who is wrong.

No SDK is needed here. That traffic which breaks a contract is found is shown with kept exchanges,
each broken in one way.
"""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from scripts import recorded_traffic, traffic_page
from scripts.operations import CLIENTS
from scripts.recorded_traffic import TRAFFIC, checker, differences, read, reviews
from scripts.traffic_check import Exchange, Violation, all_violations
from tests.sdk.recording import HIDDEN, kept

Change = Callable[[Any], object]


@pytest.mark.parametrize("platform", CLIENTS)
def test_kept_traffic_breaks_the_contract_only_as_is_known(platform):
    found = differences(platform, read(platform))
    assert not found, "\n".join(found)


def test_kept_traffic_is_small_and_has_no_key_and_no_address_of_a_machine(key):
    texts = [path.read_text() for path in sorted(TRAFFIC.glob("*.jsonl"))]
    assert len(texts) == len(CLIENTS)
    assert sum(map(len, texts)) < 1_000_000
    for text in texts:
        assert key not in text
        assert "a-key-of-nobody" not in text
        assert "127.0.0.1" not in text


def one(platform: str, operation: str, status: int) -> Exchange:
    """A copy of a kept exchange that breaks nothing."""
    known = checker(platform)
    for exchange in read(platform):
        route = known.route(exchange)
        found = (route.id if route else "", exchange["response"]["status"])
        if found == (operation, status) and not set(known.violations(exchange)):
            return deepcopy(exchange)
    raise LookupError(f"no {operation} with {status} is kept")


def told(platform: str, exchange: Exchange) -> list[str]:
    return [f"{each.side} {each.text}" for each in sorted(checker(platform).violations(exchange))]


def target(old: str, new: str) -> Change:
    def change(exchange: Any) -> None:
        before = exchange["request"]["target"]
        exchange["request"]["target"] = before.replace(old, new)
        assert exchange["request"]["target"] != before

    return change


def body(side: str, change: Change) -> Change:
    def apply(exchange: Any) -> None:
        value = json.loads(exchange[side]["body"])
        change(value)
        exchange[side]["body"] = json.dumps(value)

    return apply


@pytest.mark.parametrize(
    ("operation", "status", "change", "expected"),
    [
        ("list_workspaces", 200, target("limit=100", "limit=all"), 'query limit: "all" is not'),
        ("list_workspaces", 200, target("limit=100", "limit=-1"), "query limit: -1 is less than"),
        ("list_workspaces", 200, target("limit=", "limits="), "query limits: not in the contract"),
        ("list_workspaces", 200, target("offset=0", "limit=1"), "query limit: given 2 times"),
        ("get_project", 200, target("projects/", "projects/x"), "path project_id: "),
        (
            "list_workspaces",
            200,
            lambda it: it["request"]["headers"].pop("x-api-key"),
            "credentials ApiKeyAuth: missing",
        ),
        (
            "create_project",
            200,
            lambda it: it["request"].update(body=""),
            "request body: missing",
        ),
        (
            "create_project",
            200,
            lambda it: it["request"].update(body="{"),
            "request body: not JSON",
        ),
        (
            "create_project",
            200,
            lambda it: it["request"]["headers"].update({"content-type": "text/csv"}),
            "request body: media type text/csv is not in the contract",
        ),
        (
            "create_project",
            200,
            lambda it: it["request"].update(body={"bytes": 3}),
            "request body: not text",
        ),
        (
            "list_workspaces",
            200,
            lambda it: it["request"].update(body="{}"),
            "request body: not in the contract",
        ),
        (
            "create_project",
            200,
            body("request", lambda it: it.pop("name")),
            'request body: "name" is a required property',
        ),
        (
            "create_project",
            200,
            body("request", lambda it: it.update(workspace_id="mine")),
            'request body: workspace_id: "mine" is not',
        ),
        (
            "list_workspaces",
            200,
            body("response", lambda it: it["items"][0].update(id=1)),
            "response 200 body: items/*/id: 1 is not of type",
        ),
        (
            "list_workspaces",
            200,
            lambda it: it["response"].update(status=206),
            "response status 206: not in the contract",
        ),
        (
            "list_workspaces",
            200,
            lambda it: it["response"]["headers"].update({"content-type": "text/html"}),
            "response 200 body: media type text/html is not in the contract",
        ),
        (
            "list_workspaces",
            200,
            lambda it: it["response"].update(body=""),
            "response 200 body: missing",
        ),
        (
            "delete_project",
            204,
            lambda it: it["response"].update(body="{}"),
            "response 204 body: not in the contract",
        ),
        (
            "get_project",
            404,
            body("response", lambda it: it.update(message=1)),
            "response 404 body: message: 1 is not of type",
        ),
    ],
)
def test_what_breaks_the_contract_is_found(operation, status, change, expected):
    exchange = one("hasty", operation, status)
    change(exchange)
    assert any(expected in each for each in told("hasty", exchange)), told("hasty", exchange)


def test_a_list_may_be_joined_by_commas_that_are_not_escaped():
    joined = re.compile(r"\?.*image_status=\w+%2C")
    exchange = next(each for each in read("hasty") if joined.search(each["request"]["target"]))
    request = exchange["request"]
    assert told("hasty", exchange) == [
        "request query image_status: the separating commas are escaped"
    ]
    request["target"] = plain = request["target"].replace("%2C", ",")
    assert told("hasty", exchange) == []
    request["target"] = plain.replace("image_status=", "image_status=OLD,")
    (only,) = told("hasty", exchange)
    assert only.startswith('request query image_status: *: "OLD" is not one of')


def test_a_request_that_no_operation_has_is_found():
    exchange = one("hasty", "list_workspaces", 200)
    exchange["request"]["target"] = "/hasty/v2/workspaces"
    (only,) = checker("hasty").violations(exchange)
    text = "the contract has no such operation"
    assert only == Violation("GET /v2/workspaces", "request", text)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (body("request", lambda it: it.update(query="{")), "request graphql: Syntax Error"),
        (
            body("request", lambda it: it.update(query="{ project { id } }")),
            "request graphql: Argument 'Query.project(where:)'",
        ),
        (body("request", lambda it: it.update(variables={})), "response graphql: Variable"),
        (
            body("response", lambda it: it["data"]["project"].pop("name")),
            "response graphql: the result has no name",
        ),
        (
            body("response", lambda it: it["data"]["project"].update(name=None)),
            "response graphql: Cannot return null for non-nullable field",
        ),
        (
            body("response", lambda it: it["data"]["project"].update(queueMode="FAST")),
            "response graphql: Enum 'QueueMode' cannot represent value",
        ),
        (
            body("response", lambda it: it["data"]["project"].update(more=1)),
            "response graphql: the result has fields that the document",
        ),
    ],
)
def test_what_breaks_the_graphql_schema_is_found(change, expected):
    exchange = one("labelbox", "execute_graphql", 200)
    assert "GetProject" in str(exchange["request"]["body"])
    change(exchange)
    assert any(each.startswith(expected) for each in told("labelbox", exchange)), told(
        "labelbox", exchange
    )


def test_a_file_at_the_storage_is_held_against_the_contract_that_describes_it():
    exchange = one("labelbox", "download_export", 200)
    exchange["response"]["body"] = '{"not": "a list"}'
    (only,) = told("labelbox", exchange)
    assert only.startswith("response 200 body: ")


def test_an_address_of_the_storage_must_have_been_given_and_must_see_no_key():
    exchanges = read("labelbox")
    last = deepcopy(one("labelbox", "download_export", 200))
    last["request"]["target"] += "0"
    last["request"]["headers"]["authorization"] = HIDDEN
    new = all_violations(checker("labelbox"), [*exchanges, last])
    new -= all_violations(checker("labelbox"), exchanges)
    assert sorted(each.text for each in new) == [
        "URL is not from a response",
        "header authorization: credentials of the API",
    ]


def test_a_violation_that_is_not_known_and_a_known_one_that_is_gone_are_differences():
    exchange = one("roboflow", "list_batches", 200)
    exchange["response"]["status"] = 299
    gone = [each for review in reviews("roboflow") for each in review.violations]
    first, *others = differences("roboflow", [exchange])
    assert first.startswith("list_batches: response: status 299: not in the contract: add it to")
    assert len(others) == len(gone) == 4
    assert all("remove it from roboflow.yaml" in each for each in others)


def test_a_side_that_cannot_be_wrong_is_refused(tmp_path, monkeypatch):
    text = (TRAFFIC / "hasty.yaml").read_text()
    (tmp_path / "hasty.yaml").write_text(text.replace("cause: sdk", "cause: unknown"))
    monkeypatch.setattr(recorded_traffic, "TRAFFIC", tmp_path)
    with pytest.raises(ValueError, match="must be one of sdk, contract, emulator, program"):
        list(reviews("hasty"))


def test_what_is_kept_tells_no_secret_and_is_the_same_for_every_run():
    exchange = {
        "origin": "storage",
        "request": {
            "method": "PUT",
            "target": "/x?api_key=secret&y=1",
            "headers": [
                ("host", "127.0.0.1:1"),
                ("authorization", "Bearer secret"),
                ("cookie", "session=secret"),
                ("x-api-key", "secret"),
                ("accept", "*/*"),
            ],
            "body": b"\xff\x00",
        },
        "response": {
            "status": 200,
            "headers": [("X-Request-ID".lower(), "6fa93bfe-fd6c-4d47-ac7f-cab962804ca2")],
            "body": b'{"url": "http://127.0.0.1:1/y"}',
        },
    }
    (made,) = kept([exchange], {"http://127.0.0.1:1": "https://api.example.com"})
    assert made == {
        "origin": "storage",
        "request": {
            "method": "PUT",
            "target": f"/x?api_key={HIDDEN}&y=1",
            "headers": {
                "authorization": f"Bearer {HIDDEN}",
                "cookie": f"session={HIDDEN}",
                "x-api-key": HIDDEN,
                "accept": "*/*",
            },
            "body": {"bytes": 2},
        },
        "response": {
            "status": 200,
            "headers": {"x-request-id": "00000000-0000-4000-8000-000000000000"},
            "body": '{"url": "https://api.example.com/y"}',
        },
    }


def test_the_page_shows_every_cause_with_the_side_that_is_wrong():
    page = traffic_page.page()
    for platform in CLIENTS:
        for review in reviews(platform):
            first = review.violations[0]
            (line,) = [
                each
                for each in page.splitlines()
                if first.operation in each and first.text in each and review.evidence in each
            ]
            assert f"| {review.cause} | {review.evidence} |" in line
