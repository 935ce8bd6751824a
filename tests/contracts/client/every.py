"""Every operation of every client, in both colours, over a network that a test writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final

import httpx
import pytest

import labelbridge
from labelbridge._core.flow import send
from labelbridge._core.methods import Resource, listing, operation
from labelbridge.options import NO_RETRY
from labelbridge_api.plan import Plan
from scripts.operations import CLIENTS
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation
from tests.contracts.client.filled import UNHEARD, Filler
from tests.support.modes import MODES, open_client

KEY: Final = "planted-Key-7f3a-of-the-wire"

every_operation = pytest.mark.parametrize(
    "operation", [pytest.param(each, id=f"{each.platform}-{each.name}") for each in OPERATIONS]
)
every_mode = pytest.mark.parametrize("mode", MODES)


class Plans(Resource):
    """Sends plans as they are."""

    @operation
    def send(self, plan: Plan[Any], deadline: float | None = None) -> Any:
        return send(plan, deadline=deadline)

    @listing
    def list(self, fetch: Any) -> Any:
        return fetch


def _with_plans(name: str) -> type:
    client: Any = getattr(labelbridge, name)
    return type(name, (client,), {"plans": property(lambda self: Plans(self._context))})


@contextmanager
def sending(
    platform: str, mode: str, answer: Callable[[httpx.Request], httpx.Response], **options: Any
) -> Iterator[SimpleNamespace]:
    """A client's plans, and the requests that it sends; `answer` is the network."""
    requests: list[httpx.Request] = []

    def network(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer(request)

    clients = [_with_plans(f"{prefix}{CLIENTS[platform]}") for prefix in ("", "Async")]
    options = {"retry": NO_RETRY, "api_key": KEY, "base_url": "https://api.test/base"} | options
    with open_client(mode, *clients, transport=httpx.MockTransport(network), **options) as client:
        yield SimpleNamespace(send=client.plans.send, list=client.plans.list, requests=requests)


def answered(operation: Operation) -> httpx.Response:
    """A good answer with everything in it that the contract names, and more."""
    status = min(each for each in operation.node["responses"] if each.startswith("2"))
    value = filled_answer(operation)
    if value is None:
        return httpx.Response(int(status))
    return httpx.Response(int(status), json=value)


def filled_answer(operation: Operation) -> Any:
    """The JSON of such an answer; None when it has no body, or one that is not JSON."""
    contract = CONTRACTS[operation.platform]
    status = min(each for each in operation.node["responses"] if each.startswith("2"))
    content = contract.resolve(operation.node["responses"][status]).get("content", {})
    if "application/json" not in content:
        return None
    value = Filler(contract, UNHEARD).of(content["application/json"]["schema"])
    if isinstance(value, dict):
        value.pop("errors", None)  # with these it would be none that is good
    return value
