"""Reading export files of Labelbox (v1) of 10 MB, 100 MB and 1 GB."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import encode, export_row
from benchmarks.measure import Required, Result, Settings, Subject, Worker, alternate, ratio, times

PART = "exports"
SIZES = {"10 MB": 10**7, "100 MB": 10**8}
LARGE = 10**9
SMALL_ROW = encode(
    {
        "ID": "ckr2k3bq8fe2b0y7he4y25udy",
        "Labeled Data": "https://storage.example.com/street/0001.jpg",
        "Label": {"objects": [], "classifications": []},
        "Created At": "2021-07-13T21:19:39.000Z",
        "Skipped": False,
    }
)


def run(settings: Settings) -> list[Result]:
    """Compare files with decoding only, and measure the memory for large files."""
    results = []
    for name, size in SIZES.items():
        with TemporaryDirectory() as folder:
            results += _compare(name, settings.size(size), Path(folder), settings)
    for name, row in (("rows with 49 objects", export_row()), ("rows without objects", SMALL_ROW)):
        with TemporaryDirectory() as folder:
            path = Path(folder, "export.json")
            _write(path, row, settings.size(LARGE) // len(row), b"[", b",\n", b"]")
            with Worker(Subject("", "client:rows", {"path": str(path), "repeat": 1})) as worker:
                grown = worker.run().peak - worker.peak_at_start
        title = f"1 GB, {name}: growth of the process"
        results.append(Result(PART, title, [grown / 2**20], "MiB", Required("≤", 60)))
    return results


def _compare(name: str, size: int, folder: Path, settings: Settings) -> list[Result]:
    row = export_row()
    count = max(size // len(row), 1)
    lines = folder / "lines.json"
    forms = {f"{name}, lines": lines}
    _write(lines, row, count, b"", b"\n", b"\n")
    for form, start, between, end in (
        ("array", b"[", b",", b"]"),
        ("array with line breaks", b"[\n  ", b",\n  ", b"\n]\n"),
    ):
        path = forms[f"{name}, {form}"] = folder / f"{form}.json"
        _write(path, row, count, start, between, end)
    packed = forms[f"{name}, array, gzip"] = folder / "array.json.gz"
    with (
        gzip.open(packed, "wb", compresslevel=1) as out,
        (folder / "array.json").open("rb") as file,
    ):
        out.writelines(iter(partial(file.read, 1 << 20), b""))
    limit = f"{name}, msgspec.json.decode"
    subjects = [Subject(limit, "limit:rows", {"path": str(lines), "repeat": 1})]
    subjects += [
        Subject(f"{form}{suffix}", "client:rows", {"path": str(path), "repeat": 1}, checkout)
        for form, path in forms.items()
        for suffix, checkout in settings.checkouts().items()
    ]
    runs = alternate(subjects, settings)
    plain = Required("≤", 5)
    required = [None if path == packed else plain for path in forms.values()]
    return [
        *times(PART, runs),
        *(
            ratio(PART, runs, form, limit, bound)
            for form, bound in zip(forms, required, strict=True)
        ),
    ]


def _write(path: Path, row: bytes, count: int, start: bytes, between: bytes, end: bytes) -> None:
    """Write a file with so many equal rows."""
    rows: Iterable[bytes] = (row + between for _ in range(max(count, 1) - 1))
    with path.open("wb") as file:
        file.write(start)
        file.writelines(rows)
        file.write(row + end)
