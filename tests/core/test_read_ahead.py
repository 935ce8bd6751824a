"""Pages that pagers request together."""

import asyncio
import random
from itertools import count

import anyio
import httpx
import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from labelbridge._core import page_reader
from labelbridge._core.flow import Concurrently, send
from labelbridge._core.page_reader import CERTAIN, LATENCY, PER_PAGE, Window
from labelbridge.errors import ApiError, ListChanged, ResponseFormatError
from labelbridge.options import ClientOptions, RetryPolicy
from labelbridge.pagination import AsyncPager, Page, Pager
from tests.core.conftest import AsyncToolClient, ToolClient, get_thing
from tests.core.test_concurrency import Meeting, threads
from tests.core.test_pagination import AsyncNumbers, Counted, Item, Numbers, delete, insert
from tests.support.flow_runner import FlowRunner
from tests.support.modes import BACKENDS, MODES
from tests.support.rows import read_all


@pytest.fixture(autouse=True)
def latency(monkeypatch):
    """Let each request wait, as far as pagers know."""
    monkeypatch.setattr(page_reader, "_waited", map(float, count()).__next__)


@define
class Ahead(Numbers):
    """A driver that reads ahead; requests that run together arrive in any order.

    Attributes:
        together: The offsets that were requested together.
    """

    read_ahead: int = 16
    together: list[list[int]] = field(factory=list)
    order: random.Random = field(factory=lambda: random.Random(1))

    def run(self, flow):
        driver = self

        class Runner(FlowRunner):
            def _perform(self, step):
                if not isinstance(step, Concurrently):
                    return super()._perform(step)
                before, values = len(driver.requested), {}
                numbers = [*range(len(step.flows))]
                driver.order.shuffle(numbers)
                for number in numbers:
                    values[number] = self.run(step.flows[number])
                driver.together.append(sorted(at for at, _ in driver.requested[before:]))
                return [values[number] for number in sorted(values)]

        return Runner(self.respond).run(flow)


def read(mode, driver, size=None):
    """Return all items, and the error after them or None."""
    if mode == "sync":
        return read_all(_items(Pager(driver, driver.fetch), size))
    return anyio.run(_read, AsyncPager(AsyncNumbers(driver), driver.fetch), size)


def _items(pager, size):
    return pager if size is None else (x for page in pager.pages(size=size) for x in page.items)


async def _read(pager, size):
    found = []
    try:
        if size is None:
            async for item in pager:
                found.append(item)  # noqa: PERF401 - the items before an error count
        else:
            async for page in pager.pages(size=size):
                found += page.items
    except (ApiError, ListChanged, ResponseFormatError) as error:
        return found, error
    return found, None


@pytest.mark.parametrize("mode", MODES)
def test_pages_are_requested_together_up_to_the_total(mode):
    driver = Ahead(3030)
    assert read(mode, driver) == ([*range(3030)], None)
    assert driver.requested[0] == (0, 100)
    assert driver.together == [[*range(100, 1700, 100)], [*range(1700, 3030, 100)]]


@pytest.mark.parametrize("mode", MODES)
def test_pages_can_be_requested_one_after_another(mode):
    driver = Ahead(1000, read_ahead=0)
    assert read(mode, driver) == ([*range(1000)], None)
    assert driver.together == []


def test_a_list_without_a_total_is_read_one_page_after_another():
    driver = Ahead(1000, total=None)
    assert read("sync", driver) == ([*range(1000)], None)
    assert driver.together == []


def test_offsets_follow_the_number_of_returned_items():
    driver = Ahead(400, page_limit=30)
    assert read("sync", driver) == ([*range(400)], None)
    assert driver.together[0] == [*range(30, 400, 30)]


@pytest.mark.parametrize("mode", MODES)
def test_pages_after_a_shorter_page_are_requested_again(mode):
    class Irregular(Ahead):
        def page(self, offset, limit):
            return super().page(offset, 40 if 200 < offset < 400 else limit)

    driver = Irregular(2000)
    assert read(mode, driver) == ([*range(2000)], None)


