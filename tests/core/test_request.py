"""Requests for operations that no contract has."""

import json
from math import inf, nan
from uuid import UUID

import httpx
import pytest

from labelbridge import NULL
from labelbridge._core.registry import client_classes
from labelbridge.errors import ApiError, InvalidArgument, NotFound, ResponseFormatError, ServerError
from labelbridge.options import RetryPolicy
from tests.support.example import CLIENTS, OTHER_PLATFORM
from tests.support.modes import MODES, open_client

ID = UUID("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
KEY = "Secret-Key-7f3a"


@pytest.fixture(params=MODES)
def client(request):
    """A client, with the `requests` that it sent; its `responses` are given in turn."""
    with Recording(request.param, CLIENTS) as made:
        yield made


class Recording:
    def __init__(self, mode, classes, **options):
        self.requests, self.responses = [], [httpx.Response(200, json={"a": [1]})]

        def respond(sent):
            self.requests.append(sent)
            return self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]

        options = {"transport": httpx.MockTransport(respond), "api_key": KEY} | options
        options = {"retry": RetryPolicy(attempts=3, base=0.001)} | options
        self._opened = open_client(mode, *classes, **options)

    def __enter__(self):
        self._client = self._opened.__enter__()
        return self

    def __exit__(self, *error):
        return self._opened.__exit__(*error)

    def __getattr__(self, name):
        return getattr(self._client, name)


def test_a_request_has_key_query_and_body_and_returns_json(client):
    query = {"a": 1, "b": [ID, "x,y"], "c": None, "d": True, "e": ""}
    found = client.request("post", "/v1/new things/{x}", query=query, json={"n": [1.5, None, NULL]})
    assert found == {"a": [1]}
    (sent,) = client.requests
    target = f"/v1/new%20things/%7Bx%7D?a=1&b={ID},x%2Cy&d=true&e="
    assert (sent.method, sent.url.raw_path.decode()) == ("POST", target)
    assert sent.headers["X-Api-Key"] == KEY
    assert sent.headers["Content-Type"] == "application/json"
    assert json.loads(sent.content) == {"n": [1.5, None, None]}


@pytest.mark.parametrize("body", [NULL, [], {}, "", 0, False])
def test_every_json_value_can_be_sent(client, body):
    client.request("PUT", "/v1/x", json=body)
    assert json.loads(client.requests[0].content) == (None if body is NULL else body)


def test_a_request_without_json_has_no_body(client):
    client.request("DELETE", "/v1/x")
    assert client.requests[0].content == b""
    assert "Content-Type" not in client.requests[0].headers


@pytest.mark.parametrize("status", [200, 204, 207])
def test_an_empty_response_is_none(client, status):
    client.responses[:] = [httpx.Response(status)]
    assert client.request("HEAD", "/v1/x") is None


@pytest.mark.parametrize("value", [None, 0, "", [], {"a": None}])
def test_every_json_value_can_be_returned(client, value):
    client.responses[:] = [httpx.Response(200, content=json.dumps(value))]
    assert client.request("GET", "/v1/x") == value


@pytest.mark.parametrize(
    ("method", "attempts"),
    [
        *((each, 3) for each in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")),
        ("POST", 1),
        ("PATCH", 1),
    ],
)
def test_idempotent_methods_are_retried(client, method, attempts):
    client.responses[:] = [httpx.Response(503)]
    with pytest.raises(ServerError, match=f"{method} /v1/x: 503"):
        client.request(method, "/v1/x")
    assert len(client.requests) == attempts


def test_a_rejected_request_is_retried_with_every_method(client):
    client.responses[:] = [httpx.Response(429), httpx.Response(201, json={})]
    assert client.request("POST", "/v1/x", json=[]) == {}


def test_an_error_names_the_request_and_shows_no_key(client):
    body = {"code": "gone", "message": f"not with {KEY}"}
    client.responses[:] = [httpx.Response(404, json=body)]
    with pytest.raises(NotFound) as caught:
        client.request("GET", f"/v1/{KEY}", query={"secret": "x"})
    assert str(caught.value).endswith("GET /v1/***: 404 gone: not with ***")
    assert caught.value.operation == "GET /v1/***"
    client.responses[:] = [httpx.Response(200, text="<html>")]
    with pytest.raises(ResponseFormatError, match="GET /v1/x: the response is not JSON"):
        client.request("GET", "/v1/x")


@pytest.mark.parametrize("mode", MODES)
def test_a_key_in_the_query_is_not_logged(mode, caplog):
    caplog.set_level("DEBUG")
    with Recording(mode, client_classes(OTHER_PLATFORM)) as client:
        client.responses[:] = [httpx.Response(503), httpx.Response(200, json={"error": KEY})]
        with pytest.raises(ApiError):
            client.request("GET", f"/{KEY}", query={"b": "confidential"})
    assert str(client.requests[0].url).endswith(f"/{KEY}?b=confidential&api_key={KEY}")
    assert f"{OTHER_PLATFORM} GET /***: 503 in" in caplog.text
    assert KEY not in caplog.text
    assert "confidential" not in caplog.text


CYCLE = []
CYCLE.append(CYCLE)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        *(
            ({"method": each}, "method: must be one of GET, ")
            for each in ("TRACE", "", None, b"GET")
        ),
        *(({"path": each}, "path: must be like /v1/") for each in ("v1/x", "https://h/x", "//h/x")),
        *(({"path": each}, "path: must be a string") for each in ("", None, 5, b"/x")),
        *(({"path": each}, "path: must not have a query") for each in ("/x?a=1", "/x#a")),
        *(
            ({"path": each}, "path: must not have the segments")
            for each in ("/a/../b", "/.", "/a/..")
        ),
        *(
            ({"path": each}, "path: must not have the segments")
            for each in ("/%2e%2E/b", "/a%2F../b")
        ),
        *(
            ({"path": each}, "path: contains a control")
            for each in ("/a\nb", "/a%0Ab", "/a\\b", "/%5C")
        ),
        ({"path": "/\udc80"}, "path: contains a lone surrogate"),
        *(({"query": each}, "query: must be a dict") for each in ("a=1", [("a", 1)], 5)),
        ({"query": {5: 1}}, "query: must be a string"),
        ({"query": {"": 1}}, "query: must be a string"),
        *(
            ({"query": {"a": each}}, "query.a: must be a string")
            for each in ({}, {1}, nan, inf, b"x")
        ),
        ({"query": {"a": [1, None]}}, r"query.a\[1\]: must be a string"),
        *(({"json": [each]}, "json: is not JSON") for each in (object(), {1: 2}.keys())),
        *(({"json": [each]}, r"json\[0\]: must be a finite number") for each in (nan, inf)),
        ({"json": {5: 1}}, "json.5: is not a valid key"),
        ({"json": CYCLE}, "json.* is nested too deeply"),
        ({"json": {1}}, "json: must be a list"),
        ({"json": [2**64]}, r"json\[0\]: must be an integer of at most 64 bits"),
    ],
)
def test_an_invalid_argument_raises_before_any_request(client, arguments, message):
    call = {"method": "POST", "path": "/v1/x"} | arguments
    with pytest.raises(InvalidArgument, match=f"^{message}"):
        client.request(call.pop("method"), call.pop("path"), **call)
    assert client.requests == []
