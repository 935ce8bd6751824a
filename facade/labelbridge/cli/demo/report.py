"""What the demo found, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen
from rich import box
from rich.table import Table
from rich.text import Text


@frozen
class Check:
    """Something that had to be true.

    Attributes:
        platform: Where it was looked at.
        what: What it is about.
        found: What there was, with numbers.
        holds: Whether it is true.
    """

    platform: str
    what: str
    found: str
    holds: bool


def counted(part: int, whole: int) -> str:
    """Return `12 of 12`."""
    return f"{part} of {whole}"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """Return `1 label` or `2 labels`."""
    return f"{count:,} {noun if count == 1 else nouns or f'{noun}s'}"


def summary(checks: Sequence[Check]) -> Table:
    """Return all checks with their verdicts, platform after platform."""
    table = Table(box=box.SIMPLE_HEAD, title="Summary", title_justify="left", title_style="bold")
    for column in ("Platform", "Check", "Found", "Verdict"):
        table.add_column(column)
    before = ""
    for check in checks:
        verdict = Text("ok", "green") if check.holds else Text("WRONG", "bold red")
        if before and check.platform != before:
            table.add_section()
        name = "" if check.platform == before else check.platform
        table.add_row(Text(name, "bold"), check.what, check.found, verdict)
        before = check.platform
    return table


def numbers(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table whose columns after the first are numbers."""
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    return table
