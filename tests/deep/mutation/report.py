"""What is said of a run: a table, a page of the documentation, and what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.deep.mutation.runner import Results, Verdict
from tests.deep.mutation.selection import ROOT

SURVIVORS = Path(__file__).with_name("survivors.yaml")
PAGE = ROOT / "docs" / "lies.md"
WANTED = 0.95
"""Share of the lies that has to be caught."""


def known_survivors() -> dict[str, str]:
    """Reasons of the lies that no test can catch, by the lie."""
    return yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {}


@dataclass(frozen=True)
class Report:
    """A run's results; `whole` says whether it was the gate's choice of lies."""

    results: Results
    whole: bool

    @cached_property
    def survivors(self) -> list[Verdict]:
        """Lies that no test caught."""
        return [each for each in self.results.verdicts if not each.caught]

    @property
    def share(self) -> float:
        """The part that was caught."""
        planted = len(self.results.verdicts)
        return (planted - len(self.survivors)) / planted if planted else 0.0

    def problems(self) -> Iterator[str]:
        """Everything for which a run fails, in words."""
        for test in self.results.broken:
            yield f"fails without any lie: {test}"
        if self.share < WANTED:
            yield f"only {self.share:.1%} of the lies are caught, where {WANTED:.0%} is the least"
        for verdict in self.survivors:
            if not verdict.called:
                yield f"no test comes near it: {verdict.lie.id}"
        for verdict in self.results.verdicts:
            if verdict.caught and not verdict.told:
                yield f"caught without having lied, by {verdict.caught[0]}: {verdict.lie.id}"
        if self.whole:
            reasons, alive = known_survivors(), {each.lie.id for each in self.survivors}
            yield from (
                f"survived, without a reason: {each}" for each in sorted(alive - {*reasons})
            )
            yield from (f"is caught, or gone: {each}" for each in sorted({*reasons} - alive))

    def as_json(self) -> list[dict[str, Any]]:
        """Every verdict with all that is known."""
        return [
            {
                "lie": each.lie.id,
                "end": each.lie.kind.end,
                "kind": each.lie.kind.name,
                "operation": each.lie.operation.key,
                "resource": each.lie.resource,
                "ran": each.ran,
                "called": each.called,
                "told": each.told,
                "seconds": round(each.took, 2),
                "caught by": each.caught,
            }
            for each in self.results.verdicts
        ]

    def table(self) -> str:
        """The lies with the tests that caught each, and the sum."""
        lines = []
        for each in sorted(self.results.verdicts, key=lambda it: it.lie.id):
            told = f"{each.ran} tests, {each.called} calls, {each.told} lies"
            lines.append(f"{each.lie.id}: {len(each.caught)} caught it ({told})")
            lines += [f"    {test}" for test in each.caught]
        return "\n".join([*lines, self.summary()])

    def summary(self) -> str:
        """How many were planted and caught, and how long it took."""
        planted, results = len(self.results.verdicts), self.results
        return (
            f"{planted} planted, {planted - len(self.survivors)} caught ({self.share:.1%}), "
            f"{len(self.survivors)} survived; {results.took / 60:.1f} minutes, "
            f"of which {results.mapping / 60:.1f} to see what each test touches"
        )

    def write_page(self) -> None:
        """Write docs/lies.md."""
        PAGE.write_text("\n".join(self._page()) + "\n", encoding="utf-8")

    def _page(self) -> Iterator[str]:
        yield "# Planted lies\n"
        yield (
            "Defects of emulator and client that are switched on one at a time, to see which\n"
            "tests notice. `make lies` writes this page.\n"
        )
        longest = max((each.took for each in self.results.verdicts), default=0.0)
        yield f"{self.summary()}; {longest:.1f} s at most for a lie.\n"
        yield from self._counts("kind", lambda it: f"{it.lie.kind.end}: {it.lie.kind.name}")
        yield from self._counts("resource", lambda it: f"{it.lie.kind.end}: {it.lie.resource}")
        yield "\n## Survivors\n"
        reasons = known_survivors()
        for each in self.survivors:
            yield f"- `{each.lie.id}`: {reasons.get(each.lie.id, 'no reason is known.')}"
        yield "\n## Who caught what\n"
        yield "Tests by their files; the number is that of the tests there.\n"
        yield "| lie | caught by |\n| --- | --- |"
        for each in sorted(self.results.verdicts, key=lambda it: it.lie.id):
            files = Counter(test.partition("::")[0].removeprefix("tests/") for test in each.caught)
            by = ", ".join(f"{name} {count}" for name, count in files.most_common())
            yield f"| {each.lie.id} | {by or 'nobody'} |"

    def _counts(self, what: str, name: Any) -> Iterator[str]:
        planted: Counter[str] = Counter()
        caught: dict[str, int] = defaultdict(int)
        for each in self.results.verdicts:
            planted[name(each)] += 1
            caught[name(each)] += bool(each.caught)
        yield f"\n## By {what}\n\n| {what} | planted | caught |\n| --- | --- | --- |"
        yield from (f"| {each} | {planted[each]} | {caught[each]} |" for each in sorted(planted))
