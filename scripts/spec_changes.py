"""What changed between two versions of a contract, for whom: Redocly's findings, put in order.

Redocly finds the changes and knows which of them break whom: it follows references, and tells
requests from responses. It reports a change within a component once, where it met it first. Here
every change gets all operations that it reaches.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import SafeChange, build_schema, find_schema_changes

from scripts.contracts import METHODS, Contract, Node

BREAKING, COMPATIBLE, WORDS = "breaking", "compatible", "words"
VERDICTS = (BREAKING, COMPATIBLE, WORDS)
# Properties that change nothing of what is sent; extensions likewise, but for those of EXTENSIONS.
TALK = {"description", "summary", "title", "example", "examples", "externalDocs", "dataValue"}
TALKING = {"Example", "ExamplesMap", "ExternalDocs", "Info", "Contact", "License", "Tag", "TagList"}
EXTENSIONS = {
    "x-enum-varnames": BREAKING,  # the names of an enum's members in Python
    "x-idempotent": COMPATIBLE,  # whether a client repeats a request that failed
}
EVERYWHERE = ("servers", "security")


@dataclass(frozen=True)
class Change:
    """One change of a contract.

    Attributes:
        verdict: One of VERDICTS. Breaking is what a client or a platform that kept the old
            contract may not survive.
        text: What changed, in a sentence.
        place: Where in the contract; empty where the text says it.
        operations: The ids of the operations that it reaches, in alphabetical order.
    """

    verdict: str
    text: str
    place: str
    operations: tuple[str, ...]


def comparable(document: Node) -> Node:
    """Return a contract in which the schema of a row, `x-item-schema`, stands where Redocly looks.

    Args:
        document: A contract; it stays as it is.
    """

    def visit(node: Any) -> Any:
        if isinstance(node, list):
            return [visit(item) for item in node]
        if not isinstance(node, dict):
            return node
        seen = {key: visit(inner) for key, inner in node.items()}
        if "x-item-schema" in seen:
            seen["schema"] = {"type": "array", "items": seen.pop("x-item-schema")}
        return seen

    visited: Node = visit(document)
    return visited


def contract_changes(report: Node, base: Contract, revision: Contract) -> list[Change]:
    """Return what Redocly reports of two contracts, the gravest first."""
    reached = [reach(base), reach(revision)]
    found = []
    for each in report["changes"]:
        sides = [each[side] for side in ("base", "revision") if side in each]
        pointers = {side["pointer"] for side in sides}
        operations = {id_ for at in pointers for known in reached for id_ in touched(at, known)}
        place = placed(sides[-1]["pointer"])
        found.append(Change(verdict(each), text(each), place, tuple(sorted(operations))))
    return sorted(found, key=lambda change: VERDICTS.index(change.verdict))


def graphql_changes(base: str, revision: str, operations: tuple[str, ...]) -> list[Change]:
    """Return what changed between two GraphQL schemas, the gravest first.

    Args:
        base: The older schema, as SDL.
        revision: The newer one.
        operations: The operations that carry documents of this schema.
    """
    found = []
    for each in find_schema_changes(build_schema(base), build_schema(revision)):
        # What graphql-core calls dangerous, a new value of an enum say, is breaking for an answer.
        rated = COMPATIBLE if isinstance(each, SafeChange) else BREAKING
        if each.type.name.startswith("DESCRIPTION"):
            rated = WORDS
        found.append(Change(rated, each.description, "", operations))
    return sorted(found, key=lambda change: VERDICTS.index(change.verdict))


def reach(contract: Contract) -> dict[str, set[str]]:
    """Return what each operation is made of: JSON pointers to its nodes, references followed."""
    found = {}
    for path, item in contract.document["paths"].items():
        shared = {f"#/paths/{escaped(path)}"}
        for method in (key for key in METHODS if key in item):
            own = f"#/paths/{escaped(path)}/{method}"
            seen = {own}
            for node in (item.get("parameters", []), item[method]):
                _follow(contract, node, seen)
            asked = item[method].get("security", contract.document.get("security", []))
            seen |= {f"#/components/securitySchemes/{name}" for either in asked for name in either}
            found[str(item[method].get("operationId"))] = seen | shared
    return found


def _follow(contract: Contract, node: Any, seen: set[str]) -> None:
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            _follow(contract, inner, seen)
    target = node.get("$ref") if isinstance(node, dict) else None
    if isinstance(target, str) and target not in seen:
        seen.add(target)
        _follow(contract, contract.resolve({"$ref": target}), seen)


def touched(pointer: str, reached: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the operations that have something to do with what a pointer leads to."""
    parts = pointer.split("/")
    # A path's own node holds its operations too: a change in one of them is not one of the others.
    depth = 4 if parts[1:2] == ["paths"] and parts[3:4] and parts[3] in METHODS else 3
    depth = 4 if parts[1:2] == ["components"] else depth
    for id_, pointers in reached.items():
        if "/".join(parts[:depth]) in pointers or parts[1] in EVERYWHERE:
            yield id_


