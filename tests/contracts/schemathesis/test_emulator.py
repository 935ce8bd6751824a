"""The emulator conforms to its contracts; `make contract` prints the results as a table.

Stateful scenarios take as long as everything else, and run in `make contract` and `make deep`.
"""

import pytest

from labelbridge._core.registry import platform_names
from labelbridge.contract import emulator_run, report
from labelbridge.contract.operations import operations, reachable

PARTS = emulator_run.all_parts()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "part", [part for part in PARTS if part.kind != "stateful"], ids=lambda part: part.name
)
def test_every_operation_conforms_and_succeeds_in_every_phase(part, emulator):
    results = emulator_run.run_part(part, emulator_run.DEFAULT, emulator)
    table = report.text(report.table(results, part.operations()))
    assert results.failures == [], table
    assert report.missing(results, part.operations(), part.phases) == [], table
    assert results.cases > 0


@pytest.mark.parametrize("platform", platform_names())
def test_parts_cover_every_operation(platform):
    covered = {"unit": set(), "stateful": set(), "graphql": set()}
    for part in PARTS:
        if part.platform == platform:
            covered[part.kind] |= {each.id for each in part.operations()}
    every = operations(platform)
    assert covered["unit"] == {each.id for each in every}
    assert covered["stateful"] >= reachable(platform, every)
