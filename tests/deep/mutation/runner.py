"""Plants the lies, one after another, and gathers which tests noticed."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from labelbridge_emulator.server.app import create_app
from tests.deep.mutation.children import Outcome, Task, run_all
from tests.deep.mutation.lie import Lie
from tests.deep.mutation.selection import OWN, ROOT, Touched, touched

CACHE = ROOT / ".mutation"

NOTICING = (OWN, "tests/scripts/test_operations_page.py")
"""Tests of the lies themselves, and of a page that names the module of each handler: those would
notice that something is planted, whatever it does."""
SLOW = ("tests/contracts/search/test_search.py", "tests/sdk/", "tests/cli/", "tests/testing/")
"""Tests that search for minutes, or start programs and wait for them: more than a lie's seconds."""

WITHIN, EACH = 7.0, 2.9
"""Seconds after which no further test of a lie is begun, and after which a test hangs: together
under ten. A lie is caught by its best tests, which come first: a busy machine spares the last."""


@dataclass
class Verdict:
    """What became of one lie.

    Attributes:
        caught: The tests that noticed.
        ran: How many tests were run.
        called: How often the lie's seam was reached.
        told: How often it changed something.
        took: Seconds.
    """

    lie: Lie
    caught: list[str] = field(default_factory=list)
    ran: int = 0
    called: int = 0
    told: int = 0
    took: float = 0.0


@dataclass
class Results:
    """All verdicts, in the catalogue's order; `broken` are tests that fail without any lie."""

    verdicts: list[Verdict] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    mapping: float = 0.0
    took: float = 0.0


class Runner:
    """A plugin of pytest: in place of running the tests once, it runs them with each lie."""

    def __init__(self, lies: Sequence[Lie], cache: Path) -> None:
        self._lies, self._cache = lies, cache
        self.results = Results()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        began = time.monotonic()
        items = [item for item in session.items if not item.nodeid.startswith(NOTICING + SLOW)]
        create_app()  # what every emulator compiles once is compiled here
        self._cache.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="lies-") as folder:
            known = touched(items, self._cache, Path(folder))
            self.results.mapping = time.monotonic() - began
            self.results.broken = known.failed
            if not known.failed:
                self._plant(items, known, Path(folder))
        self.results.took = time.monotonic() - began
        return True

    def _plant(self, items: Sequence[pytest.Item], known: Touched, folder: Path) -> None:
        tasks, lies = [], {lie.id: lie for lie in self._lies}
        by_id = {item.nodeid: item for item in items}
        verdicts = {name: Verdict(lie) for name, lie in lies.items()}
        for name, lie in lies.items():
            picked = [by_id[test] for test in known.tests_of(lie)]
            if picked:
                tasks.append(Task(name, picked, lie.plant, WITHIN, EACH))
        for number, (task, outcome) in enumerate(run_all(tasks, folder), start=1):
            verdict = _judged(lies[task.name], outcome)
            verdicts[task.name] = verdict
            found = f"caught by {len(verdict.caught)}" if verdict.caught else "SURVIVED"
            said = f"{number:4}/{len(tasks)} {verdict.took:5.1f} s  {found:14} {task.name}\n"
            os.write(2, said.encode())
        self._confirm(items, verdicts, folder)
        self.results.verdicts = [*verdicts.values()]

    def _confirm(
        self, items: Sequence[pytest.Item], verdicts: dict[str, Verdict], folder: Path
    ) -> None:
        """Run once more, without a lie, what alone caught one: a test that fails then is broken."""
        alone = {verdict.caught[0] for verdict in verdicts.values() if len(verdict.caught) == 1}
        picked = [item for item in items if item.nodeid in alone]
        parts = [picked[0::2], picked[1::2]]
        for _task, outcome in run_all([Task("again", part) for part in parts if part], folder):
            self.results.broken += outcome.failed


def _judged(lie: Lie, outcome: Outcome) -> Verdict:
    return Verdict(
        lie,
        outcome.failed,
        len(outcome.failed) + len(outcome.passed),
        outcome.witness.called,
        outcome.witness.told,
        outcome.took,
    )


def run(lies: Sequence[Lie], tests: Sequence[str], cache: Path) -> Results:
    """Collect the tests once, and run those that have to do with each lie.

    Args:
        lies: Which lies.
        tests: Where the tests are.
        cache: Folder for what is known of them.

    Raises:
        RuntimeError: The tests cannot be collected.
    """
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"  # children inherit it, and conftest.py reads it
    runner = Runner(lies, cache)
    status = pytest.main(
        [
            *(
                "-q",
                "--no-header",
                "--no-summary",
                "--tb=native",
                "--capture=sys",
                "-p",
                "no:cov",
            ),
            *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # some is imported already
            *("--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml")),
            *(str(ROOT / place) for place in tests),
        ],
        plugins=[runner],
    )
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        raise RuntimeError(f"pytest ended with {status!r}")
    return runner.results
