"""The main job, end to end, on an emulator of its own: what `labelbridge demo` runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from labelbridge import Hasty, Labelbox, Roboflow
from labelbridge.cli.demo.given import Given, take
from labelbridge.cli.demo.hasty_part import bridge
from labelbridge.cli.demo.labelbox_part import assets_table, read_labels
from labelbridge.cli.demo.plot import draw_insights
from labelbridge.cli.demo.preview import draw_preview
from labelbridge.cli.demo.report import Check, summary
from labelbridge.cli.demo.roboflow_part import assign_work, labelers_table, read_insights
from labelbridge.cli.demo.staging import staging
from labelbridge_emulator import running
from labelbridge_emulator.server.server import LOOPBACK

COCO_FILE, PREVIEW, PLOT = "coco.json", "preview.png", "insights.png"
FILES: Final = COCO_FILE, PREVIEW, PLOT
"""What is left in the folder."""

KEY: Final = "demo"
"""The emulator lets any key in."""


def run_demo(coco: Path | None, images: Path | None, out: Path, console: Console) -> bool:
    """Take photographs with labels through the platforms, and show what came of it.

    Args:
        coco: A COCO file; None takes a photograph that Matplotlib ships, with labels of its own.
        images: The folder of the COCO file's images.
        out: The folder for the COCO file that was exported, its preview and a plot. Made if need
            be; files of these names are replaced, all at the end.
        console: Where progress and results are shown.

    Returns:
        Whether everything came back as it was sent.

    Raises:
        LabelbridgeError: The input is wrong, or a platform failed. `out` is then as it was.
    """
    given = take(coco, images)
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with staging(out, FILES) as folder, Progress(*columns, console=console) as progress:
        checks, tables = _work(given, folder, progress)
    for table in (*tables, summary(checks)):
        console.print(table)
    console.print(f"In {out}: {', '.join(FILES)}", soft_wrap=True, highlight=False)
    return all(check.holds for check in checks)


def _work(given: Given, folder: Path, progress: Progress) -> tuple[list[Check], list[Table]]:
    step = progress.add_task("start the emulator", total=1)
    with _no_proxy(), running() as emulator:
        progress.advance(step)
        step = progress.add_task("Hasty: photographs", total=len(given.coco.pictures))
        with Hasty(KEY, base_url=emulator.hasty) as hasty:
            back, checks = bridge(hasty, given, folder / COCO_FILE, lambda: progress.advance(step))
        step = progress.add_task("Roboflow: insights and a job", total=2)
        with Roboflow(KEY, base_url=emulator.roboflow) as roboflow:
            workspace = roboflow.workspaces.check_key().workspace or ""
            labeling, found = read_insights(roboflow, workspace)
            progress.advance(step)
            checks += [*found, *assign_work(roboflow, labeling, workspace)]
            progress.advance(step)
        step = progress.add_task("Labelbox: labels", total=1)
        with Labelbox(KEY, base_url=emulator.labelbox) as labelbox:
            assets, found = read_labels(labelbox)
            checks += found
            progress.advance(step)
    step = progress.add_task("pictures", total=2)
    draw_preview(back, given.images, folder / PREVIEW)
    progress.advance(step)
    draw_insights(labeling, folder / PLOT)
    progress.advance(step)
    return checks, [labelers_table(labeling), assets_table(assets)]


@contextmanager
def _no_proxy() -> Iterator[None]:
    """Keep the clients from asking a proxy: its loopback is not where the emulator is."""
    before = os.environ.get("no_proxy")
    os.environ["no_proxy"] = LOOPBACK
    try:
        yield
    finally:
        if before is None:
            del os.environ["no_proxy"]
        else:
            os.environ["no_proxy"] = before
