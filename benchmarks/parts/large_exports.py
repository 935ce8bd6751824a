"""Reading export files of Labelbox (v1) of 1 GB: the memory that it needs, and the time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import SMALL_ROW, export_row, write_rows
from benchmarks.measure import Settings, Subject, Worker
from benchmarks.results import Required, Result

PART = "large_exports"
SIZE = 10**9
MIB = 2**20


def run(settings: Settings) -> list[Result]:
    """Read a file with large rows and one with small rows, once each in a new process."""
    return [
        result
        for name, row in (("rows with 49 objects", export_row()), ("rows of 200 B", SMALL_ROW))
        for result in _read(f"1 GB, {name}", row, settings)
    ]


def _read(name: str, row: bytes, settings: Settings) -> list[Result]:
    number = settings.size(SIZE) // len(row)
    with TemporaryDirectory() as folder:
        path = Path(folder, "export.json")
        write_rows(path, row, number, b"[", b",\n", b"]")
        with Worker(Subject(name, "client:rows", {"path": str(path), "repeat": 1})) as worker:
            run = worker.run(cpu=settings.cpu, memory=True)
            grown = run.anonymous - worker.at_start["anonymous"]
    if run.items != max(number, 1):
        raise SystemExit(f"{name}: {run.items} rows were read of {number}")
    title = f"{name}: growth of the memory without mapped files"
    return [
        Result(PART, title, [grown / MIB], "MiB", Required("≤", 60)),
        Result(PART, f"{name}: time of a row", [1e6 * run.per_item], "µs"),
    ]
