"""Run the contract tests against the emulator (`make contract`, `make deep`)."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from labelbridge.contract import emulator_run, summary
from labelbridge.contract.results import RunSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the contract tests, print the results, and return the exit status.

    Args:
        arguments: The command line arguments; None uses those of the process.
    """
    options = _parser().parse_args(arguments)
    settings = _settings(options)
    chosen = [part for part in emulator_run.all_parts() if options.part in (None, part.name)]
    if not chosen:
        names = ", ".join(part.name for part in emulator_run.all_parts())
        sys.stderr.write(f"--part: unknown part {options.part!r}; the parts are {names}\n")
        return 2
    sys.stdout.write(
        f"seed {settings.seed}, {settings.examples} examples, {settings.scenarios} scenarios\n"
    )
    start = time.monotonic()
    by_part = emulator_run.run_parts(chosen, settings, options.processes, _print)
    seconds = time.monotonic() - start
    result = summary.Summary(by_part, settings, complete=options.part is None, seconds=seconds)
    sys.stdout.write(result.text() + "\n")
    if options.report is not None:
        options.report.write_text(result.page(), encoding="utf-8")
    return 1 if result.problems else 0


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _settings(options: argparse.Namespace) -> RunSettings:
    defaults = summary.DEEP if options.deep else emulator_run.DEFAULT
    seed = secrets.randbits(32) if options.deep else defaults.seed
    return RunSettings(
        seed=seed if options.seed is None else options.seed,
        examples=options.examples or defaults.examples,
        scenarios=options.scenarios or defaults.scenarios,
        steps=options.steps or defaults.steps,
        methods=defaults.methods,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m labelbridge.contract", description=__doc__)
    parser.add_argument("--deep", action="store_true", help="run many more cases, with a new seed")
    parser.add_argument("--seed", type=int, help="seed of all generated data")
    parser.add_argument("--examples", type=int, help="generated requests per operation")
    parser.add_argument("--scenarios", type=int, help="stateful scenarios per group of resources")
    parser.add_argument("--steps", type=int, help="maximum number of requests in a scenario")
    parser.add_argument("--part", help="run only this part, by its name in the report")
    parser.add_argument("--processes", type=int, default=2, help="parts that run in parallel")
    parser.add_argument("--report", type=Path, help="write a Markdown report to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
