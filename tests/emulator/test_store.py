"""The store of an emulator: ids, clock, state and seeds."""

import re
from datetime import UTC, datetime

import pytest

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.store import START, Ids, Store


class Things:
    def __init__(self, _store):
        self.names: list[str] = []


def seeds(**names):
    def seed(name):
        return lambda store: store.state(Things).names.append(name)

    return [{key: seed(name) for key, name in names.items()}]


def test_ids_have_the_formats_of_the_platforms():
    ids = Ids(0)
    uuid = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-\w{12}"
    assert re.fullmatch(uuid, ids.uuid())
    assert re.fullmatch(r"[A-Za-z0-9]{20}", ids.firestore_id())
    assert re.fullmatch(r"[A-Za-z0-9]{28}", ids.firestore_id(28))
    assert re.fullmatch(r"c[a-z0-9]{24}", ids.cuid())


def test_reset_restarts_ids_clock_files_and_state():
    store = Store()
    first = [store.ids.uuid(), store.ids.cuid(), store.ids.firestore_id()]
    store.state(Things).names.append("x")
    assert store.state(Things).names == ["x"]
    store.files.put("a", b"1")
    store.clock.advance(5)
    assert store.clock.now() < store.clock.now()
    store.reset()
    assert [store.ids.uuid(), store.ids.cuid(), store.ids.firestore_id()] == first
    assert store.state(Things).names == []
    assert store.files.get("a") is None
    assert store.clock.peek() == START


def test_entropy_and_start_are_kept_by_reset():
    start = datetime(2030, 1, 1, tzinfo=UTC)
    store = Store(entropy=1, start=start)
    assert store.ids.uuid() != Store().ids.uuid()
    store.reset()
    assert store.clock.peek() == start


def test_reset_uses_the_last_seed():
    store = Store(seeds(demo="full", empty="bare"))
    with pytest.raises(ValueError, match="unknown seed 'other'; use one of: demo, empty"):
        store.seed("other")
    assert store.state(Things).names == ["full"]
    store.seed("empty")
    store.state(Things).names.append("more")
    store.reset()
    assert store.state(Things).names == ["bare"]


def test_handler_cannot_be_registered_twice():
    handlers = Handlers()
    handlers("get_thing")(lambda request: request)
    with pytest.raises(ValueError, match="two handlers for operation 'get_thing'"):
        handlers("get_thing")(lambda request: request)
