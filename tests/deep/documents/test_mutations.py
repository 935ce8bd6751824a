"""Tests that the comparison reports each removed and each added part of a contract."""

from collections import Counter
from contextlib import ExitStack

import pytest

from scripts.extract_document import Facts
from tests.contracts.documents.columns import column_differences
from tests.contracts.documents.comparison import LIMITS, differences
from tests.contracts.documents.facts import MATCHES, Match, columns
from tests.contracts.documents.test_documents import ACCEPTED
from tests.deep.documents.mutations import column_parts, parts, with_another, without


def count(schema: Facts) -> Counter[str]:
    """Return the number of documented parts of the schema of a row, by kind."""
    inner = count(schema["items"]) if "items" in schema else Counter()
    return inner + Counter(
        {
            "limit": sum(key in schema for key in LIMITS),
            "value": len(schema.get("enum", [])),
            "format": int("format" in schema),
            "default": int("default" in schema),
            "null": int("null" in schema.get("type", [])),
        }
    )


every_match = pytest.mark.parametrize(
    "match", [pytest.param(m, id=f"{m.stem[:3]}:{m.facts['line']}") for m in MATCHES]
)


def test_every_documented_part_is_mutated() -> None:
    rows = [row for match in MATCHES for row in match.facts["rows"]]
    documented_parts = sum((count(row["schema"]) for row in rows), Counter())
    documented_parts |= Counter(
        {"row": len(rows), "required": sum(r.get("required", False) for r in rows)}
    )
    mutated = Counter(part.kind for match in MATCHES for part in parts(match))
    # ids of uploads are text in the contract
    mutated["format"] += sum("upload_id: format is None" in line for line in ACCEPTED)
    assert mutated.pop("field") > 1300
    assert mutated == documented_parts


@every_match
def test_removed_part_is_reported(match: Match) -> None:
    before = differences(match)
    for part in list(parts(match)):
        with without(part):
            assert differences(match) != before, (part.kind, part.name)
    assert differences(match) == before


@every_match
def test_added_part_is_reported(match: Match) -> None:
    before = differences(match)
    for part in list(parts(match)):
        # The key is not a parameter but a security scheme that all operations share.
        if part.kind in ("row", "field", "value") and part.name != "api_key":
            with with_another(part):
                assert differences(match) != before, (part.kind, part.name)
    assert differences(match) == before


def test_removed_column_is_found() -> None:
    for contract, stem, facts in columns():
        removed = list(column_parts(contract, stem, facts))
        assert {parts[0].name for parts in removed} == {row["name"] for row in facts["rows"]}
        for parts_of_one in removed:
            with ExitStack() as stack:
                for part in parts_of_one:
                    stack.enter_context(without(part))
                assert column_differences(contract, stem, facts) != [], part.name
        assert column_differences(contract, stem, facts) == []
