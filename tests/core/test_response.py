"""Building requests and interpreting responses."""

import html
import json
import re
from urllib.parse import quote, quote_plus

import attrs
import httpx
import pytest
from msgspec import UNSET

from labelbridge import errors
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.platform import Credential, Platform
from labelbridge._core.secrets import Secret
from labelbridge.errors import (
    ApiError,
    ConnectionFailed,
    InvalidArgument,
    LabelbridgeError,
    RequestTimeout,
    ResponseFormatError,
)
from labelbridge_api.plan import Plan

COMMA = Platform("acme", "https://h", Credential("header", "X-Api-Key"))
REPEAT = attrs.evolve(COMMA, lists="repeat")
GRAPHQL = attrs.evolve(COMMA, graphql_statuses={"AUTHENTICATION_ERROR": 401})


def interface(platform=COMMA, key="topsecret"):
    return HttpInterface(platform, Secret(key))


def plan(success=None, path="/v1/things", **more):
    return Plan("get_thing", "GET", path, success or {200: dict}, True, **more)


def parse(response, success=None, platform=COMMA):
    return interface(platform).parse_response(plan(success), response, response.content)


def api_error(status=404, key="topsecret", signed_url="", **response):
    made = httpx.Response(status, **response)
    return interface(key=key).api_error("get_thing", made, made.content, signed_url=signed_url)


@pytest.mark.parametrize(
    ("platform", "query", "expected"),
    [
        (REPEAT, {"status": ["NEW", "DONE"]}, "status=NEW&status=DONE"),
        (COMMA, {"status": ["a,b", "IN PROGRESS"]}, "status=a%2Cb,IN%20PROGRESS"),
        (COMMA, {"name": "a&b=c#d/é+ "}, "name=a%26b%3Dc%23d%2F%C3%A9%2B%20"),
        (COMMA, {"replace": True, "has": False, "offset": 0}, "replace=true&has=false&offset=0"),
    ],
)
def test_query_and_path_parameters_are_encoded(platform, query, expected):
    url = interface(platform).request_arguments(plan(query=query))["url"]
    assert url == f"/v1/things?{expected}"
    parameters = {"w": "a/b", "b": "a?b=1#c ü"}
    arguments = interface().request_arguments(plan(path="/{w}/x/{b}", path_parameters=parameters))
    assert arguments["url"] == "/a%2Fb/x/a%3Fb%3D1%23c%20%C3%BC"


def test_a_too_long_url_names_the_longest_argument():
    interface().request_arguments(plan(query={"a": "x" * 50_000}))
    query = {"a": "x" * 20_000, "b": ["x" * 20_000, "x" * 20_000]}
    with pytest.raises(InvalidArgument, match="^b: is too long: the URL has 60... characters"):
        interface().request_arguments(plan(query=query))


def test_a_body_is_sent_as_json():
    arguments = interface().request_arguments(plan(body=[{"id": "1"}]))
    assert arguments["content"] == b'[{"id":"1"}]'
    assert "content" not in interface().request_arguments(plan(body=UNSET))
    assert interface().request_arguments(plan(body=None))["content"] == b"null"


def test_any_success_status_is_decoded_as_documented():
    for status in (200, 201):
        assert parse(httpx.Response(status, json={"a": 1})) == {"a": 1}
        assert parse(httpx.Response(status, content=b"{}"), {204: None}) is None
        assert parse(httpx.Response(status, content=b"raw"), {200: bytes}) == b"raw"


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"code": "bad", "message": "no such"}, "bad", "no such"),
        *(({name: "no such"}, None, "no such") for name in ("message", "error")),
        ({"error": {"message": "no such", "type": "GraphError", "h": 1}}, "GraphError", "no such"),
        ({"error": "eval_missing", "message": "no such"}, "eval_missing", "no such"),
        ({"errors": [{"message": "no such", "extensions": {"code": "X"}}]}, "X", "no such"),
        ({"errors": [{"message": "no such"}]}, None, "no such"),
        ({"errors": [{"message": "no such", "extensions": None}, {}]}, None, "no such"),
        ({"code": 7, "message": {"de": "kein"}}, "7", "{'de': 'kein'}"),
        *((body, None, "Not Found") for body in ({"errors": []}, {}, [])),
        ("no such thing here", None, "no such thing here"),
    ],
)
def test_error_bodies_of_all_shapes_are_parsed(body, code, message):
    error = api_error(json=body)
    assert (error.code, error.message, error.body) == (code, message, body)


@pytest.mark.parametrize(
    "content", [b"<html>\n <h1>Bad  gateway</h1>", b"\xff\xfe", b"[" * 100_000, b""]
)
def test_an_error_body_may_be_no_json(content):
    error = api_error(502, content=content)
    assert isinstance(error, errors.ServerError)
    assert len(str(error)) < 300
    assert len(error.body) <= 500


def test_an_error_has_request_id_and_retry_after():
    headers = {"X-Request-ID": "r-1", "Retry-After": "7"}
    error = api_error(429, key="s", headers=headers, json={"message": "slow down"})
    assert (error.request_id, error.retry_after) == ("r-1", 7.0)
    assert str(error) == "acme get_thing: 429: slow down (request id r-1)"


@pytest.mark.parametrize("found", ["x", [None], [{"code": 1}]])
def test_an_error_without_a_message_in_a_success_does_not_have_the_phrase_ok(found):
    with pytest.raises(ApiError, match="400: the response has no error message$"):
        parse(httpx.Response(200, json={"errors": found}), platform=GRAPHQL)


