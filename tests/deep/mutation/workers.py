"""Runs tests in forked worker processes, which need not import and collect again.

Forking is safe because the parent process sets up no fixture, so it has no threads.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.deep.mutation.contract import operations
from tests.deep.mutation.coverage import recording
from tests.deep.mutation.mutant import Active, Probe

WORKERS = 2
PATIENCE = 6
"""Seconds that a worker may take for one second of CPU time, on a busy machine."""

_WORD = re.compile(r"\w+")
_KEYS: dict[str, list[str]] = {}
for _operation in operations():
    _KEYS.setdefault(_operation.id, []).append(_operation.key)


@dataclass
class Task:
    """Tests for one worker.

    Attributes:
        name: For the report.
        items: The tests, in the order of collection.
        activate: Returns the context manager in which they run; None records coverage instead.
        last_start: Seconds of CPU time after which no further test starts.
        timeout: Seconds after which a test counts as failed.
    """

    name: str
    items: Sequence[pytest.Item]
    activate: Callable[[Probe], Active] | None = None
    last_start: float = 600.0
    timeout: float = 120.0


@dataclass
class Outcome:
    """The result of a task.

    Attributes:
        failed: Ids of tests that failed or timed out.
        passed: Ids of tests that passed.
        seconds: CPU time by test.
        shared: CPU time of the fixtures that a test shares with others, by test.
        coverage: Coverage entries by test.
        probe: The counts of the mutant.
        elapsed: Seconds in all.
    """

    failed: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    coverage: dict[str, list[str]] = field(default_factory=dict)
    probe: Probe = field(default_factory=Probe)
    elapsed: float = 0.0


def run_all(tasks: Iterable[Task], folder: Path) -> Iterator[tuple[Task, Outcome]]:
    """Run tasks, two at a time, and yield each with its outcome when it ends.

    Args:
        tasks: The tasks.
        folder: The folder for temporary files of workers.
    """
    waiting, running = iter(tasks), {}
    while True:
        for task in waiting:
            home = Path(tempfile.mkdtemp(dir=folder))
            running[_forked(task, home)] = (task, home, time.monotonic())
            if len(running) >= WORKERS:
                break
        if not running:
            return
        pid = _ended(running)
        task, home, began = running.pop(pid)
        outcome = _read(home / "log")
        outcome.elapsed = time.monotonic() - began
        shutil.rmtree(home, ignore_errors=True)
        yield task, outcome


def _ended(running: dict[int, tuple[Task, Path, float]]) -> int:
    """Wait for a worker to end; kill those that exceed their time."""
    while True:
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid in running:
            return pid
        for worker, (task, _home, began) in running.items():
            if time.monotonic() - began > PATIENCE * task.last_start + task.timeout:
                os.kill(worker, signal.SIGKILL)
        time.sleep(0.02)


def _forked(task: Task, home: Path) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        with (home / "log").open("w", buffering=1) as log:
            _run(task, home, lambda **line: log.write(json.dumps(line) + "\n"))
    except BaseException as error:  # the worker must not continue as a second parent
        os.write(2, f"{task.name}: {error!r}\n".encode())
    finally:
        os._exit(0)


def _run(task: Task, home: Path, write: Callable[..., Any]) -> None:
    config = task.items[0].config
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 1)
    config._env_timeout = task.timeout
    config._tmp_path_factory._basetemp = home  # the parent removes it
    began, probe, coverage = _cpu_seconds(), Probe(), Coverage()
    if task.activate is None:
        config.pluginmanager.register(coverage)
        active: Active = recording(coverage.add)
    else:
        active = task.activate(probe)
    with active:
        for item, following in zip(task.items, [*task.items[1:], None], strict=True):
            if _cpu_seconds() - began > task.last_start:
                break
            write(begun=item.nodeid)
            started = _cpu_seconds()
            reports = _Reports()
            config.pluginmanager.register(reports)
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            config.pluginmanager.unregister(reports)
            write(
                test=item.nodeid,
                failed=reports.failed,
                seconds=round(_cpu_seconds() - started, 4),
                shared=coverage.shared(item),
                coverage=coverage.of(item),
            )
            write(reached=probe.reached, changed=probe.changed)


def _cpu_seconds() -> float:
    """Return the CPU time of this process and its children."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


class Coverage:
    """A plugin that collects the coverage of each test and of all fixtures that it uses."""

    def __init__(self) -> None:
        self._found: set[str] = set()
        self._of_fixtures: dict[Any, set[str]] = {}
        self._seconds: dict[Any, float] = {}

    def add(self, entry: str) -> None:
        """Add an entry."""
        self._found.add(entry)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        outside, self._found = self._found, set()
        began = _cpu_seconds()
        try:
            return (yield)
        finally:
            self._seconds[fixturedef] = _cpu_seconds() - began
            self._of_fixtures[fixturedef] = self._found
            self._found = outside | self._found

    def of(self, item: Any) -> list[str]:
        """Return the coverage of a test that has ended."""
        found, self._found = self._found, set()
        # a test that sends nothing may name its operation in its id
        found |= {key for word in _WORD.findall(item.name) for key in _KEYS.get(word, ())}
        for definition in _fixtures(item):
            found |= self._of_fixtures.get(definition, set())
        return sorted(found)

    def shared(self, item: Any) -> float:
        """Return the time of the fixtures that a test shares with others."""
        shared = [each for each in _fixtures(item) if each.scope != "function"]
        return round(sum(self._seconds.get(each, 0.0) for each in shared), 4)


def _fixtures(item: Any) -> Iterator[Any]:
    return chain.from_iterable(item._fixtureinfo.name2fixturedefs.values())


class _Reports:
    """A plugin that notes whether a test failed in any of its phases."""

    def __init__(self) -> None:
        self.failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed


def _read(log: Path) -> Outcome:
    outcome, begun = Outcome(), None
    for line in map(json.loads, log.read_text().splitlines()):
        if "begun" in line:
            begun = line["begun"]
        elif "test" in line:
            begun = None
            (outcome.failed if line["failed"] else outcome.passed).append(line["test"])
            outcome.seconds[line["test"]] = line["seconds"]
            outcome.shared[line["test"]] = line["shared"]
            outcome.coverage[line["test"]] = line["coverage"]
        else:
            outcome.probe = Probe(line["reached"], line["changed"])
    if begun is not None:  # it timed out, or ended the process
        outcome.failed.append(begun)
        outcome.probe.reached += 1
    return outcome
