"""Places in the client where a lie about one operation can be planted."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any
from unittest import mock

import attrs
import httpx
import msgspec

from labelbridge._core import drivers as _drivers
from labelbridge._core.flow import Send
from labelbridge._core.http.response import STORAGE, HttpInterface
from labelbridge._core.json import rows as _rows
from labelbridge_api.plan import Plan
from tests.deep.mutation.contract import Operation

Edit = Callable[[Plan[Any]], Plan[Any]]

UNPLANNED = {"download_export", "check_key_post"}
"""Operations that the client sends without a plan, or never (see scripts/operations.py)."""


def planned(operation: Operation) -> bool:
    """Whether the client sends it by its plan."""
    return operation.id not in UNPLANNED


def module_of(operation: Operation) -> ModuleType:
    """The generated module that has the operation's plan."""
    platform, resource = operation.platform, operation.resource
    return import_module(f"labelbridge_api.{platform}.api.{resource}.{operation.id}")


def _lying(*arguments: Any, **options: Any) -> Any:
    return __lie__(*arguments, **options)  # type: ignore[name-defined] # noqa: F821


@contextmanager
def planning(operation: Operation, edit: Edit) -> Iterator[None]:
    """Edit the plans of an operation as they are made.

    Who has the function has the lie: its code is exchanged, since some modules keep the function.
    """
    plan: FunctionType = module_of(operation).plan
    honest = FunctionType(
        plan.__code__, plan.__globals__, plan.__name__, plan.__defaults__, plan.__closure__
    )
    honest.__kwdefaults__ = plan.__kwdefaults__
    plan.__signature__ = inspect.signature(plan)  # type: ignore[attr-defined]

    def lie(*arguments: Any, **options: Any) -> Any:
        return edit(honest(*arguments, **options))

    with mock.patch.dict(plan.__globals__, __lie__=lie):
        plan.__code__ = _lying.__code__
        try:
            yield
        finally:
            plan.__code__ = honest.__code__
            del plan.__signature__  # type: ignore[attr-defined]


def with_query(plan: Plan[Any], query: dict[str, Any]) -> Plan[Any]:
    """The plan with another query."""
    return attrs.evolve(plan, query=query)


def is_for(operation: Operation, http: HttpInterface, plan: Any) -> bool:
    """Whether a plan is one of an operation: names repeat among platforms."""
    return http.platform.name == operation.platform and plan.operation == operation.id


@contextmanager
def requesting(
    operation: Operation, edit: Callable[[HttpInterface, Plan[Any], Any], Any]
) -> Iterator[None]:
    """Edit the requests that are made of an operation's plans."""
    original = HttpInterface.request_arguments

    def request(self: HttpInterface, plan: Plan[Any]) -> dict[str, Any]:
        made = original(self, plan)
        return edit(self, plan, made) if is_for(operation, self, plan) else made

    with mock.patch.object(HttpInterface, "request_arguments", request):
        yield


@contextmanager
def in_colour(operation: Operation, colour: str, edit: Edit) -> Iterator[None]:
    """Edit the plans of an operation that one driver sends: `sync` or `async`."""
    driver: Any = {"sync": _drivers.Driver, "async": _drivers.AsyncDriver}[colour]
    original = driver._attempt

    def attempt(self: Any, step: Any) -> Any:
        if isinstance(step, Send) and is_for(operation, self._http, step.plan):
            step = attrs.evolve(step, plan=edit(step.plan))
        return original(self, step)

    with mock.patch.object(driver, "_attempt", attempt):
        yield


SENT = ("content-encoding", "content-length", "transfer-encoding")


@contextmanager
def hearing(operation: Operation, edit: Callable[[Any], None]) -> Iterator[None]:
    """Edit in place what an operation's good answers say, before the client makes models of it."""
    original, structure = HttpInterface.parse_response, _rows.decode.structure

    def result(self: HttpInterface, plan: Any, response: httpx.Response) -> Any:
        json_type = "json" in response.headers.get("content-type", "")
        if is_for(operation, self, plan) and response.is_success and json_type:
            try:
                answer = json.loads(response.content)
            except ValueError:
                return original(self, plan, response)
            edit(answer)
            response = httpx.Response(
                response.status_code,
                # whatever told how the body was sent speaks of another body now
                headers={k: v for k, v in response.headers.items() if k not in SENT},
                content=msgspec.json.encode(answer),
            )
        return original(self, plan, response)

    def row(value: Any, form: Any, *, operation: str, row: int | None = None) -> Any:
        if operation == name and row is not None and isinstance(value, dict):
            edit([value] if many else value)
        return structure(value, form, operation=operation, row=row)

    many = operation.many
    name = operation.id if planned(operation) else f"{STORAGE}.get"
    rows = operation.id in {"get_frames", "download_export"}
    seam = (_rows.decode, "structure", row) if rows else (HttpInterface, "parse_response", result)
    with mock.patch.object(*seam):
        yield


@contextmanager
def understanding(operation: Operation, edit: Callable[[Any], Any]) -> Iterator[None]:
    """Edit the models that the client makes of an operation's good answers."""
    original = HttpInterface.parse_response

    def result(self: HttpInterface, plan: Any, response: httpx.Response) -> Any:
        made = original(self, plan, response)
        return edit(made) if is_for(operation, self, plan) else made

    with mock.patch.object(HttpInterface, "parse_response", result):
        yield
