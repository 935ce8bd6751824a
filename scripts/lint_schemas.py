"""Lint rules of openapi/README.md for schemas and parameters."""

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
    """Lines have at most 120 columns."""
    for number, line in enumerate(contract.text.splitlines(), 1):
        if len(line) > COLUMNS:
            yield f"line {number}", f"has {len(line)} columns: wrap it at {COLUMNS}"


def references(contract: Contract) -> Iterator[Finding]:
    """References point to a component of the same file."""
    for reference in _references(contract.document):
        try:
            if not reference.startswith("#/components/"):
                yield reference, "points outside the components: the generator does not support it"
            contract.resolve({"$ref": reference})
        except (KeyError, TypeError):
            yield reference, "points to nothing"


def _references(node: Any) -> Iterator[str]:
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            yield from _references(inner)
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]


def unused(contract: Contract) -> Iterator[Finding]:
    """Every component is used: others would be untested examples and needless classes."""
    components: Node = contract.document.get("components", {})
    reached = list(_references({k: v for k, v in contract.document.items() if k != "components"}))
    for reference in reached:  # grows
        for further in _references([contract.resolve({"$ref": reference})]):
            if further not in reached:
                reached.append(further)
    for kind in components.keys() - {"securitySchemes"}:
        for name in components[kind]:
            if f"#/components/{kind}/{name}" not in reached:
                yield f"{kind}/{name}", "this component is not used: remove it"


def keywords(contract: Contract) -> Iterator[Finding]:
    """Schemas have no keywords that would be ignored: misspelt ones, or those of OpenAPI 3.0."""
    for place, schema in contract.schemas():
        for word in schema:
            if word == "default":
                yield place, "default would be sent with every request: move it to the description"
            elif word not in KEYWORDS and not word.startswith("x-"):
                yield (
                    place,
                    f"the keyword {word} is ignored: is it misspelt, or of another version?",
                )


def parameters(contract: Contract) -> Iterator[Finding]:
    """Only lists in queries have a style, which joins their items with commas."""
    for place, _, listed in contract.operations():
        for p in listed:
            name = f"{p['in']} parameter {p['name']}"
            types = set(_types(contract, p["schema"]))
            styled = (p.get("style"), p.get("explode"))
            if p["in"] == "query" and "array" in types:
                if styled != ("form", False):
                    yield place, f"array parameter {p['name']}: add style: form and explode: false"
            elif styled != (None, None):
                yield place, f"{name}: style and explode are for lists in queries: remove them"
            if "object" in types or ("array" in types and p["in"] != "query"):
                yield place, f"{name}: the client sends lists only in queries, and no objects"
            for key in p.keys() - PARAMETER:
                if not key.startswith("x-"):
                    yield place, f"{name}: the keyword {key} is ignored"


def _types(contract: Contract, schema: Node) -> Iterator[str]:
    schema = contract.resolve(schema)
    found = schema.get("type", [])
    yield from [found] if isinstance(found, str) else found
    for key in MANY:
        for inner in schema.get(key, []):
            yield from _types(contract, inner)


def enums(contract: Contract) -> Iterator[Finding]:
    """Enums are components, and nullable enums are unions with null.

    The generator creates three classes for an inline nullable enum.
    """
    for place, schema in contract.schemas():
        if "enum" in schema and ("null" in schema.get("type", []) or None in schema["enum"]):
            yield place, 'nullable enum: make it a component and use oneOf [$ref, {type: "null"}]'
        elif "enum" in schema and re.search("[ /]", place):
            yield place, "inline enum: make it a component, so that its class has a name"


def objects(contract: Contract) -> Iterator[Finding]:
    """Nested objects are components, and objects with properties are not unions."""
    for place, schema in contract.schemas():
        if "properties" in schema and re.search("[ /]", place):
            yield place, "inline object: make it a component, so that its class has a name"
        if "properties" in schema and ("oneOf" in schema or "anyOf" in schema):
            yield place, "properties beside a union: express the rule with if, then and else"
        numbers = [inner.get("type") for inner in schema.get("anyOf", [])]
        if "number" in numbers and "integer" not in numbers:
            yield place, "number in a union without integer: the client would change 5 to 5.0"


def required_fields(contract: Contract) -> Iterator[Finding]:
    """What a response requires is a property without null, and includes the list of a page."""
    for place, schema in contract.schemas():
        for name in sorted(set(schema.get("required", [])) - schema.get("properties", {}).keys()):
            if "properties" in schema:
                yield place, f"requires {name!r}, which is not one of its properties"
    for place, schema in contract.schemas("response"):
        properties, required = schema.get("properties", {}), schema.get("required", [])
        for name in required:
            if "null" in _types(contract, properties.get(name, {})):
                yield f"{place}/{name}", "required, but may be null: remove it from required"
        for name, inner in properties.items() if place.endswith(("Page", "List")) else ():
            if "array" in _types(contract, inner) and name not in required:
                yield f"{place}/{name}", "the items of a page or list must be required"


def variants(contract: Contract) -> Iterator[Finding]:
    """Each object of a response's union requires a field that the other objects do not have."""
    for place, schema in contract.schemas("response"):
        for key in ("oneOf", "anyOf"):
            resolved = [contract.resolve(inner) for inner in schema.get(key, [])]
            objects = [one for one in resolved if one.get("type") == "object"]
            for number, one in enumerate(objects):
                others = objects[:number] + objects[number + 1 :]
                known = {name for other in others for name in other.get("properties", {})}
                if others and not set(one.get("required", [])) - known:
                    yield place, f"object {number + 1} of {key} requires no field of its own"


def instants(contract: Contract) -> Iterator[Finding]:
    """`x-instant` marks other forms of instants in responses, which the client reads as datetimes.

    They are objects with seconds and nanoseconds, and numbers of seconds.
    """
    requests = {id(schema) for _, schema in contract.schemas("request")}
    for place, schema in contract.schemas():
        if "x-instant" in schema and "number" not in _types(contract, schema):
            fields = {name: one.get("type") for name, one in schema.get("properties", {}).items()}
            expected = {"_seconds": "integer", "_nanoseconds": "integer"}
            if fields != expected or set(schema.get("required", [])) != set(expected):
                yield place, f"x-instant needs the required integers {' and '.join(expected)}"
        if "x-instant" in schema and id(schema) in requests:
            yield place, "x-instant in a request: the client only reads such objects"


def servers(contract: Contract) -> Iterator[Finding]:
    """Servers have no path in their URL: `base_url` replaces the URL but not /v1 of the paths."""
    for server in contract.document.get("servers", []):
        if urlsplit(server["url"]).path:
            yield (
                server["url"],
                "the URL of a server has a path: move it to the paths of the operations",
            )


def schema_examples(contract: Contract) -> Iterator[Finding]:
    """The examples of a schema are valid."""
    for place, schema in contract.schemas():
        for value in schema.get("examples", []):
            for error in contract.errors(schema, value):
                yield place, f"an example is not valid: {error}"


RULES = (
    *(unused, keywords, parameters, enums, objects, required_fields, variants, instants),
    *(servers, schema_examples),
)
