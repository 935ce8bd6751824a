"""Tests that contracts and documents have the same operations, fields, types and samples."""

from collections import Counter
from typing import Any

import pytest

from scripts import extract_document, yaml12
from tests.contracts.cases import BODIES, CONTRACTS, DOCUMENTS, OPERATIONS, decode, encode, same
from tests.contracts.documents.columns import column_differences
from tests.contracts.documents.comparison import differences
from tests.contracts.documents.facts import FOLDER, MATCHES, STEMS, Match, documented, of_document

HASTY, LABELBOX = "004_86c7851a7e0ef3c3", "002_3d01feb459c00f68"
DEVIATIONS: list[dict[str, Any]] = yaml12.load((FOLDER / "deviations.yaml").read_text())
ACCEPTED = [line for entry in DEVIATIONS for line in entry["differences"]]

every_match = pytest.mark.parametrize(
    "match", [pytest.param(m, id=f"{m.stem[:3]}:{m.facts['line']}") for m in MATCHES]
)
every_sample = pytest.mark.parametrize(
    ("match", "sample"),
    [
        pytest.param(match, sample["value"], id=f"{match.stem[:3]}:{sample['line']}")
        for match in MATCHES
        for sample in match.facts["samples"]
    ],
)


def all_differences() -> list[str]:
    """Return the differences between all documents and all contracts."""
    found = [line for match in MATCHES for line in differences(match)]
    for facts in documented(LABELBOX):
        found += column_differences(CONTRACTS["labelbox"], LABELBOX, facts)
    return found


def test_facts_are_complete() -> None:
    facts = {stem[:3]: documented(stem) for stem in STEMS}
    counts = {
        stem: (
            len(operations),
            sum(len(o["rows"]) for o in operations),
            sum(len(o["samples"]) for o in operations),
        )
        for stem, operations in facts.items()
    }
    assert counts == {
        "000": (1, 5, 1),
        "001": (3, 3, 4),
        "002": (1, 33, 0),
        "003": (2, 2, 2),
        "004": (77, 413, 113),
    }


def test_contracts_have_every_operation_of_the_documents() -> None:
    assert len({(m.operation.platform, m.operation.name) for m in MATCHES}) == len(MATCHES) == 83


def test_api_page_has_every_operation_that_cites_it() -> None:
    cited = {o.name for o in OPERATIONS if o.platform == "hasty" and of_document(o.node)}
    assert cited == {m.operation.name for m in MATCHES if m.stem == HASTY}
    assert len(cited) == 77


@every_match
def test_operation_matches_its_document(match: Match) -> None:
    assert [line for line in differences(match) if line not in ACCEPTED] == []


def test_export_columns_match_the_document() -> None:
    (facts,) = documented(LABELBOX)
    found = column_differences(CONTRACTS["labelbox"], LABELBOX, facts)
    assert [line for line in found if line not in ACCEPTED] == []


def test_accepted_deviations_still_exist() -> None:
    assert Counter(ACCEPTED) == Counter(line for line in all_differences() if line in ACCEPTED)


def test_accepted_deviations_have_a_reason() -> None:
    for entry in DEVIATIONS:
        assert set(entry) == {"quirk", "reason", "differences"}
        assert entry["reason"]
        assert entry["differences"]
    assert len({entry["quirk"] for entry in DEVIATIONS}) == len(DEVIATIONS)


@every_sample
def test_sample_is_an_example_that_matches_schema_and_models(match: Match, sample: Any) -> None:
    operation = match.operation
    examples = [b for b in BODIES if b.operation[:2] == operation[:2] and b.value == sample]
    assert examples
    for body in examples:
        assert list(match.contract.errors(body.schema, sample)) == []
        if body.status is None:
            assert same(operation.plan(sample).body, sample)
        else:
            form = operation.plan().success[int(body.status)]
            assert same(encode(decode(sample, form)), sample)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"the documents are not at {DOCUMENTS}")
@pytest.mark.parametrize("stem", STEMS)
def test_facts_match_the_document(stem: str) -> None:
    text = (DOCUMENTS / f"{stem}.txt").read_text(encoding="utf-8")
    expected = extract_document.dump(stem, extract_document.extract(text))
    assert (FOLDER / f"{stem}.json").read_text(encoding="utf-8") == expected
