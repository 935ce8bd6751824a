"""The checks of the demo, and the tables that show results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen
from rich import box
from rich.table import Table
from rich.text import Text


@frozen
class Check:
    """The result of a check.

    Attributes:
        platform: The platform.
        name: What is checked.
        result: What was found, with numbers.
        passed: Whether it is as expected.
    """

    platform: str
    name: str
    result: str
    passed: bool


def counted(part: int, total: int) -> str:
    """Return `12 of 12`."""
    return f"{part} of {total}"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """Return `1 label` or `2 labels`."""
    return f"{count:,} {noun if count == 1 else nouns or f'{noun}s'}"


def summary(checks: Sequence[Check]) -> Table:
    """Return a table of all checks, grouped by platform."""
    table = Table(box=box.SIMPLE_HEAD, title="Summary", title_justify="left", title_style="bold")
    for column in ("Platform", "Check", "Result", "Status"):
        table.add_column(column)
    before = ""
    for check in checks:
        status = Text("ok", "green") if check.passed else Text("FAILED", "bold red")
        if before and check.platform != before:
            table.add_section()
        name = "" if check.platform == before else check.platform
        table.add_row(Text(name, "bold"), check.name, check.result, status)
        before = check.platform
    return table


def number_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table whose columns, except for the first, contain numbers."""
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    return table
