"""Requests as they go out, and what answers mean, without a connection."""

import html
import json
import re
from urllib.parse import quote, quote_plus

import attrs
import httpx
import pytest
from msgspec import UNSET

from labelbridge._core.http.response import HttpInterface
from labelbridge._core.platform import Credential, Platform
from labelbridge._core.secrets import Secret
from labelbridge.errors import (
    ApiError,
    AuthenticationFailed,
    BadRequest,
    Conflict,
    ConnectionFailed,
    InvalidArgument,
    LabelbridgeError,
    NotFound,
    PayloadTooLarge,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge_api.hasty.models import Project
from labelbridge_api.plan import Plan

COMMA = Platform("hasty", "https://h", Credential("header", "X-Api-Key"))
REPEAT = Platform("hasty", "https://h", Credential("header", "X-Api-Key"), lists="repeat")
GRAPHQL = Platform(
    "labelbox",
    "https://l",
    Credential("header", "Authorization", "Bearer "),
    graphql_statuses={"AUTHENTICATION_ERROR": 401, "RESOURCE_NOT_FOUND": 404},
)


def wire(platform=COMMA):
    return HttpInterface(platform, Secret("topsecret"))


def plan(success=None, **more):
    return Plan("get_thing", "GET", "/v1/things", success or {200: dict}, True, **more)


def answer(status=200, **more):
    return httpx.Response(status, **more)


def url(platform=COMMA, **query):
    return wire(platform).request_arguments(plan(query=query))["url"]


def test_lists_are_joined_by_commas_or_repeated_as_the_platform_wants():
    assert url(status=["NEW", "IN PROGRESS"]) == "/v1/things?status=NEW,IN%20PROGRESS"
    assert url(REPEAT, status=["NEW", "DONE"]) == "/v1/things?status=NEW&status=DONE"
    assert url(status=["a,b", "c"]) == "/v1/things?status=a%2Cb,c"


def test_what_would_break_out_of_a_query_is_escaped():
    assert url(name="a&b=c#d/é+ ") == "/v1/things?name=a%26b%3Dc%23d%2F%C3%A9%2B%20"


def test_booleans_and_numbers_are_written_as_json_does():
    assert url(replace=True, has=False, offset=0) == "/v1/things?replace=true&has=false&offset=0"


def test_what_would_break_out_of_a_path_is_escaped():
    made = Plan(
        "get_batch",
        "GET",
        "/{w}/x/{b}",
        {200: dict},
        True,
        path_parameters={"w": "a/b", "b": "a?b=1#c ü"},
    )
    assert wire().request_arguments(made)["url"] == "/a%2Fb/x/a%3Fb%3D1%23c%20%C3%BC"


def test_a_body_goes_out_as_json_and_only_where_there_is_one():
    request = wire().request_arguments(plan(body=[{"id": "1"}]))
    assert request["content"] == b'[{"id":"1"}]'
    assert request["headers"] == {"Content-Type": "application/json"}
    assert "content" not in wire().request_arguments(plan(body=UNSET))
    assert wire().request_arguments(plan(body=None))["content"] == b"null"


def test_success_is_decoded_by_its_status():
    assert wire().parse_response(plan({200: dict}), answer(json={"a": 1})) == {"a": 1}
    assert wire().parse_response(plan({204: None}), answer(204)) is None
    assert wire().parse_response(plan({200: bytes}), answer(content=b"raw")) == b"raw"


def test_another_success_than_the_documented_one_means_the_same():
    assert wire().parse_response(plan({200: dict}), answer(201, json={"a": 1})) == {"a": 1}
    assert wire().parse_response(plan({204: None}), answer(200, content=b"{}")) is None


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequest),
        (401, AuthenticationFailed),
        (402, PaymentRequired),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (413, PayloadTooLarge),
        (418, ApiError),
        (422, BadRequest),
        (423, ApiError),
        (429, RateLimited),
        (500, ServerError),
        (520, ServerError),
        (302, ApiError),
    ],
)
def test_each_status_has_its_error(status, error):
    with pytest.raises(error) as caught:
        wire().parse_response(plan(), answer(status, json={"code": "c", "message": "m"}))
    assert type(caught.value) is error
    assert (caught.value.vendor, caught.value.operation, caught.value.status) == (
        "hasty",
        "get_thing",
        status,
    )


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"code": "bad", "message": "no such"}, "bad", "no such"),
        ({"message": "no such"}, None, "no such"),
        ({"error": "no such"}, None, "no such"),
        (
            {"error": {"message": "no such", "type": "GraphMethodException", "hint": "h"}},
            "GraphMethodException",
            "no such",
        ),
        ({"error": "eval_missing", "message": "no such"}, "eval_missing", "no such"),
        ({"errors": [{"message": "no such", "extensions": {"code": "X"}}]}, "X", "no such"),
        ({"errors": [{"message": "no such"}]}, None, "no such"),
        ({"errors": [{"message": "no such", "extensions": None}, {}]}, None, "no such"),
        ({"code": 7, "message": {"de": "kein"}}, "7", "{'de': 'kein'}"),
        ({"errors": []}, None, "Not Found"),
        ({}, None, "Not Found"),
        ([], None, "Not Found"),
        ("no such thing here", None, "no such thing here"),
    ],
)
def test_every_shape_of_error_body_gives_code_and_message(body, code, message):
    error = wire().api_error("get_thing", answer(404, json=body))
    assert (error.code, error.message, error.body) == (code, message, body)


