"""The control routes under ``/_emulator``."""

import pytest

from labelbridge_emulator.platforms import all_platforms
from tests.support.example import OTHER_PLATFORM, PLATFORM

BATCHES = f"{OTHER_PLATFORM}/batches"
BATCH = {"name": "new", "images": 3}


@pytest.fixture
def control(emulator):
    return emulator[PLATFORM].removesuffix(f"/{PLATFORM}") + "/_emulator"


@pytest.fixture
def post(control, client):
    return lambda name, body=None: client.post(f"{control}/{name}", json=body)


def check_key(emulator, client):
    return client.get(emulator[OTHER_PLATFORM] + "/?api_key=k")


def test_health_returns_the_urls(emulator, control, client):
    body = client.get(f"{control}/health").json()
    assert body["status"] == "ok"
    urls = {each.name: control.replace("_emulator", each.name) for each in all_platforms()}
    assert body["urls"] == {**urls, "storage": emulator.storage}
    assert body["urls"][PLATFORM] == getattr(emulator, PLATFORM)


def test_requests_are_listed(emulator, control, client):
    check_key(emulator, client)
    client.get(emulator[OTHER_PLATFORM] + "/a/b/c/d", headers=[("X-Two", "1"), ("X-Two", "2")])
    client.delete(emulator[PLATFORM] + "/v1/projects")
    listed = client.get(f"{control}/requests").json()
    assert listed == emulator.requests()
    assert [(each["operation"], each["method"], each["status"]) for each in listed] == [
        ("check_key", "GET", 200),
        (None, "GET", 404),
        (None, "DELETE", 405),
    ]
    assert listed[0]["url"] == emulator[OTHER_PLATFORM] + "/?api_key=k"
    assert listed[0]["headers"]["user-agent"].startswith("python-httpx")
    assert listed[1]["headers"]["x-two"] == "1, 2"


def test_reset_clears_state_faults_and_requests(emulator, post, client):
    post(BATCHES, {"name": "new", "images": 3})
    emulator.faults([{"operation": "check_key", "status": 500}])
    assert post("reset").status_code == 200
    assert check_key(emulator, client).status_code == 200
    url = f"{emulator[OTHER_PLATFORM]}/my-workspace/my-cv-project/batches?api_key=k"
    assert len(client.get(url).json()["batches"]) == 2
    assert len(emulator.requests()) == 2


def test_seed_replaces_the_state(emulator, post, client):
    assert post("seed", {"seed": "empty"}).status_code == 200
    workspace = client.get(f"{emulator[OTHER_PLATFORM]}/my-workspace?api_key=k").json()
    assert [each["images"] for each in workspace["workspace"]["projects"]] == [0]


def test_unknown_fixture_returns_404(post):
    unknown = post(f"{OTHER_PLATFORM}/bathces", {})
    assert unknown.status_code == post("unknown/batches", {}).status_code == 404
    message = f"'{OTHER_PLATFORM}' has no fixture 'bathces'; use one of: members, batches"
    assert unknown.json()["error"].startswith(message)


def test_clock_is_advanced(emulator, post):
    before = emulator.store.clock.peek()
    assert post("clock", {"advance": 90.5}).status_code == 200
    assert (emulator.store.clock.peek() - before).total_seconds() == 90.5


def test_clock_has_an_upper_limit(emulator, post):
    century = {"advance": 100 * 365 * 24 * 3600}
    statuses = [post("clock", century).status_code for _ in range(71)]
    assert statuses == [200] * 69 + [400] * 2
    assert emulator.store.clock.peek().year < 9000
    made = post(BATCHES, {"name": "new", "images": 1})
    assert (made.status_code, made.json()["name"]) == (201, "new")


def test_faults_are_replaced(emulator, post, client):
    assert post("faults", [{"operation": "check_key", "status": 520, "count": 5}]).is_success
    assert check_key(emulator, client).status_code == 520
    assert post("faults", []).is_success
    assert check_key(emulator, client).status_code == 200


@pytest.mark.parametrize(
    ("route", "body", "message"),
    [
        *(("seed", body, "seed") for body in ({"seed": "other"}, {"seed": 1}, {}, [], None)),
        ("clock", {"advance": -1}, "cannot move backwards"),
        ("clock", {"advance": 1e30}, "beyond the year 8999"),
        *(("clock", body, '"advance": 1800') for body in ({"advance": "1"}, {"advance": True})),
        *(("clock", body, '"advance": 1800') for body in ({}, None)),
        ("faults", [{"operaton": "check_key"}], "operaton"),
        (BATCHES, {"name": "new"}, "missing a required argument: 'images'"),
        (BATCHES, {**BATCH, "colour": 1}, "unexpected keyword argument 'colour'"),
        (BATCHES, {**BATCH, "images": -1}, "images must be at least 0"),
        (BATCHES, {**BATCH, "images": "three"}, "images must be int, not 'three'"),
        (BATCHES, {**BATCH, "images": True}, "images must be int, not True"),
        (BATCHES, {**BATCH, "name": 7}, "name must be str, not 7"),
        (BATCHES, {**BATCH, "project": []}, "project must be str | None, not []"),
        (BATCHES, {**BATCH, "project": "nope"}, "unknown project 'nope'"),
        *((BATCHES, body, "a JSON object") for body in ([1], None)),
    ],
)
def test_invalid_body_returns_400(post, route, body, message):
    response = post(route, body)
    assert response.status_code == 400
    assert message in response.json()["error"]


@pytest.mark.parametrize("name", ["seed", "clock", "faults", BATCHES])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "Expecting property name"),
        (b"\xff", "can't decode byte"),
        (b'{"advance": NaN}', "NaN is not JSON"),
        (b'[{"operation": "check_key", "delay": 1e999}]', "1e999 is too large for a float"),
        (rb'{"seed": "\ud800"}', "surrogates not allowed"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_body_that_is_not_json_returns_400(control, client, name, content, message):
    response = client.post(f"{control}/{name}", content=content)
    assert response.status_code == 400
    assert response.json()["error"].startswith("the body is not JSON: ")
    assert message in response.json()["error"]
