"""The API origin: routing, API keys, validation of requests and responses."""

from dataclasses import replace

import anyio
import httpx
import pytest

from labelbridge_emulator import create_app
from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.platforms.roboflow.models import State
from labelbridge_emulator.server.emulation import Emulation
from tests.support.example import PLATFORM

HEADERS = {"X-Api-Key": "k"}
JOBS = "/roboflow/my-workspace/my-cv-project/jobs?api_key=k"
PROJECTS = f"/{PLATFORM}/v1/projects"


@pytest.fixture
def emulation():
    return Emulation()


@pytest.fixture
def app(emulation):
    return create_app(emulation)


def send(app, method, path, **options):
    async def request():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://emulator") as client:
            return await client.request(method, path, **options)

    return anyio.run(request)


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "key"),
        [
            ("/roboflow/a/b/c/d/e", "error"),
            ("/labelbox/nope", "message"),
            ("/labelbox/labelbox-exports/a/b/c.json", "message"),  # has its own server
            ("/v1/projects", "error"),
        ],
    )
    def test_unknown_path_returns_404_in_the_platforms_format(self, app, path, key):
        response = send(app, "GET", path)
        assert (response.status_code, list(response.json())) == (404, [key])
        assert response.json()[key] == f"Path {path} does not exist."

    @pytest.mark.parametrize("method", ["DELETE", "HEAD", "OPTIONS", "TRACE"])
    def test_unknown_method_returns_405_with_the_allowed_methods(self, app, method):
        response = send(app, method, PROJECTS)
        assert response.status_code == 405
        assert sorted(response.headers["allow"].split(", ")) == ["GET", "POST"]

    def test_fixed_segment_takes_precedence_over_parameter(self, app):
        response = send(app, "GET", "/roboflow/my-workspace/stats?api_key=k")
        assert "labelers" in response.json()


class TestKeys:
    @pytest.mark.parametrize(
        ("path", "headers"),
        [
            (PROJECTS, {"X-Api-Key": "  "}),
            ("/roboflow/?api_key=", {}),
            ("/labelbox/v1/frames/x", {"Authorization": "Basic k"}),
        ],
    )
    def test_invalid_key_returns_401(self, app, path, headers):
        assert send(app, "GET", path, headers=headers).status_code == 401

    def test_only_given_keys_are_accepted(self):
        app = create_app(Emulation(api_keys=["right", "also"]))
        assert send(app, "GET", "/roboflow/?api_key=also").status_code == 200
        response = send(app, "GET", "/roboflow/?api_key=wrong")
        assert response.status_code == 401
        assert response.json()["error"]["type"] == "OAuthException"
        assert "wrong" not in response.text
        headers = {"Authorization": "Bearer wrong"}
        response = send(app, "POST", "/labelbox/graphql", headers=headers, json={"query": "{x}"})
        assert response.status_code == 401
        assert response.json()["errors"][0]["extensions"]["code"] == "AUTHENTICATION_ERROR"

    def test_keys_can_be_given_by_platform(self):
        app = create_app(Emulation(api_keys={PLATFORM: ["h"], "roboflow": ["r"]}))

        def statuses(key):
            bearer = {"Authorization": f"Bearer {key}"}
            body = {"query": "{project(where: {id: 1}) {id}}"}
            responses = (
                send(app, "GET", PROJECTS, headers={"X-Api-Key": key}),
                send(app, "GET", f"/roboflow/?api_key={key}"),
                send(app, "POST", "/labelbox/graphql", headers=bearer, json=body),
            )
            return [each.status_code for each in responses]

        assert statuses("h") == [200, 401, 200]
        assert statuses("r") == [401, 200, 200]
        assert statuses("another") == [401, 401, 200]

    def test_keys_of_an_unknown_platform_raise(self):
        with pytest.raises(ValueError, match=f"unknown platform 'hasti'; use {PLATFORM}"):
            Emulation(api_keys={"hasti": ["h"]})


NOT_JSON = [
    *(b"{", b"\xff\xfe", b'{"batch": NaN}', b'{"batch": 1e999}', b"[" * 100_000),
    rb'{"batch": "\ud800"}',  # a lone surrogate
]


class TestValidation:
    def test_invalid_query_is_ignored_without_a_documented_400(self, app):
        response = send(app, "GET", "/roboflow/?api_key=k&nocache=perhaps&other=1")
        assert response.status_code == 200

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            *((content, "not valid JSON") for content in NOT_JSON),
            (rb'{"batch": "\ud83d\ude00"}', "invalid body"),
            (b"", "a JSON body is required"),
        ],
    )
    def test_body_that_is_not_json_returns_400(self, app, content, message):
        headers = {"content-type": "text/plain"}  # the type is ignored
        response = send(app, "POST", JOBS, content=content, headers=headers)
        assert response.status_code == 400
        assert message in response.json()["error"]

    def test_every_error_of_a_body_names_its_field(self, app):
        body = {"batch": 3, "num_images": "ten", "labelerEmail": "a", "labler": "b"}
        error = send(app, "POST", JOBS, json=body).json()["error"]
        for part in ("batch: 3", 'num_images: "ten"', '"reviewerEmail" is a required', "'labler'"):
            assert part in error


class TestViolations:
    def test_invalid_response_becomes_500(self, app, emulation):
        emulation.store.state(State).home().name = 7  # the defect
        response = send(app, "GET", "/roboflow/my-workspace?api_key=k")
        expected = (
            'get_workspace does not match the contract: workspace/name: 7 is not of type "string"'
        )
        assert (response.status_code, response.json()) == (500, {"error": expected})
        assert emulation.violations == [expected]
        emulation.reset()
        assert emulation.violations == []

    def test_exception_in_a_handler_becomes_500(self, app, emulation):
        emulation.store.state(State).workspaces.clear()
        response = send(app, "GET", "/roboflow/?api_key=k")
        assert response.status_code == 500
        assert emulation.violations == [response.json()["error"]]
        assert "check_key does not match the contract: the handler raised" in response.text

    def test_undocumented_status_and_media_type_are_violations(self):
        operation = next(each for each in load_operations("roboflow") if each.id == "check_key")
        assert operation.violations(418, "application/json", b"{}") == [
            "status 418 is not documented"
        ]
        assert operation.violations(200, "text/html", b"<p>") == [
            "a body of type 'text/html' is not documented for status 200"
        ]


def test_create_app_raises_if_handlers_and_contract_differ(monkeypatch):
    platform = next(each for each in all_platforms() if each.name == "roboflow")
    bare = replace(platform, handlers=Handlers())
    monkeypatch.setattr("labelbridge_emulator.server.app.all_platforms", lambda: (bare,))
    with pytest.raises(LookupError, match="roboflow: handlers and contract differ: .*create_job"):
        create_app()


def test_responses_have_a_request_id_where_documented(app):
    success, error = send(app, "GET", PROJECTS, headers=HEADERS), send(app, "GET", PROJECTS)
    assert success.headers["X-Request-ID"] != error.headers["X-Request-ID"]
    assert "X-Request-ID" not in send(app, "GET", "/roboflow/?api_key=k").headers
