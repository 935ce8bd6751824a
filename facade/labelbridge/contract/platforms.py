"""What is known of each platform's contract: its operations, and how its key is sent."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from labelbridge_emulator.contract.specs import load_spec

PLATFORMS = ("hasty", "roboflow", "labelbox")
METHODS = ("get", "put", "post", "delete", "patch")
UNIT = ("examples", "coverage", "fuzzing")
PHASES = (*UNIT, "stateful")
GRAPHQL = {"labelbox": ("labels",)}
"""The resources of platforms with a GraphQL endpoint."""
UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a contract.

    Attributes:
        id: The operationId.
        method: In capitals.
        path: The path template.
        tag: Its resource.
        elsewhere: It has a server of its own, which must never see the key.
        asks: It has parameters or a body, so it has examples.
        body: It takes a body.
        refuses: Its contract shows how it refuses what does not fit.
    """

    id: str
    method: str
    path: str
    tag: str
    elsewhere: bool
    asks: bool
    body: bool
    refuses: bool

    @property
    def label(self) -> str:
        """How schemathesis calls it."""
        return f"{self.method} {self.path}"

    @property
    def reads(self) -> bool:
        """Whether it changes nothing: some platforms make things with GET."""
        return self.method == "GET" and not self.id.startswith("create_")

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases that generate data for it.

        All do, but for one: without parameter or body there is nothing to have an example.
        """
        return PHASES if self.asks else PHASES[1:]


@cache
def operations(platform: str) -> tuple[Operation, ...]:
    """All operations of a platform, in the order of its contract."""
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
                    elsewhere="servers" in item or "servers" in node,
                    asks=bool(
                        item.get("parameters") or node.get("parameters") or "requestBody" in node
                    ),
                    body="requestBody" in node,
                    refuses=bool({"400", "422"} & set(node["responses"])),
                )


def excerpt(platform: str, chosen: Collection[Operation]) -> Node:
    """The contract with some operations only, and the links among them.

    To read the whole contract for each resource would take most of the time.
    """
    spec = copy.deepcopy(dict(load_spec(platform)))
    labels, ids = {each.label for each in chosen}, {each.id for each in chosen}
    for path, item in list(spec["paths"].items()):
        for method in METHODS:
            if method in item and f"{method.upper()} {path}" not in labels:
                del item[method]
        if not any(method in item for method in METHODS):
            del spec["paths"][path]
    links = spec["components"]["links"]
    gone = {name for name, link in links.items() if link["operationId"] not in ids}
    for response in _responses(spec):
        kept = {
            name: link
            for name, link in response.pop("links", {}).items()
            if link["$ref"].rpartition("/")[2] not in gone
        }
        if kept:
            response["links"] = kept
    for name in gone:
        del links[name]
    return spec


def _responses(spec: Node) -> Iterator[Node]:
    yield from spec["components"]["responses"].values()
    for item in spec["paths"].values():
        for method in METHODS:
            yield from item.get(method, {}).get("responses", {}).values()


def walked(platform: str, chosen: Collection[Operation]) -> set[str]:
    """The operations, by id, that walks along the links among some operations can come to.

    They begin where something is created, or listed without a name; where there is nothing of the
    kind, anywhere.
    """
    spec = load_spec(platform)
    ids = {each.id for each in chosen}
    leads: dict[str, set[str]] = {}
    for each in chosen:
        node = spec["paths"][each.path][each.method.lower()]
        for response in node["responses"].values():
            if "$ref" in response:
                response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]  # noqa: PLW2901
            for link in response.get("links", {}).values():
                name = link["$ref"].rpartition("/")[2]
                leads.setdefault(each.id, set()).add(
                    spec["components"]["links"][name]["operationId"]
                )
    leading = [each for each in chosen if leads.get(each.id, set()) & ids]
    roots = [each for each in leading if each.method == "POST" or "{" not in each.path]
    reached = {each.id for each in roots or leading}
    while further := {to for name in reached for to in leads.get(name, ())} & ids - reached:
        reached |= further
    return reached


def credentials(platform: str, key: str) -> tuple[dict[str, str], dict[str, str]]:
    """The headers and the parameters of schemathesis's configuration that carry a key."""
    scheme = next(iter(load_spec(platform)["components"]["securitySchemes"].values()))
    if scheme["type"] == "http":
        return {"Authorization": f"Bearer {key}"}, {}
    if scheme["in"] == "header":
        return {scheme["name"]: key}, {}
    return {}, {f"query.{scheme['name']}": key}
