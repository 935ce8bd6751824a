"""Running subjects alternately, and results as medians and ratios."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final, Literal, Self

ROOT: Final = Path(__file__).parents[1]
VARIABLES: Final = ("LD_LIBRARY_PATH", "PATH")
"""Variables that an interpreter may need to start; no key or proxy is inherited."""


@dataclass(frozen=True)
class Settings:
    """The options of a run.

    Attributes:
        rounds: How often each subject runs.
        scale: Factor for all sizes; the tests use a small one.
        latency: Seconds before each response of the server.
        baseline: Another checkout, whose client is compared too.
        cpu: Whether to measure the processor time of the subject instead of the duration.
    """

    rounds: int = 7
    scale: float = 1.0
    latency: float = 0.0
    baseline: Path | None = None
    cpu: bool = False

    def size(self, number: int, least: int = 1) -> int:
        """Return a number in the scale, as a multiple of `least`."""
        return max(int(number * self.scale) // least, 1) * least

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
    """

    name: str
    program: str
    arguments: Mapping[str, Any]
    checkout: Path = ROOT
    python: Path = Path(sys.executable)


@dataclass(frozen=True)
class Run:
    """One run of a subject.

    Attributes:
        seconds: Its duration, or its processor time.
        items: The number of its items.
        peak: The largest size of its process so far, in bytes.
    """

    seconds: float
    items: int
    peak: int

    @property
    def per_item(self) -> float:
        """Seconds per item."""
        return self.seconds / self.items


class Worker:
    """A process that runs a subject whenever it is asked to."""

    def __init__(self, subject: Subject) -> None:
        packages = [ROOT, *(subject.checkout / each for each in ("facade", "generated"))]
        inherited = {name: os.environ[name] for name in VARIABLES if name in os.environ}
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
            env=inherited | {"PYTHONPATH": os.pathsep.join(map(str, packages))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.peak_at_start: int = self._read()["peak"]

    def _read(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self.close()
            raise SystemExit(f"{self._subject.name} ended: its error is above")
        return json.loads(line)

    def run(self, *, cpu: bool = False) -> Run:
        """Make one run."""
        if self._process.stdin:
            self._process.stdin.write("run\n")
            self._process.stdin.flush()
        found = self._read()
        return Run(found["cpu" if cpu else "seconds"], found["items"], found["peak"])

    def close(self) -> None:
        """Close the pipes, which ends the process."""
        with self._process:
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


Runs = Mapping[str, Sequence[Run]]


def alternate(subjects: Sequence[Subject], settings: Settings) -> Runs:
    """Run all subjects once to warm up, then one after another in each round.

    Raises:
        SystemExit: A subject fails, or the subjects do not have the same number of items.
    """
    found: dict[str, list[Run]] = {subject.name: [] for subject in subjects}
    with ExitStack() as stack:
        workers = {subject.name: stack.enter_context(Worker(subject)) for subject in subjects}
        for worker in workers.values():
            worker.run()
        for _ in range(settings.rounds):
            for name, worker in workers.items():
                found[name].append(worker.run(cpu=settings.cpu))
    numbers = {name: runs[0].items for name, runs in found.items()}
    if len({*numbers.values()}) > 1:
        raise SystemExit(f"the subjects have different numbers of items: {numbers}")
    return found


@contextmanager
def server(latency: float) -> Iterator[str]:
    """Run the static server, and return its URL."""
    command = [sys.executable, "-m", "benchmarks.server", str(latency)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        port = process.stdout.readline().strip() if process.stdout else ""
        yield f"http://127.0.0.1:{port}"
        if process.stdin:
            process.stdin.close()


@dataclass(frozen=True)
class Required:
    """The bound of a result.

    Attributes:
        sign: Whether it is the least or the largest value.
        value: The bound.
    """

    sign: Literal["≥", "≤"]
    value: float

    def is_met(self, value: float) -> bool:
        """Return whether a value is within the bound."""
        return value >= self.value if self.sign == "≥" else value <= self.value


@dataclass(frozen=True)
class Result:
    """A line of the report.

    Attributes:
        part: The part of the benchmarks.
        name: What was measured.
        samples: The value of each round; the result is their median.
        unit: Its unit, "x" for ratios.
        required: The bound that the project promises, if there is one.
    """

    part: str
    name: str
    samples: Sequence[float]
    unit: str
    required: Required | None = field(default=None)

    @property
    def value(self) -> float:
        """The median."""
        return median(self.samples)


def times(part: str, runs: Runs, unit: Literal["ms", "µs"] = "µs") -> list[Result]:
    """Return the time per item of each subject."""
    factor = {"ms": 1e3, "µs": 1e6}[unit]
    return [
        Result(part, name, [factor * run.per_item for run in found], unit)
        for name, found in runs.items()
    ]


def ratio(
    part: str, runs: Runs, first: str, second: str, required: Required | None = None
) -> Result:
    """Return the time per item of the first subject, divided by that of the second one.

    Both values are of the same round, so that a change of the machine's speed affects both.
    """
    pairs = zip(runs[first], runs[second], strict=True)
    samples = [one.per_item / other.per_item for one, other in pairs]
    return Result(part, f"{first} / {second}", samples, "x", required)
