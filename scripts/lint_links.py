"""Rules of openapi/README.md about links: each leads to an operation, with what is really there."""

import re
from collections.abc import Iterator
from typing import Any

from scripts.contracts import MANY, Contract, Finding, Node

EXPRESSION = re.compile(
    r"\$(?P<side>request|response)\."
    r"(?:(?P<place>path|query|header)\.(?P<name>[\w-]+)|body(?P<pointer>(?:#(?:/[^/]*)*)?))"
)


def links(contract: Contract) -> Iterator[Finding]:
    """A link names an operation, parameters and fields of it, and expressions that have a value."""
    known = {place: (node, own) for place, node, own in contract.operations()}
    for place, node, own in contract.operations():
        for status, response in node["responses"].items():
            answer = contract.resolve(response)
            for name, given in answer.get("links", {}).items():
                at, link = f"{place} {status} link {name}", contract.resolve(given)
                if link.get("operationId") not in known:
                    yield at, f"there is no operation {link.get('operationId')!r}"
                    continue
                target = known[link["operationId"]]
                found = [*_target(contract, link, *target)]
                for text in _expressions([link.get("parameters", {}), link.get("requestBody")]):
                    found += _source(contract, text, node, own, answer)
                yield from ((at, what) for what in found)


def _target(contract: Contract, link: Node, node: Node, own: list[Node]) -> Iterator[str]:
    names = {name for p in own for name in (p["name"], f"{p['in']}.{p['name']}")}
    for name in link.get("parameters", {}).keys() - names:
        yield f"{link['operationId']} has no parameter {name!r}"
    body = link.get("requestBody")
    if body is None:
        return
    schemas = _schemas(contract, node.get("requestBody", {}))
    if not schemas:
        yield f"{link['operationId']} takes no body"
    for name in body if isinstance(body, dict) else ():
        if not _leads(contract, schemas, [name]):
            yield f"the body of {link['operationId']} has no field {name!r}"


def _expressions(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _expressions(inner)
    elif isinstance(value, str) and value.startswith("$"):
        yield value


def _source(
    contract: Contract, text: str, node: Node, own: list[Node], answer: Node
) -> Iterator[str]:
    """Say why an expression has no value in the exchange that a link starts from."""
    match = EXPRESSION.fullmatch(text)
    if match is None:
        yield f"{text} is no expression that is understood here"
    elif match["name"] and match["side"] == "response":
        if match["place"] != "header" or match["name"] not in answer.get("headers", {}):
            yield f"{text}: the answer has no such header"
    elif match["name"]:
        if (match["place"], match["name"]) not in {(p["in"], p["name"]) for p in own}:
            yield f"{text}: the request has no such parameter"
    else:
        holder = answer if match["side"] == "response" else node.get("requestBody", {})
        steps = match["pointer"].removeprefix("#").split("/")[1:]
        plain = [step.replace("~1", "/").replace("~0", "~") for step in steps]
        schemas = _schemas(contract, holder)
        if not schemas or not _leads(contract, schemas, plain):
            yield f"{text}: the {match['side']}'s body has nothing there"


def _schemas(contract: Contract, holder: Node) -> list[Node]:
    """Return the schemas of the bodies of a request or response."""
    content: Node = contract.resolve(holder).get("content", {})
    return [media["schema"] for media in content.values()]


def _leads(contract: Contract, schemas: list[Node], steps: list[str]) -> bool:
    """Whether the steps of a JSON pointer lead to something that one of some schemas names."""
    if not steps:
        return True
    step, *rest = steps
    for given in schemas:
        schema = contract.resolve(given)
        inner = [one for key in MANY for one in schema.get(key, [])]
        if inner and _leads(contract, inner, steps):
            return True
        following = schema.get("properties", {}).get(step)
        if following is None and step.isdigit():
            following = schema.get("items")
        if following is not None and _leads(contract, [following], rest):
            return True
    return False


RULES = (links,)
