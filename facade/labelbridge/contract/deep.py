"""What a search of the whole emulator comes to, in words and as a page."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from labelbridge.contract import report
from labelbridge.contract.platforms import PHASES, PLATFORMS, Operation, operations
from labelbridge.contract.search import Effort, Found
from labelbridge.contract.worlds import Part

DEEP = Effort(seed=0, examples=200, walks=180)
"""What ``make contract-deep`` does."""
TOOLS = ("schemathesis", "hypothesis", "hypothesis-graphql", "jsonschema_rs", "starlette")


@dataclass(frozen=True)
class Verdict:
    """What was found in all parts.

    Attributes:
        by_part: What each part found.
        effort: How far the search went.
        whole: Nothing was left out, so that what never happened is a finding too.
        seconds: How long it took.
    """

    by_part: Mapping[Part, Found]
    effort: Effort
    whole: bool
    seconds: float

    @cached_property
    def platforms(self) -> dict[str, Found]:
        """What was found of each platform."""
        joined: dict[str, Found] = {}
        for part, found in self.by_part.items():
            joined.setdefault(part.platform, Found()).add(found)
        return joined

    @cached_property
    def cases(self) -> int:
        """All requests that were generated, sent and answered."""
        return sum(found.cases for found in self.by_part.values())

    @cached_property
    def failures(self) -> list[str]:
        """Failed checks, and how to get each again."""
        return [
            f"{failure}\n    again: {self._again(part)}"
            for part, found in self.by_part.items()
            for failure in found.failures
        ]

    @cached_property
    def missing(self) -> list[str]:
        """Operations and phases without any success."""
        wanted: dict[tuple[str, str], None] = {}
        for part in self.by_part:
            found = self.platforms[part.platform]
            wanted |= dict.fromkeys(
                (part.platform, each)
                for each in report.missing(found, part.operations(), part.phases)
            )
        return [f"{name}: {what}" for name, what in wanted]

    @cached_property
    def stale(self) -> list[str]:
        """Listed refusals that never happened in a search of everything."""
        if not self.whole:
            return []
        return [
            f"{name}: {each}"
            for name, found in self.platforms.items()
            for each in report.stale(found, name)
        ]

    @property
    def problems(self) -> list[str]:
        """All that makes the run fail; a listed refusal may just have been too rare for it."""
        return [*self.failures, *self.missing]

    def text(self) -> str:
        """What to print."""
        lines = []
        for name, found in self.platforms.items():
            lines += ["", name, report.text(report.table(found, self._operations(name))), ""]
        lines += [*self.problems, *self.stale]
        lines.append(
            f"{self.cases} cases in {self.seconds:.0f} s with seed {self.effort.seed}: "
            f"{len(self.failures)} failures, {len(self.missing)} operations and phases without "
            f"success, {len(self.stale)} listed refusals that never happened"
        )
        return "\n".join(lines)

    def page(self) -> str:
        """The page that is kept in ``docs/``."""
        return "\n".join(self._page()) + "\n"

    def _operations(self, name: str) -> list[Operation]:
        tags = {tag for part in self.by_part if part.platform == name for tag in part.tags}
        return [each for each in operations(name) if each.tag in tags]

    def _again(self, part: Part) -> str:
        effort = self.effort
        return (
            f"python -m labelbridge.contract --part '{part.name}' --seed {effort.seed} "
            f"--examples {effort.examples} --walks {effort.walks} --steps {effort.steps}"
        )

    def _page(self) -> Iterator[str]:
        statuses: Counter[int] = Counter()
        phases: Counter[str] = Counter()
        for found in self.by_part.values():
            for (_, phase, status), count in found.answers.items():
                statuses[status] += count
                phases[phase] += count
        yield from ("# The contracts, searched", "")
        yield "Written by `make contract-deep`; the numbers are those of one run."
        yield ""
        effort = self.effort
        yield f"- seed {effort.seed}, up to {effort.examples} generated requests for an operation,"
        yield f"  {effort.walks} walks of up to {effort.steps} steps for a group of resources"
        yield f"- {self.cases} cases in {self.seconds:.0f} s"
        errors = sum(count for status, count in statuses.items() if status >= 500)
        yield f"- {len(self.failures)} failures, {errors} answers of 500 and above"
        yield f"- {len(self.missing)} operations and phases without success"
        yield f"- Python {platform.python_version()}, " + ", ".join(
            f"{name} {version(name)}" for name in TOOLS
        )
        yield ""
        yield from (
            report.markdown([["phase", "cases"], *([n, str(phases[n])] for n in PHASES)]),
            "",
        )
        answered = [[str(status), str(statuses[status])] for status in sorted(statuses)]
        yield from (report.markdown([["status", "answers"], *answered]), "")
        for name in PLATFORMS:
            if name in self.platforms:
                yield from self._platform_page(name, self.platforms[name])

    def _platform_page(self, name: str, found: Found) -> Iterator[str]:
        yield from (f"## {name}", "", "Answers with success, of how many.", "")
        yield from (report.markdown(report.table(found, self._operations(name))), "")
        if found.refused:
            yield from ("Refusals of data that fit the schema:", "")
            rows = [[f"`{key}`", str(count)] for key, count in sorted(found.refused.items())]
            yield from (report.markdown([["refusal", "answers"], *rows]), "")
