"""Lint rules of openapi/README.md for links: their operations, parameters and expressions."""

import re
from collections.abc import Iterator
from typing import Any

from scripts.contracts import MANY, Contract, Finding, Node

EXPRESSION = re.compile(
    r"\$(?P<side>request|response)\."
    r"(?:(?P<place>path|query|header)\.(?P<name>[\w-]+)|body(?P<pointer>(?:#(?:/[^/]*)*)?))"
)


def links(contract: Contract) -> Iterator[Finding]:
    """A link has an existing operation, its parameters and fields, and resolvable expressions."""
    operations = {place: (node, own) for place, node, own in contract.operations()}
    for place, node, own in contract.operations():
        for status, declared in node["responses"].items():
            response = contract.resolve(declared)
            for name, given in response.get("links", {}).items():
                at, link = f"{place} {status} link {name}", contract.resolve(given)
                if link.get("operationId") not in operations:
                    yield at, f"the operation {link.get('operationId')!r} does not exist"
                    continue
                target = operations[link["operationId"]]
                found = [*_target(contract, link, *target)]
                for text in _expressions([link.get("parameters", {}), _body(link)]):
                    found += _source(contract, text, node, own, response)
                yield from ((at, what) for what in found)


def _target(contract: Contract, link: Node, node: Node, own: list[Node]) -> Iterator[str]:
    names = {name for p in own for name in (p["name"], f"{p['in']}.{p['name']}")}
    for name in link.get("parameters", {}).keys() - names:
        yield f"{link['operationId']} has no parameter {name!r}"
    if not isinstance(link.get("requestBody", ""), str):
        yield "openapi-generator rejects a requestBody that is not a text: name it x-request-body"
    body = _body(link)
    if body is None:
        return
    schemas = _schemas(contract, node.get("requestBody", {}))
    if not schemas:
        yield f"{link['operationId']} takes no body"
    for name in body if isinstance(body, dict) else ():
        if not _has_field(contract, schemas, [name]):
            yield f"the body of {link['operationId']} has no field {name!r}"


def _body(link: Node) -> Any:
    return link.get("requestBody", link.get("x-request-body"))


def _expressions(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _expressions(inner)
    elif isinstance(value, str) and value.startswith("$"):
        yield value


def _source(
    contract: Contract, text: str, node: Node, own: list[Node], response: Node
) -> Iterator[str]:
    """Yield why an expression cannot be resolved in the exchange that a link starts from."""
    match = EXPRESSION.fullmatch(text)
    if match is None:
        yield f"{text} is not a supported expression"
    elif match["name"] and match["side"] == "response":
        if match["place"] != "header" or match["name"] not in response.get("headers", {}):
            yield f"{text}: the response has no such header"
    elif match["name"]:
        if (match["place"], match["name"]) not in {(p["in"], p["name"]) for p in own}:
            yield f"{text}: the request has no such parameter"
    else:
        holder = response if match["side"] == "response" else node.get("requestBody", {})
        steps = match["pointer"].removeprefix("#").split("/")[1:]
        plain = [step.replace("~1", "/").replace("~0", "~") for step in steps]
        schemas = _schemas(contract, holder)
        if not schemas or not _has_field(contract, schemas, plain):
            yield f"{text}: the {match['side']}'s body has no such field"


def _schemas(contract: Contract, holder: Node) -> list[Node]:
    """Return the schemas of the bodies of a request or response."""
    content: Node = contract.resolve(holder).get("content", {})
    return [media["schema"] for media in content.values()]


def _has_field(contract: Contract, schemas: list[Node], steps: list[str]) -> bool:
    """Return whether any of the schemas has the field at the steps of a JSON pointer."""
    if not steps:
        return True
    step, *rest = steps
    for given in schemas:
        schema = contract.resolve(given)
        inner = [one for key in MANY for one in schema.get(key, [])]
        if inner and _has_field(contract, inner, steps):
            return True
        following = schema.get("properties", {}).get(step)
        if following is None and step.isdigit():
            following = schema.get("items")
        if following is not None and _has_field(contract, [following], rest):
            return True
    return False


RULES = (links,)
