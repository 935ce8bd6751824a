"""The results in files: `results.json`, docs/benchmarks.md with its picture, and README.md.

`results.json` has the samples of the last complete run of each part. The generated sections of the
pages, between two comments, are made from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.chart import draw
from benchmarks.measure import ROOT
from benchmarks.results import Required, Result

STORED: Final = Path(__file__).with_name("results.json")
PAGE: Final = ROOT / "docs/benchmarks.md"
PICTURE: Final = PAGE.with_suffix(".svg")
README: Final = ROOT / "README.md"
HEAD: Final = """\
| measurement | median | range | required |
| --- | --- | --- | --- |"""
SECTION: Final = re.compile(r"(?<=<!-- results -->\n).*?(?=<!-- end of results -->)", re.DOTALL)
LABELS: Final = "20,000 labels at {} ms: speed of {} / hasty 0.3.12"
UPLOADS: Final = "uploads of images at 30 ms: speed of labelbridge, {} / hasty 0.3.12"
HIGHLIGHTS: Final[Sequence[tuple[str, str, str]]] = (
    ("20,000 labels, 30 ms latency", "latency", LABELS.format(30, "labelbridge")),
    ("the same, async", "latency", LABELS.format(30, "labelbridge async")),
    ("20,000 labels, no latency", "latency", LABELS.format(0, "labelbridge")),
    (
        "500 uploads of images with `asyncio.gather` (hasty: one after another), 30 ms latency",
        "uploads",
        UPLOADS.format("gather"),
    ),
    (
        "500 uploads of images in 32 threads (hasty: one after another), 30 ms latency",
        "uploads",
        UPLOADS.format("32 threads"),
    ),
)
"""The results in the README: a text, the part, and the name."""

Parts = dict[str, dict[str, Any]]


def digits(value: float) -> int:
    """Return the number of digits after the point that are worth reading."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def cells(result: Result) -> str:
    """Return a result as cells of a Markdown table."""
    least, value, largest = (
        f"{number:,.{digits(number) if result.unit else 0}f}"
        for number in (min(result.samples), result.value, max(result.samples))
    )
    bound = ""
    if result.required:
        bound = f"{result.required.sign} {result.required.value:g}"
        bound += "" if result.is_met else ", **missed**"
    unit = f" {result.unit}" if result.unit else ""
    return f"| {result.name} | {value}{unit} | {least} to {largest} | {bound} |"


def as_json(results: Iterable[Result]) -> list[dict[str, Any]]:
    """Return results as JSON, with four significant digits."""
    return [
        {
            "chart": each.chart,
            **asdict(each),
            "samples": [float(f"{sample:.4g}") for sample in each.samples],
        }
        for each in results
    ]


def load() -> Parts:
    """Return the stored results by part, each with the machine."""
    return json.loads(STORED.read_text()) if STORED.exists() else {}


def store(part: str, machine: str, results: Sequence[Result]) -> None:
    """Replace the stored results of a part, and rewrite the pages."""
    parts = load() | {part: {"machine": machine, "results": as_json(results)}}
    STORED.write_text(_lines(parts))
    for path, text in pages(parts).items():
        path.write_text(text)
    draw([each for found in parts.values() for each in results_of(found)], PICTURE)


def _lines(parts: Parts) -> str:
    """Return JSON with one line for each result, so that changes are easy to read."""
    text = json.dumps(dict(sorted(parts.items())), ensure_ascii=False)
    return text.replace('{"chart"', '\n{"chart"').replace("]}, ", "]},\n") + "\n"


def results_of(stored: Mapping[str, Any]) -> list[Result]:
    """Return the results of a part that is stored."""
    return [
        Result(**each | {"required": each["required"] and Required(**each["required"])})
        for each in stored["results"]
    ]


def pages(parts: Parts) -> dict[Path, str]:
    """Return the texts of the pages with these results."""
    return {PAGE: _with(PAGE, _all(parts)), README: _with(README, _highlights(parts))}


def _with(path: Path, section: str) -> str:
    """Return the text of a page with another generated section."""
    return SECTION.sub(lambda _: section, path.read_text())


def _all(parts: Parts) -> str:
    found = {part: results_of(stored) for part, stored in sorted(parts.items())}
    bounded = [each for results in found.values() for each in results if each.required]
    first, second = HEAD.splitlines()
    lines = ["\n### Required\n", f"| part {first}", f"| --- {second}"]
    lines += [*(f"| {each.part} {cells(each)}" for each in bounded), "\n### All measurements\n"]
    for part, results in found.items():
        lines += [f"#### {part}\n", f"{parts[part]['machine']}.\n"]
        lines += [HEAD, *map(cells, results), ""]
    return "\n".join(lines) + "\n"


def _highlights(parts: Parts) -> str:
    lines = ["\n| task | speed compared with hasty 0.3.12 |", "| --- | --- |"]
    found = {(part, each.name): each for part in parts for each in results_of(parts[part])}
    for text, part, name in HIGHLIGHTS:
        if result := found.get((part, name)):
            lines.append(f"| {text} | {result.value:.{digits(result.value)}f} x |")
    return "\n".join(lines) + "\n\n"
