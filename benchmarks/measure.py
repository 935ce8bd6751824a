"""Running subjects alternately, on a server that counts what they did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

ROOT: Final = Path(__file__).parents[1]
ENVIRONMENT: Final = ROOT / ".envs/benchmarks/bin/python"
PYTHON: Final = ENVIRONMENT if ENVIRONMENT.exists() else Path(sys.executable)
"""The interpreter for the client, if possible without packages that it does not need."""
VARIABLES: Final = ("LD_LIBRARY_PATH", "PATH")
"""Variables that an interpreter may need to start; no key or proxy is inherited."""


@dataclass(frozen=True)
class Settings:
    """The options of a run.

    Attributes:
        rounds: How often each subject runs.
        scale: Factor for all sizes; the tests use a small one.
        latency: Seconds before each response of the server; None is what a part is about.
        baseline: Another checkout, whose client is compared too.
        cpu: Whether to measure the processor time of the subject instead of the duration.
    """

    rounds: int = 7
    scale: float = 1.0
    latency: float | None = None
    baseline: Path | None = None
    cpu: bool = False

    def size(self, number: int, least: int = 1) -> int:
        """Return a number in the scale, as a multiple of `least`."""
        return max(int(number * self.scale) // least, 1) * least

    def at_most(self, rounds: int) -> Settings:
        """Return the same options with fewer rounds, for a part that takes long."""
        return replace(self, rounds=min(self.rounds, rounds))

    def checkouts(self) -> Mapping[str, Path]:
        """Return the checkouts to compare, by what is appended to the names of subjects."""
        return {"": ROOT} | ({" (baseline)": self.baseline} if self.baseline else {})


@dataclass(frozen=True)
class Subject:
    """A program that is compared.

    Attributes:
        name: The name in results.
        program: The function in `benchmarks.subjects`: `client:labels`.
        arguments: Its arguments.
        checkout: Where the packages of this project are.
        python: The interpreter.
        packages: A folder with other packages.
        alone: Whether its number of items differs from that of the other subjects.
    """

    name: str
    program: str
    arguments: Mapping[str, Any]
    checkout: Path = ROOT
    python: Path = PYTHON
    packages: Path | None = None
    alone: bool = False


@dataclass(frozen=True)
class Run:
    """One run of a subject.

    Attributes:
        seconds: Its duration, or its processor time.
        items: The number of its items.
        failed: The number of items that failed, which are not in `items`.
        peak: The largest size of its process so far, in bytes.
        anonymous: The same without mapped files, if it was measured.
        seen: What the server counted during the run.
    """

    seconds: float
    items: int
    failed: int = 0
    peak: int = 0
    anonymous: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)

    @property
    def per_item(self) -> float:
        """Seconds per item."""
        return self.seconds / max(self.items, 1)


def environment(subject: Subject) -> dict[str, str]:
    """Return the environment variables of a subject's process."""
    packages = [ROOT, *(subject.checkout / each for each in ("facade", "generated"))]
    packages += [subject.packages] if subject.packages else []
    inherited = {name: os.environ[name] for name in VARIABLES if name in os.environ}
    return inherited | {"PYTHONPATH": os.pathsep.join(map(str, packages))}


class Worker:
    """A process that runs a subject whenever it is asked to."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._process = subprocess.Popen(
            [
                subject.python,
                "-m",
                "benchmarks.worker",
                subject.program,
                json.dumps(subject.arguments),
            ],
            cwd=ROOT,
            env=environment(subject),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @cached_property
    def at_start(self) -> Mapping[str, int]:
        """The sizes of the process before the first run."""
        return self._read()  # type: ignore[no-any-return]

    def _read(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self.close()
            raise SystemExit(f"{self._subject.name} ended: its error is above")
        return json.loads(line)

    def run(self, *, cpu: bool = False, memory: bool = False) -> Run:
        """Make one run. With `memory`, the memory without mapped files is measured too."""
        _ = self.at_start
        if self._process.stdin:
            self._process.stdin.write("memory\n" if memory else "run\n")
            self._process.stdin.flush()
        found = self._read()
        seconds = found.pop("cpu"), found.pop("seconds")
        return Run(seconds[not cpu], **found)

    def close(self) -> None:
        """Close the pipes, which ends the process."""
        with self._process:
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


Runs = Mapping[str, Sequence[Run]]


def alternate(
    subjects: Sequence[Subject],
    settings: Settings,
    served: Server | None = None,
    counted: str | None = None,
    *,
    warm: bool = True,
) -> Runs:
    """Run all subjects one after another in each round.

    Args:
        subjects: The subjects.
        settings: The options of the run.
        served: The server, if the subjects use it.
        counted: What the server counts once for each item.
        warm: Whether each subject first makes a run that is not in the result.

    Raises:
        SystemExit: A subject fails, the subjects do not have the same number of items, or the
            server has not seen as many.
    """
    found: dict[str, list[Run]] = {subject.name: [] for subject in subjects}
    with ExitStack() as stack:
        workers = [(subject, stack.enter_context(Worker(subject))) for subject in subjects]
        _ = [worker.at_start for _, worker in workers]  # they start at the same time
        for number in range(settings.rounds + warm):
            for subject, worker in workers:
                if served:
                    served.counts()
                run = worker.run(cpu=settings.cpu)
                if served:
                    run = replace(run, seen=served.counts())
                if counted:
                    _check_seen(subject, run, counted)
                if number or not warm:
                    found[subject.name].append(run)
    shared = [subject.name for subject in subjects if not subject.alone]
    numbers = {name: found[name][0].items + found[name][0].failed for name in shared}
    if len({*numbers.values()}) > 1:
        raise SystemExit(f"the subjects have different numbers of items: {numbers}")
    return found


def _check_seen(subject: Subject, run: Run, counted: str) -> None:
    """Compare the items of a run with what the server has seen; failed ones may be there too."""
    number = run.seen.get(counted, 0)
    if not run.items <= number <= run.items + run.failed:
        raise SystemExit(f"{subject.name}: the server has seen {number} {counted}, not {run.items}")


class Server:
    """The static server, in a process of its own.

    Args:
        process: The process.

    Attributes:
        url: The URL of the API.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = f"http://127.0.0.1:{self._line()}"

    def _line(self) -> str:
        return self._process.stdout.readline().strip() if self._process.stdout else ""

    def counts(self) -> Mapping[str, int]:
        """Return what the server has counted since the last call."""
        if self._process.stdin:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        found: dict[str, int] = json.loads(self._line())
        return found


@contextmanager
def server(latency: float | None) -> Iterator[Server]:
    """Run the static server with a latency in seconds."""
    command = [sys.executable, "-m", "benchmarks.server", str(latency or 0)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Server(process)
        if process.stdin:
            process.stdin.close()
