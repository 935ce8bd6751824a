"""What contracts, client and emulator say of every operation; docs/operations.md shows it.

Ids, paths and evidence are the contracts' own. A method of the client is found by following the
names in its code to the generated modules whose plans it sends, a handler by the operation that it
is registered for. Only DETOURS are kept by hand.
"""

import dis
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType, ModuleType

import labelbridge
from labelbridge._core.methods import Resource, listing, operation, stream
from labelbridge_emulator.contract.specs import load_spec
from labelbridge_emulator.platforms import all_platforms

CLIENTS = {"hasty": "Hasty", "roboflow": "Roboflow", "labelbox": "Labelbox"}
VERBS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True)
class Detour:
    """How client or emulator get to an operation if not as to all others: by plan, by handler.

    Attributes:
        why: What is different, and why.
        methods: The client's methods that get there without a plan.
        handler: The emulator's module that answers without a handler.
    """

    why: str
    methods: tuple[str, ...] = ()
    handler: str = ""


DETOURS = {
    "check_key_post": Detour(
        "Only the vendor's SDK asks with POST. The client has no method for it: the answer is that "
        "of `check_key`."
    ),
    "download_export": Detour(
        "The answer of `execute_graphql` says where the file is. The client fetches that address, "
        "whatever it is, and plans none. The emulator's storage gives the file, and holds it "
        "against the contract.",
        methods=("labels.download", "labels.export"),
        handler="labelbridge_emulator.server.storage",
    ),
}


@dataclass(frozen=True, order=True)
class Method:
    """A method of a client; methods come in the order of the code.

    Attributes:
        module: Full name of the module that has it.
        line: Where it begins there.
        name: As a user writes it behind a client: `attributes.set_value`.
    """

    module: str
    line: int
    name: str


@dataclass(frozen=True)
class Row:
    """What there is to say about an operation.

    Attributes:
        id: The operationId.
        method: The HTTP method.
        path: The path template.
        sources: Where the contract has the operation from, strongest first.
        confidence: How sure method and path are: high, medium or low.
        reason: Why not high.
        methods: The methods of the operation's resource that send it.
        handler: Full name of the emulator's module that answers it; empty when none does.
    """

    id: str
    method: str
    path: str
    sources: tuple[str, ...]
    confidence: str
    reason: str
    methods: tuple[Method, ...]
    handler: str


def rows(platform: str) -> list[Row]:
    """Return all operations of a platform, in the contract's order."""
    handlers = next(each.handlers for each in all_platforms() if each.name == platform)
    senders = sent_by_methods(platform)
    found = []
    for path, item in load_spec(platform)["paths"].items():
        for verb in (key for key in item if key in VERBS):
            node = item[verb]
            id_, (resource_name,) = node["operationId"], node["tags"]
            detour = DETOURS.get(id_, Detour(""))
            senders_here = [
                method
                for method, ids in senders.items()
                if (id_ in ids and method.name.startswith(f"{resource_name}."))
                or method.name in detour.methods
            ]
            found.append(
                Row(
                    id=id_,
                    method=verb.upper(),
                    path=path,
                    sources=tuple(node["x-source"]),
                    confidence=node["x-confidence"],
                    reason=node.get("x-confidence-reason", ""),
                    methods=tuple(sorted(senders_here)),
                    handler=handlers[id_].__module__ if id_ in handlers else detour.handler,
                )
            )
    return found


def methods_by_operation(platform: str) -> dict[str, list[str]]:
    """Return the names of all methods of a platform's client that get to an operation, by its id.

    Other than `Row.methods` these are those of other resources too: `images.upload` asks for an
    address with `create_uploads`.
    """
    found: dict[str, set[str]] = {}
    for method, ids in sent_by_methods(platform).items():
        for id_ in ids | {id_ for id_, it in DETOURS.items() if method.name in it.methods}:
            found.setdefault(id_, set()).add(method.name)
    return {id_: sorted(names) for id_, names in found.items()}


def sent_by_methods(platform: str) -> dict[Method, set[str]]:
    """Return the methods of a platform's client, each with the operations that it sends."""
    found = {}
    with getattr(labelbridge, CLIENTS[platform])(api_key="none") as client:
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
    """Yield the operations whose plans something makes: a function, or what a name in it means."""
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
    """Yield the global names in a function's code, and in that of the functions within it."""
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            yield step.argval
        elif isinstance(step.argval, CodeType):
            yield from global_names(step.argval)
