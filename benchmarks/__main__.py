"""Command line of the benchmarks: `python -m benchmarks [PART ...]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.data import label_pages
from benchmarks.measure import Settings
from benchmarks.page import HEAD, as_json, cells, store
from benchmarks.results import Result

PARTS: Final = sorted(path.stem for path in Path(__file__).parent.glob("parts/[a-z]*.py"))


def machine() -> str:
    """Return a line about the machine, with the time of a fixed piece of work."""
    (page,) = label_pages(1)
    seconds = []
    for _ in range(50):
        started = time.perf_counter()
        json.loads(page)
        seconds.append(time.perf_counter() - started)
    return (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}, "
        f"{os.cpu_count()} cores; json.loads of a page of labels ({len(page):,} bytes): "
        f"{median(seconds) * 1e3:.2f} ms"
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the parts, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"default: {' '.join(PARTS)}")
    parser.add_argument("--baseline", type=Path, help="another checkout to compare with")
    parser.add_argument("--rounds", type=int, default=Settings.rounds, help="runs of each subject")
    parser.add_argument("--scale", type=float, default=1.0, help="factor for all sizes")
    parser.add_argument("--latency", type=float, help="of the server, in ms")
    parser.add_argument("--cpu", action="store_true", help="measure processor time of the subjects")
    parser.add_argument("--json", type=Path, help="also write all samples to this file")
    parser.add_argument("--write", action="store_true", help="also rewrite docs/benchmarks.md")
    given = parser.parse_args(arguments)
    if unknown := {*given.parts} - {*PARTS}:
        parser.error(f"there is no part {min(unknown)!r}; choose from {', '.join(PARTS)}")
    other = given.baseline or given.cpu or given.scale != 1 or given.latency is not None
    if given.write and other:
        parser.error("--write cannot be used with --baseline, --cpu, --scale or --latency")
    baseline = given.baseline and given.baseline.resolve()
    latency = None if given.latency is None else given.latency / 1000
    settings = Settings(given.rounds, given.scale, latency, baseline, given.cpu)
    print(described := machine(), f"\n{HEAD}", sep="\n", flush=True)
    results: list[Result] = []
    for part in given.parts or PARTS:
        found = import_module(f"benchmarks.parts.{part}").run(settings)
        print(*map(cells, found), sep="\n", flush=True)
        results += found
        if given.write:
            store(part, f"{described}; {given.rounds} rounds or less", found)
    if given.json:
        samples = {"machine": described, "results": as_json(results)}
        given.json.write_text(json.dumps(samples, indent=1))


if __name__ == "__main__":
    main()
