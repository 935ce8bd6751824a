"""A world repeats itself after every reset."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.store import START, Ids, World


class Things:
    def __init__(self, world: World) -> None:
        self.first = world.ids.uuid()
        self.names: list[str] = []


def platform(**seeds: str) -> Platform:
    def seed(name: str):
        return lambda world: world.of(Things).names.append(name)

    made = {key: seed(name) for key, name in seeds.items()}
    return Platform("v", Handlers(), error=str, seeds=made)


def test_ids_have_the_platforms_forms() -> None:
    ids = Ids(0)
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-\w{12}", ids.uuid()
    )
    assert re.fullmatch(r"[A-Za-z0-9]{20}", ids.document())
    assert re.fullmatch(r"[A-Za-z0-9]{28}", ids.document(28))
    assert re.fullmatch(r"c[a-z0-9]{24}", ids.cuid())


def test_ids_repeat_after_a_reset() -> None:
    world = World()
    first = [world.ids.uuid(), world.ids.cuid(), world.ids.document()]
    world.reset()
    assert [world.ids.uuid(), world.ids.cuid(), world.ids.document()] == first


def test_other_entropy_makes_other_ids_and_a_start_can_be_chosen() -> None:
    start = datetime(2030, 1, 1, tzinfo=UTC)
    world = World(entropy=1, start=start)
    assert world.ids.uuid() != World().ids.uuid()
    world.reset()
    assert world.clock.peek() == start


def test_time_moves_by_asking_and_by_advancing_only() -> None:
    clock = World().clock
    assert clock.peek() == START
    assert clock.now() < clock.now()
    before = clock.peek()
    clock.advance(90)
    assert clock.peek() - before == timedelta(seconds=90)


def test_a_state_is_made_once_and_forgotten_by_a_reset() -> None:
    world = World()
    world.of(Things).names.append("x")
    assert world.of(Things).names == ["x"]
    world.reset()
    assert world.of(Things).names == []


def test_a_reset_also_forgets_files_and_time() -> None:
    world = World()
    world.files.put("a", b"1")
    world.clock.advance(5)
    world.reset()
    assert world.files.get("a") is None
    assert world.clock.peek() == START


def test_a_reset_goes_back_to_the_seed_that_was_chosen() -> None:
    world = World([platform(demo="full", empty="bare")])
    assert world.of(Things).names == ["full"]
    world.seed("empty")
    world.of(Things).names.append("more")
    world.reset()
    assert world.of(Things).names == ["bare"]


def test_an_unknown_seed_is_refused_and_changes_nothing() -> None:
    world = World([platform(demo="full")])
    with pytest.raises(ValueError, match="unknown seed 'other'; there are: demo"):
        world.seed("other")
    assert world.of(Things).names == ["full"]


def test_a_handler_cannot_be_registered_twice() -> None:
    handlers = Handlers()
    handlers("get_thing")(lambda call: call)
    with pytest.raises(ValueError, match="two handlers for operation 'get_thing'"):
        Handlers(handlers, handlers)
