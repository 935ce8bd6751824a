"""The documents' JSON samples that belong to the contracts stand in them word for word."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.cases import BODIES, DOCUMENTS, OPERATIONS

pytestmark = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason=f"the vendors' documents are not at {DOCUMENTS}"
)

HASTY = "004_86c7851a7e0ef3c3"
ROBOFLOW = ("000_eb6baa629436facb", "001_4a838093d2aa4455", "003_b76f2a44a44c6c91")


def samples(stem: str) -> Iterator[tuple[int, Any]]:
    """Yield the JSON samples of a document, each with the line where it begins."""
    text = (DOCUMENTS / f"{stem}.txt").read_text()
    # Hasty's page was printed with its fold buttons: "- " before each member of a list or object.
    text = re.sub(r"(?m)^- |(?<=[{\[])- |(?<=, )- ", "", text)
    decoder, position = json.JSONDecoder(), 0
    while opening := re.compile(r"[{\[]").search(text, position):
        position = opening.end()
        try:
            value, position = decoder.raw_decode(text, opening.start())
        except ValueError:
            continue  # a bracket of prose
        yield text.count("\n", 0, opening.start()) + 1, value


def hasty_samples() -> Iterator[tuple[int, Any]]:
    """Yield those of Hasty's samples that stand below a line which an operation cites."""
    sources = [source for o in OPERATIONS for source in o.node["x-source"]]
    cited = {int(m[1]) for s in sources if (m := re.match(rf"{HASTY}:(\d+)", s))}
    rows = (DOCUMENTS / f"{HASTY}.txt").read_text().splitlines()
    # The page has no headings: an operation begins with its first path parameter, if it has one.
    first = re.compile(r"\| (project|workspace)_id required \|")
    begins = cited | {number for number, row in enumerate(rows, 1) if first.search(row)}
    for line, value in samples(HASTY):
        if max((b for b in begins if b <= line), default=0) in cited:
            yield line, value


def all_samples() -> list[Any]:
    if not DOCUMENTS.is_dir():
        return []
    found = [(stem, *sample) for stem in ROBOFLOW for sample in samples(stem)]
    found += [(HASTY, *sample) for sample in hasty_samples()]
    return [pytest.param(value, id=f"{stem[:3]}:{line}") for stem, line, value in found]


def test_the_samples_are_found() -> None:
    assert len(list(hasty_samples())) >= 41
    assert [len(list(samples(stem))) for stem in ROBOFLOW] == [1, 4, 2]


@pytest.mark.parametrize("sample", all_samples())
def test_a_sample_is_an_example_of_its_contract(sample: Any) -> None:
    assert sample in [body.value for body in BODIES]
