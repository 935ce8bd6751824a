"""Tests run in children of one warm process: everything is imported and collected before.

Forking is safe as long as the parent has no thread: it sets up no fixture, so it starts none.
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
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.deep.mutation.contract import operations
from tests.deep.mutation.lie import Witness
from tests.deep.mutation.traces import tracing

WORKERS = 2

_WORD = re.compile(r"\w+")
_KEYS: dict[str, list[str]] = {}
for _operation in operations():
    _KEYS.setdefault(_operation.id, []).append(_operation.key)


@dataclass
class Task:
    """Tests for one child.

    Attributes:
        name: For the report.
        items: The tests, in the order in which they were collected.
        plant: What is switched on while they run; None keeps a record of their traces instead.
        within: Seconds after which no further test is begun.
        each: Seconds after which a test counts as hanging.
    """

    name: str
    items: Sequence[pytest.Item]
    plant: Callable[[Witness], AbstractContextManager[Any]] | None = None
    within: float = 600.0
    each: float = 120.0


@dataclass
class Outcome:
    """What became of a task.

    Attributes:
        failed: Ids of tests that failed, or hung.
        passed: Ids of tests that passed.
        seconds: Of work, by test.
        shared: Of work, for the fixtures that a test shares with others.
        traces: By test.
        witness: What became of the lie.
        took: Seconds in all.
    """

    failed: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    traces: dict[str, list[str]] = field(default_factory=dict)
    witness: Witness = field(default_factory=Witness)
    took: float = 0.0


def run_all(tasks: Iterable[Task], folder: Path) -> Iterator[tuple[Task, Outcome]]:
    """Run tasks, two at a time, and yield each with its outcome when it ends.

    Args:
        tasks: Which.
        folder: For what children write.
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
        outcome.took = time.monotonic() - began
        shutil.rmtree(home, ignore_errors=True)
        yield task, outcome


def _ended(running: dict[int, tuple[Task, Path, float]]) -> int:
    """Wait for a child to end, and end those that hang: a test may ignore its own timeout."""
    while True:
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid in running:
            return pid
        for child, (task, _home, began) in running.items():
            if time.monotonic() - began > task.within + task.each:
                os.kill(child, signal.SIGKILL)
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
    except BaseException as error:  # whatever it is, the parent must not go on twice
        os.write(2, f"{task.name}: {error!r}\n".encode())
    finally:
        os._exit(0)


def _run(task: Task, home: Path, write: Callable[..., Any]) -> None:
    config = task.items[0].config
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 1)
    config._env_timeout = task.each
    config._tmp_path_factory._basetemp = home  # the parent removes it
    began, witness, traces = time.monotonic(), Witness(), Traces()
    if task.plant is None:
        config.pluginmanager.register(traces)
        planted: AbstractContextManager[Any] = tracing(traces.leave)
    else:
        planted = task.plant(witness)
    with planted:
        for item, following in zip(task.items, [*task.items[1:], None], strict=True):
            if time.monotonic() - began > task.within:
                break
            write(begun=item.nodeid)
            started = _worked()
            reports = _Reports()
            config.pluginmanager.register(reports)
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            config.pluginmanager.unregister(reports)
            write(
                test=item.nodeid,
                failed=reports.failed,
                seconds=round(_worked() - started, 4),
                shared=traces.shared(item),
                traces=traces.of(item),
            )
            write(called=witness.called, told=witness.told)


def _worked() -> float:
    """Seconds that this process and its children worked: a busy machine counts no more."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


class Traces:
    """A plugin that keeps the traces of each test, with those of all fixtures that it uses.

    What a fixture of a module or a session did, it did for each of its tests.
    """

    def __init__(self) -> None:
        self._found: set[str] = set()
        self._of_fixtures: dict[Any, set[str]] = {}
        self._seconds: dict[Any, float] = {}

    def leave(self, trace: str) -> None:
        """Keep one; it may come from any thread."""
        self._found.add(trace)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        outside, self._found = self._found, set()
        began = _worked()
        try:
            return (yield)
        finally:
            self._seconds[fixturedef] = _worked() - began
            self._of_fixtures[fixturedef] = self._found
            self._found = outside | self._found

    def of(self, item: Any) -> list[str]:
        """Everything that a test left, which ends here."""
        found, self._found = self._found, set()
        # a test that sends nothing may be about an operation all the same: its name says so
        found |= {key for word in _WORD.findall(item.name) for key in _KEYS.get(word, ())}
        for definition in _fixtures(item):
            found |= self._of_fixtures.get(definition, set())
        return sorted(found)

    def shared(self, item: Any) -> float:
        """Seconds of the fixtures that a test shares with others: alone it needs them too."""
        shared = [each for each in _fixtures(item) if each.scope != "function"]
        return round(sum(self._seconds.get(each, 0.0) for each in shared), 4)


def _fixtures(item: Any) -> Iterator[Any]:
    return chain.from_iterable(item._fixtureinfo.name2fixturedefs.values())


class _Reports:
    """A plugin that hears whether a test failed in any of its phases."""

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
            outcome.traces[line["test"]] = line["traces"]
        else:
            outcome.witness = Witness(line["called"], line["told"])
    if begun is not None:  # it hung, or took the process with it
        outcome.failed.append(begun)
        outcome.witness.called += 1
    return outcome
