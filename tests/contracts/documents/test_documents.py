"""Tests that contracts and documents have the same operations, fields, types and samples."""

from collections import Counter
from typing import Any

import pytest

from scripts import extract_document, yaml12
from tests.contracts.cases import BODIES, DOCUMENTS, OPERATIONS, decode, encode, same
from tests.contracts.documents.columns import column_differences
from tests.contracts.documents.comparison import differences
from tests.contracts.documents.facts import (
    FOLDER,
    MATCHES,
    STEMS,
    Match,
    columns,
    documented,
    of_document,
)

API_PAGE = "004_86c7851a7e0ef3c3"
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
    for table in columns():
        found += column_differences(*table)
    return found


def test_contracts_have_every_operation_of_the_documents() -> None:
    names = {match.operation[:2] for match in MATCHES}
    facts = [each for stem in STEMS for each in documented(stem)]
    assert len(names) == len(MATCHES) == len(facts) - len([*columns()])


def test_api_page_has_every_operation_that_cites_it() -> None:
    own = [match for match in MATCHES if match.stem == API_PAGE]
    platforms = {match.operation.platform for match in own}
    cited = {o.name for o in OPERATIONS if o.platform in platforms and of_document(o.node)}
    assert cited == {match.operation.name for match in own}


@every_match
def test_operation_matches_its_document(match: Match) -> None:
    assert [line for line in differences(match) if line not in ACCEPTED] == []


def test_export_columns_match_the_document() -> None:
    found = [line for table in columns() for line in column_differences(*table)]
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
