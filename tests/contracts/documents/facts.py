"""The committed facts of the vendors' documents, and the operations that they describe."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.contracts import Contract, Node
from scripts.extract_document import Facts
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation

FOLDER = Path(__file__).parent
STEMS = sorted(path.stem for path in FOLDER.glob("*.json"))


class Match(NamedTuple):
    """The facts of an operation in a document, and the operation of the contract."""

    stem: str
    facts: Facts
    contract: Contract
    operation: Operation


def documented(stem: str) -> list[Facts]:
    """Return the operations of a document, in its order."""
    found: list[Facts] = json.loads((FOLDER / f"{stem}.json").read_text())["operations"]
    return found


def columns() -> Iterator[tuple[Contract, str, Facts]]:
    """Yield every table of the columns of a file, with the contract that cites it, and its stem."""
    for stem in STEMS:
        for facts in documented(stem):
            if "keys" in facts["rows"][0]:
                yield next(each for each in CONTRACTS.values() if stem in each.text), stem, facts


def cites(node: Node, stem: str, line: int) -> bool:
    """Return whether a node of a contract cites a line of a document."""
    for source in node.get("x-source", []):
        if lines := re.fullmatch(rf"{stem}:(\d+)(?:-(\d+))?", source):
            first, last = int(lines[1]), int(lines[2] or lines[1])
            if first <= line <= last:
                return True
    return False


def of_document(node: Node) -> bool:
    """Return whether a node comes from a document; without a source it has that of its parent."""
    sources = node.get("x-source", ["000_"])
    return any(re.match(r"\d{3}_", source) for source in sources)


def matches() -> Iterator[Match]:
    """Yield the operations of the documents in order, with the operation that cites the line.

    Tables of columns are skipped, because they describe the rows of a file.
    """
    for stem in STEMS:
        for facts in documented(stem):
            if "keys" not in facts["rows"][0]:
                found = [o for o in OPERATIONS if cites(o.node, stem, facts["line"])]
                assert len(found) == 1, (stem, facts["line"], [o.name for o in found])
                yield Match(stem, facts, CONTRACTS[found[0].platform], found[0])


MATCHES = list(matches())
