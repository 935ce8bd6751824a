"""The parts of the benchmarks that `make test` does not run."""

import pytest

from benchmarks.__main__ import PARTS
from tests.support.benchmark_parts import QUICK, check_part


@pytest.mark.parametrize("part", sorted({*PARTS} - {*QUICK}))
def test_part_runs(part, tmp_path, capsys) -> None:
    check_part(part, tmp_path, capsys)
