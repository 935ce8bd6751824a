"""The emulator keeps its contracts, however it is asked; `make contract` prints the whole table."""

import pytest

from labelbridge.contract import emulated, report
from labelbridge.contract.platforms import PLATFORMS, operations

PARTS = emulated.all_parts()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_operation_keeps_its_contract_and_succeeds_in_every_phase(part, emulator):
    found = emulated.searched(part, emulated.GATE, emulator)
    table = report.text(report.table(found, part.operations()))
    assert found.failures == [], table
    assert report.missing(found, part.operations(), part.phases) == [], table
    assert found.cases > 0


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", ["data", "walks"])
def test_the_parts_leave_no_operation_out(platform, kind):
    parts = [part for part in PARTS if (part.platform, part.kind) == (platform, kind)]
    searched = {each for part in parts for each in part.operations()}
    assert searched == set(operations(platform))
