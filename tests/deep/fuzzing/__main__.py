"""A long campaign of hostile answers, and its report: `python -m tests.deep.fuzzing [options]`."""

import argparse
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.deep.fuzzing.campaign import Tally, attack, replay_calls
from tests.deep.fuzzing.drawing import CASES
from tests.deep.fuzzing.memory import growth, measured
from tests.deep.fuzzing.mutations import KINDS
from tests.deep.fuzzing.replay import CALLS
from tests.deep.fuzzing.report import Report

REPORT = Path(__file__).resolve().parents[3] / "docs" / "hostile-report.md"
CALLED = [(platform, operation) for platform, calls in CALLS.items() for operation in calls]


def share(number: int, of: int, examples: int, seed: int) -> Tally:
    """Do one process's share."""
    cases, half = CASES[number::of], examples // 2
    tally = attack(cases, half, seed)  # what is made once of everything is made here
    before = high_water()
    tally.add(attack(cases, examples - half, seed + 1))
    tally.grown = [high_water() - before]
    with tempfile.TemporaryDirectory() as folder:
        tally.add(replay_calls(CALLED[number::of], seed, Path(folder)))
    return tally


def high_water() -> int:
    """How many bytes of memory this process had at most, since it began."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(arguments: list[str]) -> int:
    """Run a campaign, write its report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.deep.fuzzing", description=__doc__)
    parser.add_argument("--answers", type=int, default=100_000, help="at least that many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--report", type=Path, default=REPORT)
    given = parser.parse_args(arguments)
    # of every fitting answer each kind of broken one, in both colours
    examples = -(-given.answers // (len(CASES) * len(KINDS) * 2))
    began = time.monotonic()
    tally = Tally()
    numbers = range(given.processes)
    with ProcessPoolExecutor(given.processes) as pool:
        some = [
            pool.submit(share, number, given.processes, examples, given.seed) for number in numbers
        ]
        for one in some:
            tally.add(one.result())
    report = Report(given.seed, examples, tally, measured(), growth(), time.monotonic() - began)
    text = report.text()
    sys.stdout.write(text)
    for where, (count, first) in tally.failures.items():
        sys.stdout.write(f"\n{count} times {where}\n{first}")
    given.report.write_text(text, encoding="utf-8")
    problems = list(report.problems(given.answers))
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
