"""Reading export rows of Labelbox (v1), with 49 nested objects each."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import export_row
from benchmarks.measure import Required, Result, Settings, Subject, alternate, ratio, times

PART = "rows"
ROWS = 200


def run(settings: Settings) -> list[Result]:
    """Compare typed rows, with each object and classification read, with decoding only."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "export.ndjson")
        path.write_bytes((export_row() + b"\n") * settings.size(ROWS))
        arguments = {"path": str(path), "repeat": settings.size(5)}
        subjects = [Subject("msgspec.json.decode", "limit:rows", arguments)]
        for suffix, checkout in settings.checkouts().items():
            subjects += [
                Subject(f"models of rows{suffix}", "client:row_models", arguments, checkout),
                Subject(f"read_export{suffix}", "client:rows", arguments, checkout),
            ]
        runs = alternate(subjects, settings.rounds)
    limit = subjects[0].name
    return [
        *times(PART, runs),
        ratio(PART, runs, "models of rows", limit, Required("≤", 4)),
        ratio(PART, runs, "read_export", limit),
    ]
