"""A list gives every item once, in order, whichever operation it is."""

from pathlib import Path
from uuid import UUID

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from tests.contracts.cases import OPERATIONS
from tests.contracts.client.every import every_mode
from tests.platforms.hasty.calls import CALLS, Street
from tests.support.modes import open_client

IDS = [str(UUID(int=number, version=4)) for number in range(205)]
"""Three pages of a hundred, the last with five."""

WHOLE = {"list_label_attributes"}
"""The platform does not cut it into pages, whatever its parameters say."""

PAGED = [
    each.name
    for each in OPERATIONS
    if each.method == "GET" and "offset" in {parameter["name"] for parameter in each.parameters}
    if each.name not in WHOLE
]


def test_most_lists_are_paged() -> None:
    assert len(PAGED) > 15


@every_mode
@pytest.mark.parametrize("name", PAGED)
def test_three_pages_are_one_list(name: str, mode: str, tmp_path: Path) -> None:
    asked: list[tuple[int, int]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        offset, limit = (int(request.url.params[each]) for each in ("offset", "limit"))
        asked.append((offset, limit))
        items = [{"id": each} for each in IDS[offset : offset + limit]]
        return httpx.Response(200, json={"meta": {"total": len(IDS)}, "items": items})

    network = httpx.MockTransport(answer)
    with open_client(mode, Hasty, AsyncHasty, transport=network) as hasty:
        world = Street(hasty, tmp_path)
        assert str(world.films) == IDS[0]  # asked for by some of the calls
        asked.clear()
        found = CALLS[name](hasty, world)
    assert [str(item.id) for item in found] == IDS
    assert asked == [(0, 100), (100, 100), (200, 100)]
