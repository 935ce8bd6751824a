"""A long campaign of hostile answers, and its report: `python -m tests.hostile [options]`."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.hostile.campaign import Tally, attack, replay_calls
from tests.hostile.drawing import CASES
from tests.hostile.memory import BOMB, DEGENERATE, growth, measured
from tests.hostile.mutations import KINDS
from tests.hostile.replay import CALLS

REPORT = Path(__file__).resolve().parents[2] / "docs" / "hostile-report.md"
CALLED = [(vendor, operation) for vendor, calls in CALLS.items() for operation in calls]


def share(number: int, of: int, examples: int, seed: int) -> Tally:
    """Do one process's share."""
    tally = attack(CASES[number::of], examples, seed)
    with tempfile.TemporaryDirectory() as folder:
        tally.add(replay_calls(CALLED[number::of], seed, Path(folder)))
    return tally


def main(arguments: list[str]) -> int:
    """Run a campaign, write its report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
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
    memory, kept = measured(), growth()
    text = report(given.seed, examples, tally, memory, kept, time.monotonic() - began)
    sys.stdout.write(text)
    for where, (count, first) in tally.failures.items():
        sys.stdout.write(f"\n{count} times {where}\n{first}")
    given.report.write_text(text, encoding="utf-8")
    few = sum(tally.counts.values()) < given.answers
    return int(bool(tally.failures) or few)


def report(
    seed: int,
    examples: int,
    tally: Tally,
    memory: dict[str, tuple[int, int]],
    kept: tuple[int, int, int],
    seconds: float,
) -> str:
    """Write what came of a campaign."""
    total, calls = sum(tally.counts.values()), sum(tally.calls.values())
    failures = sum(count for count, _ in tally.failures.values())
    plain = {name: pair for name, pair in memory.items() if name not in {*DEGENERATE, BOMB}}
    worst = max(plain, key=lambda name: plain[name][1] / plain[name][0])
    lines = [
        "# The client against hostile answers",
        "",
        "Written by `make hostile`; never edited by hand. What the kinds are stands in",
        "`tests/hostile/mutations.py`, what is held of each outcome in `tests/hostile/judging.py`.",
        "",
        f"- seed {seed}; {len(CASES)} documented successes of operations, {examples} fitting",
        f"  answers each, broken in {len(KINDS)} ways, in both colours",
        f"- **{total:,} hostile answers**, and {calls:,} calls of methods against a platform of",
        "  which one operation is hostile",
        f"- **{failures} not as promised**: another exception, a wrong type, something lost, a",
        "  secret shown, drift that was not told",
        f"- {seconds / 60:.0f} minutes",
        "",
        "## What came of them",
        "",
        "| kind | answers | told of drift | outcomes |",
        "| --- | ---: | ---: | --- |",
    ]
    for kind in KINDS:
        outcomes = Counter({word: n for (k, word), n in tally.counts.items() if k == kind})
        shown = ", ".join(f"{word} {n:,}" for word, n in outcomes.most_common())
        lines.append(f"| {kind} | {outcomes.total():,} | {tally.told[kind]:,} | {shown} |")
    ended = ", ".join(f"{word} {n:,}" for word, n in tally.calls.most_common())
    lines += ["", f"The calls of methods ended in: {ended}.", "", "## Memory", ""]
    lines += [
        "The most bytes that there are at a time for one large answer, by tracemalloc. The",
        f"largest ratio is {plain[worst][1] / plain[worst][0]:.1f} ({worst}), apart from answers",
        "of nothing but brackets, of which two or three bytes are an object of Python, and from",
        "what is packed and becomes a hundred times as large, where it is refused.",
        "",
        "| answer | bytes | peak | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {size:,} | {most:,} | {most / size:.1f} |"
        for name, (size, most) in memory.items()
    ]
    count, size, rest = kept
    lines += ["", f"Of {count:,} answers of {size:,} bytes, {rest:,} bytes are kept at the end."]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
