"""Faults strike the operation, as often as asked, over real HTTP."""

import time
from typing import Any

import httpx
import pytest

from labelbridge_emulator.server.faults import Faults
from labelbridge_emulator.server.server import Emulator

BATCH = "6VN0fFQIWU1E24bDjGsN"


@pytest.fixture
def get(emulator: Emulator, client: httpx.Client):
    """Ask for one batch."""

    def ask() -> httpx.Response:
        url = f"{emulator.roboflow}/my-workspace/my-cv-project/batches/{BATCH}"
        return client.get(url, params={"api_key": "k"})

    return ask


def put_and_url(emulator: Emulator, key: str, data: bytes) -> str:
    with emulator.store.lock:
        emulator.store.files.put(key, data, "image/png")
        return emulator.storage + emulator.store.files.sign("GET", key, lifetime=60)


class TestStatuses:
    @pytest.mark.parametrize("status", [401, 404, 429, 500, 503, 520, 599])
    def test_a_status_is_answered_in_the_platforms_shape(
        self, emulator: Emulator, get: Any, status: int
    ) -> None:
        emulator.faults([{"operation": "get_batch", "status": status}])
        answer = get()
        assert answer.status_code == status
        assert "error" in answer.json()

    def test_a_status_without_a_body_has_none(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "status": 204}])
        answer = get()
        assert (answer.status_code, answer.content) == (204, b"")

    def test_headers_come_with_it(self, emulator: Emulator, get: Any) -> None:
        rule = {"operation": "get_batch", "status": 429, "headers": {"Retry-After": "3"}}
        emulator.faults([rule])
        assert get().headers["retry-after"] == "3"

    def test_a_struck_request_has_no_effect(self, emulator: Emulator, client: httpx.Client) -> None:
        emulator.faults([{"operation": "create_job", "status": 503}])
        url = f"{emulator.roboflow}/my-workspace/my-cv-project/jobs"
        person = "lenny@example.com"
        body = {"batch": BATCH, "labelerEmail": person, "reviewerEmail": person}
        assert client.post(url, params={"api_key": "k"}, json=body).status_code == 503
        assert len(client.get(url, params={"api_key": "k"}).json()["jobs"]) == 2


class TestBodies:
    def test_a_page_of_html(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "body": "html"}])
        answer = get()
        assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
        assert answer.text.startswith("<html>")

    def test_no_body_at_all(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "body": "empty"}])
        answer = get()
        assert (answer.status_code, answer.content) == (200, b"")

    def test_any_json(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "content": None, "status": 202}])
        answer = get()
        assert (answer.status_code, answer.json()) == (202, None)

    def test_a_body_cut_in_the_middle(self, emulator: Emulator, get: Any) -> None:
        whole = len(get().content)
        emulator.faults([{"operation": "get_batch", "body": "cut"}])
        with pytest.raises(httpx.RemoteProtocolError) as caught:
            get()
        assert f"received {whole // 2} bytes, expected {whole}" in str(caught.value)
        assert get().status_code == 200

    def test_a_cut_body_of_nothing_ends_the_connection_too(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.faults([{"operation": "storage.get", "body": "cut"}])
        url = put_and_url(emulator, "nothing", b"")
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(url)


class TestEdits:
    def test_places_in_the_true_answer_are_set(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "set": {"/images": None, "/new": [1]}}])
        answer = get().json()
        assert (answer["images"], answer["new"], answer["id"]) == (None, [1], BATCH)

    def test_places_are_removed(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "remove": ["/uploaded/_seconds", "/name"]}])
        answer = get().json()
        assert "name" not in answer
        assert list(answer["uploaded"]) == ["_nanoseconds"]

    def test_the_status_may_change_with_them(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "status": 201, "set": {"/images": 1}}])
        answer = get()
        assert (answer.status_code, answer.json()["images"]) == (201, 1)

    def test_headers_alone_leave_the_answer_true(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "headers": {"X-Request-Id": "r1"}}])
        answer = get()
        assert (answer.headers["x-request-id"], answer.json()["id"]) == ("r1", BATCH)

    def test_a_place_that_is_not_there_is_told(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "remove": ["/nope"]}])
        answer = get()
        assert answer.status_code == 500
        assert "there is nothing at '/nope'" in answer.json()["error"]

    def test_what_is_not_json_cannot_be_edited(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        emulator.faults([{"operation": "storage.get", "set": {"/a": 1}}])
        answer = client.get(put_and_url(emulator, "picture", b"\x89PNG"))
        assert answer.status_code == 500
        assert "edits JSON" in answer.json()["error"]


class TestCounting:
    def statuses(self, get: Any, number: int) -> list[int]:
        return [get().status_code for _ in range(number)]

    def test_a_rule_strikes_once_unless_told_otherwise(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "status": 500}])
        assert self.statuses(get, 2) == [500, 200]

    def test_a_rule_strikes_as_often_as_told_after_letting_some_pass(
        self, emulator: Emulator, get: Any
    ) -> None:
        emulator.faults([{"operation": "get_batch", "status": 500, "skip": 1, "count": 2}])
        assert self.statuses(get, 4) == [200, 500, 500, 200]

    def test_as_many_pass_as_were_to_be_skipped(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "status": 500, "skip": 3}])
        assert self.statuses(get, 5) == [200, 200, 200, 500, 200]

    def test_rules_strike_one_after_another(self, emulator: Emulator, get: Any) -> None:
        rules = [{"operation": "get_batch", "status": status} for status in (500, 429)]
        emulator.faults(rules)
        assert self.statuses(get, 3) == [500, 429, 200]

    def test_a_star_is_every_operation(
        self, emulator: Emulator, client: httpx.Client, get: Any
    ) -> None:
        emulator.faults([{"operation": "*", "status": 503, "count": 2}])
        url = put_and_url(emulator, "a", b"1")
        assert [client.get(url).status_code, get().status_code] == [503, 503]

    def test_of_operations_with_the_same_name_one_is_chosen_by_its_platform(
        self, emulator: Emulator, client: httpx.Client
    ) -> None:
        url = f"{emulator.roboflow}/my-workspace"
        emulator.faults([{"operation": "hasty.get_workspace", "status": 500}])
        assert client.get(url, params={"api_key": "k"}).status_code == 200
        emulator.faults([{"operation": "roboflow.get_workspace", "status": 500}])
        assert client.get(url, params={"api_key": "k"}).status_code == 500

    def test_all_operations_of_one_platform_can_be_struck(
        self, emulator: Emulator, client: httpx.Client, get: Any
    ) -> None:
        emulator.faults([{"operation": "roboflow.*", "status": 500, "count": 2}])
        url = f"{emulator.hasty}/v1/projects"
        assert client.get(url, headers={"X-Api-Key": "k"}).status_code == 200
        check = client.get(emulator.roboflow + "/", params={"api_key": "k"})
        assert (get().status_code, check.status_code, get().status_code) == (500, 500, 200)

    def test_rules_are_added_behind_those_in_force(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "status": 500}])
        emulator.add_faults([{"operation": "get_batch", "status": 503}])
        assert [get().status_code for _ in range(3)] == [500, 503, 200]

    def test_a_rule_that_cannot_be_added_leaves_the_others(
        self, emulator: Emulator, get: Any
    ) -> None:
        emulator.faults([{"operation": "get_batch", "status": 500}])
        with pytest.raises(ValueError, match="no operation 'get_bath'"):
            emulator.add_faults([{"operation": "get_bath", "status": 503}])
        assert [get().status_code for _ in range(2)] == [500, 200]

    def test_other_operations_go_unharmed(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "list_batches", "status": 500}])
        assert get().status_code == 200

    def test_an_empty_list_clears(self, emulator: Emulator, get: Any) -> None:
        emulator.faults([{"operation": "get_batch", "status": 500}])
        emulator.faults([])
        assert get().status_code == 200


