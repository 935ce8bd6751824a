"""The control routes steer a running emulator; what it received can be read from it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from labelbridge_emulator.server.server import Emulator

Post = Callable[..., httpx.Response]


@pytest.fixture
def control(emulator: Emulator) -> str:
    return emulator.hasty.removesuffix("/hasty") + "/_emulator"


@pytest.fixture
def post(control: str, client: httpx.Client) -> Post:
    return lambda name, body=None: client.post(f"{control}/{name}", json=body)


def check_key(emulator: Emulator, client: httpx.Client) -> httpx.Response:
    return client.get(emulator.roboflow + "/", params={"api_key": "secret"})


def test_health_tells_where_everything_is(
    emulator: Emulator, control: str, client: httpx.Client
) -> None:
    answer = client.get(f"{control}/health").json()
    assert answer["status"] == "ok"
    assert answer["urls"] == {
        "hasty": emulator.hasty,
        "roboflow": emulator.roboflow,
        "labelbox": emulator.labelbox,
        "storage": emulator.storage,
    }


def test_requests_are_listed_as_received(
    emulator: Emulator, control: str, client: httpx.Client
) -> None:
    check_key(emulator, client)
    client.get(emulator.roboflow + "/a/b/c/d", headers=[("X-Two", "1"), ("X-Two", "2")])
    client.delete(emulator.hasty + "/v1/projects")
    listed = client.get(f"{control}/requests").json()
    assert listed == emulator.requests()
    assert [(each["operation"], each["method"], each["status"]) for each in listed] == [
        ("check_key", "GET", 200),
        (None, "GET", 404),
        (None, "DELETE", 405),
    ]
    assert listed[0]["url"] == emulator.roboflow + "/?api_key=secret"
    assert listed[0]["headers"]["user-agent"].startswith("python-httpx")
    assert listed[1]["headers"]["x-two"] == "1, 2"


def test_a_reset_forgets_state_faults_and_requests(
    emulator: Emulator, post: Post, client: httpx.Client
) -> None:
    post("roboflow/batches", {"name": "new", "images": 3})
    emulator.faults([{"operation": "check_key", "status": 500}])
    assert post("reset").status_code == 200
    assert check_key(emulator, client).status_code == 200
    url = f"{emulator.roboflow}/my-workspace/my-cv-project/batches"
    assert len(client.get(url, params={"api_key": "k"}).json()["batches"]) == 2
    assert len(emulator.requests()) == 2


def test_another_seed_is_another_world(
    emulator: Emulator, post: Post, client: httpx.Client
) -> None:
    assert post("seed", {"seed": "empty"}).status_code == 200
    workspace = client.get(f"{emulator.roboflow}/my-workspace", params={"api_key": "k"}).json()
    assert [each["images"] for each in workspace["workspace"]["projects"]] == [0]


@pytest.mark.parametrize("body", [{"seed": "other"}, {"seed": 1}, {}, [], None])
def test_an_unknown_seed_is_refused(emulator: Emulator, post: Post, body: Any) -> None:
    answer = post("seed", body)
    assert answer.status_code == 400
    assert "seed" in answer.json()["error"]


def test_time_can_be_let_pass(emulator: Emulator, post: Post) -> None:
    before = emulator.store.clock.peek()
    assert post("clock", {"advance": 90.5}).status_code == 200
    assert (emulator.store.clock.peek() - before).total_seconds() == 90.5


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"advance": -1}, "cannot move backwards"),
        ({"advance": "1"}, '"advance": 1800'),
        ({"advance": True}, '"advance": 1800'),
        ({"advance": 1e30}, "beyond the year 8999"),
        ({}, '"advance": 1800'),
        (None, '"advance": 1800'),
    ],
)
def test_time_does_not_go_back_or_astray(post: Post, body: Any, message: str) -> None:
    answer = post("clock", body)
    assert answer.status_code == 400
    assert message in answer.json()["error"]


def test_time_ends_before_dates_do(
    emulator: Emulator, post: Post, client: httpx.Client, control: str
) -> None:
    century = {"advance": 100 * 365 * 24 * 3600}
    statuses = [post("clock", century).status_code for _ in range(71)]
    assert statuses == [200] * 69 + [400] * 2
    assert emulator.store.clock.peek().year < 9000
    assert client.post(f"{control}/roboflow/batches", json={"name": "new", "images": 1}).is_success


def test_faults_are_put_in_force_and_cleared(
    emulator: Emulator, post: Post, client: httpx.Client
) -> None:
    assert post("faults", [{"operation": "check_key", "status": 520, "count": 5}]).is_success
    assert check_key(emulator, client).status_code == 520
    assert post("faults", []).is_success
    assert check_key(emulator, client).status_code == 200


def test_faults_that_are_none_are_refused(post: Post) -> None:
    answer = post("faults", [{"operaton": "check_key"}])
    assert answer.status_code == 400
    assert "operaton" in answer.json()["error"]


def test_a_face_adds_to_the_world_and_says_what(post: Post) -> None:
    answer = post("roboflow/batches", {"name": "new", "images": 3})
    assert answer.status_code == 201
    assert (answer.json()["name"], answer.json()["images"]) == ("new", 3)


@pytest.mark.parametrize("path", ["roboflow/nothing", "nobody/batches"])
def test_a_face_that_is_not_there_is_not_found(post: Post, path: str) -> None:
    assert post(path, {}).status_code == 404


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": "new"}, "missing a required argument: 'images'"),
        ({"name": "new", "images": 3, "colour": "red"}, "unexpected keyword argument 'colour'"),
        ({"name": "new", "images": -1}, "cannot hold -1 images"),
        ({"name": "new", "images": "three"}, "images must be int, not 'three'"),
        ({"name": "new", "images": True}, "images must be int, not True"),
        ({"name": 7, "images": 1}, "name must be str, not 7"),
        ({"name": "new", "images": 1, "project": []}, "project must be str | None, not []"),
        ({"name": "new", "images": 1, "project": "nope"}, "there is no project nope"),
        ([1], "an object"),
        (None, "an object"),
    ],
)
def test_a_face_refuses_what_it_cannot_add(post: Post, body: Any, message: str) -> None:
    answer = post("roboflow/batches", body)
    assert answer.status_code == 400
    assert message in answer.json()["error"]


@pytest.mark.parametrize("name", ["seed", "clock", "faults", "roboflow/batches"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "Expecting property name"),
        (b"\xff", "can't decode byte"),
        (b'{"advance": NaN}', "NaN is not JSON"),
        (b'[{"operation": "check_key", "delay": 1e999}]', "1e999 is beyond every float"),
        (rb'{"seed": "\ud800"}', "surrogates not allowed"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_json_is_refused(
    control: str, client: httpx.Client, name: str, content: bytes, message: str
) -> None:
    answer = client.post(f"{control}/{name}", content=content)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("the body is not JSON: ")
    assert message in answer.json()["error"]
