"""Tests of the recorded traffic of the vendors' SDKs, and of the checks on it.

They need no SDK. Each violation is tested with a recorded exchange that is changed in one place.
"""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from scripts import recorded_traffic, traffic_page
from scripts.recorded_traffic import TRAFFIC, checker, differences, read, reviews, sdks
from scripts.traffic_check import Exchange, Violation, all_violations
from tests.sdk.recording import HIDDEN, clean

Change = Callable[[Any], object]


@pytest.mark.parametrize("sdk", sdks())
def test_recorded_traffic_has_only_known_violations(sdk):
    found = differences(sdk, read(sdk))
    assert not found, "\n".join(found)


def test_recorded_traffic_is_small_and_has_no_keys_or_local_addresses(key):
    texts = [path.read_text() for path in sorted(TRAFFIC.glob("*.jsonl"))]
    assert sum(map(len, texts)) < 1_000_000
    for text in texts:
        assert not any(word in text for word in (key, "an-unknown-key", "127.0.0.1"))


def one(platform: str, operation: str, status: int) -> Exchange:
    """Return a copy of a recorded exchange without violations."""
    for exchange in read(platform):
        route = checker(platform).route(exchange)
        found = (route.id if route else "", exchange["response"]["status"])
        if found == (operation, status) and not set(checker(platform).violations(exchange)):
            return deepcopy(exchange)
    raise LookupError(f"no {operation} with {status} is recorded")


def violations(platform: str, exchange: Exchange) -> list[str]:
    return [f"{each.side} {each.text}" for each in sorted(checker(platform).violations(exchange))]


def target(old: str, new: str) -> Change:
    def change(exchange: Any) -> None:
        before = exchange["request"]["target"]
        exchange["request"]["target"] = before.replace(old, new)
        assert exchange["request"]["target"] != before

    return change


def request(**values: Any) -> Change:
    return lambda exchange: exchange["request"].update(values)


def response(**values: Any) -> Change:
    return lambda exchange: exchange["response"].update(values)


def media_type(side: str, value: str) -> Change:
    return lambda exchange: exchange[side]["headers"].update({"content-type": value})


def body(side: str, change: Change) -> Change:
    def apply(exchange: Any) -> None:
        value = json.loads(exchange[side]["body"])
        change(value)
        exchange[side]["body"] = json.dumps(value)

    return apply


LIST, CREATE = ("list_workspaces", 200), ("create_project", 200)
REST = [
    (LIST, target("limit=100", "limit=all"), 'query limit: "all" is not'),
    (LIST, target("limit=100", "limit=-1"), "query limit: -1 is less than"),
    (LIST, target("limit=", "limits="), "query limits: not in the contract"),
    (LIST, target("offset=0", "limit=1"), "query limit: given 2 times"),
    (("get_project", 200), target("projects/", "projects/x"), "path project_id: "),
    (LIST, request(headers={}), "credentials ApiKeyAuth: missing"),
    (CREATE, request(body=""), "request body: missing"),
    (CREATE, request(body="{"), "request body: not JSON"),
    (CREATE, media_type("request", "text/csv"), "body: media type text/csv is not in the contract"),
    (CREATE, request(body={"bytes": 3}), "request body: not text"),
    (LIST, request(body="{}"), "request body: not in the contract"),
    (CREATE, body("request", lambda it: it.pop("name")), 'body: "name" is a required property'),
    (CREATE, body("request", lambda it: it.update(workspace_id="x")), 'workspace_id: "x" is not'),
    (LIST, body("response", lambda it: it["items"][0].update(id=1)), "200 body: items/*/id: 1 is"),
    (LIST, response(status=206), "response status 206: not in the contract"),
    (LIST, media_type("response", "text/html"), "200 body: media type text/html is not in the"),
    (LIST, response(body=""), "response 200 body: missing"),
    (("delete_project", 204), response(body="{}"), "response 204 body: not in the contract"),
    (
        ("get_project", 404),
        body("response", lambda it: it.update(message=1)),
        "response 404 body: message: 1 is not of type",
    ),
]


@pytest.mark.parametrize(("example", "change", "expected"), REST)
def test_violation_of_the_contract_is_found(example, change, expected):
    exchange = one("hasty", *example)
    change(exchange)
    found = violations("hasty", exchange)
    assert any(expected in each for each in found), found


def test_unescaped_commas_separate_the_items_of_a_list():
    joined = re.compile(r"\?.*image_status=\w+%2C")
    exchange = next(each for each in read("hasty") if joined.search(each["request"]["target"]))
    problem = "request query image_status: the separating commas are escaped"
    assert violations("hasty", exchange) == [problem]
    exchange["request"]["target"] = plain = exchange["request"]["target"].replace("%2C", ",")
    assert violations("hasty", exchange) == []
    exchange["request"]["target"] = plain.replace("image_status=", "image_status=OLD,")
    (only,) = violations("hasty", exchange)
    assert only.startswith('request query image_status: *: "OLD" is not one of')


