"""Selects the tests to run with a mutant, by the coverage of an earlier run of all tests."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

import pytest

from tests.deep.mutation.mutant import Mutant
from tests.deep.mutation.workers import Task, run_all

ROOT = Path(__file__).parents[3]
SOURCES = ("emulator", "facade", "generated", "openapi", "scripts", "tests", "requirements")
UNRELATED = "tests/deep/mutation/"
RECORDING = {"workers.py", "coverage.py"}
"""The modules of this package that record coverage; the others do not affect it."""

BUDGET = 5.0
"""Seconds for the tests of one mutant, by the time they took without it."""
LONG = 1.0
"""Seconds; a test that takes longer with its fixtures runs only if no other covers the operation.
"""
FEW = 3
"""Operations; a test that covers no more is specific to each of them."""
MANY = 400
"""Maximum number of tests for one mutant."""
PART = 150
"""Minimum number of tests in one process when coverage is recorded."""


@dataclass
class Selection:
    """Coverage, time, and time of shared fixtures of each test, by test id."""

    fingerprint: str
    seconds: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    coverage: dict[str, list[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests to run, the most specific ones that fit into the budget.

        Tests that cover exactly what is mutated come first, then tests that cover few operations.
        Among these, files take turns; a file that is named after the resource gets three turns.
        """
        turns: Counter[str] = Counter()
        ranked = []
        for _, covered, _, test in sorted(self._ranks(mutant)):
            file = test.partition("::")[0]
            turns[file] += 1
            weight = 3 if mutant.operation.resource.rstrip("s") in file else 1
            indirect = mutant.coverage not in self.coverage[test]
            ranked.append((indirect, covered > FEW, turns[file] / weight, len(ranked), test))
        chosen = self._affordable([test for *_, test in sorted(ranked)])
        # the tests of a file run together, so that its fixtures are made once
        files = list(dict.fromkeys(test.partition("::")[0] for test in chosen))
        return sorted(chosen, key=lambda test: files.index(test.partition("::")[0]))

    def _ranks(self, mutant: Mutant) -> Iterator[tuple[bool, int, float, str]]:
        for test, entries in self.coverage.items():
            if mutant.operation.key in entries and test not in self.failed:
                covered = len({*map(_operation, entries)})
                yield mutant.coverage not in entries, covered, self.seconds[test], test

    def _affordable(self, ranked: list[str]) -> list[str]:
        short = [test for test in ranked if self._is_short(test)] or ranked[:1]
        chosen, left = [], BUDGET
        for test in short[:MANY]:
            if not chosen or self.seconds[test] <= left:
                left -= self.seconds[test]
                chosen.append(test)
        return chosen

    def _is_short(self, test: str) -> bool:
        return max(self.seconds[test], self.shared[test]) <= LONG


def load_selection(items: Sequence[pytest.Item], cache: Path, folder: Path) -> Selection:
    """Return the coverage of all tests; run them to record it if the cache is out of date."""
    fingerprint = _fingerprint(items)
    file = cache / "coverage.json"
    if file.exists() and (kept := json.loads(file.read_text()))["fingerprint"] == fingerprint:
        return Selection(**kept)
    found = Selection(fingerprint)
    for task, outcome in run_all(_parts(items), folder):
        os.write(2, f"{outcome.elapsed:5.1f} s  without mutants, up to {task.name}\n".encode())
        found.seconds |= outcome.seconds
        found.shared |= outcome.shared
        found.coverage |= outcome.coverage
        missing = {item.nodeid for item in task.items} - outcome.seconds.keys()
        found.failed += sorted({*outcome.failed, *missing})
    if not found.failed:
        file.write_text(json.dumps(asdict(found)))
    return found


def _operation(entry: str) -> str:
    return re.split("[?#=]", entry)[0]


def _parts(items: Sequence[pytest.Item]) -> Iterator[Task]:
    """Yield all tests in order, complete modules together."""
    part: list[pytest.Item] = []
    for module, tests in groupby(items, lambda item: item.nodeid.partition("::")[0]):
        part += tests
        if len(part) >= PART:
            yield Task(module, part)
            part = []
    if part:
        yield Task("the end", part)


def _fingerprint(items: Sequence[pytest.Item]) -> str:
    """Return a hash of the tests and the code that they cover."""
    found = hashlib.sha256("\n".join(item.nodeid for item in items).encode())
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            unrelated = UNRELATED in path.as_posix() and path.name not in RECORDING
            if path.is_file() and "__pycache__" not in path.parts and not unrelated:
                found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()
