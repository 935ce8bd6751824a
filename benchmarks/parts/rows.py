"""Reading export rows of Labelbox (v1), with 49 nested objects each."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import export_row
from benchmarks.measure import Settings, Subject, alternate
from benchmarks.results import Required, Result, ratio, times

PART = "rows"
ROWS = 200


def run(settings: Settings) -> list[Result]:
    """Compare typed rows, with each object and classification read, with decoding only."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "export.ndjson")
        path.write_bytes((export_row() + b"\n") * settings.size(ROWS))
        arguments = {"path": str(path), "repeat": settings.size(5)}
        kept = arguments | {"keep": True}
        subjects = [
            Subject("msgspec.json.decode", "limit:rows", arguments),
            Subject("msgspec.json.decode, kept", "limit:rows", kept),
        ]
        for suffix, checkout in settings.checkouts().items():
            subjects += [
                Subject(f"models{suffix}", "client:row_models", arguments, checkout),
                Subject(f"models, kept{suffix}", "client:row_models", kept, checkout),
                Subject(f"read_export{suffix}", "client:rows", arguments, checkout),
            ]
        runs = alternate(subjects, settings)
    return [
        *times(PART, runs),
        ratio(PART, runs, "models", "msgspec.json.decode", Required("≤", 4)),
        ratio(PART, runs, "models, kept", "msgspec.json.decode, kept", Required("≤", 4)),
        ratio(PART, runs, "read_export", "msgspec.json.decode"),
    ]
