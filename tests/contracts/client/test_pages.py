"""A list method returns every item once, in order."""

import re
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from labelbridge._core.registry import client_classes
from labelbridge.errors import ListChanged
from tests.contracts.cases import OPERATIONS, Operation
from tests.support.calls import make_call
from tests.support.facts import facts
from tests.support.modes import MODES, open_client

IDS = [str(UUID(int=number, version=4)) for number in range(205)]
"""Three pages; the last one has five items."""

PAGED = [
    each
    for each in OPERATIONS
    if each.method == "GET" and "offset" in {parameter["name"] for parameter in each.parameters}
    if each.name not in facts(each.platform).NOT_PAGED
]


every_list = pytest.mark.parametrize(
    ("operation", "mode"),
    [
        pytest.param(each, MODES[number % 2], id=f"{each.platform}-{each.name}")
        for number, each in enumerate(PAGED)
    ],
)


@every_list
def test_list_returns_items_of_all_pages(operation: Operation, mode: str, tmp_path: Path) -> None:
    requested: list[tuple[int, int]] = []
    path = re.compile(re.sub(r"\{\w+\}", "[^/]+", operation.path))

    def respond(request: httpx.Request) -> httpx.Response:
        offset, limit = (int(request.url.params[each]) for each in ("offset", "limit"))
        if path.fullmatch(request.url.path):  # else it is requested to prepare the call
            requested.append((offset, limit))
        items = [{"id": each} for each in IDS[offset : offset + limit]]
        return httpx.Response(200, json={"meta": {"total": len(IDS)}, "items": items})

    network, clients = httpx.MockTransport(respond), client_classes(operation.platform)
    with open_client(mode, *clients, transport=network) as client:
        found = make_call(operation.platform, operation.name, client, tmp_path)
    assert [str(item.id) for item in found] == IDS
    assert requested == [(0, 100), (100, 100), (200, 100)]


@every_list
def test_list_that_becomes_shorter_is_an_error(
    operation: Operation, mode: str, tmp_path: Path
) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        offset, limit = (int(request.url.params[each]) for each in ("offset", "limit"))
        left = IDS[1:] if offset else IDS  # the first item is removed after the first page
        items = [{"id": each} for each in left[offset : offset + limit]]
        return httpx.Response(200, json={"meta": {"total": len(left)}, "items": items})

    network, clients = httpx.MockTransport(respond), client_classes(operation.platform)
    with (
        open_client(mode, *clients, transport=network) as client,
        pytest.raises(ListChanged, match=f"^{operation.name}: .* from 205 to 204 items"),
    ):
        make_call(operation.platform, operation.name, client, tmp_path)