def test_irregular_pages_take_at_most_twice_as_many_requests():
    class Irregular(Ahead):
        def page(self, offset, _limit):
            return super().page(offset, random.Random(offset).randint(1, 100))

    drivers = Irregular(9000), Irregular(9000, read_ahead=0)
    for driver in drivers:
        assert read("sync", driver) == ([*range(9000)], None)
    ahead, in_turn = (len(driver.requested) for driver in drivers)
    assert in_turn < ahead <= 2 * in_turn


def test_null_items_count_for_the_offsets():
    class WithNulls(Ahead):
        def page(self, offset, limit):
            page = super().page(offset, limit)
            items = [item for item in page.items if item % 3]
            return Page(items, page.total, "list", left_out=len(page.items) - len(items))

    driver = WithNulls(1000)
    assert read("sync", driver)[0] == [item for item in range(1000) if item % 3]
    assert len(driver.requested) == 11


@pytest.mark.parametrize("mode", MODES)
def test_a_total_that_is_too_high_is_an_error(mode):
    items, error = read(mode, Ahead(1050, total=9999))
    assert items == [*range(1050)]
    assert "the list ends after 1050 items, but its total is 9999" in str(error)


@pytest.mark.parametrize("mode", MODES)
def test_items_before_a_failed_page_are_returned(mode):
    class Failing(Ahead):
        def page(self, offset, limit):
            if offset >= 500:
                raise ApiError(f"page at {offset}", status=404)
            return super().page(offset, limit)

    items, error = read(mode, Failing(2000))
    assert items == [*range(500)]
    assert "page at 500" in str(error)


def test_the_platform_may_reject_requests():
    class Limited(Ahead):
        def page(self, offset, limit):
            self.rejections += offset == 100
            return super().page(offset, limit)

    driver = Limited(6000)
    assert read("sync", driver) == ([*range(6000)], None)
    assert [len(each) for each in driver.together] == [16, 8, 8, 8, 8, 8, 4]


@define
class Changing(Ahead):
    """A list of items with ids, which changes when a page is requested."""

    items: list[Item] = field(init=False)
    changes: dict[int, object] = field(factory=dict)
    lie: int = 0

    @items.default
    def _items(self):
        return [Item(number) for number in range(self.count)]

    def page(self, offset, limit):
        if change := self.changes.get(len(self.requested) - 1):
            change(self.items)
        items = self.items[offset : offset + limit]
        return Page(items, max(len(self.items) + self.lie, 0), "list_things")


def _lie(rng):
    """Return the difference between a total and the number of items, mostly none."""
    return rng.choice([0, 0, 0, 0, -70, -1, 1, 70])


@pytest.mark.parametrize("collect", [False, True])
@pytest.mark.parametrize("change", [insert, "append", delete, "lie"])
@given(seed=st.integers(), size=st.integers(1, 12), at=st.sets(st.integers(1, 40), max_size=6))
def test_a_changing_list_skips_and_repeats_nothing_or_is_an_error(change, collect, seed, size, at):
    rng = random.Random(seed)

    def act(items):
        if change is insert:
            place = rng.randrange(len(items) + 1)
            items[place:place] = [Item(f"new {rng.random()}") for _ in range(rng.randrange(1, 30))]
        elif change == "append":
            items += [Item(f"last {len(items)} {number}") for number in range(rng.randrange(30))]
        elif change is delete:
            delete(*(rng.randrange(100) for _ in range(rng.randrange(5))))(items)
        else:
            driver.lie = _lie(rng)

    driver = Changing(
        100, order=rng, changes=dict.fromkeys(at, act), lie=(change == "lie") * _lie(rng)
    )
    if collect:
        found, error = _collected(driver)
    else:
        found, error = read("sync", driver, size)
    ids = [item.id for item in found]
    assert len({*ids}) == len(ids)
    if error:
        assert isinstance(error, ListChanged | ResponseFormatError)
        assert change in (delete, "lie")
    else:
        assert {*ids} >= {item.id for item in driver.items if isinstance(item.id, int)}


def _collected(driver):
    try:
        return Pager(driver, driver.fetch).collect(), None
    except (ListChanged, ResponseFormatError) as error:
        return [], error


