"""Reading export files of Labelbox (v1) of 10 MB and 100 MB."""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import export_row, write_rows
from benchmarks.measure import Settings, Subject, alternate
from benchmarks.results import Required, Result, ratio, times

PART = "exports"
SIZES = {"10 MB": 10**7, "100 MB": 10**8}


def run(settings: Settings) -> list[Result]:
    """Compare files of each size and form with decoding only."""
    results = []
    for name, size in SIZES.items():
        with TemporaryDirectory() as folder:
            results += _compare(name, settings.size(size), Path(folder), settings)
    return results


def _compare(name: str, size: int, folder: Path, settings: Settings) -> list[Result]:
    row = export_row()
    count = max(size // len(row), 1)
    lines = folder / "lines.json"
    forms = {"labelbridge, lines": lines}
    write_rows(lines, row, count, b"", b"\n", b"\n")
    for form, start, between, end in (
        ("array", b"[", b",", b"]"),
        ("array with line breaks", b"[\n  ", b",\n  ", b"\n]\n"),
    ):
        path = forms[f"labelbridge, {form}"] = folder / f"{form}.json"
        write_rows(path, row, count, start, between, end)
    packed = forms["labelbridge, array, gzip"] = folder / "array.json.gz"
    with (
        gzip.open(packed, "wb", compresslevel=1) as out,
        (folder / "array.json").open("rb") as file,
    ):
        out.writelines(iter(partial(file.read, 1 << 20), b""))
    limit, title = "msgspec.json.decode", f"export file of {name}"
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
        *times(PART, runs, title=title),
        *(
            ratio(PART, runs, form, limit, bound).under(title)
            for form, bound in zip(forms, required, strict=True)
        ),
    ]