def test_request_of_no_operation_is_found():
    exchange = one("hasty", *LIST)
    exchange["request"]["target"] = "/hasty/v2/workspaces"
    (only,) = checker("hasty").violations(exchange)
    text = "the contract has no such operation"
    assert only == Violation("GET /v2/workspaces", "request", text)


def project(change: Change) -> Change:
    return body("response", lambda it: change(it["data"]["project"]))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (body("request", lambda it: it.update(query="{")), "request graphql: Syntax Error"),
        (
            body("request", lambda it: it.update(query="{ project { id } }")),
            "request graphql: Argument 'Query.project(where:)'",
        ),
        (body("request", lambda it: it.update(variables={})), "response graphql: Variable"),
        (project(lambda it: it.pop("name")), "response graphql: the result has no name"),
        (
            project(lambda it: it.update(name=None)),
            "response graphql: Cannot return null for non-nullable field",
        ),
        (
            project(lambda it: it.update(queueMode="FAST")),
            "response graphql: Enum 'QueueMode' cannot represent value",
        ),
        (
            project(lambda it: it.update(more=1)),
            "response graphql: the result has fields that the document does not select",
        ),
    ],
)
def test_violation_of_the_graphql_schema_is_found(change, expected):
    exchange = one("labelbox", "execute_graphql", 200)
    assert "GetProject" in str(exchange["request"]["body"])
    change(exchange)
    found = violations("labelbox", exchange)
    assert any(each.startswith(expected) for each in found), found


def test_file_from_the_storage_is_checked():
    exchange = one("labelbox", "download_export", 200)
    exchange["response"]["body"] = '{"not": "a list"}'
    (only,) = violations("labelbox", exchange)
    assert only.startswith("response 200 body: ")


def test_request_to_the_storage_needs_a_received_url_and_no_key():
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


def test_unknown_and_missing_violations_are_differences():
    exchange = one("roboflow", "list_batches", 200)
    exchange["response"]["status"] = 299
    known = [each for review in reviews("roboflow") for each in review.violations]
    first, *others = differences("roboflow", [exchange])
    assert first.startswith("list_batches: response: status 299: not in the contract: add it to")
    assert len(others) == len(known) == 4
    assert all("remove it from roboflow.yaml" in each for each in others)


def test_unknown_cause_raises(tmp_path, monkeypatch):
    text = (TRAFFIC / "hasty.yaml").read_text()
    (tmp_path / "hasty.yaml").write_text(text.replace("cause: sdk", "cause: unknown"))
    monkeypatch.setattr(recorded_traffic, "TRAFFIC", tmp_path)
    with pytest.raises(ValueError, match="must be one of sdk, contract, emulator, program"):
        list(reviews("hasty"))


def test_recorded_exchange_has_no_secrets_and_is_the_same_for_every_run():
    sent = {
        "host": "127.0.0.1:1",
        "authorization": "Bearer secret",
        "cookie": "session=secret",
        "x-api-key": "secret",
        "accept": "*/*",
    }
    exchange = {
        "origin": "storage",
        "request": {
            "method": "PUT",
            "target": "/x?api_key=secret&y=1",
            "headers": list(sent.items()),
            "body": b"\xff\x00",
        },
        "response": {
            "status": 200,
            "headers": [("x-request-id", "6fa93bfe-fd6c-4d47-ac7f-cab962804ca2")],
            "body": b'{"url": "http://127.0.0.1:1/y"}',
        },
    }
    (made,) = clean([exchange], {"http://127.0.0.1:1": "https://api.example.com"})
    assert made["request"] == {
        "method": "PUT",
        "target": f"/x?api_key={HIDDEN}&y=1",
        "headers": {
            "authorization": f"Bearer {HIDDEN}",
            "cookie": f"session={HIDDEN}",
            "x-api-key": HIDDEN,
            "accept": "*/*",
        },
        "body": {"bytes": 2},
    }
    assert made["response"] == {
        "status": 200,
        "headers": {"x-request-id": "00000000-0000-4000-8000-000000000000"},
        "body": '{"url": "https://api.example.com/y"}',
    }


def test_page_lists_every_known_violation_with_its_cause():
    lines = traffic_page.page().splitlines()
    for sdk in sdks():
        for review in reviews(sdk):
            first = review.violations[0]
            (line,) = [
                each
                for each in lines
                if first.operation in each and first.text in each and review.evidence in each
            ]
            assert f"| {review.cause} | {review.evidence} |" in line
