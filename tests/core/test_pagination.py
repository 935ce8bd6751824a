"""The offsets that pagers request."""

from typing import ClassVar

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from attrs import define, field

from labelbridge._core.flow import send
from labelbridge.errors import InvalidArgument, ListChanged, ResponseFormatError
from labelbridge.pagination import AsyncPager, Page, Pager
from tests.support.flow_runner import FlowRunner
from tests.support.modes import MODES, BlockingProxy
from tests.support.rows import read_all


@define
class Numbers:
    """A driver for a list of numbers, with at most `page_limit` in a page."""

    count: int
    page_limit: int = 1000
    total: int | None = field()
    requested: list[tuple[int, int]] = field(factory=list)
    read_ahead: int = 0
    rejections: int = 0

    @total.default
    def _total(self):
        return self.count

    def fetch(self, offset, limit):
        return send((offset, limit))

    def page(self, offset, limit):
        items = list(range(self.count))[offset : offset + min(limit, self.page_limit)]
        return Page(items, self.total, "list_things")

    def respond(self, step):
        self.requested.append(step.plan)
        return self.page(*step.plan)

    def run(self, flow):
        return FlowRunner(self.respond).run(flow)


@define
class AsyncNumbers:
    numbers: Numbers

    def __getattr__(self, name):
        return getattr(self.numbers, name)

    async def run(self, flow):
        return self.numbers.run(flow)


@pytest.fixture(params=MODES)
def pager(request):
    """Create a pager; an async one is wrapped to block."""
    if request.param == "sync":
        yield lambda numbers: Pager(numbers, numbers.fetch)
        return
    with start_blocking_portal() as portal:
        yield lambda numbers: BlockingProxy(
            AsyncPager(AsyncNumbers(numbers), numbers.fetch), portal
        )


@pytest.mark.parametrize(
    ("numbers", "offsets"),
    [
        (Numbers(250), [0, 100, 200]),
        (Numbers(200), [0, 100, 200]),
        (Numbers(120, page_limit=50), [0, 50, 100]),
        (Numbers(120, total=None), [0, 100, 120]),
        (Numbers(250, total=50), [0, 100, 200, 250]),
        (Numbers(250, total=200), [0, 100, 200, 250]),
    ],
    ids=["several pages", "full last page", "short pages", "no total", "low total", "capped total"],
)
def test_iteration_requests_all_pages(pager, numbers, offsets):
    numbers.requested.clear()
    things = pager(numbers)
    assert list(things) == list(range(numbers.count))
    assert numbers.requested == [(offset, 100) for offset in offsets]
    assert list(things) == list(range(numbers.count))


@pytest.mark.parametrize("count", [0, 30])
def test_a_list_that_ends_before_its_total_is_an_error(pager, count):
    items, error = read_all(pager(Numbers(count, total=10_000)))
    assert items == list(range(count))
    assert error.operation == "list_things"
    assert str(error) == f"list_things: the list ends after {count} items, but its total is 10000"


@pytest.mark.parametrize("total", [7, None])
def test_a_repeated_page_is_an_error(pager, total):
    class IgnoresOffset(Numbers):
        def page(self, _offset, _limit):
            return Page([0, 1, 2], self.total, "list_things")

    numbers = IgnoresOffset(7, total=total)
    items, error = read_all(pager(numbers))
    assert items == [0, 1, 2]
    assert isinstance(error, ResponseFormatError)
    assert "the page at offset 3 repeats the 3 items before it" in str(error)
    assert numbers.requested == [(0, 100), (3, 100)]


def test_null_items_count_for_the_next_offset(pager):
    class WithNulls(Numbers):
        def page(self, offset, limit):
            page = super().page(offset, limit)
            items = [item for item in page.items if item % 3]
            return Page(items, page.total, "list_things", left_out=len(page.items) - len(items))

    numbers = WithNulls(7)
    pages = list(pager(numbers).pages(size=1))
    assert [item for page in pages for item in page.items] == [1, 2, 4, 5]
    assert [offset for offset, _ in numbers.requested] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert pager(numbers).first() == 1


def test_pages_have_the_requested_size(pager):
    pages = list(pager(Numbers(7)).pages(size=3))
    assert [list(page.items) for page in pages] == [[0, 1, 2], [3, 4, 5], [6]]
    assert {page.total for page in pages} == {7}


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "10"])
def test_an_invalid_size_raises_immediately(pager, size):
    with pytest.raises(InvalidArgument, match="^size: must be an integer of at least 1"):
        pager(Numbers(7)).pages(size=size)


def test_total_and_first_request_the_minimum(pager):
    numbers = Numbers(7)
    assert pager(numbers).total() == 7
    assert pager(numbers).first() == 0
    assert numbers.requested == [(0, 0), (0, 1)]
    assert pager(Numbers(0)).first() is pager(Numbers(0, total=None)).first() is None
    with pytest.raises(ResponseFormatError, match="has no total number"):
        pager(Numbers(7, total=None)).total()


@define
class Item:
    id: object
    version: int = 0


@define
class Things(Numbers):
    """A list of items with ids, which changes when a page is requested."""

    items: list[Item] = field()
    changes: dict[int, object] = field(factory=dict)

    @items.default
    def _items(self):
        return [Item(number) for number in range(self.count)]

    def page(self, offset, limit):
        change = self.changes.get(len(self.requested) - 1)
        if change:
            change(self.items)
        return Page(self.items[offset : offset + limit], len(self.items), "list_things")


def delete(*numbers):
    def change(items):
        items[:] = [item for item in items if item.id not in numbers]

    return change


