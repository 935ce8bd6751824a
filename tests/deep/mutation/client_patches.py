"""Patches of the client for one operation, and decorators that register kinds by them."""

from __future__ import annotations

import copy
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

from labelbridge._core import drivers
from labelbridge._core.flow import Send
from labelbridge._core.http.response import STORAGE, HttpInterface
from labelbridge._core.json import decode
from labelbridge_api.plan import Plan
from tests.deep.mutation.contract import Operation
from tests.deep.mutation.mutant import Active, Details, Probe, kind
from tests.support.facts import facts

PlanEdit = Callable[[Plan[Any]], Plan[Any]]
RequestEdit = Callable[[HttpInterface, Plan[Any], dict[str, Any]], dict[str, Any]]


def planned(operation: Operation) -> bool:
    """Return whether the client sends the operation by its plan."""
    return operation.planned


def plan_kind(name: str, details: Details, mark: str = "") -> Callable[[Any], Any]:
    """Register a function `(operation, detail, plan)` that returns a mutated plan."""

    def register(edit: Callable[[Operation, str, Plan[Any]], Plan[Any]]) -> Any:
        def activate(operation: Operation, detail: str, probe: Probe) -> Active:
            return patch_plan(operation, _counted_plan(operation, detail, probe, edit))

        kind("client", name, details, mark)(activate)
        return edit

    return register


def _counted_plan(operation: Operation, detail: str, probe: Probe, edit: Any) -> PlanEdit:
    def edited(plan: Plan[Any]) -> Plan[Any]:
        changed: Plan[Any] = edit(operation, detail, plan)
        probe.record(changed != plan)
        return changed

    return edited


def mode_kind(name: str, details: Details) -> Callable[[Any], Any]:
    """Register a function `(operation, detail, plan)`, for plans that one driver sends.

    The details begin with `sync` or `async`.
    """

    def register(edit: Callable[[Operation, str, Plan[Any]], Plan[Any]]) -> Any:
        def activate(operation: Operation, detail: str, probe: Probe) -> Active:
            driver: Any = drivers.AsyncDriver if detail.startswith("async") else drivers.Driver
            original, counted = driver._attempt, _counted_plan(operation, detail, probe, edit)

            def attempt(self: Any, step: Any, attempts: Any) -> Any:
                if isinstance(step, Send) and is_for(operation, self._http, step.plan):
                    step = attrs.evolve(step, plan=counted(step.plan))
                return original(self, step, attempts)

            return mock.patch.object(driver, "_attempt", attempt)

        kind("client", name, details)(activate)
        return edit

    return register


def request_kind(
    name: str, details: Details, mark: str = "", *, side_effect: bool = False
) -> Callable[[Any], Any]:
    """Register a function `(detail, http, plan, url)` that returns a mutated URL.

    With `side_effect`, the function itself is the defect, whatever it returns.
    """

    def register(edit: Callable[[str, HttpInterface, Plan[Any], str], str]) -> Any:
        def activate(operation: Operation, detail: str, probe: Probe) -> Active:
            original = HttpInterface.request_arguments

            def request(self: HttpInterface, plan: Plan[Any]) -> dict[str, Any]:
                made = original(self, plan)
                if is_for(operation, self, plan):
                    before = made["url"]
                    made = {**made, "url": edit(detail, self, plan, before)}
                    probe.record(side_effect or made["url"] != before)
                return made

            return mock.patch.object(HttpInterface, "request_arguments", request)

        kind("client", name, details, mark)(activate)
        return edit

    return register


def response_kind(name: str, details: Details) -> Callable[[Any], Any]:
    """Register a function `(operation, detail, json)` that mutates successful responses in place.

    It runs before the client makes models of them.
    """

    def register(edit: Callable[[Operation, str, Any], None]) -> Any:
        def activate(operation: Operation, detail: str, probe: Probe) -> Active:
            def counted(value: Any) -> None:
                before = copy.deepcopy(value)
                edit(operation, detail, value)
                probe.record(value != before)

            return _patch_rows(operation, counted) or _patch_result(operation, counted)

        kind("client", name, details)(activate)
        return edit

    return register


def _patch_rows(operation: Operation, edit: Callable[[Any], None]) -> Active | None:
    if operation.id not in facts(operation.platform).ROWS:
        return None
    structure = decode.structure
    name = operation.id if planned(operation) else f"{STORAGE}.get"

    def row(value: Any, form: Any, *, row: int | None = None, **options: Any) -> Any:
        if options["operation"] == name and row is not None and isinstance(value, dict):
            edit([value] if many else value)
        return structure(value, form, row=row, **options)

    many = operation.many
    return mock.patch.object(decode, "structure", row)


def _patch_result(operation: Operation, edit: Callable[[Any], None]) -> Active:
    original = HttpInterface.parse_response

    def result(self: HttpInterface, plan: Any, response: httpx.Response, content: bytes) -> Any:
        is_json = "json" in response.headers.get("content-type", "")
        if is_for(operation, self, plan) and response.is_success and is_json:
            try:
                value = json.loads(content)
            except ValueError:
                return original(self, plan, response, content)
            edit(value)
            content = msgspec.json.encode(value)
        return original(self, plan, response, content)

    return mock.patch.object(HttpInterface, "parse_response", result)


def module_of(operation: Operation) -> ModuleType:
    """Return the generated module that has the operation's plan."""
    platform, resource = operation.platform, operation.resource
    return import_module(f"labelbridge_api.{platform}.api.{resource}.{operation.id}")


def _mutated(*arguments: Any, **options: Any) -> Any:
    return __mutant__(*arguments, **options)  # type: ignore[name-defined] # noqa: F821


@contextmanager
def patch_plan(operation: Operation, edit: PlanEdit) -> Iterator[None]:
    """Edit the plans of an operation when they are made.

    The code of the function is exchanged, because some modules keep a reference to the function.
    """
    plan: FunctionType = module_of(operation).plan
    original = FunctionType(
        plan.__code__, plan.__globals__, plan.__name__, plan.__defaults__, plan.__closure__
    )
    original.__kwdefaults__ = plan.__kwdefaults__
    plan.__signature__ = inspect.signature(plan)  # type: ignore[attr-defined]

    def mutant(*arguments: Any, **options: Any) -> Any:
        return edit(original(*arguments, **options))

    with mock.patch.dict(plan.__globals__, __mutant__=mutant):
        plan.__code__ = _mutated.__code__
        try:
            yield
        finally:
            plan.__code__ = original.__code__
            del plan.__signature__  # type: ignore[attr-defined]


def is_for(operation: Operation, http: HttpInterface, plan: Any) -> bool:
    """Return whether a plan is of an operation; platforms have operations of the same name."""
    return http.platform.name == operation.platform and plan.operation == operation.id
