"""Every operation of every client, with a network that a test defines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final

import httpx
import pytest

from labelbridge._core.flow import send
from labelbridge._core.http.identity import checked_parameter
from labelbridge._core.methods import Resource, listing, operation
from labelbridge._core.registry import client_classes
from labelbridge.options import NO_RETRY
from labelbridge_api.plan import Plan
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation
from tests.contracts.client.schema_values import UNKNOWN, ValueMaker
from tests.support.modes import MODES, open_client

KEY: Final = "injected-Key-7f3a-of-a-request"

FIRST = [next(each for each in OPERATIONS if each.platform == platform) for platform in CONTRACTS]


def _cases(*, both: bool) -> Iterator[Any]:
    for number, each in enumerate(OPERATIONS):
        for mode in MODES if both or each in FIRST else [MODES[number % 2]]:
            yield pytest.param(each, mode, id=f"{each.platform}-{each.name}-{mode}")


every_operation = pytest.mark.parametrize(("operation", "mode"), [*_cases(both=False)])
"""Each operation in one mode, and one of each platform in both: the drivers are shared code."""
every_operation_in_both_modes = pytest.mark.parametrize(("operation", "mode"), [*_cases(both=True)])
every_mode = pytest.mark.parametrize("mode", MODES)


class Plans(Resource):
    """Sends plans."""

    @operation
    def send(self, plan: Plan[Any], deadline: float | None = None) -> Any:
        return send(plan, deadline=deadline)

    @listing
    def list(self, fetch: Any) -> Any:
        return fetch


def _with_plans(client: Any) -> type:
    plans = property(lambda self: Plans(self._context))
    return type(client.__name__, (client,), {"plans": plans})


@contextmanager
def sending(
    platform: str, mode: str, respond: Callable[[httpx.Request], httpx.Response], **options: Any
) -> Iterator[SimpleNamespace]:
    """Open a client; yield `send` for plans, and the list of `requests` that were sent."""
    requests: list[httpx.Request] = []

    def network(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return respond(request)

    clients = [_with_plans(each) for each in client_classes(platform)]
    options = {"retry": NO_RETRY, "api_key": KEY, "base_url": "https://api.test/base"} | options
    with open_client(mode, *clients, transport=httpx.MockTransport(network), **options) as client:
        yield SimpleNamespace(send=client.plans.send, list=client.plans.list, requests=requests)


def full_response(operation: Operation, request: httpx.Request | None = None) -> httpx.Response:
    """Return a successful response with every documented key, and unknown ones.

    A single object has the id that the request asks for; without one, that of `operation.plan()`.
    """
    status = min(each for each in operation.node["responses"] if each.startswith("2"))
    value = full_value(operation, request and request.url.path.rpartition("/")[2])
    return httpx.Response(int(status), **({} if value is None else {"json": value}))


def full_value(operation: Operation, requested: str | None = None) -> Any:
    """Return the JSON value of such a response; None if it has no JSON body."""
    contract = CONTRACTS[operation.platform]
    status = min(each for each in operation.node["responses"] if each.startswith("2"))
    content = contract.resolve(operation.node["responses"][status]).get("content", {})
    if "application/json" not in content:
        return None
    value = ValueMaker(contract, UNKNOWN).make(content["application/json"]["schema"])
    if isinstance(value, dict):
        value.pop("errors", None)  # a response with errors is not successful
        if "id" in value and (name := checked_parameter(operation.plan())):
            value["id"] = requested or operation.plan().path_parameters[name]
    return value
