"""The changes between two versions of a contract, with their verdict and affected operations.

Redocly finds the changes and decides which are breaking: it follows references and distinguishes
requests from responses. It reports a change within a component once, at its first occurrence. This
module adds all operations that each change affects.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import SafeChange, build_schema, find_schema_changes

from scripts.contracts import METHODS, Contract, Node

BREAKING, COMPATIBLE, TEXTS = "breaking", "compatible", "texts"
VERDICTS = (BREAKING, COMPATIBLE, TEXTS)
# Keywords and nodes that do not affect requests and responses, like extensions not in EXTENSIONS.
TEXT_KEYWORDS = {
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "dataValue",
}
TEXT_NODES = {
    "Example",
    "ExamplesMap",
    "ExternalDocs",
    "Info",
    "Contact",
    "License",
    "Tag",
    "TagList",
}
EXTENSIONS = {
    "x-enum-varnames": BREAKING,  # the names of an enum's members in Python
    "x-idempotent": COMPATIBLE,  # whether a client retries a failed request
}
EVERYWHERE = ("servers", "security")


@dataclass(frozen=True)
class Change:
    """One change of a contract.

    Attributes:
        verdict: One of VERDICTS. A breaking change can break a client or a platform that uses the
            old contract.
        text: The change in a sentence.
        place: Its place in the contract; empty if the text contains it.
        operations: The sorted ids of the affected operations.
    """

    verdict: str
    text: str
    place: str
    operations: tuple[str, ...]


def comparable(document: Node) -> Node:
    """Return a copy of a contract with each `x-item-schema` as `schema`, which Redocly compares."""

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
    """Return the changes in Redocly's report, breaking ones first."""
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
    """Return the changes between two GraphQL schemas, breaking ones first.

    Args:
        base: The older schema as SDL.
        revision: The newer schema as SDL.
        operations: The operations that carry documents of the schema.
    """
    found = []
    for each in find_schema_changes(build_schema(base), build_schema(revision)):
        # "Dangerous" changes of graphql-core, such as a new enum value, are breaking in responses.
        rated = COMPATIBLE if isinstance(each, SafeChange) else BREAKING
        if each.type.name.startswith("DESCRIPTION"):
            rated = TEXTS
        found.append(Change(rated, each.description, "", operations))
    return sorted(found, key=lambda change: VERDICTS.index(change.verdict))


def reach(contract: Contract) -> dict[str, set[str]]:
    """Return the JSON pointers of the nodes that each operation uses, with references followed."""
    found = {}
    for path, item in contract.document["paths"].items():
        shared = {f"#/paths/{escaped(path)}"}
        for method in (key for key in METHODS if key in item):
            own = f"#/paths/{escaped(path)}/{method}"
            seen = {own}
            for node in (item.get("parameters", []), item[method]):
                _follow(contract, node, seen)
            schemes = item[method].get("security", contract.document.get("security", []))
            seen |= {
                f"#/components/securitySchemes/{name}" for either in schemes for name in either
            }
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
    """Yield the operations that use the node at a pointer."""
    parts = pointer.split("/")
    # A change in an operation of a path does not affect the other operations of that path.
    depth = 4 if parts[1:2] == ["paths"] and parts[3:4] and parts[3] in METHODS else 3
    depth = 4 if parts[1:2] == ["components"] else depth
    for id_, pointers in reached.items():
        if "/".join(parts[:depth]) in pointers or parts[1] in EVERYWHERE:
            yield id_


def verdict(change: Node) -> str:
    """Return the verdict of a change in Redocly's report."""
    if change["impact"] == "major":
        return BREAKING
    side = change.get("revision") or change["base"]
    parts = plain(side["pointer"])
    if parts[1] == "components" and len(parts) == 4 and change["kind"] in ("added", "removed"):
        return TEXTS  # its uses are reported as changes of their own
    changed = str(change.get("property") or parts[-1])
    if changed in EXTENSIONS:
        return EXTENSIONS[changed]
    if changed in TEXT_KEYWORDS or changed.startswith("x-") or change["typeName"] in TEXT_NODES:
        return TEXTS
    return COMPATIBLE


def text(change: Node) -> str:
    """Return a sentence about a change: that of Redocly, if there is one."""
    sides = [change[side] for side in ("base", "revision") if side in change]
    if change["verdicts"]:
        sentence = " ".join(each["message"] for each in change["verdicts"])
        component = referred(sides[-1].get("value"))
        return f"{sentence[:-1]}: `{component}`." if component else sentence
    name = named(sides[-1], change["typeName"], change.get("property"))
    if change["kind"] != "modified":
        return f"{name[0].upper()}{name[1:]} was {change['kind']}."
    old, new = (brief(change[side]) for side in ("base", "revision"))
    return f"`{change['property']}` of {name} changed from {old} to {new}."


def named(side: Node, kind: str, changed: str | None) -> str:
    """Return a description of a node: a property of a schema, a parameter, and so on."""
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
    """Return the name of the component that a node refers to, or an empty string."""
    return str(value.get("$ref", "")).rpartition("/")[2] if isinstance(value, dict) else ""


def placed(pointer: str) -> str:
    """Return a readable form of a pointer: `Dataset/properties`, `GET /v1/rows: responses`.

    In an operation it starts with method and path, in a component with its kind and name.
    """
    parts = plain(pointer)[1:]
    if parts[0] != "paths" or parts[2:3] == [] or parts[2] not in METHODS:
        return "/".join(parts[1:] if parts[0] in ("paths", "components") else parts)
    request = f"{parts[2].upper()} {parts[1]}"
    return f"{request}: {'/'.join(parts[3:])}" if parts[3:] else request


def brief(side: Node) -> str:
    """Return the value of one side, shortened to fit in a line."""
    if "value" not in side:
        return "nothing"
    value = json.dumps(side["value"], ensure_ascii=False)
    return value if len(value) <= 60 else f"{value[:57]}…"


def plain(pointer: str) -> list[str]:
    """Split a JSON pointer into its unescaped parts."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")]


def escaped(part: str) -> str:
    """Escape a part of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")
