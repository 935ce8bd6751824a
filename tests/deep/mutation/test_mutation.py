"""The mutants: every kind and resource is in a sample, and an inactive mutant changes nothing."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from labelbridge import files
from labelbridge._core import (
    client,
    driver_base,
    driver_rows,
    drivers,
    page_reader,
    pages,
    partial_download,
    polling,
    retry,
)
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.json import decode, validate
from labelbridge._core.json.tolerant import TolerantReader
from labelbridge_emulator import store
from labelbridge_emulator.contract import operation as bound
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server import emulation, storage
from tests.deep.mutation.catalogue import all_mutants, catalogue
from tests.deep.mutation.client_patches import module_of, planned
from tests.deep.mutation.contract import operations
from tests.deep.mutation.field_edits import EDITS, edit_records, other_case
from tests.deep.mutation.mutant import KINDS, SEED_NAMES, SIDES, Probe
from tests.deep.mutation.report import accepted_mutants
from tests.deep.mutation.runner import EXCLUDED
from tests.deep.mutation.selection import ROOT, Selection

OWNERS = (
    *(HttpInterface, client, driver_base, driver_base.BaseDriver, drivers, drivers.Driver),
    *(drivers.AsyncDriver, driver_rows, polling, retry, decode),
    *(
        TolerantReader,
        validate,
        partial_download.PartialDownload,
        files.OpenFile,
        page_reader,
        pages,
        emulation.Emulation,
    ),
    *(bound.Operation, storage, storage.Storage, store.Files),
)
"""The modules and classes that mutants patch, in addition to those below."""


def patchable() -> list[Any]:
    """Return everything that mutants replace."""
    plans = [module_of(each).plan for each in operations() if planned(each)]
    platform_modules = [
        module for name, module in sorted(sys.modules.items()) if "emulator.platforms." in name
    ]
    return [
        *({**vars(owner)} for owner in (*OWNERS, *platform_modules)),
        *(
            {**vars(value)}
            for module in platform_modules
            for value in vars(module).values()
            if isinstance(value, type)
        ),
        *({**platform.handlers._by_operation} for platform in all_platforms()),
        *((plan.__code__, {**plan.__globals__}.keys()) for plan in plans),
    ]


def test_sample_has_every_resource_on_both_sides() -> None:
    sample = catalogue()
    assert len({mutant.id for mutant in sample}) == len(sample) >= 150
    resources = {f"{each.platform}.{each.resource}" for each in operations()}
    for side in SIDES:
        assert {mutant.resource for mutant in sample if mutant.kind.side == side} == resources


def test_sample_has_every_kind_and_few_mutants_of_each() -> None:
    counts = Counter(mutant.kind for mutant in catalogue())
    assert counts.keys() == {mutant.kind for mutant in all_mutants()}
    assert max(counts.values()) <= 5


def test_every_kind_has_a_name_for_seeds() -> None:
    assert Counter((kind.side, kind.name) for kind in KINDS) == Counter(SEED_NAMES.keys())


def test_seed_determines_sample() -> None:
    first, again, other = ([mutant.id for mutant in catalogue(seed)] for seed in (0, 0, 1))
    assert first == again
    assert len({*first} & {*other}) < len(first) / 2


def test_inactive_mutant_leaves_no_patch() -> None:
    before = patchable()
    for mutant in all_mutants():
        with mutant.activate(Probe()):
            pass
    assert patchable() == before


def test_active_mutant_patches_something() -> None:
    before = patchable()
    for mutant in catalogue():
        with mutant.activate(Probe()):
            assert patchable() != before or "documents" in mutant.id or "bound" in mutant.id


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_edit_leaves_missing_and_null_fields(edit: Any) -> None:
    record = {"other": 1, "null": None}
    edit_records(edit, record, "missing")
    edit_records(edit, record, "null")
    assert record == {"other": 1, "null": None}


@pytest.mark.parametrize(
    ("name", "other"), [("dataset_id", "datasetId"), ("numImages", "num_images"), ("id", "ids")]
)
def test_other_case(name: str, other: str) -> None:
    assert other_case(name) == other


def test_specific_tests_run_first_and_files_take_turns() -> None:
    mutant = next(each for each in catalogue() if each.coverage)
    key, tests = mutant.operation.key, ["a::1", "a::2", "b::1", "b::2", "c::1"]
    coverage = {test: [key] for test in tests}
    coverage |= {"c::1": [key, mutant.coverage], "d::1": ["other"]}
    selection = Selection("", dict.fromkeys(coverage, 0.01), dict.fromkeys(coverage, 0.0), coverage)
    assert selection.tests_of(mutant) == ["c::1", "a::1", "a::2", "b::1", "b::2"]


def test_tests_with_slow_fixtures_are_left_out() -> None:
    mutant = next(each for each in catalogue() if each.coverage)
    shared = {"a::1": 9.0, "a::2": 9.0, "b::1": 0.0}
    coverage = {test: [mutant.operation.key] for test in shared}
    selection = Selection("", dict.fromkeys(coverage, 0.01), shared, coverage)
    assert selection.tests_of(mutant) == ["b::1"]


def test_accepted_mutants_are_in_the_sample_and_have_reasons() -> None:
    reasons = accepted_mutants()
    assert {*reasons} <= {mutant.id for mutant in catalogue()}
    assert all(len(reason) > 20 for reason in reasons.values())


def test_excluded_tests_exist() -> None:
    assert [each for each in EXCLUDED if not (ROOT / each).exists()] == []


def test_mutant_is_caught(tmp_path: Path) -> None:
    """Collect tests, record coverage, and run a test with a mutant in a worker."""
    mutant = next(
        each for each in catalogue() if each.kind.name == "idempotent request not retried"
    )
    test = "tests/contracts/test_operations.py"
    options = ["--only", mutant.id, "--tests", test, "--cache", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.deep.mutation", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 mutants, 1 caught" in done.stdout, done.stdout + done.stderr
    assert f"    {test}" in done.stdout
    assert done.returncode == 0
