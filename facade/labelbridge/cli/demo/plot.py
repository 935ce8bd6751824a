"""Plot the work of labelers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter, StrMethodFormatter

from labelbridge.cli.demo.labeler_stats import LabelerStats, TeamStats

INK, FAINT, GRID = "#20242b", "#69717d", "#e3e6ea"
APPROVED, REJECTED = "#2a9d8f", "#e76f51"
LABELERS: Final = ("#33658a", "#f6ae2d", "#86bbd8", "#c8553d", "#758e4f", "#8e6c8a", "#5f5b6b")
"""Colors of the labelers; they repeat if there are more labelers."""

_TITLE: Final[dict[str, Any]] = {
    "color": INK,
    "fontsize": 13,
    "fontweight": "bold",
    "loc": "left",
    "pad": 12,
}


def draw_team(team: TeamStats, to: Path) -> None:
    """Plot the images of each month, and the results of the reviews.

    Args:
        team: The labelers' work.
        to: The PNG file to write.
    """
    figure = Figure(figsize=(13, 8.6), dpi=140, facecolor="white")
    over, left, right = figure.subplot_mosaic(
        [["months", "months"], ["reviews", "rates"]], height_ratios=[1.25, 1]
    ).values()
    figure.subplots_adjust(
        left=0.075, right=0.965, top=0.845, bottom=0.085, hspace=0.42, wspace=0.2
    )
    images = sum(work.images for work in team.labelers)
    boxes = sum(work.boxes for work in team.labelers)
    figure.text(0.03, 0.945, "Work of the labelers", fontsize=22, fontweight="bold", color=INK)
    figure.text(
        0.03,
        0.91,
        f"{team.months[0]:%B %Y} to {team.months[-1]:%B %Y}: {len(team.labelers)} "
        f"labelers, {images:,} images, {boxes:,} boxes. Source: emulated insights.",
        fontsize=12,
        color=FAINT,
    )
    _months(over, team)
    _reviews(left, team.labelers)
    _rates(right, team.labelers)
    for axes in (over, left, right):
        _tidy(axes)
    figure.savefig(to)


def _months(axes: Axes, team: TeamStats) -> None:
    """Draw a stacked bar of images for each month."""
    places = range(len(team.months))
    below = [0] * len(team.months)
    for work, color in zip(team.labelers, _colors(len(team.labelers)), strict=True):
        counts = team.images[work.email]
        axes.bar(places, counts, 0.62, below, color=color, label=work.name, edgecolor="white")
        below = [sum(pair) for pair in zip(below, counts, strict=True)]
    for place, total in zip(places, below, strict=True):
        axes.annotate(
            f"{total:,}", (place, total), (0, 4), textcoords="offset points", ha="center", color=INK
        )
    axes.set_xticks(places, [f"{month:%b}\n{month:%Y}" for month in team.months])
    axes.set_ylabel("images")
    axes.set_ylim(0, max(below) * 1.12)
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="y", color=GRID)
    axes.set_title("Images labeled each month", **_TITLE)
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1.0), ncols=len(LABELERS), frameon=False, fontsize=11
    )


def _reviews(axes: Axes, labelers: Sequence[LabelerStats]) -> None:
    """Draw a bar of approved and rejected reviews for each labeler."""
    approved = [work.approved for work in labelers]
    rejected = [work.rejected for work in labelers]
    axes.barh(range(len(labelers)), approved, 0.62, color=APPROVED, label="approved")
    axes.barh(range(len(labelers)), rejected, 0.62, approved, color=REJECTED, label="rejected")
    for place, work in enumerate(labelers):
        _beside(axes, work.approved + work.rejected, place, f"{work.rejected:,} rejected", FAINT)
    axes.set_xlim(0, max(work.approved + work.rejected for work in labelers) * 1.22)
    axes.set_xlabel("reviews")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_title("Reviews", **_TITLE)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1.0), ncols=2, frameon=False, fontsize=11)
    _rows(axes, labelers)


def _rates(axes: Axes, labelers: Sequence[LabelerStats]) -> None:
    """Draw the approval rate of each labeler, and of all labelers together."""
    rates = [work.approval_rate for work in labelers]
    approved = sum(work.approved for work in labelers)
    overall = 100 * approved / max(approved + sum(work.rejected for work in labelers), 1)
    axes.axvline(overall, color=FAINT, linestyle=(0, (4, 3)), linewidth=1.2, zorder=1)
    axes.annotate(
        f"all: {overall:.1f} %",
        (overall, 1),
        (0, 5),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        color=FAINT,
    )
    axes.hlines(range(len(labelers)), overall, rates, color=GRID, linewidth=5, zorder=1)
    axes.scatter(rates, range(len(labelers)), 110, _colors(len(labelers)), zorder=2)
    for place, rate in enumerate(rates):
        _beside(axes, rate, place, f"{rate:.1f} %", INK, distance=11 if rate >= overall else -11)
    axes.set_xlim(max(0, 5 * (min(rates) // 5) - 5), 101.5)
    axes.set_xlabel("approved reviews")
    axes.xaxis.set_major_formatter(PercentFormatter(100, decimals=0, symbol=" %"))
    axes.set_title("Approval rate", **_TITLE)
    _rows(axes, labelers)


def _beside(axes: Axes, x: float, y: int, text: str, color: str, *, distance: int = 6) -> None:
    """Write text to the right of a point, or to the left for a negative distance."""
    axes.annotate(
        text,
        (x, y),
        (distance, 0),
        textcoords="offset points",
        ha="left" if distance > 0 else "right",
        va="center",
        color=color,
    )


def _rows(axes: Axes, labelers: Sequence[LabelerStats]) -> None:
    """Label the rows with the names of the labelers, the first one on top."""
    axes.set_yticks(range(len(labelers)), [work.name for work in labelers])
    axes.set_ylim(len(labelers) - 0.45, -0.55)
    axes.grid(axis="x", color=GRID)


def _colors(count: int) -> list[str]:
    return [LABELERS[number % len(LABELERS)] for number in range(count)]


def _tidy(axes: Axes) -> None:
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, colors=INK, labelsize=11)
    axes.xaxis.label.set(color=FAINT, size=11)
    axes.yaxis.label.set(color=FAINT, size=11)