def test_a_graphql_error_has_the_status_of_its_code():
    body = {"errors": [{"message": "no", "extensions": {"code": "AUTHENTICATION_ERROR"}}]}
    with pytest.raises(errors.AuthenticationFailed) as caught:
        parse(httpx.Response(200, json=body), platform=GRAPHQL)
    assert (caught.value.status, caught.value.code) == (401, "AUTHENTICATION_ERROR")
    with pytest.raises(errors.BadRequest):
        parse(httpx.Response(200, json={"errors": [{"message": "odd"}]}), platform=GRAPHQL)
    assert parse(httpx.Response(200, json={"errors": [1]})) == {"errors": [1]}


def test_a_success_status_with_the_error_key_is_an_error():
    platform = attrs.evolve(COMMA, error_key="error")
    body = {"error": {"message": "no topsecret", "type": "Quota"}}
    with pytest.raises(ApiError) as caught:
        parse(httpx.Response(201, json=body), platform=platform)
    error = caught.value
    assert (type(error), error.status, error.code) == (ApiError, 201, "Quota")
    assert "topsecret" not in str(error) + repr(error.body)
    assert parse(httpx.Response(201, json=body)) == body
    no_error = {"error": None}
    assert parse(httpx.Response(200, json=no_error), platform=platform) == no_error


@pytest.mark.parametrize(
    ("error", "classes"),
    [
        (RequestTimeout, [httpx.ConnectTimeout, httpx.ReadTimeout, httpx.PoolTimeout]),
        (ConnectionFailed, [httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError]),
        (ConnectionFailed, [httpx.LocalProtocolError, lambda _: httpx.StreamClosed()]),
        (ResponseFormatError, [httpx.DecodingError, httpx.UnsupportedProtocol, httpx.InvalidURL]),
    ],
)
@pytest.mark.parametrize("number", range(3))
def test_exceptions_of_httpx_are_translated(error, classes, number):
    raised = classes[number % len(classes)]("GET /?api_key=topsecret")
    made = interface().failure("get_thing", raised)
    assert type(made) is error
    assert "get_thing" in str(made)
    assert "topsecret" not in str(made)


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        *((each, False) for each in (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)),
        (httpx.ProxyError, False),
        *((each, True) for each in (httpx.ReadError, httpx.ReadTimeout, httpx.WriteTimeout)),
        (httpx.RemoteProtocolError, True),
    ],
)
def test_a_failed_connection_reports_whether_the_request_was_sent(error, sent):
    assert interface().failure("get_thing", error("x")).request_sent is sent


@pytest.mark.parametrize("body", [b"", b"<html>302 Found</html>", b'{"message": "Found"}'])
@pytest.mark.parametrize("target", ["https://h.test", "//h.test", "", "../a"])
def test_a_redirected_operation_names_the_target_without_its_query(target, body):
    location = f"{target}/topsecret?Signature=signed"
    with pytest.raises(ApiError) as caught:
        parse(httpx.Response(302, headers={"Location": location}, content=body))
    assert str(caught.value) == (
        f"acme get_thing: 302: redirected to {target}/***?***, which is not followed"
    )


def test_a_key_in_an_unreadable_response_is_redacted():
    for content in (b"topsecret is no JSON", b'{"id": "topsecret"'):
        with pytest.raises(ResponseFormatError) as caught:
            parse(httpx.Response(200, content=content))
        assert "topsecret" not in str(caught.value)


SPECIAL = 'SEC/ret+KEY&<x>"é'[:16]


@pytest.mark.parametrize(
    "escaped",
    [
        *(quote(SPECIAL, safe=""), quote(SPECIAL), html.escape(SPECIAL)),
        re.sub("%..", lambda found: found[0].lower(), quote_plus(SPECIAL)),
        *(json.dumps(SPECIAL)[1:-1], json.dumps(SPECIAL)[1:-1].replace("/", "\\/")),
        *(
            "".join(form.format(ord(char)) for char in SPECIAL)
            for form in ("&#{};", "&#x{:X};", "\\u{:04x}")
        ),
    ],
)
def test_an_escaped_key_is_redacted(escaped):
    error = api_error(502, key=SPECIAL, text=f"no key {escaped}, x")
    assert str(error) == "acme get_thing: 502: no key ***, x"
    assert error.body == "no key ***, x"


@pytest.mark.parametrize("before", range(185, 205))
def test_a_shortened_text_contains_no_part_of_the_key(before):
    key = "rf_abcdefghijklmnopqrstuvwx"
    for status, length in ((502, before), (200, before - 140)):
        response = httpx.Response(status, text="y" * length + key + "z" * 800)
        with pytest.raises(LabelbridgeError) as caught:
            interface(key=key).parse_response(plan(), response, response.content)
        assert "rf_a" not in str(caught.value) + str(vars(caught.value))
    assert "rf_a" not in api_error(502, key=key, text="y" * 490 + key).body


def test_a_repeated_signed_url_is_redacted():
    signed = "https://s.test/x?X-Goog-Signature=abcdef0123456789&X-Goog-Expires=900"
    text = f"<Error>{signed.replace('&', '&amp;')} abcdef0123456789</Error>"
    error = api_error(403, signed_url=signed, text=text)
    assert "abcdef0123456789" not in f"{error} {error.body}"
    assert error.body == "<Error>https://s.test/x?*** ***</Error>"
