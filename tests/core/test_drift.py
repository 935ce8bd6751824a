"""Reporting of drift to `on_drift`."""

import json

import httpx
import pytest

from labelbridge import AsyncHasty, AsyncLabelbox, Hasty, Labelbox
from labelbridge._core.json.schema_check import SchemaChecker
from labelbridge.drift import Drift
from labelbridge.errors import ConfigurationError, LabelbridgeError, ResponseFormatError
from labelbridge.options import NO_RETRY, ClientOptions
from scripts.generate import CHECKED, DocumentedResponses, GenerationError
from tests.deep.fuzzing.strategies import KEYWORDS
from tests.support.modes import MODES, open_client

PROJECT = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
JSON = {"Content-Type": "application/json"}


def drifts_of(mode, answer, use, clients=(Hasty, AsyncHasty)):
    """Return kinds and places of the drift of a response, and the error of the call."""
    drifts: list[Drift] = []
    options = {"options": ClientOptions(on_drift=drifts.append), "retry": NO_RETRY}
    transport = httpx.MockTransport(lambda _: answer)
    with open_client(mode, *clients, transport=transport, **options) as client:
        try:
            use(client)
        except LabelbridgeError as error:
            return [(drift.kind, drift.place) for drift in drifts], error
    return [(drift.kind, drift.place) for drift in drifts], None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"id": PROJECT, "name": "Traffic", "workspace_id": PROJECT}, []),
        ({"name": None}, [("null", "/name")]),
        ({"name": 5}, [("type", "/name")]),
        ({"id": "1"}, [("format", "/id")]),
        ({"created_on": "2020-01-01T00:00:00"}, [("format", "/created_on")]),
        ({"a/b~": 1, "name": "x"}, [("unknown_key", "/a~1b~0")]),
        ([], [("type", "")]),
    ],
)
def test_drift_of_an_object(mode, value, expected):
    answer = httpx.Response(200, json=value)
    assert drifts_of(mode, answer, lambda hasty: hasty.projects.get(PROJECT))[0] == expected


@pytest.mark.parametrize("mode", MODES)
def test_drift_of_items_of_a_page(mode):
    labels = [{"bbox": [1, 2, 3]}, {"bbox": None}, {"bbox": [1, 2, "x", 4]}, {"z_index": 1.5}]
    answer = httpx.Response(200, json={"items": labels, "meta": {"total": 4}})
    found, error = drifts_of(mode, answer, lambda hasty: list(hasty.labels.list(PROJECT, PROJECT)))
    assert found == [
        ("length", "/items/0/bbox"),
        ("type", "/items/2/bbox/2"),
        ("type", "/items/3/z_index"),
    ]
    assert error is None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("answer", "kinds", "error"),
    [
        ({"status_code": 418, "json": {}}, {"status"}, "ApiError"),
        (
            {"status_code": 503, "html": "<h1>sorry</h1>"},
            {"content_type", "unreadable"},
            "ServerError",
        ),
        ({"status_code": 200, "text": "{}"}, {"content_type"}, "NoneType"),
        (
            {"status_code": 200, "headers": JSON, "content": b"{"},
            {"unreadable"},
            "ResponseFormatError",
        ),
        ({"status_code": 201, "json": {}}, {"status"}, "NoneType"),
        ({"status_code": 404, "json": {"message": 5}}, {"type"}, "NotFound"),
        (
            {"status_code": 200, "headers": JSON, "content": b'{"id": 1, "id": null}'},
            None,
            "NoneType",
        ),
    ],
)
def test_drift_of_status_and_body(mode, answer, kinds, error):
    response = httpx.Response(**answer)
    found, raised = drifts_of(mode, response, lambda hasty: hasty.projects.get(PROJECT))
    if kinds is None:
        assert found == [("duplicate_key", "/id"), ("null", "/id")]
    else:
        assert {kind for kind, _ in found} == kinds
    assert type(raised).__name__ == error


@pytest.mark.parametrize("mode", MODES)
def test_drift_of_rows_has_their_numbers(mode):
    drifts: list[Drift] = []
    rows = [{"frameNumber": 1}, {"frameNumber": "2"}, {"classifications": {}}]
    body = "\n".join(map(json.dumps, rows)) + "\n{cut"
    answer = httpx.Response(200, headers={"Content-Type": "application/x-ndjson"}, text=body)
    options = {"options": ClientOptions(on_drift=drifts.append), "retry": NO_RETRY}
    transport = httpx.MockTransport(lambda _: answer)
    with (
        open_client(mode, Labelbox, AsyncLabelbox, transport=transport, **options) as labelbox,
        pytest.raises(ResponseFormatError),
    ):
        list(labelbox.labels.frames("label"))
    assert [(drift.kind, drift.row, drift.place) for drift in drifts] == [
        ("type", 2, "/frameNumber"),
        ("type", 3, "/classifications"),
        ("unreadable", 4, ""),
    ]


@pytest.mark.parametrize("mode", MODES)
def test_exceptions_of_on_drift_propagate(mode):
    class Enough(Exception):  # noqa: N818
        pass

    def stop(drift: Drift) -> None:
        raise Enough(str(drift))

    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"name": 5}))
    options = ClientOptions(on_drift=stop)
    with (
        open_client(mode, Hasty, AsyncHasty, transport=transport, options=options) as hasty,
        pytest.raises(Enough, match="hasty get_project at /name: an integer, expected string"),
    ):
        hasty.projects.get(PROJECT)


def test_on_drift_must_be_callable():
    with pytest.raises(ConfigurationError, match="on_drift must be a function"):
        ClientOptions(on_drift="log")


def test_nothing_is_compared_without_on_drift():
    with Hasty("a-key-of-tests") as hasty:
        assert hasty._context.driver._http.drift_reporter is None


def test_the_checked_keywords_are_those_of_the_fuzzing_strategies():
    assert CHECKED == KEYWORDS


def test_a_schema_with_another_keyword_is_a_generation_error():
    spec = {
        "components": {"schemas": {"A": {"type": "string", "pattern": "x"}}},
        "paths": {
            "/a": {
                "get": {
                    "operationId": "get_a",
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/A"}}
                            }
                        }
                    },
                }
            }
        },
    }
    with pytest.raises(GenerationError, match="pattern"):
        DocumentedResponses(spec)


def test_ambiguous_and_forbidden_variants_are_problems():
    checker = SchemaChecker({})
    both = {"oneOf": [{"type": "object"}, {"type": "object"}]}
    assert [problem.kind for problem in checker.problems({}, both)] == ["variant"]
    forbidden = {"type": "object", "not": {"required": ["job"]}}
    assert [problem.kind for problem in checker.problems({"job": 1}, forbidden)] == ["variant"]
    assert list(checker.problems({}, forbidden)) == []
