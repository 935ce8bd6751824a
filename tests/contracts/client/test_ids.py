"""An invalid id raises `InvalidArgument` with its name before any request, in every method."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelbridge._core.registry import client_classes
from labelbridge.errors import InvalidArgument
from tests.contracts.cases import CONTRACTS, OPERATIONS
from tests.support.calls import calls_of, world_of

ID = "00000000-0000-4000-8000-000000000017"
STATE = {"id": ID, "status": "LOADED", "model_id": "a-model"}
RESPONSE = STATE | {"meta": {"total": 1}, "items": [{"id": ID}]}
"""A response for whatever a call requests before the tested method."""


class InvalidId:
    """A client whose methods are called with an invalid value for one of their ids."""

    def __init__(self, target: Any, place: int, requests: list[Any], *, method: bool = False):
        self._target, self._place, self._requests, self._method = target, place, requests, method

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not self._method:
            return InvalidId(value, self._place, self._requests, method=True)

        def call(*ids: Any, **options: Any) -> Any:
            invalid = [*ids]
            invalid[self._place] = "no-id"
            self._requests.clear()
            return value(*invalid, **options)

        return call


def uuids() -> Iterator[Any]:
    """Yield each path parameter that is a UUID."""
    for operation in OPERATIONS:
        resolve = CONTRACTS[operation.platform].resolve
        ids = [each for each in operation.parameters if each["in"] == "path"]
        for place, parameter in enumerate(ids):
            if resolve(parameter["schema"]).get("format") == "uuid":
                case = (operation.platform, operation.name, place, parameter["name"])
                yield pytest.param(*case, id=f"{operation.name}-{parameter['name']}")


@pytest.mark.parametrize(("platform", "operation", "place", "name"), [*uuids()])
def test_invalid_id_raises_before_any_request(
    platform: str, operation: str, place: int, name: str, tmp_path: Path
) -> None:
    requests: list[Any] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=RESPONSE)

    client_class, _ = client_classes(platform)
    with client_class("a-key-of-tests", transport=httpx.MockTransport(respond)) as client:
        call, world = calls_of(platform)[operation], world_of(platform, client, tmp_path)
        with pytest.raises(InvalidArgument) as caught:
            call(InvalidId(client, place, requests), world)
    assert caught.value.argument == name
    assert requests == []