@pytest.mark.parametrize(
    "content", [b"<html>\n <h1>Bad  gateway</h1>", b"\xff\xfe", b"[" * 100_000, b""]
)
def test_an_error_page_that_is_not_json_is_an_error_all_the_same(content):
    error = wire().api_error("get_thing", answer(502, content=content))
    assert isinstance(error, ServerError)
    assert len(str(error)) < 300
    assert len(error.body) <= 500


def test_an_error_carries_what_support_and_retries_ask_for():
    headers = {"X-Request-ID": "r-1", "Retry-After": "7"}
    error = wire().api_error(
        "get_thing", answer(429, headers=headers, json={"message": "slow down"})
    )
    assert (error.request_id, error.retry_after) == ("r-1", 7.0)
    assert str(error) == "hasty get_thing: 429: slow down (request id r-1)"


def test_a_key_that_the_platform_echoes_is_taken_out():
    body = {"code": "topsecret", "message": "key topsecret is unknown", "keys": ["topsecret"]}
    error = wire().api_error("get_thing", answer(401, json=body))
    assert "topsecret" not in f"{error} {error!r} {error.body} {error.code}"
    for content in (b"topsecret is no JSON", b'{"id": "topsecret"'):
        with pytest.raises(ResponseFormatError) as caught:
            wire().parse_response(plan(), answer(content=content))
        assert "topsecret" not in str(caught.value)


def test_an_error_inside_a_graphql_answer_is_an_error():
    body = {
        "errors": [{"message": "no key", "extensions": {"code": "AUTHENTICATION_ERROR"}}],
        "data": None,
    }
    with pytest.raises(AuthenticationFailed) as caught:
        wire(GRAPHQL).parse_response(plan(), answer(json=body))
    assert (caught.value.status, caught.value.code) == (401, "AUTHENTICATION_ERROR")


def test_a_graphql_error_of_unknown_code_is_a_bad_request():
    with pytest.raises(BadRequest):
        wire(GRAPHQL).parse_response(plan(), answer(json={"errors": [{"message": "odd"}]}))


def test_without_graphql_a_field_called_errors_is_data():
    assert wire().parse_response(plan(), answer(json={"errors": [1]})) == {"errors": [1]}


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (httpx.ConnectTimeout("t"), RequestTimeout),
        (httpx.ReadTimeout(""), RequestTimeout),
        (httpx.PoolTimeout("t"), RequestTimeout),
        (httpx.ConnectError("refused"), ConnectionFailed),
        (httpx.ReadError(""), ConnectionFailed),
        (httpx.RemoteProtocolError("cut"), ConnectionFailed),
        (httpx.LocalProtocolError("odd"), ConnectionFailed),
        (httpx.DecodingError("gzip"), ResponseFormatError),
        (httpx.UnsupportedProtocol("gopher"), ResponseFormatError),
        (httpx.InvalidURL("odd"), ResponseFormatError),
        (httpx.StreamClosed(), ConnectionFailed),
    ],
)
def test_what_httpx_raises_never_comes_through(raised, error):
    with pytest.raises(LabelbridgeError) as caught, wire().translate_errors("get_thing"):
        raise raised
    assert type(caught.value) is error
    assert "get_thing" in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_key_in_the_text_of_an_exception_is_taken_out():
    with pytest.raises(ConnectionFailed) as caught, wire().translate_errors("get_thing"):
        raise httpx.ConnectError("GET /?api_key=topsecret")
    assert "topsecret" not in str(caught.value)