def test_a_delay_keeps_the_answer_back(emulator: Emulator, get: Any) -> None:
    emulator.faults([{"operation": "get_batch", "delay": 0.3}])
    start = time.monotonic()
    assert get().status_code == 200
    assert time.monotonic() - start >= 0.3


def test_storage_is_struck_too(emulator: Emulator, client: httpx.Client) -> None:
    rules = [{"operation": f"storage.{name}", "status": 503} for name in ("put", "get")]
    emulator.faults(rules)
    url = emulator.storage + emulator.store.files.sign("PUT", "a", lifetime=60)
    answer = client.put(url, content=b"1")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/xml")
    assert emulator.store.files.get("a") is None
    assert client.get(put_and_url(emulator, "b", b"2")).status_code == 503


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([{}], '"operation" is a required property'),
        ([{"operation": "a", "stauts": 500}], "'stauts' was unexpected"),
        ([{"operation": "a", "status": 99}], "0/status: 99 is less than the minimum of 200"),
        ([{"operation": "a", "count": 0}], "count"),
        ([{"operation": "a", "body": "half"}], "body"),
        ([{"operation": "a", "remove": ["name"]}], "remove/0"),
        ([{"operation": "b"}], "no operation 'b'"),
        ([{"operation": "get"}], "no operation 'get'"),
        ([{"operation": "a", "headers": {"X-A": "1\r\nX-B: 2"}}], "headers/X-A"),
        ([{"operation": "a", "headers": {"X-A": "1 "}}], "headers/X-A"),
        ([{"operation": "a", "headers": {"Content-Length": "3"}}], "writes content-length"),
        ([{"operation": "a", "headers": {"transfer-encoding": "x"}}], "writes transfer-encoding"),
        ([{"operation": "a", "status": 204, "body": "html"}], "204 has no body: leave out html"),
        ([{"operation": "a", "status": 304, "body": "cut"}], "304 has no body: leave out cut"),
        ([{"operation": "a", "status": 204, "content": None}], "leave out content"),
        ([{"operation": "a", "status": 204, "remove": ["/b"]}], "leave out set or remove"),
        ([{"operation": "a", "body": "html", "content": 1}], "'html' leaves nothing of content"),
        ([{"operation": "a", "body": "empty", "set": {"/b": 1}}], "leaves nothing of set or"),
        ([{"operation": "a", "content": 1, "set": {"/b": 1}}], "takes the place of what set"),
        ([{"operation": "a", "content": float("nan")}], "not JSON compliant"),
        ([{"operation": "a", "set": {"/b": "\ud800"}}], "surrogates not allowed"),
        ([{"operation": "a", "content": b"{}"}], "bytes is not JSON serializable"),
        ({"operation": "a"}, "array"),
        (None, "array"),
    ],
)
def test_a_rule_that_is_none_is_refused_with_the_reason(rules: Any, message: str) -> None:
    with pytest.raises(ValueError, match="invalid fault rules") as caught:
        Faults(["vendor.a", "storage.get"]).replace(rules)
    assert message in str(caught.value)
