"""What a run has to show: success everywhere, no failure, and no list that has aged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from labelbridge.contract.platforms import PHASES, Operation
from labelbridge.contract.refusals import listed

if TYPE_CHECKING:
    from labelbridge.contract.search import Found

NOTHING = "-"
"""Stands where a phase has nothing to send."""


def missing(
    found: Found, operations: Sequence[Operation], phases: Sequence[str] = PHASES
) -> list[str]:
    """The operations that were never answered with success, with the phases.

    Args:
        found: What the run found.
        operations: What it was to reach.
        phases: The phases that it had.
    """
    return [
        f"{operation.id}: never answered with success in {phase}"
        for operation in operations
        for phase in phases
        if phase in operation.phases and not _successes(found, operation, phase)
    ] + [f"{name}: never answered with data" for name, count in found.data.items() if not count]


def stale(found: Found, platform: str) -> list[str]:
    """The listed refusals that never happened."""
    names = (each.name for each in listed(platform))
    return [f"{name}: listed, but never answered" for name in names if not found.refused[name]]


def table(found: Found, operations: Sequence[Operation]) -> list[list[str]]:
    """Of each operation and phase, the answers with success, and how many there were at all."""
    head = ["operation", *PHASES]
    fields = [
        [name, NOTHING, NOTHING, f"{found.data[name]}/{_cases(found, name, 'fuzzing')}", NOTHING]
        for name in found.data
    ]
    return [head, *([each.id, *_row(found, each)] for each in operations), *fields]


def text(rows: Sequence[Sequence[str]]) -> str:
    """A table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """The same for a page."""
    head, *rest = rows
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rest))


def _row(found: Found, operation: Operation) -> Iterator[str]:
    for phase in PHASES:
        cases = _cases(found, operation.id, phase)
        yield f"{_successes(found, operation, phase)}/{cases}" if cases else NOTHING


def _successes(found: Found, operation: Operation, phase: str) -> int:
    return sum(
        count
        for (name, where, status), count in found.answers.items()
        if (name, where) == (operation.id, phase) and 200 <= status < 300
    )


def _cases(found: Found, name: str, phase: str) -> int:
    return sum(
        count for (each, where, _), count in found.answers.items() if (each, where) == (name, phase)
    )
