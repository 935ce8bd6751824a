"""``python -m labelbridge.contract``: search the emulator; ``make contract`` calls it."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from labelbridge.contract import deep, emulated
from labelbridge.contract.search import Effort


def main(arguments: Sequence[str] | None = None) -> int:
    """Search, print what was found, and return the exit status.

    Args:
        arguments: Those of the command line; None takes the process's.
    """
    options = _parser().parse_args(arguments)
    effort = _effort(options)
    chosen = [part for part in emulated.all_parts() if options.part in (None, part.name)]
    if not chosen:
        sys.stderr.write(f"there is no part {options.part}\n")
        return 2
    sys.stdout.write(f"seed {effort.seed}, {effort.examples} examples, {effort.walks} walks\n")
    begun = time.monotonic()
    by_part = emulated.search_all(chosen, effort, options.processes, _say)
    seconds = time.monotonic() - begun
    verdict = deep.Verdict(by_part, effort, whole=options.part is None, seconds=seconds)
    sys.stdout.write(verdict.text() + "\n")
    if options.report is not None:
        options.report.write_text(verdict.page(), encoding="utf-8")
    return 1 if verdict.problems else 0


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _effort(options: argparse.Namespace) -> Effort:
    usual = deep.DEEP if options.deep else emulated.GATE
    seed = secrets.randbits(32) if options.deep else usual.seed
    return Effort(
        seed=seed if options.seed is None else options.seed,
        examples=options.examples or usual.examples,
        walks=options.walks or usual.walks,
        steps=options.steps or usual.steps,
        methods=usual.methods,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m labelbridge.contract", description=__doc__)
    parser.add_argument("--deep", action="store_true", help="long, with a seed of its own")
    parser.add_argument("--seed", type=int, help="decides all that is generated")
    parser.add_argument("--examples", type=int, help="generated requests for an operation")
    parser.add_argument("--walks", type=int, help="walks along links in each part")
    parser.add_argument("--steps", type=int, help="the most steps of a walk")
    parser.add_argument("--part", help="this part only, as the report names it")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--report", type=Path, help="where to write a page about it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
