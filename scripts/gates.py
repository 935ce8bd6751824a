"""Run every gate of the project, and end with a summary: `python -m scripts.gates`.

A gate is a target of the Makefile. The gates of one stage run two at a time; the tests, which use
all cores, run alone. The last lines name each gate with its result, and below a failed gate the
lines that name what failed.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

CHECKS = ("types", "check-generated", "lint", "check-docs", "environments")
STAGES: tuple[tuple[str, ...], ...] = (CHECKS, ("tests",), ("tests-lowest",))
FAILED = re.compile(r"^(FAILED|ERROR|make.*\*\*\*|.*(error|Error)\b|.*: use \")")
SHOWN = 15
"""The number of lines of a failed gate that the summary shows."""
MAKE_VARIABLES = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
"""Variables of the calling make, which would connect the gates to its job server."""


@dataclass(frozen=True)
class Result:
    """The result of a gate.

    Attributes:
        gate: Its name.
        passed: Whether it passed.
        seconds: How long it took.
        output: What it printed.
    """

    gate: str
    passed: bool
    seconds: float
    output: Sequence[str]

    def summary(self) -> list[str]:
        """Return the lines of the gate in the summary."""
        head = f"{self.gate:16} {'passed' if self.passed else 'FAILED'} {self.seconds:6.1f} s"
        if self.passed:
            return [head]
        named = [line for line in self.output if FAILED.match(line)] or self.output
        return [head, *(f"    {line}" for line in named[-SHOWN:])]


def run(gate: str, *, live: bool = False) -> Result:
    """Run a gate; with `live`, print each line of its output immediately."""
    environment = {name: value for name, value in os.environ.items() if name not in MAKE_VARIABLES}
    started, output = time.monotonic(), []
    with subprocess.Popen(
        ["make", "-s", gate],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            output.append(line.rstrip())
            if live:
                print(line, end="", flush=True)
    return Result(gate, process.returncode == 0, time.monotonic() - started, output)


def main() -> int:
    """Run the gates, print the summary and return the exit status."""
    results = []
    for stage in STAGES:
        if len(stage) == 1:
            print(f"== {stage[0]}", flush=True)
            results.append(run(stage[0], live=True))
            continue
        with ThreadPoolExecutor(2) as pool:
            for result in pool.map(run, stage):
                print(f"== {result.gate}", *result.output, sep="\n", flush=True)
                results.append(result)
    print("", *(line for each in results for line in each.summary()), sep="\n", flush=True)
    return int(not all(each.passed for each in results))


if __name__ == "__main__":
    sys.exit(main())
