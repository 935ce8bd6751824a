"""The report of a run: a table, a summary, and what makes the run fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.deep.mutation.runner import Results, Verdict

SURVIVING = Path(__file__).with_name("surviving.yaml")
REQUIRED = 0.95
"""Share of the mutants that must be caught."""


def accepted_mutants() -> dict[str, str]:
    """Return the reasons why mutants cannot be caught, by mutant id."""
    return yaml.safe_load(SURVIVING.read_text(encoding="utf-8")) or {}


@dataclass(frozen=True)
class Report:
    """The results of a run; `is_complete` if it ran the complete sample of the default seed."""

    results: Results
    is_complete: bool

    @cached_property
    def survived(self) -> list[Verdict]:
        """The mutants that no test caught."""
        return [each for each in self.results.verdicts if not each.caught_by]

    @property
    def share(self) -> float:
        """The share of mutants that were caught."""
        count = len(self.results.verdicts)
        return (count - len(self.survived)) / count if count else 0.0

    def problems(self) -> Iterator[str]:
        """Yield a message for each reason to fail."""
        for test in self.results.broken:
            yield f"fails without any mutant: {test}"
        if self.share < REQUIRED:
            yield f"only {self.share:.1%} of the mutants are caught; {REQUIRED:.0%} are required"
        for verdict in self.survived:
            if not verdict.reached:
                yield f"no test reaches it: {verdict.mutant.id}"
        for verdict in self.results.verdicts:
            if verdict.caught_by and not verdict.changed:
                yield f"caught by {verdict.caught_by[0]} but changed nothing: {verdict.mutant.id}"
        if self.is_complete:
            reasons, alive = accepted_mutants(), {each.mutant.id for each in self.survived}
            yield from (f"survived, without a reason: {id_}" for id_ in sorted(alive - {*reasons}))
            yield from (f"no longer survives: {id_}" for id_ in sorted({*reasons} - alive))

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Return the details of each verdict, by mutant id."""
        return {
            each.mutant.id: {
                "operation": each.mutant.operation.key,
                "tests": each.tests,
                "reached": each.reached,
                "changed": each.changed,
                "seconds": round(each.seconds, 2),
                "caught by": each.caught_by,
            }
            for each in self.results.verdicts
        }

    def table(self) -> str:
        """Return the mutants with the tests that caught each."""
        lines = []
        for each in sorted(self.results.verdicts, key=lambda it: it.mutant.id):
            counts = f"{each.tests} tests, reached {each.reached}, changed {each.changed}"
            lines.append(f"{each.mutant.id}: caught by {len(each.caught_by)} ({counts})")
            lines += [f"    {test}" for test in each.caught_by]
        return "\n".join(lines)

    def summary(self) -> str:
        """Return one line with the counts and times."""
        results, survived = self.results, len(self.survived)
        return (
            f"{len(results.verdicts)} mutants, {len(results.verdicts) - survived} caught "
            f"({self.share:.1%}), {survived} survived; {results.seconds / 60:.1f} minutes, "
            f"{results.coverage_seconds / 60:.1f} of them to record coverage"
        )
