"""Requests are held against the contract before a handler sees them, and refused in its shapes."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from labelbridge_emulator import create_app
from labelbridge_emulator.contract.binding import bind
from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.platforms.roboflow.models import State
from labelbridge_emulator.server.emulation import Emulation
from tests.emulator.in_process import request

HASTY = {"X-Api-Key": "k"}
JOBS = "/roboflow/my-workspace/my-cv-project/jobs?api_key=k"
PROJECTS = "/hasty/v1/projects"


@pytest.fixture
def emulation() -> Emulation:
    return Emulation()


@pytest.fixture
def app(emulation: Emulation) -> Any:
    return create_app(emulation)


def send(app: Any, method: str, path: str, **options: Any) -> httpx.Response:
    return request(app, method, path, **options)


class TestPaths:
    def test_a_path_that_no_contract_has_is_not_found_in_the_platforms_shape(
        self, app: Any
    ) -> None:
        roboflow = send(app, "GET", "/roboflow/a/b/c/d/e")
        labelbox = send(app, "GET", "/labelbox/nope")
        assert (roboflow.status_code, list(roboflow.json())) == (404, ["error"])
        assert (labelbox.status_code, list(labelbox.json())) == (404, ["message"])

    def test_outside_of_the_prefixes_there_is_nothing(self, app: Any) -> None:
        answer = send(app, "GET", "/v1/projects")
        assert answer.status_code == 404
        assert answer.json() == {"error": "There is no path /v1/projects."}

    @pytest.mark.parametrize("method", ["DELETE", "HEAD", "OPTIONS", "TRACE"])
    def test_a_method_that_the_path_lacks_is_refused_and_told_which_it_has(
        self, app: Any, method: str
    ) -> None:
        answer = send(app, method, PROJECTS)
        assert answer.status_code == 405
        assert sorted(answer.headers["allow"].split(", ")) == ["GET", "POST"]

    def test_a_fixed_step_wins_over_a_parameter(self, app: Any) -> None:
        answer = send(app, "GET", "/roboflow/my-workspace/stats?api_key=k")
        assert "labelers" in answer.json()

    def test_operations_with_servers_of_their_own_are_not_served(self, app: Any) -> None:
        assert send(app, "GET", "/labelbox/labelbox-exports/a/b/c.json").status_code == 404


class TestKeys:
    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            (PROJECTS, {}),
            (PROJECTS, {"X-Api-Key": "  "}),
            ("/roboflow/", {}),
            ("/roboflow/?api_key=", {}),
            ("/labelbox/v1/frames/x", {}),
            ("/labelbox/v1/frames/x", {"Authorization": "Basic k"}),
        ],
    )
    def test_no_key_is_unauthorized(self, app: Any, path: str, headers: dict[str, str]) -> None:
        assert send(app, "GET", path, headers=headers).status_code == 401

    def test_any_key_opens_when_none_is_named(self, app: Any) -> None:
        assert send(app, "GET", PROJECTS, headers={"X-Api-Key": "any"}).status_code == 200
        assert send(app, "GET", "/roboflow/?api_key=any").status_code == 200

    def test_named_keys_open_and_no_others(self) -> None:
        app = create_app(Emulation(api_keys=["right", "also"]))
        assert send(app, "GET", "/roboflow/?api_key=also").status_code == 200
        answer = send(app, "GET", "/roboflow/?api_key=wrong")
        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "OAuthException"
        assert "wrong" not in answer.text

    def test_platforms_can_have_keys_of_their_own(self) -> None:
        app = create_app(Emulation(api_keys={"hasty": ["h"], "roboflow": ["r"]}))
        graphql = {"json": {"query": "{project(where: {id: 1}) {id}}"}}
        statuses = {
            key: (
                send(app, "GET", PROJECTS, headers={"X-Api-Key": key}).status_code,
                send(app, "GET", f"/roboflow/?api_key={key}").status_code,
                send(
                    app,
                    "POST",
                    "/labelbox/graphql",
                    headers={"Authorization": f"Bearer {key}"},
                    **graphql,
                ).status_code,
            )
            for key in ("h", "r", "another")
        }
        assert statuses == {"h": (200, 401, 200), "r": (401, 200, 200), "another": (401, 401, 200)}

    def test_keys_of_a_platform_that_there_is_not_are_refused(self) -> None:
        with pytest.raises(ValueError, match="keys of 'hasti', where there are: hasty"):
            Emulation(api_keys={"hasti": ["h"]})

    def test_labelbox_refuses_with_a_graphql_error(self) -> None:
        app = create_app(Emulation(api_keys=["right"]))
        headers = {"Authorization": "Bearer wrong"}
        answer = send(app, "POST", "/labelbox/graphql", headers=headers, json={"query": "{x}"})
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["extensions"]["code"] == "AUTHENTICATION_ERROR"

    def test_without_a_key_nothing_is_told_about_the_request(self, app: Any) -> None:
        assert send(app, "POST", PROJECTS, content=b"{broken").status_code == 401


class TestQueries:
    def test_an_unknown_parameter_is_refused_by_name(self, app: Any) -> None:
        answer = send(app, "GET", f"{PROJECTS}?limt=1", headers=HASTY)
        assert answer.status_code == 400
        assert "unknown query parameter 'limt'" in answer.text

    def test_a_wrong_value_is_refused_by_name(self, app: Any) -> None:
        answer = send(app, "GET", f"{PROJECTS}?limit=-1", headers=HASTY)
        assert answer.status_code == 400
        assert "'limit': -1 is less than the minimum of 0" in answer.json()["message"]

    def test_where_no_400_is_documented_what_does_not_fit_is_ignored(self, app: Any) -> None:
        answer = send(app, "GET", "/roboflow/?api_key=k&nocache=perhaps&other=1")
        assert answer.status_code == 200


class TestBodies:
    def post(self, app: Any, **options: Any) -> httpx.Response:
        return send(app, "POST", JOBS, **options)

    @pytest.mark.parametrize(
        "content", [b"{", b"\xff\xfe", b'{"batch": NaN}', b'{"batch": 1e999}', b"[" * 100_000]
    )
    def test_what_is_not_json_is_refused(self, app: Any, content: bytes) -> None:
        answer = self.post(app, content=content)
        assert answer.status_code == 400
        assert "not valid JSON" in answer.json()["error"]

    def test_a_missing_body_is_refused(self, app: Any) -> None:
        assert self.post(app).json() == {"error": "a JSON body is required"}

    def test_every_fault_is_told_with_its_field(self, app: Any) -> None:
        body = {"batch": 3, "num_images": "ten", "labelerEmail": "a", "labler": "b"}
        error = self.post(app, json=body).json()["error"]
        for part in ("batch: 3", 'num_images: "ten"', '"reviewerEmail" is a required', "'labler'"):
            assert part in error

    @pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_json_is_taken_under_any_content_type(self, app: Any, media_type: str) -> None:
        body = {
            "batch": "6VN0fFQIWU1E24bDjGsN",
            "labelerEmail": "lenny@example.com",
            "reviewerEmail": "lenny@example.com",
        }
        content = json.dumps(body).encode()
        answer = self.post(app, content=content, headers={"content-type": media_type})
        assert answer.status_code == 200


class TestViolations:
    def test_an_answer_that_breaks_the_contract_is_a_500_that_says_how(
        self, app: Any, emulation: Emulation
    ) -> None:
        emulation.store.state(State).home().name = 7  # type: ignore[assignment]  # the mistake
        answer = send(app, "GET", "/roboflow/my-workspace?api_key=k")
        expected = 'get_workspace broke the contract: workspace/name: 7 is not of type "string"'
        assert (answer.status_code, answer.json()) == (500, {"error": expected})
        assert emulation.violations == [expected]
        emulation.reset()
        assert emulation.violations == []

    def test_a_handler_that_fails_is_one_too(self, app: Any, emulation: Emulation) -> None:
        emulation.store.state(State).workspaces.clear()
        answer = send(app, "GET", "/roboflow/?api_key=k")
        assert answer.status_code == 500
        assert emulation.violations == [answer.json()["error"]]
        assert "check_key broke the contract: the handler raised" in answer.json()["error"]

    def test_an_undocumented_status_or_type_is_one(self) -> None:
        operation = next(each for each in bind("roboflow") if each.id == "check_key")
        assert operation.violations(418, "application/json", b"{}") == [
            "status 418 is not documented"
        ]
        (fault,) = operation.violations(200, "text/html", b"<p>")
        assert fault == "a body of type 'text/html' is not documented for status 200"


def test_contract_and_handlers_have_to_have_the_same_operations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    platform = next(each for each in all_platforms() if each.name == "roboflow")
    bare = replace(platform, handlers=Handlers())
    monkeypatch.setattr("labelbridge_emulator.server.app.all_platforms", lambda: (bare,))
    with pytest.raises(LookupError, match="roboflow: handlers and contract differ: .*create_job"):
        create_app()


def test_half_a_letter_is_no_text(app: Any) -> None:
    """A lone surrogate can be escaped in JSON, but no answer could ever hold it."""
    half = send(app, "POST", PROJECTS, headers=HASTY, content=rb'{"name": "half \ud800"}')
    whole = send(app, "POST", PROJECTS, headers=HASTY, content=rb'{"name": "a \ud83d\ude00"}')
    assert half.status_code == 400
    assert whole.json()["name"] == "a \U0001f600"


def test_answers_are_numbered_where_the_contract_says_so(app: Any) -> None:
    good, refused = send(app, "GET", PROJECTS, headers=HASTY), send(app, "GET", PROJECTS)
    assert good.headers["X-Request-ID"] != refused.headers["X-Request-ID"]
    assert "X-Request-ID" not in send(app, "GET", "/roboflow/?api_key=k").headers
