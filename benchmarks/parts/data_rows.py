"""Reading export files of Labelbox (v2) of several media."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import encode
from benchmarks.data_rows import count_annotations, data_rows
from benchmarks.measure import Settings, Subject, alternate
from benchmarks.results import Required, Result, ratio, times

PART = "data_rows"
ROWS = 450


def run(settings: Settings) -> list[Result]:
    """Compare typed rows, with each object and classification read, with decoding only."""
    results = []
    for media, rows in data_rows(settings.size(ROWS, 9)).items():
        with TemporaryDirectory() as folder:
            path = Path(folder, "export.ndjson")
            path.write_bytes(b"".join(encode(row) + b"\n" for row in rows))
            limit = f"{media}, msgspec.json.decode"
            # the subjects have the same number of items only if each annotation is found
            expected = {"path": str(path), "annotations": count_annotations(rows)}
            subjects = [Subject(limit, "limit:data_rows", expected)]
            subjects += [
                Subject(f"{media}{suffix}", "client:data_rows", {"path": str(path)}, checkout)
                for suffix, checkout in settings.checkouts().items()
            ]
            runs = alternate(subjects, settings)
        results += [*times(PART, runs), ratio(PART, runs, media, limit, Required("≤", 4))]
    return results