NARROW, WIDE = LATENCY + PER_PAGE, LATENCY + 16 * PER_PAGE


@pytest.mark.parametrize(
    ("waits", "sizes"),
    [
        ([NARROW - 0.001, NARROW + 0.001, 0.001], [1, 2, 1]),
        # one long wait may be a delay of this machine, unless it is the first
        ([NARROW - 0.001, 1.0, 0.011], [1, 2, 16]),
        ([CERTAIN - 0.001, NARROW, 0.001], [2, 1, 1]),
        ([CERTAIN + 0.001, WIDE + 0.001, WIDE - 0.001, 0.0], [16, 16, 4, 1]),
    ],
)
def test_a_window_widens_while_requests_wait(waits, sizes):
    window, found = Window(16), []
    for waited in waits:
        window.adapt(waited, is_rejected=False)
        found.append(window.size)
    assert found == sizes


def test_a_rejected_request_limits_a_window():
    window = Window(16)
    window.adapt(1.0, is_rejected=False)
    window.adapt(1.0, is_rejected=True)
    window.adapt(1.0, is_rejected=False)
    assert window.size == 8
    assert Window(0).size == 1


class ListOfThings(Meeting):
    """A list of 50 things, whose requests wait for each other after the first one."""

    def handle_request(self, request):
        first = request.url.path.endswith("/0")
        return httpx.Response(200, json=[0]) if first else super().handle_request(request)

    async def handle_async_request(self, request):
        if request.url.path.endswith("/0"):
            return httpx.Response(200, json=[0])
        return await super().handle_async_request(request)

    def _leave(self, request):
        super()._leave(request)
        return httpx.Response(200, json=[int(request.url.path.rpartition("/")[2])])


def fetch(offset, _limit):
    items = yield from send(get_thing(f"/v1/things/{offset}", success={200: list[int]}))
    return Page(items, 50, "list_things")


def test_a_loop_that_ends_early_leaves_no_thread():
    transport = ListOfThings(2)
    with ToolClient("key", transport=transport, options=ClientOptions(read_ahead=2)) as client:
        driver = client._context.driver
        for item in Pager(driver, fetch):
            if item == 1:
                break
        assert transport.most == 2
        assert threads() == []
        assert [*Pager(driver, fetch)] == [*range(50)]


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_loop_that_ends_early_leaves_no_task(backend):
    transport = ListOfThings(4)
    options = ClientOptions(read_ahead=9, connections=4)

    async def main():
        async with AsyncToolClient("key", transport=transport, options=options) as client:
            driver = client._context.driver
            items = aiter(AsyncPager(driver, fetch))
            assert [await anext(items) for _ in range(2)] == [0, 1]
            assert transport.most == 4
            if backend == "asyncio":
                assert len(asyncio.all_tasks()) == 1
            with anyio.move_on_after(0):  # a scope of the caller ends as usual
                await anyio.sleep_forever()
            await items.aclose()
            assert [item async for item in AsyncPager(driver, fetch)] == [*range(50)]
            assert transport.most == 4

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("mode", MODES)
def test_the_driver_counts_rejections(mode):
    responses = [httpx.Response(429), httpx.Response(500), httpx.Response(200, json={})]
    options = {
        "retry": RetryPolicy(base=0.001),
        "transport": httpx.MockTransport(lambda _request: responses.pop(0)),
    }

    async def main():
        async with AsyncToolClient("key", **options) as client:
            await client.tools.get()
            return client._context.driver.rejections

    if mode == "async":
        assert anyio.run(main) == 1
        return
    with ToolClient("key", **options) as client:
        client.tools.get()
        assert client._context.driver.rejections == 1


def test_at_most_the_pages_of_a_window_are_in_memory():
    alive = []

    class Items(Ahead):
        def page(self, offset, limit):
            alive.append(len(Counted.alive))
            page = super().page(offset, limit)
            return Page([Counted() for _ in page.items], page.total, page.operation)

    driver = Items(1000, read_ahead=4)
    for page in Pager(driver, driver.fetch).pages(size=10):
        del page
    assert 30 <= max(alive) <= 30 + 2
    assert not Counted.alive
