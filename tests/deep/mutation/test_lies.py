"""The lies themselves: enough of them, everywhere, and gone without a trace when switched off."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from labelbridge import files, pagination
from labelbridge._core import (
    client as _client,
)
from labelbridge._core import (
    drivers as _drivers,
)
from labelbridge._core import (
    polling as _waiting,
)
from labelbridge._core import (
    retry as _retry,
)
from labelbridge._core.http import auth as _auth
from labelbridge._core.http.response import HttpInterface
from labelbridge._core.json import decode as _codec
from labelbridge._core.json import validate as _check
from labelbridge.labelbox import _export
from labelbridge_emulator import store as stored
from labelbridge_emulator.contract import operation as bound
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.platforms.hasty import assets
from labelbridge_emulator.platforms.hasty.exporters import archive
from labelbridge_emulator.platforms.hasty.handlers import datasets, segments
from labelbridge_emulator.platforms.hasty.handlers import exports as archives
from labelbridge_emulator.platforms.hasty.models import state
from labelbridge_emulator.platforms.labelbox.handlers import documents, exports
from labelbridge_emulator.server import emulation, storage
from tests.deep.mutation.catalogue import all_lies, catalogue
from tests.deep.mutation.client_seams import module_of, planned
from tests.deep.mutation.contract import operations
from tests.deep.mutation.edits import EDITS, edited, other_name
from tests.deep.mutation.lie import ENDS, Witness
from tests.deep.mutation.report import known_survivors
from tests.deep.mutation.selection import ROOT, Touched

OWNERS = (
    *(
        HttpInterface,
        _auth,
        _check,
        _client,
        _codec,
        _drivers,
        _drivers.Driver,
        _drivers.AsyncDriver,
    ),
    *(_export, _retry, _waiting, files.PartialDownload, files.FileSource, pagination),
    *(emulation.Emulation, bound.Operation, storage, storage.Storage, stored.Files),
    *(archive.Selection, archives, datasets, documents, exports, segments, state.State, assets),
)
"""Where lies are planted."""


def product() -> list[Any]:
    """Everything that lies exchange."""
    plans = [module_of(each).plan for each in operations() if planned(each)]
    return [
        *({**vars(owner)} for owner in OWNERS),
        *({**platform.handlers._by_operation} for platform in all_platforms()),
        {**documents._ROOT},
        *((plan.__code__, {**plan.__globals__}.keys()) for plan in plans),
    ]


def test_there_are_enough_for_every_resource_at_both_ends() -> None:
    lies = catalogue()
    assert len({lie.id for lie in lies}) == len(lies) >= 150
    resources = {f"{each.platform}.{each.resource}" for each in operations()}
    for end in ENDS:
        assert {lie.resource for lie in lies if lie.kind.end == end} == resources


def test_every_kind_is_told_and_none_is_told_of_most() -> None:
    counts = Counter(lie.kind for lie in catalogue())
    assert counts.keys() == {lie.kind for lie in all_lies()}
    assert max(counts.values()) <= 5


def test_a_number_chooses_always_the_same() -> None:
    chosen = [[lie.id for lie in catalogue(seed)] for seed in (0, 0, 1)]
    assert chosen[0] == chosen[1]
    assert len({*chosen[0]} & {*chosen[2]}) < len(chosen[0]) / 2


def test_a_lie_that_is_switched_off_leaves_the_product_as_it_was() -> None:
    before = product()
    for lie in all_lies():
        with lie.plant(Witness()):
            pass
    assert product() == before


def test_a_lie_that_is_switched_on_changes_the_product() -> None:
    before = product()
    for lie in catalogue():
        with lie.plant(Witness()):
            assert product() != before, lie.id


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_leaves_alone_what_is_not_there(edit: Any) -> None:
    record = {"other": 1, "null": None}
    assert not edited(edit, record, "missing")
    assert not edited(edit, record, "null")
    assert record == {"other": 1, "null": None}


@pytest.mark.parametrize(
    ("name", "wrong"), [("dataset_id", "datasetId"), ("numImages", "num_images"), ("id", "ids")]
)
def test_a_name_is_renamed_as_people_do(name: str, wrong: str) -> None:
    assert other_name(name) == wrong


def test_tests_that_leave_the_lies_own_trace_come_first_and_files_take_turns() -> None:
    lie = next(each for each in catalogue() if each.trace)
    key, tests = lie.operation.key, ["a::1", "a::2", "b::1", "b::2", "c::1"]
    traces = {test: [key] for test in tests} | {"c::1": [key, lie.trace], "d::1": ["other"]}
    known = Touched("", dict.fromkeys(traces, 0.01), dict.fromkeys(traces, 0.0), traces)
    assert known.tests_of(lie) == ["c::1", "a::1", "a::2", "b::1", "b::2"]


def test_what_needs_long_fixtures_is_long() -> None:
    lie = next(each for each in catalogue() if each.trace)
    shared = {"a::1": 9.0, "a::2": 9.0, "b::1": 0.0}
    traces = {test: [lie.operation.key] for test in shared}
    known = Touched("", dict.fromkeys(traces, 0.01), shared, traces)
    assert known.tests_of(lie) == ["b::1"]


def test_survivors_are_lies_of_the_catalogue_and_have_reasons() -> None:
    reasons = known_survivors()
    assert {*reasons} <= {lie.id for lie in catalogue()}
    assert all(len(reason) > 20 for reason in reasons.values())


def test_a_planted_lie_is_caught(tmp_path: Path) -> None:
    """The whole way: tests are collected, traced, and run with a lie in a child."""
    lie = next(each for each in catalogue() if each.kind.name == "is never retried")
    name = f"{lie.operation.platform}-{lie.operation.id}"
    function = "test_a_plan_may_be_repeated_as_its_method_or_the_contract_says"
    test = f"tests/contracts/test_operations.py::{function}[{name}]"
    options = ["--only", lie.id, "--tests", test, "--cache", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.deep.mutation", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 planted, 1 caught" in done.stdout, done.stdout + done.stderr
    assert f"    {test}\n" in done.stdout
    assert done.returncode == 0
