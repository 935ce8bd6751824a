"""A single object with another id than the requested one is an error."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import httpx
import pytest

from labelbridge._core.http.identity import check_identity
from labelbridge.errors import ResponseFormatError
from labelbridge_api.plan import Plan
from tests.support.example import CLIENTS, PROJECT, models
from tests.support.modes import MODES, open_client
from tests.support.samples import sample_json

OTHER = "00000000-0000-4000-8000-000000000001"


def get_thing(path="/v1/things/{thing_id}", method="GET", **ids):
    ids = {"thing_id": PROJECT} | ids
    return Plan("get_thing", method, path, {200: SimpleNamespace}, True, path_parameters=ids)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("body", [sample_json(models.Project, id=OTHER), {"id": OTHER}])
def test_another_object_is_an_error(mode, body):
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json=body))
    with (
        open_client(mode, *CLIENTS, transport=transport) as client,
        pytest.raises(ResponseFormatError, match=f"^get_project: {PROJECT} was .* has {OTHER}$"),
    ):
        client.projects.get(PROJECT)


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (get_thing(), UUID(PROJECT)),
        (get_thing(thing_id=PROJECT.upper().replace("-", "")), UUID(PROJECT)),
        (get_thing(), None),
        (get_thing(), "a-name"),
        (get_thing(thing_id="a-name"), uuid4()),
        (get_thing("/v1/things/{thing_id}/owner"), uuid4()),
        (get_thing(method="PUT"), uuid4()),
        (get_thing("/v1/parents/{parent_id}/things/{thing_id}", parent_id=OTHER), UUID(PROJECT)),
    ],
)
def test_the_requested_object_and_objects_without_uuids_are_returned(plan, found):
    value = SimpleNamespace(id=found)
    assert check_identity(plan, value) is value
    without_id = SimpleNamespace()
    assert check_identity(plan, without_id) is without_id


def test_the_last_id_of_the_path_counts():
    plan = get_thing("/v1/parents/{parent_id}/things/{thing_id}", parent_id=OTHER)
    with pytest.raises(ResponseFormatError, match=f"{PROJECT} was requested"):
        check_identity(plan, SimpleNamespace(id=UUID(OTHER)))
