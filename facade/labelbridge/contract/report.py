"""Tables of a run, and its gaps: missing successes and outdated expected rejections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from labelbridge.contract.expected_rejections import expected_rejections
from labelbridge.contract.operations import PHASES, Operation

if TYPE_CHECKING:
    from labelbridge.contract.results import Results

NO_CASES = "-"
"""The cell of a phase that sent nothing."""


def without_success(
    results: Results, operations: Sequence[Operation], phases: Sequence[str]
) -> list[tuple[Operation, str]]:
    """Return the operations and phases without a successful response.

    Args:
        results: The results of the run.
        operations: The operations that were tested.
        phases: The phases of the run.
    """
    return [
        (operation, phase)
        for operation in operations
        for phase in phases
        if phase in operation.phases and not _successes(results, operation, phase)
    ]


def missing(
    results: Results, operations: Sequence[Operation], phases: Sequence[str] = PHASES
) -> list[str]:
    """Describe what has no successful response; the arguments are those of `without_success`."""
    return [
        f"{operation.id}: no successful response in {phase}"
        for operation, phase in without_success(results, operations, phases)
    ] + [
        f"{name}: no response with data"
        for name, count in results.graphql_data.items()
        if not count
    ]


def unused_rejections(results: Results, platform: str) -> list[str]:
    """Return the expected rejections that did not occur."""
    names = (each.name for each in expected_rejections(platform))
    return [
        f"{name}: expected, but did not occur" for name in names if not results.rejections[name]
    ]


def table(results: Results, operations: Sequence[Operation]) -> list[list[str]]:
    """Return the successful and all responses of each operation in each phase, as rows."""
    head = ["operation", *PHASES]
    fields = [
        [name, NO_CASES, NO_CASES, f"{count}/{_cases(results, name, 'fuzzing')}", NO_CASES]
        for name, count in results.graphql_data.items()
    ]
    return [head, *([each.id, *_row(results, each)] for each in operations), *fields]


def text(rows: Sequence[Sequence[str]]) -> str:
    """Format a table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Format a table as Markdown."""
    head, *rest = rows
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rest))


def _row(results: Results, operation: Operation) -> Iterator[str]:
    for phase in PHASES:
        cases = _cases(results, operation.id, phase)
        yield f"{_successes(results, operation, phase)}/{cases}" if cases else NO_CASES


def _successes(results: Results, operation: Operation, phase: str) -> int:
    return sum(
        count
        for (name, where, status), count in results.responses.items()
        if (name, where) == (operation.id, phase) and 200 <= status < 300
    )


def _cases(results: Results, name: str, phase: str) -> int:
    return sum(
        count
        for (each, where, _), count in results.responses.items()
        if (each, where) == (name, phase)
    )
