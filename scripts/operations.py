"""All operations with their contract, client methods and emulator handlers, for docs/operations.md.

Ids, paths and evidence come from the contracts. The methods that send an operation are found by
following the names in a method's code to the generated modules with the plans. A handler is found
by the operation that it is registered for. An operation that is reached in another way has the
extension `x-no-plan` in its contract.
"""

import dis
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType, ModuleType
from typing import Any

from labelbridge._core.methods import Resource, listing, operation, stream
from labelbridge._core.registry import client_classes, platform_names
from labelbridge_emulator.contract.specs import load_spec
from labelbridge_emulator.platforms import all_platforms

CLIENTS = {name: client_classes(name)[0].__name__ for name in platform_names()}
"""The name of the sync client class of each platform."""

VERBS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True, order=True)
class Method:
    """A method of a client. Methods sort in the order of the code.

    Attributes:
        module: The full name of its module.
        line: The line where it starts.
        name: The name that users write after the client: `attributes.set_value`.
    """

    module: str
    line: int
    name: str


@dataclass(frozen=True)
class Row:
    """The facts about one operation.

    Attributes:
        id: The operationId.
        method: The HTTP method.
        path: The path template.
        sources: The contract's sources of the operation, the strongest first.
        confidence: The confidence in method and path: high, medium or low.
        reason: The reason for a confidence that is not high.
        methods: The methods of the operation's resource that send it; of all resources for an
            operation that carries GraphQL documents.
        handler: The full name of the emulator's module that handles it, or an empty string.
        note: Why no plan of it is sent, or an empty string.
    """

    id: str
    method: str
    path: str
    sources: tuple[str, ...]
    confidence: str
    reason: str
    methods: tuple[Method, ...]
    handler: str
    note: str


def operation_nodes(platform: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the path, the HTTP method and the contract's node of every operation."""
    for path, item in load_spec(platform)["paths"].items():
        for verb in (key for key in item if key in VERBS):
            yield path, verb.upper(), item[verb]


def rows(platform: str) -> list[Row]:
    """Return all operations of a platform, in the contract's order."""
    handlers = next(each.handlers for each in all_platforms() if each.name == platform)
    senders = operations_by_method(platform)
    found = []
    for path, verb, node in operation_nodes(platform):
        id_, (resource,) = node["operationId"], node["tags"]
        no_plan = node.get("x-no-plan", {})
        methods = [
            method
            for method, ids in senders.items()
            if (id_ in ids and (method.name.startswith(f"{resource}.") or node.get("x-graphql")))
            or method.name in no_plan.get("methods", ())
        ]
        found.append(
            Row(
                id=id_,
                method=verb,
                path=path,
                sources=tuple(node["x-source"]),
                confidence=node["x-confidence"],
                reason=node.get("x-confidence-reason", ""),
                methods=tuple(sorted(methods)),
                handler=handlers[id_].__module__ if id_ in handlers else no_plan.get("handler", ""),
                note=no_plan.get("reason", ""),
            )
        )
    return found


def methods_by_operation(platform: str) -> dict[str, list[str]]:
    """Return the names of all client methods that send each operation, by operation id.

    Unlike `Row.methods`, this includes methods of other resources: `images.upload` sends
    `create_uploads`.
    """
    found: dict[str, set[str]] = {}
    for method, ids in operations_by_method(platform).items():
        for id_ in ids:
            found.setdefault(id_, set()).add(method.name)
    for _, _, node in operation_nodes(platform):
        if names := node.get("x-no-plan", {}).get("methods"):
            found.setdefault(node["operationId"], set()).update(names)
    return {id_: sorted(names) for id_, names in found.items()}


def operations_by_method(platform: str) -> dict[Method, set[str]]:
    """Return all methods of a platform's client with the operations whose plans they send."""
    found = {}
    with client_classes(platform)[0](api_key="none") as client:
        names = inspect.getmembers_static(type(client), lambda it: isinstance(it, cached_property))
        for name, _ in names:
            resource = getattr(client, name)
            if not isinstance(resource, Resource):
                continue
            for verb, member in inspect.getmembers_static(type(resource)):
                if isinstance(member, operation | listing | stream):
                    code = member.__wrapped__.__code__
                    module = member.__wrapped__.__module__
                    method = Method(module, code.co_firstlineno, f"{name}.{verb}")
                    found[method] = set(planned(member.__wrapped__, platform, set()))
    return found


def planned(value: object, platform: str, seen: set[int]) -> Iterator[str]:
    """Yield the ids of the operations whose plans a function or another object makes."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from planned(inner, platform, seen)
    elif isinstance(value, ModuleType | FunctionType):
        module = value.__name__ if isinstance(value, ModuleType) else value.__module__
        if generated := re.fullmatch(rf"labelbridge_api\.{platform}\.api\.\w+\.(\w+)", module):
            yield generated[1]
        elif isinstance(value, FunctionType) and module.startswith(f"labelbridge.{platform}."):
            for name in global_names(value.__code__):
                yield from planned(value.__globals__.get(name), platform, seen)


def global_names(code: CodeType) -> Iterator[str]:
    """Yield the global names in the code of a function, nested functions included."""
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            yield step.argval
        elif isinstance(step.argval, CodeType):
            yield from global_names(step.argval)
