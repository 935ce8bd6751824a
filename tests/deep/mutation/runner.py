"""Runs the tests with each mutant, and collects which of them fail."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from labelbridge_emulator.server.app import create_app
from tests.deep.mutation.mutant import Mutant
from tests.deep.mutation.selection import ROOT, Selection, load_selection
from tests.deep.mutation.workers import Task, run_all

CACHE = ROOT / ".mutation"

EXCLUDED = (
    # fails for any patch, since it shows the module of each handler
    "tests/scripts/test_operations_page.py",
    # these search for minutes, or start other programs
    *(
        "tests/contracts/schemathesis/test_emulator.py",
        "tests/sdk/",
        "tests/cli/",
        "tests/testing/",
    ),
)
"""Tests that are not run with mutants."""

LAST_START, TEST_TIMEOUT = 7.0, 10.0
"""Seconds of CPU time after which no further test of a mutant starts, and the time limit of a test.
The tests most likely to fail run first."""


@dataclass
class Verdict:
    """The result for one mutant.

    Attributes:
        caught_by: Ids of the tests that failed.
        tests: How many tests ran.
        reached: How often the patched code ran.
        changed: How often the mutant changed a result.
        seconds: How long it took.
    """

    mutant: Mutant
    caught_by: list[str] = field(default_factory=list)
    tests: int = 0
    reached: int = 0
    changed: int = 0
    seconds: float = 0.0


@dataclass
class Results:
    """All verdicts, in the order of the sample; `broken` are tests that fail without a mutant."""

    verdicts: list[Verdict] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    coverage_seconds: float = 0.0
    seconds: float = 0.0


class Runner:
    """A pytest plugin that runs the collected tests with each mutant instead of once."""

    def __init__(self, mutants: Sequence[Mutant], cache: Path) -> None:
        self._mutants, self._cache = mutants, cache
        self.results = Results()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        started = time.monotonic()
        items = [item for item in session.items if not item.nodeid.startswith(EXCLUDED)]
        create_app()  # compiles schemas once, before the processes fork
        self._cache.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
            selection = load_selection(items, self._cache, Path(folder))
            self.results.coverage_seconds = time.monotonic() - started
            self.results.broken = [*selection.failed]  # these do not run with mutants
            self._run(items, selection, Path(folder))
        self.results.seconds = time.monotonic() - started
        return True

    def _run(self, items: Sequence[pytest.Item], selection: Selection, folder: Path) -> None:
        by_id = {item.nodeid: item for item in items}
        mutants = {mutant.id: mutant for mutant in self._mutants}
        verdicts = {id_: Verdict(mutant) for id_, mutant in mutants.items()}
        tasks = []
        for id_, mutant in mutants.items():
            if tests := [by_id[test] for test in selection.tests_of(mutant)]:
                tasks.append(Task(id_, tests, mutant.activate, LAST_START, TEST_TIMEOUT))
        for number, (task, outcome) in enumerate(run_all(tasks, folder), start=1):
            verdict = verdicts[task.name] = Verdict(
                mutants[task.name],
                caught_by=outcome.failed,
                tests=len(outcome.failed) + len(outcome.passed),
                reached=outcome.probe.reached,
                changed=outcome.probe.changed,
                seconds=outcome.elapsed,
            )
            result = f"caught by {len(outcome.failed)}" if outcome.failed else "SURVIVED"
            line = f"{number:4}/{len(tasks)} {verdict.seconds:5.1f} s  {result:14} {task.name}\n"
            os.write(2, line.encode())
        self._repeat_sole_catchers(items, verdicts, folder)
        self.results.verdicts = [*verdicts.values()]

    def _repeat_sole_catchers(
        self, items: Sequence[pytest.Item], verdicts: dict[str, Verdict], folder: Path
    ) -> None:
        """Run each test that alone caught a mutant once more without it: it must pass."""
        alone = {each.caught_by[0] for each in verdicts.values() if len(each.caught_by) == 1}
        tests = [item for item in items if item.nodeid in alone]
        parts = [tests[0::2], tests[1::2]]
        for _task, outcome in run_all([Task("again", part) for part in parts if part], folder):
            self.results.broken += outcome.failed


def run(mutants: Sequence[Mutant], tests: Sequence[str], cache: Path) -> Results:
    """Collect the tests once, and run those that cover a mutant with it.

    Args:
        mutants: The mutants.
        tests: Files or folders of tests.
        cache: The folder that keeps the coverage of tests.

    Raises:
        RuntimeError: The tests cannot be collected.
    """
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"  # read by conftest.py, here and in workers
    runner = Runner(mutants, cache)
    status = pytest.main(
        [
            *("-q", "--no-header", "--no-summary", "--tb=native", "--capture=sys", "-p", "no:cov"),
            *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # some modules are imported
            *("--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml")),
            *(str(ROOT / each) for each in tests),
        ],
        plugins=[runner],
    )
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        raise RuntimeError(f"pytest ended with {status!r}")
    return runner.results
