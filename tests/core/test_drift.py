"""Reporting of drift to `on_drift`."""

import json

import httpx
import pytest

from labelbridge._core.json.schema_check import SchemaChecker
from labelbridge.drift import Drift
from labelbridge.errors import LabelbridgeError
from labelbridge.options import NO_RETRY, ClientOptions
from scripts.contract_facts import CHECKED, DocumentedResponses, GenerationError
from tests.deep.fuzzing.strategies import KEYWORDS
from tests.support.example import CLIENTS, PROJECT, Client, models
from tests.support.modes import MODES, open_client
from tests.support.samples import sample_json

JSON = {"Content-Type": "application/json"}
WHOLE = sample_json(models.Project)


def drifts_of(mode, response, use):
    """Return kinds and places of the drift of a response, and the error of the call."""
    drifts = []
    options = {"options": ClientOptions(on_drift=drifts.append), "retry": NO_RETRY}
    transport = httpx.MockTransport(lambda _: response)
    with open_client(mode, *CLIENTS, transport=transport, **options) as client:
        error = None
        try:
            use(client)
        except LabelbridgeError as caught:
            error = caught
    return [(drift.kind, drift.place) for drift in drifts], error


def get_project(client):
    client.projects.get(PROJECT)


def list_labels(client):
    list(client.labels.list(PROJECT, PROJECT))


LABELS = [
    sample_json(models.Label, **values)
    for values in ({"bbox": [1, 2, 3]}, {"bbox": None}, {"bbox": [1, 2, "x", 4]}, {"z_index": 1.5})
]
META = sample_json(models.PageMeta, total=4)
ITEMS = [
    *(("length", "/items/0/bbox"), ("type", "/items/2/bbox/2"), ("type", "/items/3/z_index")),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("use", "value", "expected"),
    [
        (get_project, WHOLE | {"workspace_id": PROJECT}, []),
        (get_project, WHOLE | {"name": None}, [("null", "/name")]),
        (get_project, WHOLE | {"name": 5}, [("type", "/name")]),
        (get_project, WHOLE | {"id": "1"}, [("format", "/id")]),
        (get_project, WHOLE | {"created_on": "2020-01-01T00:00:00"}, [("format", "/created_on")]),
        (get_project, WHOLE | {"a/b~": 1, "name": "x"}, [("unknown_key", "/a~1b~0")]),
        (get_project, {"id": PROJECT}, [("missing", "")] * 4),
        (get_project, [], [("type", "")]),
        (list_labels, {"items": LABELS, "meta": META}, ITEMS),
    ],
)
def test_drift_has_kind_and_place(mode, use, value, expected):
    found, error = drifts_of(mode, httpx.Response(200, json=value), use)
    assert found == expected
    assert (error is None) is (value != [])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("response", "kinds", "error"),
    [
        ({"status_code": 418, "json": {}}, {"status"}, "ApiError"),
        ({"status_code": 503, "html": "<h1>"}, {"content_type", "unreadable"}, "ServerError"),
        ({"status_code": 200, "text": json.dumps(WHOLE)}, {"content_type"}, "NoneType"),
        ({"headers": JSON, "content": b"{"}, {"unreadable"}, "ResponseFormatError"),
        ({"status_code": 201, "json": {}}, {"status"}, "NoneType"),
        ({"status_code": 404, "json": {"message": 5}}, {"type"}, "NotFound"),
        (
            {"headers": JSON, "content": b'{"id": 1, "id": 2}'},
            {"duplicate_key", "missing", "type"},
            "NoneType",
        ),
    ],
)
def test_drift_of_status_and_body(mode, response, kinds, error):
    found, raised = drifts_of(mode, httpx.Response(**{"status_code": 200} | response), get_project)
    assert {kind for kind, _ in found} == kinds
    assert type(raised).__name__ == error


@pytest.mark.parametrize("mode", MODES)
def test_exceptions_of_on_drift_propagate(mode):
    class Enough(Exception):  # noqa: N818
        pass

    def stop(drift: Drift) -> None:
        raise Enough(str(drift))

    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=WHOLE | {"name": 5}))
    options = ClientOptions(on_drift=stop)
    with (
        open_client(mode, *CLIENTS, transport=transport, options=options) as client,
        pytest.raises(Enough, match=r"\w+ get_project at /name: an integer, expected string"),
    ):
        get_project(client)


def test_nothing_is_compared_without_on_drift():
    with Client("a-key-of-tests") as client:
        assert client._context.driver._http.drift_reporter is None


def test_the_checked_keywords_are_those_of_the_fuzzing_strategies():
    assert KEYWORDS - {"const"} == CHECKED  # which only requests have


def test_a_schema_with_another_keyword_is_a_generation_error():
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    operation = {"operationId": "get_a", "responses": {"200": {"content": content}}}
    schemas = {"A": {"type": "string", "pattern": "x"}}
    spec = {"components": {"schemas": schemas}, "paths": {"/a": {"get": operation}}}
    with pytest.raises(GenerationError, match="pattern"):
        DocumentedResponses(spec)


def test_ambiguous_and_forbidden_variants_are_problems():
    checker = SchemaChecker({})
    both = {"oneOf": [{"type": "object"}, {"type": "object"}]}
    assert [problem.kind for problem in checker.problems({}, both)] == ["variant"]
    forbidden = {"type": "object", "not": {"required": ["job"]}}
    assert [problem.kind for problem in checker.problems({"job": 1}, forbidden)] == ["variant"]
    assert list(checker.problems({}, forbidden)) == []
