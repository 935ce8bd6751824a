"""Fault rules, over HTTP."""

import httpx
import pytest

from labelbridge_emulator.server.faults import Faults
from tests.support.example import OTHER_PLATFORM, PLATFORM

BATCH = "6VN0fFQIWU1E24bDjGsN"


@pytest.fixture
def get(emulator, client):
    """Requests a batch."""
    url = f"{emulator[OTHER_PLATFORM]}/my-workspace/my-cv-project/batches/{BATCH}?api_key=k"
    return lambda: client.get(url)


def apply(emulator, **rule):
    emulator.faults([{"operation": "get_batch", **rule}])


def statuses(get, number):
    return [get().status_code for _ in range(number)]


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503, 520, 599])
def test_status_has_the_platforms_error_body(emulator, get, status):
    apply(emulator, status=status, headers={"Retry-After": "3"})
    response = get()
    assert (response.status_code, response.headers["retry-after"]) == (status, "3")
    assert "error" in response.json()


@pytest.mark.parametrize(
    ("rule", "status", "content"),
    [
        ({"status": 204}, 204, b""),
        ({"body": "empty"}, 200, b""),
        ({"content": None, "status": 202}, 202, b"null"),
        ({"body": "html"}, 502, b"<html>"),
    ],
)
def test_body_is_replaced(emulator, get, rule, status, content):
    apply(emulator, **rule)
    response = get()
    assert (response.status_code, response.content[:6]) == (status, content)


def test_replaced_request_has_no_effect(emulator, client):
    emulator.faults([{"operation": "create_job", "status": 503}])
    url = f"{emulator[OTHER_PLATFORM]}/my-workspace/my-cv-project/jobs?api_key=k"
    person = "lenny@example.com"
    body = {"batch": BATCH, "labelerEmail": person, "reviewerEmail": person}
    assert client.post(url, json=body).status_code == 503
    assert len(client.get(url).json()["jobs"]) == 2


def test_cut_body_ends_in_the_middle(emulator, get):
    size = len(get().content)
    apply(emulator, body="cut")
    with pytest.raises(httpx.RemoteProtocolError) as caught:
        get()
    assert f"received {size // 2} bytes, expected {size}" in str(caught.value)
    assert get().status_code == 200


def test_cut_of_an_empty_body_closes_the_connection(emulator, client, signed_url):
    emulator.faults([{"operation": "storage.get", "body": "cut"}])
    emulator.store.files.put("nothing", b"")
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(signed_url("GET", "nothing"))


def test_values_of_a_body_are_set_and_removed(emulator, get):
    removed = ["/uploaded/_seconds", "/name"]
    apply(emulator, set={"/images": None, "/new": [1]}, remove=removed, status=201)
    response = get()
    body = response.json()
    assert response.status_code == 201
    assert (body["images"], body["new"], body["id"]) == (None, [1], BATCH)
    assert "name" not in body
    assert list(body["uploaded"]) == ["_nanoseconds"]


@pytest.mark.parametrize(
    ("media_type", "edit", "message"),
    [
        ("image/png", {"set": {"/a": 1}}, "need a JSON response"),
        ("application/json", {"remove": ["/nope"]}, "no value at '/nope'"),
    ],
)
def test_impossible_edit_returns_500(emulator, client, signed_url, media_type, edit, message):
    emulator.faults([{"operation": "storage.get", **edit}])
    emulator.store.files.put("a", b"{}", media_type)
    response = client.get(signed_url("GET", "a"))
    assert (response.status_code, message in response.json()["error"]) == (500, True)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([{"status": 500}], [500, 200]),
        ([{"status": 500, "skip": 1, "count": 2}], [200, 500, 500, 200]),
        ([{"status": 500, "skip": 3}], [200, 200, 200, 500, 200]),
        ([{"status": 500}, {"status": 429}], [500, 429, 200]),
        ([{"operation": "list_batches", "status": 500}], [200]),
    ],
)
def test_count_and_skip(emulator, get, rules, expected):
    emulator.faults([{"operation": "get_batch", **rule} for rule in rules])
    assert statuses(get, len(expected)) == expected


