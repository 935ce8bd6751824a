"""Check the contracts in openapi/: OpenAPI 3.1 itself, and the rules of openapi/README.md.

Each rule is a function that yields findings as `(place, what is wrong and what to do)`. The
findings of all contracts are printed as `file: place: text`; with any, the exit status is 1.
"""

import datetime as dt
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

OPENAPI = Path(__file__).resolve().parent.parent / "openapi"
METHODS = ("get", "put", "post", "delete", "patch")
VERBS = "add|check|create|delete|detect|download|execute|get|import|list|predict|remove|replace"
VERBS += "|search|segment|set|update"
# Where schemas stand inside a schema: alone, in a list. `if` and the like only restrict.
ONE, MANY = ("items", "additionalProperties"), ("oneOf", "anyOf", "allOf")

Finding = tuple[str, str]
Node = dict[str, Any]


class Contract:
    """One contract, read as YAML 1.2."""

    def __init__(self, text: str) -> None:
        """Read the contract from its YAML text."""
        self.text = text
        self.document: Node = YAML(typ="safe").load(text)

    def resolve(self, node: Node) -> Node:
        """Follow `$ref`s within the file to what they mean."""
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def operations(self) -> Iterator[tuple[str, Node, list[Node]]]:
        """Yield (place, node, parameters) of every operation."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    node = item[method]
                    both = [*item.get("parameters", []), *node.get("parameters", [])]
                    place = str(node.get("operationId", f"{method.upper()} {path}"))
                    yield place, node, [self.resolve(p) for p in both]

    def media(self) -> Iterator[tuple[str, str, str, Node]]:
        """Yield (place, side, media type, node) of every body of every operation."""
        for place, node, _ in self.operations():
            body = self.resolve(node.get("requestBody", {}))
            for kind, media in body.get("content", {}).items():
                yield f"{place} request", "request", kind, media
            for status, response in node.get("responses", {}).items():
                for kind, media in self.resolve(response).get("content", {}).items():
                    yield f"{place} {status}", "response", kind, media

    def schemas(self, side: str | None = None) -> Iterator[tuple[str, Node]]:
        """Yield each schema that the bodies of one side (or anything) reach, once, with a place."""
        seen: set[int] = set()
        for place, own_side, _, media in self.media():
            if side in (None, own_side):
                yield from self._walk(media.get("schema"), place, seen)
                yield from self._walk(media.get("x-item-schema"), place, seen)
        if side is None:
            for place, _, parameters in self.operations():
                for p in parameters:
                    yield from self._walk(p.get("schema"), f"{place} {p['name']}", seen)
            for name, schema in self.document.get("components", {}).get("schemas", {}).items():
                yield from self._walk(schema, name, seen)

    def _walk(self, schema: Any, place: str, seen: set[int]) -> Iterator[tuple[str, Node]]:
        if isinstance(schema, dict) and "$ref" in schema:
            place, schema = schema["$ref"].rpartition("/")[2], self.resolve(schema)
        if not isinstance(schema, dict) or id(schema) in seen:
            return
        seen.add(id(schema))
        yield place, schema
        for key in ONE:
            yield from self._walk(schema.get(key), f"{place}/{key}", seen)
        for key in MANY:
            for number, inner in enumerate(schema.get(key, [])):
                yield from self._walk(inner, f"{place}/{key}/{number}", seen)
        for name, inner in schema.get("properties", {}).items():
            yield from self._walk(inner, f"{place}/{name}", seen)

    def errors(self, schema: Node, value: Any) -> Iterator[str]:
        """Say how a value breaks a schema of this contract, formats included."""
        whole = {"components": self.document.get("components", {}), **schema}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        for error in validator.iter_errors(value):
            path = "/".join(map(str, error.instance_path))
            yield f"{path or 'the whole'}: {error.message}"


def structure(contract: Contract) -> Iterator[Finding]:
    """The file is OpenAPI 3.1."""
    for error in OpenAPIV31SpecValidator(contract.document).iter_errors():
        yield "/".join(map(str, error.absolute_path)) or "file", f"not OpenAPI 3.1: {error.message}"


def yaml_dialects(contract: Contract) -> Iterator[Finding]:
    """YAML 1.1 and 1.2 read the file alike: a plain no, on, 1e3 or date would split its readers."""

    def compare(new: Any, old: Any, place: str) -> Iterator[Finding]:
        if isinstance(new, dict) and isinstance(old, dict) and list(new) == list(old):
            for key in new:
                if not isinstance(key, str):
                    yield f"{place}/{key}", "the key is no string: quote it"
                yield from compare(new[key], old[key], f"{place}/{key}")
        elif isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
            for number, pair in enumerate(zip(new, old, strict=True)):
                yield from compare(*pair, f"{place}/{number}")
        elif type(new) is not type(old) or new != old:
            yield place or "file", "YAML 1.1 and 1.2 read this differently: quote it"
        elif isinstance(new, dt.date):
            yield place, "YAML reads this as a date: quote it"

    yield from compare(contract.document, yaml.load(contract.text, yaml.CSafeLoader), "")


def operation_ids(contract: Contract) -> Iterator[Finding]:
    """OperationIds are verb_noun: they name modules. That they are unique is OpenAPI's own rule."""
    for place, node, _ in contract.operations():
        if not re.fullmatch(rf"({VERBS})(_[a-z]+)+", str(node.get("operationId"))):
            yield place, f"operationId must be verb_noun, with a verb of {VERBS}"


