"""Places in the emulator where a lie about one operation can be planted."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from labelbridge_emulator.contract import operation as bound
from labelbridge_emulator.handler import Call, Reply
from labelbridge_emulator.platforms.labelbox.handlers import exports
from labelbridge_emulator.server import emulation
from tests.deep.mutation.contract import Operation

Handled = Callable[[Call], Any]
Wrapper = Callable[[Handled, Call], Any]


def served(operation: Operation) -> bool:
    """Whether a handler answers it."""
    return not operation.elsewhere


@contextmanager
def handler(operation: Operation, wrapper: Wrapper) -> Iterator[None]:
    """Put a wrapper around an operation's handler."""
    platform = next(each for each in emulation.platforms() if each.name == operation.platform)
    handlers = platform.handlers._by_operation
    original = handlers[operation.id]
    with mock.patch.dict(handlers, {operation.id: lambda call: wrapper(original, call)}):
        yield


@contextmanager
def answering(operation: Operation, edit: Callable[[Any, Call], None]) -> Iterator[None]:
    """Edit an operation's answers in place: those with JSON, of a handler that did not refuse.

    The file of an export has no handler: its rows are edited as they are written.
    """

    def wrapper(original: Handled, call: Call) -> Any:
        result = copy.deepcopy(original(call))
        edit(result.json if isinstance(result, Reply) else result, call)
        return result

    if served(operation):
        with handler(operation, wrapper):
            yield
        return
    write = exports.row_json

    def row_json(call: Call, *rest: Any) -> Any:
        row = copy.deepcopy(write(call, *rest))
        edit([row], call)
        return row

    with mock.patch.object(exports, "row_json", row_json):
        yield


@contextmanager
def asking(operation: Operation, edit: Callable[[Call], Call]) -> Iterator[None]:
    """Edit what an operation's handler is told of requests; a page repeats the true search."""

    def wrapper(original: Handled, call: Call) -> Any:
        told = edit(call)
        result = original(told)
        meta = result.get("meta") if isinstance(result, dict) else None
        if isinstance(meta, dict) and told.query != call.query:
            paging = {"offset": "offset", "limit": "limit"}
            meta |= {name: call.query[name] for name in paging if name in call.query}
            if "search_parameters" in meta:
                searched = {k: v for k, v in call.query.items() if k not in paging}
                meta["search_parameters"] = searched
        return result

    with handler(operation, wrapper):
        yield


def with_query(call: Call, query: dict[str, Any]) -> Call:
    """The call with another query."""
    return replace(call, query=query)


def is_bound(operation: Operation, own: bound.Operation) -> bool:
    """Whether one of the emulator's own operations is this one: names repeat among platforms."""
    return (own.id, own.path, own.method) == (operation.id, operation.path, operation.method)


@contextmanager
def reading(operation: Operation, method: str, wrapper: Callable[..., Any]) -> Iterator[None]:
    """Put a wrapper around a method of the emulator's own Operation, for one operation."""
    original = getattr(bound.Operation, method)

    def wrapped(self: bound.Operation, *arguments: Any) -> Any:
        if not is_bound(operation, self):
            return original(self, *arguments)
        return wrapper(original, self, *arguments)

    with mock.patch.object(bound.Operation, method, wrapped):
        yield


@contextmanager
def around(
    operation: Operation, owner: Any, name: str, make: Callable[[Any], Any]
) -> Iterator[None]:
    """Replace a function by what `make` makes of it, while one operation is handled."""
    original = getattr(owner, name)

    def wrapper(handle: Handled, call: Call) -> Any:
        with mock.patch.object(owner, name, make(original)):
            return handle(call)

    with handler(operation, wrapper):
        yield


def snapshot(call: Call) -> Callable[[], None]:
    """Keep the world's state as it is; what is returned goes back to it. Files stay as they are."""
    world = call.world
    memo = {id(world): world, id(world.files): world.files, id(world.clock): world.clock}
    kept = copy.deepcopy(world._states, memo)

    def restore() -> None:
        world._states = kept

    return restore
