"""Patches of the emulator for one operation, and decorators that register kinds by them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from unittest import mock

from labelbridge_emulator.contract import operation as bound
from labelbridge_emulator.handler import ApiError, Request, Response
from labelbridge_emulator.platforms import all_platforms
from tests.deep.mutation.contract import PAGING, Operation
from tests.deep.mutation.mutant import Active, Details, Probe, kind
from tests.support.facts import facts

Handler = Callable[[Request], Any]


def served(operation: Operation) -> bool:
    """Return whether the operation has a handler."""
    return not operation.elsewhere


def patch_handler(operation: Operation, wrapper: Callable[[Handler, Request], Any]) -> Active:
    """Wrap the handler of an operation."""
    platform = next(each for each in all_platforms() if each.name == operation.platform)
    handlers = platform.handlers._by_operation
    original = handlers[operation.id]
    return mock.patch.dict(handlers, {operation.id: lambda request: wrapper(original, request)})


def handler_kind(name: str, details: Details, mark: str = "") -> Callable[[Any], Any]:
    """Register a function `(probe, handler, request)` that runs instead of the handler."""

    def register(wrapper: Callable[[Probe, Handler, Request], Any]) -> Any:
        def activate(operation: Operation, _detail: str, probe: Probe) -> Active:
            return patch_handler(operation, partial(wrapper, probe))

        kind("emulator", name, details, mark)(activate)
        return wrapper

    return register


def response_kind(name: str, details: Details) -> Callable[[Any], Any]:
    """Register a function `(operation, detail, json)` that mutates successful responses in place.

    A file of rows has no handler: its rows are mutated when they are written.
    """

    def register(edit: Callable[[Operation, str, Any], None]) -> Any:
        def activate(operation: Operation, detail: str, probe: Probe) -> Active:
            def edited(value: Any) -> None:
                before = copy.deepcopy(value)
                edit(operation, detail, value)
                probe.record(value != before)

            def wrapper(original: Handler, request: Request) -> Any:
                result = copy.deepcopy(original(request))
                edited(result.json if isinstance(result, Response) else result)
                return result

            if served(operation):
                return patch_handler(operation, wrapper)
            owner, function = facts(operation.platform).ROW_WRITER
            write = getattr(owner, function)

            def write_row(*arguments: Any) -> Any:
                row = copy.deepcopy(write(*arguments))
                edited([row])
                return row

            return mock.patch.object(owner, function, write_row)

        kind("emulator", name, details)(activate)
        return edit

    return register


def request_kind(name: str, details: Details, mark: str = "") -> Callable[[Any], Any]:
    """Register a function `(operation, detail, request)` that returns a request for the handler.

    A page still reports the query of the original request.
    """

    def register(edit: Callable[[Operation, str, Request], Request]) -> Any:
        def activate(operation: Operation, detail: str, probe: Probe) -> Active:
            def wrapper(original: Handler, request: Request) -> Any:
                edited = edit(operation, detail, request)
                probe.record((edited.query, edited.body) != (request.query, request.body))
                result = original(edited)
                meta = result.get("meta") if isinstance(result, dict) else None
                if isinstance(meta, dict) and edited.query != request.query:
                    meta |= {name: request.query[name] for name in PAGING if name in request.query}
                    if "search_parameters" in meta:
                        query = {k: v for k, v in request.query.items() if k not in PAGING}
                        meta["search_parameters"] = query
                return result

            return patch_handler(operation, wrapper)

        kind("emulator", name, details, mark)(activate)
        return edit

    return register


def with_query(request: Request, **changes: Any) -> Request:
    """Return the request with some query parameters changed; None removes one."""
    query = {**request.query, **changes}
    return replace(request, query={k: v for k, v in query.items() if v is not None})


def is_bound(operation: Operation, own: bound.Operation) -> bool:
    """Return whether an operation of the emulator is this one; ids repeat among platforms."""
    return (own.id, own.path, own.method) == (operation.id, operation.path, operation.method)


def patch_errors(
    operation: Operation, owner: Any, method: str, probe: Probe, change: Callable[..., Any]
) -> Active:
    """Change the errors that a method raises for an operation.

    Args:
        operation: The operation.
        owner: The class of the method.
        method: Its name. `self` or one of its arguments is the emulator's operation.
        probe: Counts calls, and errors that were changed.
        change: Gets the error and the arguments. It returns the result, or raises another error;
            if it raises the same one, nothing was changed.
    """
    original = getattr(owner, method)

    def wrapped(*arguments: Any) -> Any:
        own = next(each for each in arguments if isinstance(each, bound.Operation))
        if not is_bound(operation, own):
            return original(*arguments)
        probe.reached += 1
        try:
            return original(*arguments)
        except ApiError as error:
            try:
                result = change(error, *arguments)
            except ApiError as other:
                probe.changed += other is not error
                raise other from None
            probe.changed += 1
            return result

    return mock.patch.object(owner, method, wrapped)


def patch_while_handled(
    operation: Operation, owner: Any, name: str, make: Callable[[Any], Any]
) -> Active:
    """Replace a function by the result of `make(function)` while the operation is handled."""
    original = getattr(owner, name)

    def wrapper(handle: Handler, request: Request) -> Any:
        with mock.patch.object(owner, name, make(original)):
            return handle(request)

    return patch_handler(operation, wrapper)
