"""Which tests have to do with a lie: found in a run of all, kept as long as nothing changes."""

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

from tests.deep.mutation.children import Task, run_all
from tests.deep.mutation.lie import Lie

ROOT = Path(__file__).parents[3]
SOURCES = ("emulator", "facade", "generated", "openapi", "scripts", "tests", "requirements")
OWN = "tests/deep/mutation/"
FINDING = {"children.py", "traces.py"}
"""Of these, what finds out; the rest may change, and what is known of tests still holds."""

BUDGET = 5.0
"""Seconds that the tests of one lie may take, by what they took without one."""
LONG = 1.0
"""Seconds; what is longer with its fixtures runs only where nothing else touches the operation."""
FEW = 3
"""Operations; what touches no more is about each of them."""
MANY = 400
"""Tests of one lie at most."""
PART = 150
"""Tests that one child runs at least, when all are run."""


@dataclass
class Touched:
    """What is known of each test by its id: its traces, its seconds and those of its fixtures."""

    key: str
    seconds: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    traces: dict[str, list[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def tests_of(self, lie: Lie) -> list[str]:
        """The tests to run, as many as the budget lets: those that have most to do with it.

        What left the lie's own trace comes first, then what touches few operations. Among those,
        files take turns, so that no file takes all; one that is named for the resource has three
        turns in one.
        """
        turns: Counter[str] = Counter()
        ranked = []
        for _, touched, _, test in sorted(self._ranks(lie)):
            file = test.partition("::")[0]
            turns[file] += 1
            often = 3 if lie.operation.resource.rstrip("s") in file else 1
            ranked.append(
                (
                    lie.trace not in self.traces[test],
                    touched > FEW,
                    turns[file] / often,
                    len(ranked),
                    test,
                )
            )
        chosen = self._affordable([test for *_, test in sorted(ranked)])
        # a file's tests together, that its fixtures are made once; the file with the best first
        files = list(dict.fromkeys(test.partition("::")[0] for test in chosen))
        return sorted(chosen, key=lambda test: files.index(test.partition("::")[0]))

    def _ranks(self, lie: Lie) -> Iterator[tuple[bool, int, float, str]]:
        for test, traces in self.traces.items():
            if lie.operation.key in traces and test not in self.failed:
                touched = len({*map(_operation, traces)})
                yield lie.trace not in traces, touched, self.seconds[test], test

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


def touched(items: Sequence[pytest.Item], cache: Path, folder: Path) -> Touched:
    """Return what is known of all tests, from the cache if it still holds."""
    key = _fingerprint(items)
    file = cache / "touched.json"
    if file.exists() and (kept := json.loads(file.read_text()))["key"] == key:
        return Touched(**kept)
    found = Touched(key)
    for task, outcome in run_all(_parts(items), folder):
        os.write(2, f"{outcome.took:5.1f} s  without a lie, up to {task.name}\n".encode())
        found.seconds |= outcome.seconds
        found.shared |= outcome.shared
        found.traces |= outcome.traces
        unheard = {item.nodeid for item in task.items} - outcome.seconds.keys()
        found.failed += sorted({*outcome.failed, *unheard})
    if not found.failed:
        file.write_text(json.dumps(asdict(found)))
    return found


def _operation(trace: str) -> str:
    return re.split("[?#=]", trace)[0]


def _parts(items: Sequence[pytest.Item]) -> Iterator[Task]:
    """All tests in their order, whole modules together, so many that fixtures of a session pay."""
    part: list[pytest.Item] = []
    for module, tests in groupby(items, lambda item: item.nodeid.partition("::")[0]):
        part += tests
        if len(part) >= PART:
            yield Task(module, part)
            part = []
    if part:
        yield Task("the rest", part)


def _fingerprint(items: Sequence[pytest.Item]) -> str:
    """Tells whether tests or product changed, or how they are traced."""
    found = hashlib.sha256("\n".join(item.nodeid for item in items).encode())
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            own = OWN in path.as_posix() and path.name not in FINDING
            if path.is_file() and "__pycache__" not in path.parts and not own:
                found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()