def insert(count):
    return lambda items: items.__setitem__(
        slice(0, 0), [Item(f"new {len(items)} {number}") for number in range(count)]
    )


REMOVALS = {
    "all of the first page": {1: delete(*range(100))},
    "one": {1: delete(7)},
    "one later": {2: delete(7)},
    "after a growth": {1: insert(5), 2: delete(7)},
    "everything": {1: delete(*range(250))},
}


@pytest.mark.parametrize("changes", REMOVALS.values(), ids=REMOVALS)
def test_a_list_that_becomes_shorter_while_it_is_read_is_an_error(pager, changes):
    things = Things(250, changes=changes)
    items, error = read_all(pager(things))
    assert [item.id for item in items] == [*range(len(items))]
    assert isinstance(error, ListChanged)
    assert error.operation == "list_things"
    assert "list_things: the list became shorter while it was read, from 25" in str(error)
    assert "collect()" in str(error)


def test_items_may_be_removed_while_the_last_page_is_read(pager):
    things = Things(150)
    for item in pager(things):
        if item.id >= 100:
            things.items.remove(item)
    assert len(things.items) == 100


TWICE = {1: delete(*range(100)), 2: delete(*range(100, 110))}


@pytest.mark.parametrize("changes", [*REMOVALS.values(), TWICE], ids=[*REMOVALS, "twice"])
def test_collect_returns_every_item_that_stays_once(pager, changes):
    things = Things(250, changes=changes)
    found = pager(things).collect()
    assert len({item.id for item in found}) == len(found)
    stayed = {item.id for item in things.items if isinstance(item.id, int)}
    assert stayed <= {item.id for item in found}
    assert pager(Things(250)).collect() == Things(250).items


def test_collect_finds_all_items_of_a_list_from_which_others_are_removed_constantly(pager):
    things = Things(1000, changes={n: delete(*range(n * 20, n * 20 + 10)) for n in range(1, 50)})
    found = pager(things).collect()
    assert {item.id for item in things.items} <= {item.id for item in found}
    assert len({item.id for item in found}) == len(found)
    assert len(things.requested) <= 12


def test_items_of_a_collected_list_can_be_deleted(pager):
    things = Things(250)
    for item in pager(things).collect():
        things.items.remove(item)
    assert things.items == []


def test_collect_ends_if_the_list_changes_all_the_time(pager):
    class Flickering(Things):
        def page(self, offset, limit):
            items = self.items[offset : offset + limit]
            return Page(items, 100 + len(self.requested) % 2 * 150, "list_things")

    things = Flickering(250)
    with pytest.raises(ListChanged):
        pager(things).collect()
    assert len(things.requested) < 40


def test_collect_needs_ids_to_read_pages_again(pager):
    class WithoutIds(Things):
        def page(self, offset, limit):
            page = super().page(offset, limit)
            return Page([str(item.id) for item in page.items], page.total, page.operation)

    assert pager(WithoutIds(250)).collect() == [str(number) for number in range(250)]
    with pytest.raises(ListChanged):
        pager(WithoutIds(250, changes={1: delete(7)})).collect()


@pytest.mark.parametrize("missing", [None, object(), []])
def test_collect_returns_all_items_whose_id_is_missing(pager, missing):
    items = [Item(missing, number) for number in range(150)]
    assert pager(Things(150, items=items)).collect() == items


@pytest.mark.parametrize("count", [1, 100, 250])
def test_items_of_a_list_that_grows_are_returned_once(pager, count):
    for read in (list, lambda things: things.collect()):
        found = [item.id for item in read(pager(Things(550, changes={2: insert(count)})))]
        assert [each for each in found if isinstance(each, int)] == [*range(550)]
        assert len({*found}) == len(found)


@pytest.mark.parametrize(
    "things",
    [
        Things(250, items=[Item(None) for _ in range(250)], changes={1: insert(1)}),
        Things(1550, changes={12: insert(1001)}),
    ],
    ids=["items without ids", "more items than are kept"],
)
def test_items_that_may_be_returned_twice_are_an_error(things):
    with pytest.raises(ListChanged, match="the list became longer .* would be returned twice"):
        list(Pager(things, things.fetch))


def test_items_that_move_to_the_next_page_are_returned_once(pager):
    """The total does not change, because as many items are removed behind them."""
    change = {1: lambda items: (insert(7)(items), delete(*range(200, 207))(items))}
    found = [item.id for item in pager(Things(250, changes=change))]
    assert found == [*range(200), *range(207, 250)]


class Counted:
    """An item that is counted while it exists."""

    alive: ClassVar[set[int]] = set()

    def __init__(self):
        self.alive.add(id(self))

    def __del__(self):
        self.alive.discard(id(self))


class CountedItems(Numbers):
    """A driver for a list of items, with the numbers of items that exist before each request."""

    def page(self, offset, limit):
        before.append(len(Counted.alive))
        page = Numbers.page(self, offset, limit)
        return Page([Counted() for _ in page.items], page.total, page.operation)


before: list[int] = []


@pytest.mark.parametrize("mode", MODES)
def test_a_page_is_freed_before_the_next_one_is_read(mode):
    before.clear()
    numbers = CountedItems(30, page_limit=10)

    def read():
        pager = Pager(numbers, numbers.fetch)
        for _ in pager:
            pass

    async def read_async():
        pager = AsyncPager(AsyncNumbers(numbers), numbers.fetch)
        async for _ in pager:
            pass

    read() if mode == "sync" else anyio.run(read_async)
    # of items without an id, the pager keeps the first and the last one of a page
    assert before == [0, 2, 2]
