"""Runs of the parts of the benchmarks with small sizes."""

import json
from pathlib import Path
from typing import Any

from benchmarks.__main__ import main
from benchmarks.measure import ROOT

RESULTS = {
    "calls": [
        "labels.create, box / labels.create, box (baseline)",
        "projects.get / httpx",
        "projects.get async / httpx async",
    ],
    "data_rows": ["all media / all media, msgspec.json.decode"],
    "exports": ["export file of 100 MB: labelbridge, array / msgspec.json.decode"],
    "labels": ["list of 10,000 / list of 100"],
    "large_exports": ["1 GB, rows of 200 B: growth of the memory without mapped files"],
    "latency": [
        "100 labels at 1 ms: speed of labelbridge / limit",
        "100 labels at 1 ms: labelbridge / labelbridge, read_ahead=0",
    ],
    "memory": [],
    "rows": ["models / msgspec.json.decode"],
    "start": ["import: labelbridge", "first request after the import: labelbridge"],
    "threads": ["2 requests in each of 100 threads: 100 threads, errors"],
    "uploads": ["7 uploads at once: labelbridge, gather, connections at once"],
    "writes": ["10 labels created at once at 50 ms: labelbridge, errors"],
}
"""Some results that each part has."""

QUICK = ("data_rows", "rows", "threads", "writes")
"""Parts that `make test` runs; `make deep` runs the others."""


def check_part(part: str, folder: Path, capsys: Any) -> None:
    """Run a part, and check that it prints and writes its results."""
    file = folder / "results.json"
    options = {"calls": ["--cpu", "--baseline", str(ROOT)], "latency": ["--latency", "1"]}
    given = ["--rounds", "1", "--scale", "0.005", "--json", str(file)]
    main([part, *given, *options.get(part, ())])
    results = {each["name"]: each for each in json.loads(file.read_text())["results"]}
    table = capsys.readouterr().out
    assert {each["part"] for each in results.values()} == {part}
    assert {*RESULTS[part]} <= {*results}
    for name, each in results.items():
        assert f"| {name} | " in table
        assert len(each["samples"]) == 1
