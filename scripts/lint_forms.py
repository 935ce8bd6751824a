"""Rules of openapi/README.md about forms: what the generator, the client or nobody would read."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scripts.contracts import MANY, Contract, Finding, Node

COLUMNS = 120
KEYWORDS = {
    *("type", "format", "description", "properties", "required", "additionalProperties", "items"),
    *("oneOf", "anyOf", "allOf", "not", "if", "then", "else", "enum", "const", "examples"),
    *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern"),
}
PARAMETER = {"name", "in", "description", "required", "schema", "example", "style", "explode"}


def line_lengths(contract: Contract) -> Iterator[Finding]:
    """Lines end at 120 columns."""
    for number, line in enumerate(contract.text.splitlines(), 1):
        if len(line) > COLUMNS:
            yield f"line {number}", f"has {len(line)} columns: {COLUMNS} are enough"


def references(contract: Contract) -> Iterator[Finding]:
    """References stay within the file, and lead to a component."""
    for reference in _references(contract.document):
        try:
            if not reference.startswith("#/components/"):
                yield reference, "leads out of the components: the generator follows it nowhere"
            contract.resolve({"$ref": reference})
        except (KeyError, TypeError):
            yield reference, "leads nowhere"


def _references(node: Any) -> Iterator[str]:
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            yield from _references(inner)
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]


def unused(contract: Contract) -> Iterator[Finding]:
    """Every component is used: others are examples that nobody tests, and classes for nothing."""
    components: Node = contract.document.get("components", {})
    reached = list(_references({k: v for k, v in contract.document.items() if k != "components"}))
    for reference in reached:  # grows
        for further in _references([contract.resolve({"$ref": reference})]):
            if further not in reached:
                reached.append(further)
    for kind in components.keys() - {"securitySchemes"}:
        for name in components[kind]:
            if f"#/components/{kind}/{name}" not in reached:
                yield f"{kind}/{name}", "nobody uses this component: take it away"


def keywords(contract: Contract) -> Iterator[Finding]:
    """Schemas say nothing that would be read over: a misspelt word, one of OpenAPI 3.0's."""
    for place, schema in contract.schemas():
        for word in schema:
            if word == "default":
                yield place, "default would be sent with every call: tell it in the description"
            elif word not in KEYWORDS and not word.startswith("x-"):
                yield place, f"{word} is read by nobody: is it misspelt, or of another version?"


def parameters(contract: Contract) -> Iterator[Finding]:
    """Lists are in queries and say that they are joined by commas; nothing else has a style."""
    for place, _, listed in contract.operations():
        for p in listed:
            name = f"{p['in']} parameter {p['name']}"
            types = set(_types(contract, p["schema"]))
            styled = (p.get("style"), p.get("explode"))
            if p["in"] == "query" and "array" in types:
                if styled != ("form", False):
                    yield place, f"array parameter {p['name']}: add style: form and explode: false"
            elif styled != (None, None):
                yield place, f"{name}: style and explode are for lists in queries: take them away"
            if "object" in types or ("array" in types and p["in"] != "query"):
                yield place, f"{name}: the client sends lists in queries only, and no objects"
            for key in p.keys() - PARAMETER:
                if not key.startswith("x-"):
                    yield place, f"{name}: {key} is read by nobody"


def _types(contract: Contract, schema: Node) -> Iterator[str]:
    schema = contract.resolve(schema)
    found = schema.get("type", [])
    yield from [found] if isinstance(found, str) else found
    for key in MANY:
        for inner in schema.get(key, []):
            yield from _types(contract, inner)


def enums(contract: Contract) -> Iterator[Finding]:
    """An enum is a component; one that can be null is one beside null: else it is three classes."""
    for place, schema in contract.schemas():
        if "enum" in schema and ("null" in schema.get("type", []) or None in schema["enum"]):
            yield place, 'nullable enum: make it a component and use oneOf [$ref, {type: "null"}]'
        elif "enum" in schema and re.search("[ /]", place):
            yield place, "enum in its place: make it a component, so that its class has a name"


def objects(contract: Contract) -> Iterator[Finding]:
    """An object in an object is a component, and what has fields is no union."""
    for place, schema in contract.schemas():
        if "properties" in schema and re.search("[ /]", place):
            yield place, "object in its place: make it a component, so that its class has a name"
        if "properties" in schema and ("oneOf" in schema or "anyOf" in schema):
            yield place, "properties beside a union: say the rule with if, then and else"
        numbers = [inner.get("type") for inner in schema.get("anyOf", [])]
        if "number" in numbers and "integer" not in numbers:
            yield place, "number in a union without integer: the client would make 5 into 5.0"


def promises(contract: Contract) -> Iterator[Finding]:
    """Answers require nothing, but where a required field tells variants apart."""
    answered = list(contract.schemas("response"))
    variants = {
        id(contract.resolve(inner))
        for _, schema in answered
        for key in MANY
        for inner in schema.get(key, [])
    }
    for place, schema in answered:
        if "required" in schema and id(schema) not in variants:
            yield place, "response requires a field: a sample is no promise"


def servers(contract: Contract) -> Iterator[Finding]:
    """A server's URL has no path: /v1 belongs to the paths, so that base_url can replace it."""
    for server in contract.document.get("servers", []):
        if urlsplit(server["url"]).path:
            yield server["url"], "a server has no path: it belongs to the operations' paths"


def schema_examples(contract: Contract) -> Iterator[Finding]:
    """Examples that stand in a schema fit it."""
    for place, schema in contract.schemas():
        for value in schema.get("examples", []):
            for error in contract.errors(schema, value):
                yield place, f"an example is not valid: {error}"


RULES = (unused, keywords, parameters, enums, objects, promises, servers, schema_examples)
