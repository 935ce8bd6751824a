"""The comparison misses whatever is taken away from a contract, and notices what is invented."""

from collections import Counter
from contextlib import ExitStack

import pytest

from scripts.extract_document import Facts
from tests.contracts.cases import CONTRACTS
from tests.contracts.documents.columns import column_differences
from tests.contracts.documents.comparison import LIMITS, differences
from tests.contracts.documents.facts import MATCHES, Match, documented
from tests.deep.documents.mutations import column_parts, parts, with_another, without

LABELBOX = "002_3d01feb459c00f68"


def count(schema: Facts) -> Counter[str]:
    """How many limits, values and so on the schema of a row has."""
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


def test_nothing_that_is_documented_is_passed_over() -> None:
    rows = [row for match in MATCHES for row in match.facts["rows"]]
    told = sum((count(row["schema"]) for row in rows), Counter())
    told |= Counter({"row": len(rows), "required": sum(r.get("required", False) for r in rows)})
    taken = Counter(part.kind for match in MATCHES for part in parts(match))
    assert taken.pop("field") > 1300
    assert taken == told


@every_match
def test_what_is_taken_away_is_missed(match: Match) -> None:
    before = differences(match)
    for part in list(parts(match)):
        with without(part):
            assert differences(match) != before, (part.kind, part.name)
    assert differences(match) == before


@every_match
def test_what_is_invented_is_noticed(match: Match) -> None:
    before = differences(match)
    for part in list(parts(match)):
        # The key is no parameter of the contract, but a security scheme that all operations share.
        if part.kind in ("row", "field", "value") and part.name != "api_key":
            with with_another(part):
                assert differences(match) != before, (part.kind, part.name)
    assert differences(match) == before


def test_a_column_that_is_taken_away_is_missed() -> None:
    (facts,) = documented(LABELBOX)
    contract = CONTRACTS["labelbox"]
    taken = list(column_parts(contract, LABELBOX, facts))
    assert {parts[0].name for parts in taken} == {row["name"] for row in facts["rows"]}
    for parts_of_one in taken:
        with ExitStack() as stack:
            for part in parts_of_one:
                stack.enter_context(without(part))
            assert column_differences(contract, LABELBOX, facts) != [], part.name
    assert column_differences(contract, LABELBOX, facts) == []
