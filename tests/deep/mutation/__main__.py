"""Run the tests with each mutant of a sample: `python -m tests.deep.mutation`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.deep.mutation.catalogue import SIZE, catalogue
from tests.deep.mutation.report import Report
from tests.deep.mutation.runner import CACHE, run


def main() -> int:
    """Run the mutants, print a report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.deep.mutation", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="which sample of mutants (default: 0)")
    parser.add_argument("--size", type=int, default=SIZE, help=f"mutants (default: {SIZE})")
    parser.add_argument("--only", default="", help="only mutants whose id contains this text")
    parser.add_argument("--again", action="store_true", help="only those that survived last time")
    parser.add_argument("--list", action="store_true", help="list the mutants and run no test")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="files or folders of tests")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder for coverage and report")
    options = parser.parse_args()
    sample = catalogue(options.seed, options.size)
    mutants = [mutant for mutant in sample if options.only in mutant.id]
    if options.again:
        last = json.loads((options.cache / "report.json").read_text())
        mutants = [mutant for mutant in mutants if last.get(mutant.id, {}).get("caught by") == []]
    if options.list:
        sys.stdout.write("".join(f"{mutant.id}\n" for mutant in mutants))
        return 0
    results = run(mutants, options.tests, options.cache)
    report = Report(results, is_complete=mutants == catalogue())
    (options.cache / "report.json").write_text(json.dumps(report.as_json(), indent=1))
    problems = [*report.problems()]
    sys.stdout.write("\n".join([report.table(), *problems, report.summary(), ""]))
    return 1 if problems else 0


sys.exit(main())
