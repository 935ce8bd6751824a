"""Pagers: which offsets they ask for, in both colours."""

import pytest
from attrs import define, field

from labelbridge._core.flow import send
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.pagination import AsyncPager, Page, Pager
from tests.support.flow_runner import FlowRunner
from tests.support.modes import MODES

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


@define
class Platform:
    """A list of numbers; it gives at most `most` at a time, and its total when it `tells`."""

    count: int
    most: int = 1000
    tells: bool = True
    asked: list[tuple[int, int]] = field(factory=list)

    def fetch(self, offset, limit):
        return send((offset, limit))

    def answer(self, step):
        offset, limit = step.plan
        self.asked.append(step.plan)
        items = list(range(self.count))[offset : offset + min(limit, self.most)]
        return Page(items, self.count if self.tells else None, "list_things")

    def run(self, flow):
        return FlowRunner(self.answer).run(flow)


class Awaited:
    def __init__(self, platform):
        self.platform = platform

    async def run(self, flow):
        return self.platform.run(flow)


@define
class Listed:
    """One face for both colours."""

    platform: Platform
    mode: str

    @property
    def pager(self):
        if self.mode == "sync":
            return Pager(self.platform, self.platform.fetch)
        return AsyncPager(Awaited(self.platform), self.platform.fetch)

    async def items(self):
        if self.mode == "sync":
            return list(self.pager)
        return [item async for item in self.pager]

    async def pages(self, **size):
        if self.mode == "sync":
            return list(self.pager.pages(**size))
        return [page async for page in self.pager.pages(**size)]

    async def ask(self, what):
        answer = getattr(self.pager, what)()
        return answer if self.mode == "sync" else await answer


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


async def test_iteration_asks_for_page_after_page(mode):
    platform = Platform(250)
    assert await Listed(platform, mode).items() == list(range(250))
    assert platform.asked == [(0, 100), (100, 100), (200, 100)]


async def test_a_total_that_fills_the_last_page_ends_it_without_another_request(mode):
    platform = Platform(200)
    await Listed(platform, mode).items()
    assert platform.asked == [(0, 100), (100, 100)]


async def test_a_platform_that_gives_fewer_than_asked_for_loses_nothing(mode):
    platform = Platform(120, most=50)
    assert await Listed(platform, mode).items() == list(range(120))
    assert platform.asked == [(0, 100), (50, 100), (100, 100)]


async def test_without_a_total_an_empty_page_ends_it(mode):
    platform = Platform(120, tells=False)
    assert await Listed(platform, mode).items() == list(range(120))
    assert platform.asked[-1] == (120, 100)


async def seen(listed):
    """Return the items that came before an error, and the error."""
    items = []
    try:
        if listed.mode == "sync":
            for page in listed.pager.pages():
                items += page.items
        else:
            async for page in listed.pager.pages():
                items += page.items
    except ResponseFormatError as error:
        return items, error
    return items, None


@pytest.mark.parametrize("has", [0, 30])
async def test_a_list_that_ends_before_its_total_is_an_error_after_what_came(mode, has):
    class Liar(Platform):
        def answer(self, step):
            return Page(super().answer(step).items, 10_000, "list_things")

    items, error = await seen(Listed(Liar(has), mode))
    assert items == list(range(has))
    assert error.operation == "list_things"
    assert str(error) == (f"list_things: the list ends after {has} items, but its total is 10000")


@pytest.mark.parametrize("tells", [True, False])
async def test_a_platform_that_knows_no_offsets_is_an_error_and_not_an_endless_list(mode, tells):
    class Stubborn(Platform):
        def answer(self, step):
            super().answer(step)
            return Page(list(range(3)), 7 if tells else None, "list_things")

    platform = Stubborn(7)
    items, error = await seen(Listed(platform, mode))
    assert items == [0, 1, 2]
    assert "the page at offset 3 repeats the 3 items before it" in str(error)
    assert platform.asked == [(0, 100), (3, 100)]


async def test_nulls_that_were_left_out_count_for_the_next_offset(mode):
    class Holed(Platform):
        def answer(self, step):
            page = super().answer(step)
            there = [item for item in page.items if item % 3]
            return Page(there, page.total, "list_things", left_out=len(page.items) - len(there))

    platform = Holed(7)
    pages = await Listed(platform, mode).pages(size=1)
    assert [item for page in pages for item in page.items] == [1, 2, 4, 5]
    assert [offset for offset, _ in platform.asked] == [0, 1, 2, 3, 4, 5, 6]
    assert await Listed(platform, mode).ask("first") == 1


async def test_pages_have_the_size_that_is_asked_for(mode):
    pages = await Listed(Platform(7), mode).pages(size=3)
    assert [list(page.items) for page in pages] == [[0, 1, 2], [3, 4, 5], [6]]
    assert {page.total for page in pages} == {7}


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "10"])
async def test_an_impossible_page_size_is_refused_at_once(mode, size):
    with pytest.raises(InvalidArgument, match="^size: must be an integer of at least 1"):
        Listed(Platform(7), mode).pager.pages(size=size)


async def test_total_and_first_fetch_no_more_than_they_need(mode):
    platform = Platform(7)
    assert await Listed(platform, mode).ask("total") == 7
    assert await Listed(platform, mode).ask("first") == 0
    assert platform.asked == [(0, 0), (0, 1)]


@pytest.mark.parametrize("tells", [True, False])
async def test_first_of_an_empty_list_is_none(mode, tells):
    assert await Listed(Platform(0, tells=tells), mode).ask("first") is None


async def test_a_platform_that_tells_no_total_is_said_so(mode):
    with pytest.raises(ResponseFormatError, match="has no total number"):
        await Listed(Platform(7, tells=False), mode).ask("total")


async def test_each_iteration_starts_afresh(mode):
    listed = Listed(Platform(3), mode)
    assert await listed.items() == await listed.items() == [0, 1, 2]
