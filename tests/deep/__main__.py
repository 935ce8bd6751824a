"""Run the long searches: `python -m tests.deep [part ...] [--seed N]`.

Each part is a process of its own. The last lines are one summary per part.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ("pytest", "-q", "-n0")
PARTS: dict[str, list[tuple[str, ...]]] = {
    "documents": [(*PYTEST, "tests/deep/documents")],
    "benchmarks": [(*PYTEST, "tests/deep/benchmarks")],
    "concurrency": [(*PYTEST, "tests/deep/concurrency")],
    "exports": [(*PYTEST, "tests/deep/exports")],
    "memory": [(*PYTEST, "tests/deep/fuzzing")],
    "readers": [
        (
            *(*PYTEST, "--hypothesis-profile=deep", "--hypothesis-seed={seed}"),
            "tests/contracts/client/test_readers.py",
        )
    ],
    "contract": [("labelbridge.contract", "--deep", "--seed", "{seed}")],
    "fuzzing": [
        (
            *(*PYTEST, "tests/contracts/client/test_request_bodies.py"),
            *("--hypothesis-profile=deep", "--hypothesis-seed={seed}"),
        ),
        ("tests.deep.fuzzing", "--seed", "{seed}"),
    ],
    "mutation": [
        (*PYTEST, "tests/deep/mutation"),
        ("tests.deep.mutation", "--seed", "{seed}"),
    ],
}
"""The modules that each part runs, with their arguments, the shortest part first."""


def run(part: str, seed: int) -> tuple[bool, str]:
    """Run a part; return whether it passed, and the last line that it printed."""
    passed, last = True, ""
    for module, *arguments in PARTS[part]:
        command = [sys.executable, "-m", module, *(each.format(seed=seed) for each in arguments)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                last = line.strip() or last
        passed &= process.returncode == 0
    return passed, last


def main(arguments: list[str]) -> int:
    """Run the parts, print a summary, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.deep", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"default: all of {[*PARTS]}")
    parser.add_argument("--seed", type=int, default=0, help="seed of the searches (default: 0)")
    options = parser.parse_args(arguments)
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"unknown part {unknown[0]!r}; known parts: {', '.join(PARTS)}")
    summaries, failed = [], False
    for part in options.parts or PARTS:
        started = time.monotonic()
        passed, last = run(part, options.seed)
        failed |= not passed
        minutes = (time.monotonic() - started) / 60
        summaries.append(f"{part}: {'passed' if passed else 'FAILED'}, {minutes:.1f} min: {last}")
    sys.stdout.write("\n".join(["", *summaries, ""]))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
