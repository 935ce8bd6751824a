"""Check the contracts in openapi/ for OpenAPI 3.1 and the rules of openapi/README.md.

Each rule is a function that yields findings as pairs of a place and a text. The findings of all
contracts are printed as `file: place: text`. With findings, the exit status is 1.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from scripts import lint_links, lint_names, lint_schemas
from scripts.contracts import OPENAPI, Contract, Finding, Node

VERBS = "add|check|create|delete|detect|download|execute|get|import|list|predict|remove|replace"
VERBS += "|search|segment|set|update"


def structure(contract: Contract) -> Iterator[Finding]:
    """The file is OpenAPI 3.1."""
    for error in OpenAPIV31SpecValidator(contract.document).iter_errors():
        yield "/".join(map(str, error.absolute_path)) or "file", f"not OpenAPI 3.1: {error.message}"


def yaml_dialects(contract: Contract) -> Iterator[Finding]:
    """The file means the same in YAML 1.1 and 1.2, which differ in plain no, on, 1e3 or dates."""

    def compare(new: Any, old: Any, place: str) -> Iterator[Finding]:
        if isinstance(new, dict) and isinstance(old, dict) and list(new) == list(old):
            for key in new:
                if not isinstance(key, str):
                    yield f"{place}/{key}", "the key is not a string: quote it"
                yield from compare(new[key], old[key], f"{place}/{key}")
        elif isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
            for number, pair in enumerate(zip(new, old, strict=True)):
                yield from compare(*pair, f"{place}/{number}")
        elif type(new) is not type(old) or new != old:
            yield place or "file", "the value differs between YAML 1.1 and 1.2: quote it"

    yield from compare(contract.document, yaml.load(contract.text, yaml.CSafeLoader), "")


def operation_ids(contract: Contract) -> Iterator[Finding]:
    """OperationIds, which name modules, are verb_noun. OpenAPI requires that they are unique."""
    for place, node, _ in contract.operations():
        if not re.fullmatch(rf"({VERBS})(_[a-z]+)+", str(node.get("operationId"))):
            yield place, f"operationId must be verb_noun, with a verb of {VERBS}"


def tags(contract: Contract) -> Iterator[Finding]:
    """An operation has one tag, its resource; the file describes exactly the tags that are used."""
    known = {tag["name"] for tag in contract.document.get("tags", [])}
    used = {tag for _, node, _ in contract.operations() for tag in node.get("tags", [])}
    for tag in sorted(known - used):
        yield "tags", f"no operation has the tag {tag!r}: remove it"
    for place, node, _ in contract.operations():
        own = node.get("tags", [])
        if len(own) != 1:
            yield place, f"has {len(own)} tags: give it one, its resource"
        for tag in set(own) - known:
            yield place, f"the tag {tag!r} has no description: add it to the file's tags"


def evidence(contract: Contract) -> Iterator[Finding]:
    """An operation has its sources and a confidence."""
    for place, node, _ in contract.operations():
        confidence = node.get("x-confidence")
        if not node.get("x-source"):
            yield place, "x-source is missing: add the document or the SDK's file, and the line"
        if confidence not in ("high", "medium", "low"):
            yield place, "x-confidence must be high, medium or low"
        elif confidence != "high" and not node.get("x-confidence-reason"):
            yield place, "x-confidence is not high: add x-confidence-reason"


def empty_keys(contract: Contract) -> Iterator[Finding]:
    """Keys have values; null outside of examples is the rest of a lost line."""
    nodes: list[tuple[str, Any]] = [("", contract.document)]  # grows
    for place, node in nodes:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            if inner is None and isinstance(node, dict):
                yield f"{place}/{key}", "has no value: add one, or remove the key"
            elif isinstance(inner, (dict, list)) and key not in ("example", "examples"):
                nodes.append((f"{place}/{key}", inner))


def statuses(contract: Contract) -> Iterator[Finding]:
    """Responses have concrete statuses; a default would match the page of a proxy."""
    for place, node, _ in contract.operations():
        for status in node.get("responses", {}):
            if not re.fullmatch(r"[1-5]\d\d", str(status)):
                yield place, f"response {status!r}: use concrete statuses"


def examples(contract: Contract) -> Iterator[Finding]:
    """Parameters and bodies have examples, and each example is valid."""
    for place, schema, found in [*parameter_examples(contract), *body_examples(contract)]:
        if not found:
            yield place, "has no example: add one, preferably a sample of the document"
        for value in found:
            for error in contract.errors(schema, value):
                yield place, f"an example is not valid: {error}"


def parameter_examples(contract: Contract) -> Iterator[tuple[str, Node, list[Any]]]:
    """Yield each parameter's schema and example."""
    for place, _, parameters in contract.operations():
        for p in parameters:
            yield f"{place} {p['name']}", p["schema"], [p["example"]] if "example" in p else []


def body_examples(contract: Contract) -> Iterator[tuple[str, Node, list[Any]]]:
    """Yield each body's schema and examples; for NDJSON those of a row."""
    for place, _, kind, node in contract.media():
        found = [contract.resolve(e)["value"] for e in node.get("examples", {}).values()]
        found += [node["example"]] if "example" in node else []
        if kind == "application/x-ndjson":
            rows = [json.loads(row) for text in found for row in text.splitlines()]
            yield place, node.get("x-item-schema", {}), rows
        else:
            yield place, node.get("schema", {}), found


def closed_requests(contract: Contract) -> Iterator[Finding]:
    """Request objects are closed, so that a misspelt key is an error."""
    for place, schema in contract.schemas("request"):
        if "properties" in schema and schema.get("additionalProperties") is not False:
            yield place, "request object is open: add additionalProperties: false"
        elif schema.get("type") == "object" and "additionalProperties" not in schema:
            yield place, "request object has no properties: define additionalProperties"


def open_responses(contract: Contract) -> Iterator[Finding]:
    """Response objects are open, and have no format that the samples of documents violate."""
    for place, schema in contract.schemas("response"):
        if schema.get("additionalProperties") is False:
            yield place, "response object is closed, but platforms add fields: open it"
        if schema.get("format") in ("email", "uri"):
            yield (
                place,
                f"response has format {schema['format']}, which real responses violate: remove it",
            )


Rule = Callable[[Contract], Iterator[Finding]]
# A group needs a contract that passes the groups before it.
GROUPS: tuple[tuple[Rule, ...], ...] = (
    (yaml_dialects, lint_schemas.line_lengths),
    (lint_schemas.references,),
    (structure,),
    (operation_ids, tags, evidence, empty_keys, statuses, *lint_names.RULES, *lint_schemas.RULES),
    (examples, closed_requests, open_responses, *lint_links.RULES),
)


def findings(name: str, text: str) -> list[str]:
    """Return the findings of the first group of rules that has any."""
    try:
        contract = Contract(text)
    except yaml.YAMLError as error:
        return [f"{name}: file: not YAML: {error}"]
    for rules in GROUPS:
        found = [f"{name}: {at}: {what}" for rule in rules for at, what in rule(contract)]
        if found:
            return found
    return []


def main() -> int:
    """Check all contracts, print the findings and return the exit status."""
    paths = [p for p in sorted(OPENAPI.glob("*.yaml")) if not p.name.endswith(".config.yaml")]
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in paths]
    found = [line for name, text in texts for line in findings(name, text)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