SHARP = 'SEC/ret+KEY&<x>"é'[:16]


@pytest.mark.parametrize(
    "shown",
    [
        quote(SHARP, safe=""),
        quote(SHARP),
        re.sub("%..", lambda found: found[0].lower(), quote_plus(SHARP)),
        html.escape(SHARP),
        json.dumps(SHARP)[1:-1],
        json.dumps(SHARP)[1:-1].replace("/", "\\/"),
        "".join(f"&#{ord(letter)};" for letter in SHARP),
        "".join(f"&#x{ord(letter):X};" for letter in SHARP),
        "".join(f"\\u{ord(letter):04x}" for letter in SHARP),
    ],
)
def test_a_key_is_taken_out_however_it_is_escaped(shown):
    error = HttpInterface(COMMA, Secret(SHARP)).api_error(
        "get_thing", answer(502, text=f"GET /?a={shown}&b")
    )
    assert str(error) == "hasty get_thing: 502: GET /?a=***&b"
    assert error.body == "GET /?a=***&b"


@pytest.mark.parametrize("before", range(185, 205))
def test_no_half_of_a_key_is_left_where_a_text_is_cut(before):
    key = "rf_abcdefghijklmnopqrstuvwx"
    talker = HttpInterface(COMMA, Secret(key))
    for status in (502, 200):
        text = "y" * (before if status == 502 else before - 140) + key + "z" * 800
        with pytest.raises(LabelbridgeError) as caught:
            talker.parse_response(plan(), answer(status, text=text))
        shown = str(caught.value) + str(vars(caught.value))
        assert "rf_a" not in shown
    assert "rf_a" not in talker.api_error("x", answer(502, text="y" * 490 + key)).body


def test_a_key_in_the_number_of_a_request_is_taken_out():
    error = wire().api_error("get_thing", answer(400, headers={"X-Request-ID": "r-topsecret"}))
    assert error.request_id == "r-***"


def test_what_is_too_short_for_a_key_takes_no_words_out():
    error = HttpInterface(COMMA, Secret("k")).api_error(
        "get_thing", answer(404, json={"message": "not known"})
    )
    assert error.message == "not known"


def test_a_storage_that_repeats_a_signed_url_shows_no_signature():
    signed = "https://s.test/x?X-Goog-Signature=abcdef0123456789&X-Goog-Expires=900"
    page = answer(403, text=f"<Error>{signed.replace('&', '&amp;')} abcdef0123456789</Error>")
    error = wire().api_error("storage.get", page, signed_url=signed)
    assert "abcdef0123456789" not in f"{error} {error.body}"
    assert error.body == "<Error>https://s.test/x?*** ***</Error>"


def test_what_could_be_read_of_a_list_stays_with_its_error():
    found = answer(json=[{"name": "a"}, 5])
    with pytest.raises(ResponseFormatError, match="^get_thing, row 2") as caught:
        wire().parse_response(plan({200: list[Project]}), found)
    error = caught.value
    assert (error.operation, error.row, error.done) == ("get_thing", 2, [Project(name="a")])


def test_a_platform_may_refuse_with_a_good_status():
    refusing = attrs.evolve(COMMA, error_key="error")
    body = {"error": {"message": "no topsecret", "type": "Quota"}}
    with pytest.raises(ApiError) as caught:
        wire(refusing).parse_response(plan(), answer(201, json=body))
    error = caught.value
    assert (type(error), error.status, error.code) == (ApiError, 201, "Quota")
    assert "topsecret" not in str(error) + repr(error.body)
    assert wire().parse_response(plan(), answer(201, json=body)) == body
    assert wire(refusing).parse_response(plan(), answer(json={"error": None})) == {"error": None}


def test_a_request_that_fits_no_url_names_the_longest_of_its_arguments():
    wire().request_arguments(plan(query={"a": "x" * 50_000}))
    with pytest.raises(InvalidArgument, match="^b: is too long: the URL has 60... characters"):
        wire().request_arguments(plan(query={"a": "x" * 20_000, "b": ["x" * 20_000, "x" * 20_000]}))