def verdict(change: Node) -> str:
    """Return what a change of Redocly's report means to a client, one of VERDICTS."""
    if change["impact"] == "major":
        return BREAKING
    side = change.get("revision") or change["base"]
    parts = plain(side["pointer"])
    if parts[1] == "components" and len(parts) == 4 and change["kind"] in ("added", "removed"):
        return WORDS  # nothing is sent otherwise: where it is used it is told as well
    changed = str(change.get("property") or parts[-1])
    if changed in EXTENSIONS:
        return EXTENSIONS[changed]
    if changed in TALK or changed.startswith("x-") or change["typeName"] in TALKING:
        return WORDS
    return COMPATIBLE


def text(change: Node) -> str:
    """Return a sentence about a change: Redocly's own, where it has one."""
    sides = [change[side] for side in ("base", "revision") if side in change]
    if change["verdicts"]:
        said = " ".join(each["message"] for each in change["verdicts"])
        component = referred(sides[-1].get("value"))
        return f"{said[:-1]}: `{component}`." if component else said
    name = named(sides[-1], change["typeName"], change.get("property"))
    if change["kind"] != "modified":
        return f"{name[0].upper()}{name[1:]} was {change['kind']}."
    old, new = (brief(change[side]) for side in ("base", "revision"))
    return f"`{change['property']}` of {name} changed from {old} to {new}."


def named(side: Node, kind: str, changed: str | None) -> str:
    """Return what a node of a report is called: a property of a schema, a parameter, and so on."""
    parts = plain(side["pointer"])
    if changed and parts[-1] == changed:
        parts.pop()
    name = parts[-1]
    if kind == "Schema" and parts[-2:-1] == ["properties"]:
        return f"property `{name}` of `{parts[-3]}`"
    value = side.get("value")
    if name.isdigit() and isinstance(value, dict):
        name = value.get("name") or referred(value) or name
    if kind == "Operation":
        name = f"{name.upper()} {parts[-2]}"
    word = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.removesuffix("Item").removesuffix("Map"))
    return f"{word.lower()} `{name}`"


def referred(value: Any) -> str:
    """Return the name of the component that a node refers to, else nothing."""
    return str(value.get("$ref", "")).rpartition("/")[2] if isinstance(value, dict) else ""


def placed(pointer: str) -> str:
    """Return where a pointer leads, for a person: `Dataset/properties`, `GET /v1/rows: responses`.

    An operation's place begins with method and path, that of a component with its kind and name.
    """
    parts = plain(pointer)[1:]
    if parts[0] != "paths" or parts[2:3] == [] or parts[2] not in METHODS:
        return "/".join(parts[1:] if parts[0] in ("paths", "components") else parts)
    request = f"{parts[2].upper()} {parts[1]}"
    return f"{request}: {'/'.join(parts[3:])}" if parts[3:] else request


def brief(side: Node) -> str:
    """Return the value of one side, short enough for a line."""
    if "value" not in side:
        return "nothing"
    whole = json.dumps(side["value"], ensure_ascii=False)
    return whole if len(whole) <= 60 else f"{whole[:57]}…"


def plain(pointer: str) -> list[str]:
    """Return the parts of a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")]


def escaped(part: str) -> str:
    """Return a part of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")