def tags(contract: Contract) -> Iterator[Finding]:
    """An operation has one tag, its resource, and the file describes it."""
    known = {tag["name"] for tag in contract.document.get("tags", [])}
    for place, node, _ in contract.operations():
        own = node.get("tags", [])
        if len(own) != 1:
            yield place, f"has {len(own)} tags: give it one, its resource"
        for tag in set(own) - known:
            yield place, f"tag {tag!r} is not described: add it to the file's tags"


def evidence(contract: Contract) -> Iterator[Finding]:
    """An operation says where it comes from and how sure that is."""
    for place, node, _ in contract.operations():
        confidence = node.get("x-confidence")
        if not node.get("x-source"):
            yield place, "x-source is missing: name the document, or the SDK's file, and the line"
        if confidence not in ("high", "medium", "low"):
            yield place, "x-confidence must be high, medium or low"
        elif confidence != "high" and not node.get("x-confidence-reason"):
            yield place, "x-confidence is not high: say why in x-confidence-reason"


def empty_keys(contract: Contract) -> Iterator[Finding]:
    """Keys have values: null, outside of examples, is what remains of a line that got lost."""
    nodes: list[tuple[str, Any]] = [("", contract.document)]  # grows
    for place, node in nodes:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            if inner is None and isinstance(node, dict):
                yield f"{place}/{key}", "has no value: give it one, or take the key away"
            elif isinstance(inner, (dict, list)) and key not in ("example", "examples"):
                nodes.append((f"{place}/{key}", inner))


def statuses(contract: Contract) -> Iterator[Finding]:
    """Answers have concrete statuses: anything else would parse a proxy's page as an answer."""
    for place, node, _ in contract.operations():
        for status in node.get("responses", {}):
            if not re.fullmatch(r"[1-5]\d\d", str(status)):
                yield place, f"response {status!r}: write the concrete statuses"


def examples(contract: Contract) -> Iterator[Finding]:
    """Parameters and bodies have examples, and each example is valid."""
    for place, schema, found in [*parameter_examples(contract), *body_examples(contract)]:
        if not found:
            yield place, "has no example: add one, best a document's sample"
        for value in found:
            for error in contract.errors(schema, value):
                yield place, f"an example is not valid: {error}"


def parameter_examples(contract: Contract) -> Iterator[tuple[str, Node, list[Any]]]:
    """Yield each parameter's schema and example."""
    for place, _, parameters in contract.operations():
        for p in parameters:
            yield f"{place} {p['name']}", p["schema"], [p["example"]] if "example" in p else []


