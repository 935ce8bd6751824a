"""The picture of docs/benchmarks.md: bars of times, with logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

from benchmarks.results import Result

PANELS: Final = {
    "20,000 labels at 30 ms": "Reading labels, 30 ms latency: µs per label",
    "20,000 labels at 0 ms": "Reading labels, no latency: µs per label",
    "2,000 labels created at once at 50 ms": "2,000 labels at once, 50 ms latency: µs per label",
    "uploads of images at 30 ms": "Uploading images of 100 kB, 30 ms latency: ms per image",
    "export file of 100 MB": "Reading an export file of 100 MB: µs per row",
    "import and first request": "Import and first request: ms",
}
"""The charts that are drawn, with their titles."""
OWN, OTHER, TEXT = "#1f5fa8", "#a9b0b8", "#24292f"
STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "labelbridge",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
}


def draw(results: Sequence[Result], path: Path) -> None:
    """Draw the charts of which there are results, and write an SVG file."""
    found = {
        title: [each for each in results if each.chart == title]
        for title in PANELS
        if any(each.chart == title for each in results)
    }
    with mpl.rc_context(STYLE):
        heights = [0.9 + 0.24 * len(bars) for bars in found.values()]
        figure = Figure(figsize=(8, sum(heights) or 1), layout="constrained")
        axes = figure.subplots(
            max(len(found), 1), squeeze=False, gridspec_kw={"height_ratios": heights or [1]}
        )
        for plot, (title, bars) in zip(axes[:, 0], found.items(), strict=False):
            _bars(plot, title, bars)
        figure.savefig(path, format="svg", metadata={"Date": None})


def _bars(plot: Axes, title: str, bars: Sequence[Result]) -> None:
    ordered = sorted(bars, key=lambda each: each.value, reverse=True)
    names = [each.name.removeprefix(f"{title}: ") for each in ordered]
    values = [each.value for each in ordered]
    colors = [OWN if name.startswith("labelbridge") else OTHER for name in names]
    drawn = plot.barh(names, values, color=colors)
    plot.bar_label(
        drawn, [f"{value:,.3g}" if value < 1000 else f"{value:,.0f}" for value in values], padding=3
    )
    plot.set_xscale("log")
    plot.set_xlim(10 ** floor(log10(min(values) / 1.5)), max(values) * 2)
    plot.set_title(f"{PANELS[title]} (logarithmic)", loc="left", fontsize=10, fontweight="bold")
    plot.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    plot.xaxis.set_minor_locator(LogLocator(subs=range(2, 10)))
    plot.xaxis.set_minor_formatter(NullFormatter())
    plot.tick_params(axis="y", length=0)
    plot.spines[["top", "right"]].set_visible(False)
