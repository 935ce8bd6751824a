"""Places in the emulator where a lie about one operation can be planted."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from labelbridge_emulator.contract import operation as bound
from labelbridge_emulator.handler import Request, Response
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.platforms.labelbox.handlers import exports
from tests.deep.mutation.contract import Operation

Handled = Callable[[Request], Any]
Wrapper = Callable[[Handled, Request], Any]


def served(operation: Operation) -> bool:
    """Whether a handler answers it."""
    return not operation.elsewhere


@contextmanager
def handler(operation: Operation, wrapper: Wrapper) -> Iterator[None]:
    """Put a wrapper around an operation's handler."""
    platform = next(each for each in all_platforms() if each.name == operation.platform)
    handlers = platform.handlers._by_operation
    original = handlers[operation.id]
    with mock.patch.dict(handlers, {operation.id: lambda request: wrapper(original, request)}):
        yield


@contextmanager
def answering(operation: Operation, edit: Callable[[Any, Request], None]) -> Iterator[None]:
    """Edit an operation's answers in place: those with JSON, of a handler that did not refuse.

    The file of an export has no handler: its rows are edited as they are written.
    """

    def wrapper(original: Handled, request: Request) -> Any:
        result = copy.deepcopy(original(request))
        edit(result.json if isinstance(result, Response) else result, request)
        return result

    if served(operation):
        with handler(operation, wrapper):
            yield
        return
    write = exports.row_json

    def row_json(request: Request, *rest: Any) -> Any:
        row = copy.deepcopy(write(request, *rest))
        edit([row], request)
        return row

    with mock.patch.object(exports, "row_json", row_json):
        yield


@contextmanager
def asking(operation: Operation, edit: Callable[[Request], Request]) -> Iterator[None]:
    """Edit what an operation's handler is told of requests; a page repeats the true search."""

    def wrapper(original: Handled, request: Request) -> Any:
        told = edit(request)
        result = original(told)
        meta = result.get("meta") if isinstance(result, dict) else None
        if isinstance(meta, dict) and told.query != request.query:
            paging = {"offset": "offset", "limit": "limit"}
            meta |= {name: request.query[name] for name in paging if name in request.query}
            if "search_parameters" in meta:
                searched = {k: v for k, v in request.query.items() if k not in paging}
                meta["search_parameters"] = searched
        return result

    with handler(operation, wrapper):
        yield


def with_query(request: Request, query: dict[str, Any]) -> Request:
    """The call with another query."""
    return replace(request, query=query)


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

    def wrapper(handle: Handled, request: Request) -> Any:
        with mock.patch.object(owner, name, make(original)):
            return handle(request)

    with handler(operation, wrapper):
        yield


def snapshot(request: Request) -> Callable[[], None]:
    """Keep the world's state as it is; what is returned goes back to it. Files stay as they are."""
    store = request.store
    memo = {id(store): store, id(store.files): store.files, id(store.clock): store.clock}
    kept = copy.deepcopy(store._states, memo)

    def restore() -> None:
        store._states = kept

    return restore