def body_examples(contract: Contract) -> Iterator[tuple[str, Node, list[Any]]]:
    """Yield each body's schema and examples; of NDJSON, the schema of a row and the rows."""
    for place, _, kind, node in contract.media():
        found = [contract.resolve(e)["value"] for e in node.get("examples", {}).values()]
        found += [node["example"]] if "example" in node else []
        if kind == "application/x-ndjson":
            rows = [json.loads(row) for text in found for row in text.splitlines()]
            yield place, node.get("x-item-schema", {}), rows
        else:
            yield place, node.get("schema", {}), found


def enum_names(contract: Contract) -> Iterator[Finding]:
    """Enum values stay apart as Python names: of twins the generator silently drops one."""
    for place, schema in contract.schemas():
        names = defaultdict(list)
        for value in schema.get("enum", []):
            if isinstance(value, str):
                names["_".join(re.findall(r"\w+", value.replace("_", " "))).upper()].append(value)
        for twins in names.values():
            if len(twins) > 1:
                yield place, f"enum values {twins} become one name: add x-enum-varnames"


def nullable_enums(contract: Contract) -> Iterator[Finding]:
    """A nullable enum is a component beside null: inline it becomes three classes."""
    for place, schema in contract.schemas():
        if "enum" in schema and ("null" in schema.get("type", []) or None in schema["enum"]):
            yield place, 'nullable enum: make it a component and use oneOf [$ref, {type: "null"}]'


def query_arrays(contract: Contract) -> Iterator[Finding]:
    """Array parameters say that they are joined by commas."""
    for place, _, parameters in contract.operations():
        for p in parameters:
            array = "array" in str(contract.resolve(p["schema"]).get("type"))
            joined = p.get("style") == "form" and p.get("explode") is False
            if p["in"] == "query" and array and not joined:
                yield place, f"array parameter {p['name']}: add style: form and explode: false"


def component_names(contract: Contract) -> Iterator[Finding]:
    """Component names differ by more than case: of twins the generator drops one."""
    names = defaultdict(list)
    for name in contract.document.get("components", {}).get("schemas", {}):
        names[re.sub(r"[\W_]", "", name).lower()].append(name)
    for twins in names.values():
        if len(twins) > 1:
            yield twins[0], f"schemas {twins} become one class: rename one"


def closed_requests(contract: Contract) -> Iterator[Finding]:
    """Objects of requests are closed, so that a misspelt key is an error."""
    for place, schema in contract.schemas("request"):
        if "properties" in schema and schema.get("additionalProperties") is not False:
            yield place, "request object is open: add additionalProperties: false"
        elif schema.get("type") == "object" and "additionalProperties" not in schema:
            yield place, "request object has no properties: say what additionalProperties are"


def open_responses(contract: Contract) -> Iterator[Finding]:
    """Objects of responses are open, and promise no format that a document's own samples break."""
    for place, schema in contract.schemas("response"):
        if schema.get("additionalProperties") is False:
            yield place, "response object is closed: platforms add fields, let them"
        if schema.get("format") in ("email", "uri"):
            yield place, f"response has format {schema['format']}: real answers break it, drop it"


Rule = Callable[[Contract], Iterator[Finding]]
# Each group can read only what has passed the groups before it.
GROUPS: tuple[tuple[Rule, ...], ...] = (
    (yaml_dialects,),
    (structure,),
    (component_names, operation_ids, tags, evidence, empty_keys, statuses, query_arrays),
    (examples, enum_names, nullable_enums, closed_requests, open_responses),
)


def findings(name: str, text: str) -> list[str]:
    """Apply the rules to the text of one contract, up to the first group that finds something."""
    contract = Contract(text)
    for rules in GROUPS:
        found = [f"{name}: {at}: {what}" for rule in rules for at, what in rule(contract)]
        if found:
            return found
    return []


def main() -> int:
    """Check all contracts, print what is wrong and return the exit status."""
    paths = [p for p in sorted(OPENAPI.glob("*.yaml")) if not p.name.endswith(".config.yaml")]
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in paths]
    found = [line for name, text in texts for line in findings(name, text)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
