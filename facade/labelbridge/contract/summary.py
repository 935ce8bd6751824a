"""The results of a run against the complete emulator, as text and as a Markdown page."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from labelbridge.contract import report
from labelbridge.contract.operations import PHASES, Operation, operations
from labelbridge.contract.parts import Part
from labelbridge.contract.results import Results, RunSettings

DEEP = RunSettings(seed=0, examples=200, scenarios=180)
"""The settings of `make deep`; each run uses another seed."""
TOOLS = ("schemathesis", "hypothesis", "hypothesis-graphql", "jsonschema_rs", "starlette")


@dataclass(frozen=True)
class Summary:
    """The results of all parts.

    Attributes:
        by_part: The results of each part.
        settings: The settings of the run.
        complete: Whether all parts ran, so that unused expected rejections can be reported.
        seconds: The duration.
    """

    by_part: Mapping[Part, Results]
    settings: RunSettings
    complete: bool
    seconds: float

    @cached_property
    def by_platform(self) -> dict[str, Results]:
        """The results of each platform."""
        joined: dict[str, Results] = {}
        for part, results in self.by_part.items():
            joined.setdefault(part.platform, Results()).add(results)
        return joined

    @cached_property
    def cases(self) -> int:
        """The number of generated requests that received a response."""
        return sum(results.cases for results in self.by_part.values())

    @cached_property
    def failures(self) -> list[str]:
        """Failed checks, each with the command that repeats it."""
        return [
            f"{failure}\n    repeat: {self._command(part)}"
            for part, results in self.by_part.items()
            for failure in results.failures
        ]

    @cached_property
    def missing(self) -> list[str]:
        """Operations and phases without a successful response."""
        missing: dict[tuple[str, str], None] = {}
        for part in self.by_part:
            results = self.by_platform[part.platform]
            missing |= dict.fromkeys(
                (part.platform, each)
                for each in report.missing(results, part.operations(), part.phases)
            )
        return [f"{name}: {each}" for name, each in missing]

    @cached_property
    def unused_rejections(self) -> list[str]:
        """Expected rejections that did not occur in a complete run."""
        if not self.complete:
            return []
        return [
            f"{name}: {each}"
            for name, results in self.by_platform.items()
            for each in report.unused_rejections(results, name)
        ]

    @property
    def problems(self) -> list[str]:
        """What makes the run fail. An unused rejection does not: it may be rare."""
        return [*self.failures, *self.missing]

    def text(self) -> str:
        """Return the text for a terminal."""
        lines = []
        for name, results in self.by_platform.items():
            rows = report.table(results, self._operations(name))
            lines += ["", name, report.text(rows), ""]
        lines += [*self.problems, *self.unused_rejections]
        lines.append(
            f"{self.cases} cases in {self.seconds:.0f} s with seed {self.settings.seed}: "
            f"{len(self.failures)} failures, {len(self.missing)} operations and phases without "
            f"a successful response, {len(self.unused_rejections)} unused expected rejections"
        )
        return "\n".join(lines)

    def page(self) -> str:
        """Return the Markdown report."""
        return "\n".join(self._page()) + "\n"

    def _operations(self, name: str) -> list[Operation]:
        tags = {tag for part in self.by_part if part.platform == name for tag in part.tags}
        return [each for each in operations(name) if each.tag in tags]

    def _command(self, part: Part) -> str:
        settings = self.settings
        return (
            f"python -m labelbridge.contract --part '{part.name}' --seed {settings.seed} "
            f"--examples {settings.examples} --scenarios {settings.scenarios} "
            f"--steps {settings.steps}"
        )

    def _page(self) -> Iterator[str]:
        statuses: Counter[int] = Counter()
        phases: Counter[str] = Counter()
        for results in self.by_part.values():
            for (_, phase, status), count in results.responses.items():
                statuses[status] += count
                phases[phase] += count
        settings = self.settings
        yield from ("# Contract test report", "")
        yield "Written by `make deep`. All numbers are from one run."
        yield ""
        yield f"- seed {settings.seed}, up to {settings.examples} generated requests per operation,"
        yield f"  {settings.scenarios} scenarios of up to {settings.steps} requests per group of"
        yield "  resources"
        yield f"- {self.cases} cases in {self.seconds:.0f} s"
        errors = sum(count for status, count in statuses.items() if status >= 500)
        yield f"- {len(self.failures)} failures, {errors} responses of 500 and above"
        yield f"- {len(self.missing)} operations and phases without a successful response"
        yield f"- Python {platform.python_version()}, " + ", ".join(
            f"{name} {version(name)}" for name in TOOLS
        )
        yield ""
        by_phase = [[name, str(phases[name])] for name in PHASES]
        yield from (report.markdown([["phase", "cases"], *by_phase]), "")
        by_status = [[str(status), str(statuses[status])] for status in sorted(statuses)]
        yield from (report.markdown([["status", "responses"], *by_status]), "")
        for name, results in self.by_platform.items():
            yield from self._platform_page(name, results)

    def _platform_page(self, name: str, results: Results) -> Iterator[str]:
        yield from (f"## {name}", "", "Successful responses / all responses.", "")
        yield from (report.markdown(report.table(results, self._operations(name))), "")
        if results.rejections:
            yield from ("Expected rejections of valid data:", "")
            rows = [[f"`{key}`", str(count)] for key, count in sorted(results.rejections.items())]
            yield from (report.markdown([["rejection", "responses"], *rows]), "")
