"""`python -m tests.deep.mutation`: plant the lies of a run, and say which tests caught each."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.deep.mutation.catalogue import CHOSEN, catalogue
from tests.deep.mutation.report import Report
from tests.deep.mutation.runner import CACHE, run


def say(text: str) -> None:
    """Write to the standard output."""
    sys.stdout.write(f"{text}\n")


def main() -> int:
    """Run, report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.deep.mutation", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="which choice of lies; 0 is the gate's")
    parser.add_argument("--size", type=int, default=CHOSEN, help="how many lies")
    parser.add_argument("--only", default="", help="only lies whose id holds this text")
    parser.add_argument("--again", action="store_true", help="only those that survived last time")
    parser.add_argument("--list", action="store_true", help="list the lies, and plant none")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="where the tests are")
    parser.add_argument(
        "--cache", type=Path, default=CACHE, help="folder for what is known of them"
    )
    arguments = parser.parse_args()
    lies = catalogue(arguments.seed, arguments.size)
    chosen = [lie for lie in lies if arguments.only in lie.id]
    if arguments.again:
        last = json.loads((arguments.cache / "report.json").read_text())
        alive = {each["lie"] for each in last if not each["caught by"]}
        chosen = [lie for lie in chosen if lie.id in alive]
    if arguments.list:
        say("\n".join(lie.id for lie in chosen))
        return 0
    results = run(chosen, arguments.tests, arguments.cache)
    report = Report(results, whole=chosen == catalogue())
    (arguments.cache / "report.json").write_text(json.dumps(report.as_json(), indent=1))
    say(report.table())
    if report.whole:
        report.write_page()
    say("\n".join(report.problems()))
    return 1 if [*report.problems()] else 0


sys.exit(main())