def test_platform_prefix_selects_one_of_several_operations(emulator, client):
    url = f"{emulator[OTHER_PLATFORM]}/my-workspace?api_key=k"
    emulator.faults([{"operation": f"{PLATFORM}.get_workspace", "status": 500}])
    assert client.get(url).status_code == 200
    emulator.faults([{"operation": f"{OTHER_PLATFORM}.get_workspace", "status": 500}])
    assert client.get(url).status_code == 500


def test_stars_match_all_operations(emulator, client, get):
    emulator.faults([{"operation": f"{OTHER_PLATFORM}.*", "status": 500, "count": 2}])
    url = f"{emulator[PLATFORM]}/v1/projects"
    assert client.get(url, headers={"X-Api-Key": "k"}).status_code == 200
    check = client.get(emulator[OTHER_PLATFORM] + "/?api_key=k")
    assert (get().status_code, check.status_code, get().status_code) == (500, 500, 200)


def test_added_rules_follow_the_existing_ones(emulator, get):
    apply(emulator, status=500)
    emulator.add_faults([{"operation": "get_batch", "status": 503}])
    with pytest.raises(ValueError, match="unknown operation 'get_bath'"):
        emulator.add_faults([{"operation": "get_bath", "status": 503}])
    assert statuses(get, 3) == [500, 503, 200]


def test_storage_operations(emulator, client, signed_url):
    emulator.faults([{"operation": f"storage.{name}", "status": 503} for name in ("put", "get")])
    response = client.put(signed_url("PUT", "a"), content=b"1")
    assert (response.status_code, response.headers["content-type"]) == (503, "application/xml")
    assert emulator.store.files.get("a") is None
    emulator.store.files.put("b", b"2")
    assert client.get(signed_url("GET", "b")).status_code == 503


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"operation": None}, "operation: null is not of type"),
        ({"stauts": 500}, "'stauts' was unexpected"),
        ({"status": 99}, "0/status: 99 is less than the minimum of 200"),
        ({"count": 0}, "count"),
        ({"body": "half"}, "body"),
        ({"remove": ["name"]}, "remove/0"),
        *(({"operation": name}, f"unknown operation '{name}'") for name in ("b", "get")),
        *(({"headers": {"X-A": value}}, "headers/X-A") for value in ("1\r\nX-B: 2", "1 ")),
        ({"headers": {"Content-Length": "3"}}, "content-length is written by the server"),
        ({"headers": {"transfer-encoding": "x"}}, "transfer-encoding is written by the server"),
        ({"status": 204, "body": "html"}, "204 response has no body; remove html"),
        ({"status": 304, "body": "cut"}, "304 response has no body; remove cut"),
        ({"status": 204, "content": None}, "remove content"),
        ({"status": 204, "remove": ["/b"]}, "remove set or remove"),
        ({"body": "html", "content": 1}, "'html' cannot be combined with content"),
        ({"body": "empty", "set": {"/b": 1}}, "'empty' cannot be combined with set or remove"),
        ({"content": 1, "set": {"/b": 1}}, "content cannot be combined with set or remove"),
        ({"content": float("nan")}, "not JSON compliant"),
        ({"set": {"/b": "\ud800"}}, "surrogates not allowed"),
        ({"content": b"{}"}, "bytes is not JSON serializable"),
    ],
)
def test_invalid_rule_raises(rule, message):
    with pytest.raises(ValueError, match="invalid fault rules") as caught:
        Faults(["platform.a", "storage.get"]).replace([{"operation": "a", **rule}])
    assert message in str(caught.value)
    with pytest.raises(ValueError, match="array"):
        Faults([]).replace({"operation": "a"})
