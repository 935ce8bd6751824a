"""Lint rules of openapi/README.md for names, which the generator changes or drops, and sources."""

import keyword
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scripts.contracts import Contract, Finding

EXTENSIONS = {
    "x-client-limit",
    "x-confidence",
    "x-confidence-reason",
    "x-enum-varnames",
    "x-files",
    "x-graphql",
    "x-idempotent",
    "x-instant",
    "x-item-schema",
    "x-name-confidence",
    "x-name-confidence-reason",
    "x-no-plan",
    "x-request-body",
    "x-source",
}
# A line of a document, a file of a package, a file or folder of a repository, a pull request, a
# web page, or this contract itself.
CITATIONS = re.compile(
    r"\d{3}_[0-9a-f]{16}:\d+(-\d+)?"
    r"|[\w-]+( \d[\w.]*)? [\w./-]+\.\w+(:\d+(-\d+)?)?"
    r"|[\w-]+@[\w.]+ [\w./-]+(:\d+(-\d+)?)?"
    r"|[\w-]+ pull request \d+"
    r"|https://\S+"
    r"|written for this contract"
)

EXAMPLE = re.compile(r"/example$|/examples/[^/]+/value$|/examples/\d+$")
"""Examples of documents and clients, which can have any keys."""


def component_names(contract: Contract) -> Iterator[Finding]:
    """Component names differ in more than case; otherwise the generator drops one."""
    names = defaultdict(list)
    for name in contract.document.get("components", {}).get("schemas", {}):
        names[re.sub(r"[\W_]", "", name).lower()].append(name)
    for same in names.values():
        if len(same) > 1:
            yield same[0], f"schemas {same} become one class: rename one"


def plurals(contract: Contract) -> Iterator[Finding]:
    """An envelope is not named like its field: a class Jobs with a field jobs breaks the types."""
    for name, schema in contract.document.get("components", {}).get("schemas", {}).items():
        if name.endswith("s") and name.lower() in map(str.lower, schema.get("properties", {})):
            yield name, "has the name of its own property: rename it to XPage or XList"


def enum_names(contract: Contract) -> Iterator[Finding]:
    """Enum values differ as Python names; otherwise the generator drops one."""
    for place, schema in contract.schemas():
        values = schema.get("enum", [])
        if given := schema.get("x-enum-varnames"):
            fine = [
                isinstance(n, str) and n.isidentifier() and not keyword.iskeyword(n) for n in given
            ]
            if len(given) != len(values) or len(set(given)) != len(given) or not all(fine):
                yield place, "x-enum-varnames needs a Python name of its own for each value"
            continue
        names = defaultdict(list)
        for value in values:
            if isinstance(value, str):
                names["_".join(re.findall(r"\w+", value.replace("_", " "))).upper()].append(value)
        for same in names.values():
            if len(same) > 1:
                yield place, f"enum values {same} become one name: add x-enum-varnames"


def extensions(contract: Contract) -> Iterator[Finding]:
    """Extensions are known, and sources have a form by which they can be found."""
    nodes: list[tuple[str, Any]] = [("", contract.document)]  # grows
    for place, node in nodes:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            at = f"{place}/{key}"
            if str(key).startswith("x-") and key not in EXTENSIONS:
                yield at, "unknown extension: is it misspelt?"
            if key == "x-source":
                yield from _citations(at, inner)
            elif isinstance(inner, dict | list) and not EXAMPLE.search(at):
                nodes.append((at, inner))


def _citations(place: str, cited: Any) -> Iterator[Finding]:
    if not isinstance(cited, list) or not cited:
        yield place, "must be a list of sources, strongest first"
        return
    for text in cited:
        if not CITATIONS.fullmatch(str(text)):
            yield (
                place,
                f"{text!r} is not a source: write `document:line` or `package version file:line`",
            )


RULES = (component_names, plurals, enum_names, extensions)
