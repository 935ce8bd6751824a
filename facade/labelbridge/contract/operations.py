"""The operations of a platform's contract, and how requests carry the API key."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from labelbridge_emulator.contract.specs import load_spec

METHODS = ("get", "put", "post", "delete", "patch")
UNIT_PHASES = ("examples", "coverage", "fuzzing")
PHASES = (*UNIT_PHASES, "stateful")
UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a contract.

    Attributes:
        id: The operationId.
        method: The HTTP method, in upper case.
        path: The path template.
        tag: The resource.
        own_server: Whether the operation declares its own server, which must not receive the key.
        has_input: Whether it has parameters or a body, and therefore examples.
        has_body: Whether it has a request body.
        documents_errors: Whether the contract has a response for invalid input.
    """

    id: str
    method: str
    path: str
    tag: str
    own_server: bool
    has_input: bool
    has_body: bool
    documents_errors: bool

    @property
    def label(self) -> str:
        """The name that schemathesis uses."""
        return f"{self.method} {self.path}"

    @property
    def reads(self) -> bool:
        """Whether it changes nothing. Some platforms create objects with GET."""
        return self.method == "GET" and not self.id.startswith("create_")

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases that send this operation: without input there are no examples."""
        return PHASES if self.has_input else PHASES[1:]


@cache
def operations(platform: str) -> tuple[Operation, ...]:
    """Return all operations of a platform, in the order of its contract."""
    return tuple(_operations(load_spec(platform)))


def _operations(spec: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                node = item[method]
                yield Operation(
                    id=node["operationId"],
                    method=method.upper(),
                    path=path,
                    tag=node["tags"][0],
                    own_server="servers" in item or "servers" in node,
                    has_input=bool(
                        item.get("parameters") or node.get("parameters") or "requestBody" in node
                    ),
                    has_body="requestBody" in node,
                    documents_errors=bool({"400", "422"} & set(node["responses"])),
                )


def contract_subset(platform: str, chosen: Collection[Operation]) -> Node:
    """Return the contract with only some operations and the links between them.

    Loading the complete contract for each resource would dominate the run time.
    """
    spec = copy.deepcopy(dict(load_spec(platform)))
    labels, ids = {each.label for each in chosen}, {each.id for each in chosen}
    for path, item in list(spec["paths"].items()):
        for method in METHODS:
            if method in item and f"{method.upper()} {path}" not in labels:
                del item[method]
        if not any(method in item for method in METHODS):
            del spec["paths"][path]
    links = spec.get("components", {}).get("links", {})
    for link in links.values():
        if "x-request-body" in link:  # not a requestBody: some generators reject objects there
            link["requestBody"] = link.pop("x-request-body")
    removed = {name for name, link in links.items() if link["operationId"] not in ids}
    for response in _responses(spec):
        kept = {
            name: link
            for name, link in response.pop("links", {}).items()
            if link["$ref"].rpartition("/")[2] not in removed
        }
        if kept:
            response["links"] = kept
    for name in removed:
        del links[name]
    return spec


def _responses(spec: Node) -> Iterator[Node]:
    yield from spec.get("components", {}).get("responses", {}).values()
    for item in spec["paths"].values():
        for method in METHODS:
            yield from item.get(method, {}).get("responses", {}).values()


def links(platform: str, operation: Operation) -> Iterator[tuple[str, Node]]:
    """Yield the links of an operation: the status of the response, and the link."""
    spec = load_spec(platform)
    node = spec["paths"][operation.path][operation.method.lower()]
    for status, declared in node["responses"].items():
        response = declared
        if "$ref" in declared:
            response = spec["components"]["responses"][declared["$ref"].rpartition("/")[2]]
        for reference in response.get("links", {}).values():
            yield status, spec["components"]["links"][reference["$ref"].rpartition("/")[2]]


def reachable(platform: str, chosen: Collection[Operation]) -> set[str]:
    """Return the ids of the operations that scenarios along the links can reach.

    Scenarios start at operations that create an object, or whose path has no parameters. If there
    is no such operation with a link, they start at any operation with a link.
    """
    ids = {each.id for each in chosen}
    targets = {
        each.id: {link["operationId"] for _, link in links(platform, each)} for each in chosen
    }
    linked = [each for each in chosen if targets[each.id] & ids]
    roots = [each for each in linked if each.method == "POST" or "{" not in each.path]
    reached = {each.id for each in roots or linked}
    while added := {target for each in reached for target in targets[each]} & ids - reached:
        reached |= added
    return reached


def credentials(platform: str, key: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers and the parameters of schemathesis's configuration that carry a key."""
    scheme = next(iter(load_spec(platform)["components"]["securitySchemes"].values()))
    if scheme["type"] == "http":
        return {"Authorization": f"Bearer {key}"}, {}
    if scheme["in"] == "header":
        return {scheme["name"]: key}, {}
    return {}, {f"query.{scheme['name']}": key}
