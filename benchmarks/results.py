"""Results: medians, ratios and counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from benchmarks.measure import Run, Runs


@dataclass(frozen=True)
class Required:
    """The bound of a result.

    Attributes:
        sign: Whether it is the least or the largest value.
        value: The bound.
    """

    sign: Literal["≥", "≤"]
    value: float

    def is_met(self, value: float) -> bool:
        """Return whether a value is within the bound."""
        return value >= self.value if self.sign == "≥" else value <= self.value


@dataclass(frozen=True)
class Result:
    """A line of the report.

    Attributes:
        part: The part of the benchmarks.
        name: What was measured.
        samples: The value of each round.
        unit: Its unit, "x" for ratios, empty for counts.
        required: The bound that the project promises, if there is one.
        chart: The title of the chart that has this result, if there is one.
    """

    part: str
    name: str
    samples: Sequence[float]
    unit: str
    required: Required | None = None
    chart: str | None = None

    @property
    def value(self) -> float:
        """The median, of counts the largest."""
        return median(self.samples) if self.unit else max(self.samples)

    @property
    def is_met(self) -> bool:
        """Whether the value is within its bound, if it has one."""
        return self.required is None or self.required.is_met(self.value)

    def under(self, title: str) -> Result:
        """Return the same result with a title before its name."""
        return replace(self, name=f"{title}: {self.name}")


def times(
    part: str, runs: Runs, unit: Literal["ms", "µs"] = "µs", *, title: str | None = None
) -> list[Result]:
    """Return the time per item of each subject.

    Args:
        part: The part of the benchmarks.
        runs: The runs by subject.
        unit: The unit of the result.
        title: The title of a chart with these results, which is also the start of their names.
    """
    factor = {"ms": 1e3, "µs": 1e6}[unit]
    results = [
        Result(part, name, [factor * run.per_item for run in found], unit, chart=title)
        for name, found in runs.items()
    ]
    return [each.under(title) for each in results] if title else results


def ratio(
    part: str, runs: Runs, first: str, second: str, required: Required | None = None
) -> Result:
    """Return the time per item of the first subject, divided by that of the second one.

    Both values are of the same round, so that a change of the machine's speed affects both.
    """
    pairs = zip(runs[first], runs[second], strict=True)
    samples = [one.per_item / other.per_item for one, other in pairs]
    return Result(part, f"{first} / {second}", samples, "x", required)


def speed(
    part: str, runs: Runs, first: str, second: str, required: Required | None = None
) -> Result:
    """Return how many items per second the first subject has, divided by those of the second."""
    inverse = ratio(part, runs, second, first)
    return Result(part, f"speed of {first} / {second}", inverse.samples, "x", required)


def best(runs: Runs, names: Sequence[str]) -> str:
    """Return the subject with the least median time."""
    return min(names, key=lambda name: median(run.per_item for run in runs[name]))


def soundness(part: str, title: str, runs: Runs, names: Sequence[str], limit: int) -> list[Result]:
    """Return the errors and the connections of subjects, of the host with most of them.

    Args:
        part: The part of the benchmarks.
        title: The start of the names of the results.
        runs: The runs by subject.
        names: The subjects.
        limit: The largest number of connections to each host.
    """
    counts: list[tuple[str, Callable[[Run], int], int | None]] = [
        ("errors", lambda run: run.failed + run.seen.get("errors", 0), 0),
        ("connections at once", lambda run: run.seen["connections at once"], limit),
        ("connections opened", lambda run: run.seen["connections opened"], None),
    ]
    return [
        Result(
            part,
            f"{title}: {name}, {what}",
            [*map(of, runs[name])],
            "",
            None if bound is None else Required("≤", bound),
        )
        for name in names
        for what, of, bound in counts
    ]
